import { expect } from 'chai'

import {
  asGrantee,
  buildContents,
  fileText,
  MemoryBlocks,
  openAsGrantee,
  openAsOwner,
  person,
  storeKeyring,
} from '../lib/cryptoBuilders.ts'
import { rotateKeyring } from '../../client/crypto/keyring.ts'
import { DAY, digest, permission, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { deploy } from './support/deploy.ts'
import { openedChart } from './support/openedChart.ts'
import { sign, signedUpdate } from './support/typedData.ts'

const { loadFixture, time } = networkHelpers

async function chartWithDoctor() {
  const fixture = await openedChart()
  const { charts, chart, owner, doctor, update } = fixture
  const until = (await now()) + 30n * DAY
  await charts
    .connect(owner)
    .grant(chart, doctor.address, permission({ until }), await update({ to: digest() }))
  return { ...fixture, until }
}

const refused = (opening: Promise<unknown>) =>
  opening.then(
    () => false,
    () => true,
  )

/** Each break was found in a peer; each test tries it here. */
describe('breaks of peers', () => {
  it('1: nobody becomes a custodian of a chart, nor hijacks its registration', async () => {
    const { charts, chart, owner, doctor, stranger, update, rekey } = await loadFixture(chartWithDoctor)
    const before = await charts.chartOf(chart)
    for (const account of [doctor, stranger]) {
      const as = charts.connect(account)
      const [same, resealed, rotated] = [await update(), await update({ to: digest() }), await rekey()]
      const attempts = [
        () => as.grant(chart, account.address, permission(), same),
        () => as.revoke(chart, doctor.address, rotated),
        () => as.rotate(chart, rotated),
        () => as.reseal(chart, resealed),
      ]
      for (const attempt of attempts) {
        await expect(attempt()).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
      }
      await as.open(0, digest())
    }
    await expect(charts.connect(owner).open(0, digest())).to.be.revertedWithCustomError(
      charts,
      'ChartsAlreadyOpen',
    )
    expect(await charts.chartOf(chart)).to.deep.equal(before)
  })

  it('1: nobody replaces the profile of another account', async () => {
    const [patient, stranger] = await ethers.getSigners()
    const registrar = await deploy('Registrar')
    const profile = digest()
    await registrar.connect(patient).publish(ethers.ZeroHash, profile)
    await expect(registrar.connect(stranger).publish(profile, digest())).to.be.revertedWithCustomError(
      registrar,
      'RegistrarStaleProfile',
    )
    await registrar.connect(stranger).publish(ethers.ZeroHash, digest())
    expect(await registrar.profileOf(patient!.address)).to.equal(profile)
  })

  it('2: the duration of a permission is checked wherever it counts', async () => {
    const { charts, chart, doctor, until } = await loadFixture(chartWithDoctor)
    await charts.connect(doctor).addRecord(chart, 1, record())
    await time.increaseTo(until)
    expect(await charts.canRead(chart, doctor.address, 3)).to.equal(false)
    expect(await charts.canWrite(chart, doctor.address, 3)).to.equal(false)
    await expect(charts.connect(doctor).addRecord(chart, 1, record())).to.be.revertedWithCustomError(
      charts,
      'ChartsCannotWrite',
    )
    await expect(charts.connect(doctor).addRecords(chart, 1, [record()])).to.be.revertedWithCustomError(
      charts,
      'ChartsCannotWrite',
    )
  })

  it('3 and 4: a call with a forged sender learns what everybody may know: digests, numbers, accounts, times', async () => {
    const { charts, chart, owner, stranger } = await loadFixture(chartWithDoctor)
    const filed = record()
    await charts.connect(owner).addRecord(chart, 1, filed)
    const data = charts.interface.encodeFunctionData('recordsOf', [chart, 1, 9])
    const to = await charts.getAddress()
    const asOwner = await ethers.provider.call({ to, data, from: owner.address })
    const asStranger = await ethers.provider.call({ to, data, from: stranger.address })
    expect(asStranger).to.equal(asOwner)
    // What EIP-712 and its library say of themselves is of no patient.
    const ofCharts = charts.interface.fragments.filter(
      (fragment) => !('name' in fragment && /^(eip712Domain|StringTooLong)$/.test(fragment.name as string)),
    )
    const types = ofCharts.flatMap((fragment) => [
      ...('outputs' in fragment ? (fragment.outputs as { type: string }[]) : []),
      ...fragment.inputs,
    ])
    expect(types.map(({ type }) => type).filter((type) => /string|^bytes(\[|$)/.test(type))).to.deep.equal([])
  })

  it('5: who registers itself can read and write nothing', async () => {
    const { charts, chart, stranger } = await loadFixture(chartWithDoctor)
    const registrar = await deploy('Registrar')
    await registrar.connect(stranger).publish(ethers.ZeroHash, digest())
    await charts.connect(stranger).open(0, digest())
    expect(await charts.canRead(chart, stranger.address, 3)).to.equal(false)
    await expect(charts.connect(stranger).addRecord(chart, 1, record())).to.be.revertedWithCustomError(
      charts,
      'ChartsCannotWrite',
    )
  })

  it('6: an authorised doctor cannot delegate, and nobody lives on by a revoked doctor', async () => {
    const { charts, chart, owner, doctor, nurse, update, rekey } = await loadFixture(chartWithDoctor)
    await expect(
      charts.connect(doctor).grant(chart, nurse.address, permission(), await update()),
    ).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
    await charts.connect(owner).revoke(chart, doctor.address, await rekey())
    for (const account of [doctor, nurse]) {
      expect(await charts.canRead(chart, account.address, 3)).to.equal(false)
      expect(await charts.canWrite(chart, account.address, 3)).to.equal(false)
    }
  })

  it('8: a removal rotates the keys or stops the chart, and says no everywhere at once', async () => {
    const { charts, chart, owner, doctor, noKeyring, update } = await loadFixture(chartWithDoctor)
    await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
    expect((await charts.grantOf(chart, doctor.address)).until).to.equal(0n)
    expect(await charts.canRead(chart, doctor.address, 3)).to.equal(false)
    const state = await charts.chartOf(chart)
    expect([state.epoch, state.keyed]).to.deep.equal([2n, false])
    for (const epoch of [1, 2]) {
      await expect(charts.connect(owner).addRecord(chart, epoch, record())).to.be.revert(ethers)
    }
    await charts.connect(owner).rotate(chart, await update({ to: digest() }))
    await charts.connect(owner).addRecord(chart, 2, record())
  })

  it('3, 4 and 9: what keeps a reading to who was let in is encryption, not the contract: no stored byte shows the text', async () => {
    const blocks = new MemoryBlocks()
    const keyring = await storeKeyring(await buildContents(), blocks)
    const text = 'Metformin 500 mg, for Jane Doe, born 1961'
    await fileText(keyring, blocks, text)
    const stored = [...blocks.blocks.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join('')
    for (const word of ['Metformin', 'Jane Doe', '1961', 'A note', 'text/plain', 'My chart', 'Medications']) {
      expect(stored.includes(word), word).to.equal(false)
    }
    // The owner's key opens it, and a key that the keyring is not sealed to opens nothing.
    expect((await openAsOwner(keyring)).role).to.equal('owner')
    expect(await refused(openAsGrantee(keyring, 'stranger'))).to.equal(true)
  })

  it('8: who was removed holds no key of the next epoch: closed by encryption', async () => {
    const first = await buildContents()
    const doctor = asGrantee(await person('doctor'), { read: [3], write: [3] })
    const before = { ...first, readers: [...first.readers, doctor] }
    const blocks = new MemoryBlocks()
    const opened = await openAsGrantee(await storeKeyring(before, blocks), 'doctor')
    expect(opened.role).to.equal('grantee')
    const next = await storeKeyring({ ...rotateKeyring(before, 2), readers: first.readers }, blocks)
    expect(await refused(openAsGrantee(next, 'doctor'))).to.equal(true)
    expect((await openAsOwner(next)).role).to.equal('owner')
  })

  it('6: a delegate grants no longer than it may act, names no other, and ends with what it granted', async () => {
    const { charts, chart, owner, carer, nurse, stranger, update, rekey } = await loadFixture(chartWithDoctor)
    const until = (await now()) + 2n * DAY
    await charts.connect(owner).nameDelegate(chart, carer.address, until, await update())
    const as = charts.connect(carer)
    await expect(
      as.grant(chart, nurse.address, permission({ until: until + 1n }), await update()),
    ).to.be.revertedWithCustomError(charts, 'ChartsOutlastsDelegate')
    await expect(
      as.nameDelegate(chart, stranger.address, until, await update()),
    ).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
    await as.grant(chart, nurse.address, permission({ until }), await update({ to: digest() }))
    await charts.connect(owner).removeDelegate(chart, carer.address, [nurse.address], [], await rekey())
    for (const account of [carer, nurse]) {
      expect(await charts.canRead(chart, account.address, 3)).to.equal(false)
      expect(await charts.canWrite(chart, account.address, 3)).to.equal(false)
    }
    await expect(
      as.grant(chart, nurse.address, permission({ until }), await update()),
    ).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
  })

  it('7: a signed grant is good once, for its contract and chain, and not after the revocation', async () => {
    const { charts, credentials, chart, owner, nurse, relayer, update, rekey } =
      await loadFixture(chartWithDoctor)
    const given = permission()
    const building = await update()
    const message = {
      chart,
      grantee: nurse.address,
      ...given,
      purpose: 'TREAT',
      ...signedUpdate(building),
    }
    const signed = await sign(charts, 'Grant', { signer: owner, message })
    const as = charts.connect(relayer)
    const submit = (signature: typeof signed) =>
      as.grantBySig(chart, nurse.address, given, building, signature)
    for (const domain of [{ chainId: 1n }, { verifyingContract: await credentials.getAddress() }]) {
      const foreign = await sign(charts, 'Grant', { signer: owner, message, domain })
      await expect(submit(foreign)).to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
    }
    await submit(signed)
    await expect(submit(signed)).to.be.revertedWithCustomError(charts, 'InvalidAccountNonce')
    await charts.connect(owner).revoke(chart, nurse.address, await rekey())
    await expect(submit(signed)).to.be.revertedWithCustomError(charts, 'InvalidAccountNonce')
    // Even one that was never used dies with the epoch that it was made for.
    const unused = await sign(charts, 'Grant', { signer: owner, message, nonce: 1n })
    await expect(submit(unused)).to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
  })

  it('7: no unrelated signer, and nobody at all, changes what others filed or own', async () => {
    const { charts, chart, doctor, nurse, owner, relayer, update } = await loadFixture(chartWithDoctor)
    await charts.connect(owner).addRecord(chart, 1, record())
    const { pointer } = await charts.recordOf(chart, 1)
    const building = await update()
    const message = {
      chart,
      grantee: nurse.address,
      ...permission(),
      purpose: 'TREAT',
      ...signedUpdate(building),
    }
    const own = await sign(charts, 'Grant', { signer: doctor, message })
    await expect(
      charts.connect(relayer).grantBySig(chart, nurse.address, permission(), building, own),
    ).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
    const forged = await sign(charts, 'Grant', { signer: doctor, account: owner.address, message })
    await expect(
      charts.connect(relayer).grantBySig(chart, nurse.address, permission(), building, forged),
    ).to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
    await expect(charts.connect(doctor).relocate(chart, 1, pointer, digest())).to.be.revertedWithCustomError(
      charts,
      'ChartsNotOwner',
    )
    // There is no function that deletes a record or sets an owner.
    const names = charts.interface.fragments.flatMap((each) => ('name' in each ? [String(each.name)] : []))
    expect(
      names.filter((name) => /delete|removeRecord|setOwner|admin|upgrade|pause/i.test(name)),
    ).to.deep.equal([])
  })

  it('10: the hundredth record costs what the second does', async () => {
    const { charts, chart, owner } = await loadFixture(openedChart)
    const as = charts.connect(owner)
    const cost = async () => (await (await as.addRecord(chart, 1, record())).wait())!.gasUsed
    await cost()
    const second = await cost()
    await as.addRecords(
      chart,
      1,
      Array.from({ length: 97 }, () => record()),
    )
    const hundredth = await cost()
    expect(Number(hundredth)).to.be.closeTo(Number(second), Math.floor(Number(second) / 100))
  })

  it('10: a later record leaves the earlier ones as they were', async () => {
    const { charts, chart, owner } = await loadFixture(openedChart)
    await charts.connect(owner).addRecord(chart, 1, record())
    const first = await charts.recordOf(chart, 1)
    await charts.connect(owner).addRecord(chart, 1, record({ supersedes: 1 }))
    await charts.connect(owner).addRecords(chart, 1, [record(), record({ supersedes: 2 })])
    expect(await charts.recordOf(chart, 1)).to.deep.equal(first)
    expect((await charts.chartOf(chart)).count).to.equal(4n)
  })
})
