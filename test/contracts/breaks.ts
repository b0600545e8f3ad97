import { expect } from 'chai'
import type { FunctionFragment } from 'ethers'

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
import { sign, signedUpdate, type Action } from './support/typedData.ts'

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

  it('2: no function sets anything of a chart for who may not: not by a call, nor by a signature of their own', async () => {
    const { charts, chart, owner, carer, doctor, nurse, stranger, relayer, until, update, rekey } =
      await loadFixture(chartWithDoctor)
    const own = charts.connect(owner)
    const filed = record()
    await own.addRecord(chart, 1, filed)
    await own.share(chart, 1, nurse, until, await update())
    await own.nameDelegate(chart, carer, until, await update())
    await own.offer(chart, relayer, until, await update())
    const [resealed, rotated] = [await update(), await rekey()]
    const given = permission()
    const input = { grantee: relayer, permission: given }
    const digests = [digest(), digest()]
    const setters = {
      grant: [chart, relayer, given, resealed],
      grantMany: [chart, [input], resealed],
      revoke: [chart, doctor, rotated],
      share: [chart, 1, relayer, until, resealed],
      'share, to end one': [chart, 1, nurse, 0, resealed],
      rotate: [chart, rotated],
      reseal: [chart, resealed],
      nameDelegate: [chart, relayer, until, resealed],
      removeDelegate: [chart, carer, [doctor], [{ number: 1, reader: nurse }], rotated],
      offer: [chart, stranger, until, rotated],
      endOffer: [chart, rotated],
      accept: [chart, rotated],
      endAll: [chart, rotated],
      relocate: [chart, 1, filed.pointer, digests[0]],
      setEmergency: [chart, 1n, resealed],
      askReceipts: [chart, true],
    }
    const all = async () => [
      await charts.chartOf(chart),
      await charts.recordsOf(chart, 1, 9),
      await charts.delegateUntil(chart, carer),
      ...(await Promise.all([doctor, nurse, stranger, relayer].map((each) => charts.grantOf(chart, each)))),
      ...(await Promise.all(
        [doctor, nurse, stranger, relayer].map((each) => charts.shareUntil(chart, 1, each)),
      )),
    ]
    const before = await all()
    const notTheirs = async (attempt: Promise<unknown>, name: string) => {
      const error = name === 'accept' ? 'ChartsNotSuccessor' : 'ChartsNotOwner'
      await expect(attempt, name).to.be.revertedWithCustomError(charts, error)
    }
    for (const account of [doctor, nurse, stranger]) {
      for (const [name, args] of Object.entries(setters)) {
        await notTheirs(charts.connect(account).getFunction(name.split(',')[0]!)(...args), name)
      }
      // Each signs rightly, for itself.
      const as = charts.connect(relayer)
      const twin = async (action: Action, message: Record<string, unknown>, update = resealed) =>
        sign(charts, action, { signer: account, message: { chart, ...message, ...signedUpdate(update) } })
      const terms = { ...given, purpose: 'TREAT' }
      const granting = await twin('Grant', { grantee: relayer.address, ...terms })
      await notTheirs(as.grantBySig(chart, relayer, given, resealed, granting), 'grantBySig')
      const ended = await charts.grantOf(chart, doctor)
      const revoking = await twin(
        'Revoke',
        { ...terms, until: ended.until, grantee: doctor.address, grantEpoch: 1 },
        rotated,
      )
      await notTheirs(as.revokeBySig(chart, doctor, rotated, revoking), 'revokeBySig')
      await notTheirs(as.rotateBySig(chart, rotated, await twin('Rotate', {}, rotated)), 'rotateBySig')
      for (const [reader, replacedUntil, end] of [
        [relayer, 0n, until],
        [nurse, until, 0n],
      ] as const) {
        const sharing = await twin('Share', { number: 1, reader: reader.address, replacedUntil, until: end })
        await notTheirs(as.shareBySig(chart, 1, reader, end, resealed, sharing), `shareBySig until ${end}`)
      }
    }
    expect(await all()).to.deep.equal(before)
    const named = new Set(Object.keys(setters).map((name) => name.split(',')[0]))
    const forAnyone = ['open', 'addRecord', 'addRecords', 'addRecordFor', 'addRecordsFor', 'cancelSignature']
    const others = charts.interface.fragments.flatMap((each) =>
      each.type === 'function' && !(each as FunctionFragment).constant
        ? [(each as FunctionFragment).name]
        : [],
    )
    const left = others.filter(
      (name) => !named.has(name) && !forAnyone.includes(name) && !name.endsWith('BySig'),
    )
    // These two ask for a credential, and for a right to read.
    expect(left.toSorted()).to.deep.equal(['breakGlass', 'leaveReceipt'])
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

  it('6: an authorised doctor cannot delegate in any way, and what it may do ends with its own grant', async () => {
    const { charts, chart, owner, doctor, nurse, until, update, rekey } = await loadFixture(chartWithDoctor)
    await charts.connect(owner).addRecord(chart, 1, record())
    const as = charts.connect(doctor)
    const [resealed, rotated, given] = [await update(), await rekey(), permission({ until })]
    const ways = [
      () => as.grant(chart, nurse, given, resealed),
      () => as.grantMany(chart, [{ grantee: nurse, permission: given }], rotated),
      () => as.share(chart, 1, nurse, until, resealed),
      () => as.nameDelegate(chart, nurse, until, resealed),
      () => as.offer(chart, nurse, until, resealed),
      () => as.setEmergency(chart, 8n, resealed),
    ]
    for (const way of ways) await expect(way()).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
    expect(await charts.canRead(chart, doctor, 3)).to.equal(true)
    expect(await charts.canWrite(chart, doctor, 3)).to.equal(true)
    await charts.connect(owner).revoke(chart, doctor, await rekey())
    for (const way of ways) await expect(way()).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
    expect(await charts.canRead(chart, doctor, 3)).to.equal(false)
    expect(await charts.canWrite(chart, doctor, 3)).to.equal(false)
    for (const epoch of [1, 2]) {
      await expect(as.addRecord(chart, epoch, record())).to.be.revert(ethers)
    }
  })

  it('6: what a delegate gives before its removal is mined gets no keys by that removal, and ends with one call', async () => {
    const { charts, chart, owner, carer, nurse, until, update, rekey } = await loadFixture(chartWithDoctor)
    const own = charts.connect(owner)
    await own.nameDelegate(chart, carer, until, await update())
    await own.addRecord(chart, 1, record())
    const as = charts.connect(carer)
    const given = permission({ until })
    const { keyring } = await charts.chartOf(chart)
    const [within, rising] = [await update(), await rekey()]
    // To leave the keyring alone, so that the removal's own would be taken, is no way.
    await expect(as.grant(chart, nurse, given, await update({ to: keyring }))).to.be.revertedWithCustomError(
      charts,
      'ChartsSameKeyring',
    )
    for (const slipIn of [
      () => as.grant(chart, nurse, given, within),
      () => as.grant(chart, nurse, given, rising),
      () => as.share(chart, 1, nurse, until, within),
    ]) {
      const removing = await rekey()
      const snapshot = await networkHelpers.takeSnapshot()
      await slipIn()
      await own.removeDelegate(chart, carer, [], [], removing)
      const { keyed, epoch } = await charts.chartOf(chart)
      expect(keyed).to.equal(false)
      for (const account of [owner, nurse]) {
        await expect(charts.connect(account).addRecord(chart, epoch, record())).to.be.revertedWithCustomError(
          charts,
          'ChartsUnkeyed',
        )
      }
      await expect(as.rotate(chart, await update())).to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
      // The contract ends what is named and no more: the new keys are the owner's to give. Its client
      // (client/flows/endRights.ts) compares what is given with what the owner saw, and seals to nobody who is new.
      if (await charts.shareUntil(chart, 1, nurse)) await own.share(chart, 1, nurse, 0, await update())
      else await own.revoke(chart, nurse, await rekey())
      if (!(await charts.chartOf(chart)).keyed) await own.rotate(chart, await update())
      expect(await charts.canRead(chart, nurse, 3)).to.equal(false)
      expect(await charts.canWrite(chart, nurse, 3)).to.equal(false)
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(0n)
      await own.addRecord(chart, (await charts.chartOf(chart)).epoch, record())
      await snapshot.restore()
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
