import { expect } from 'chai'

import { DAY, digest, permission, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'

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
    const registrar = await ethers.deployContract('Registrar')
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
    const types = charts.interface.fragments.flatMap((fragment) => [
      ...('outputs' in fragment ? (fragment.outputs as { type: string }[]) : []),
      ...fragment.inputs,
    ])
    expect(types.map(({ type }) => type).filter((type) => /string|^bytes(\[|$)/.test(type))).to.deep.equal([])
  })

  it('5: who registers itself can read and write nothing', async () => {
    const { charts, chart, stranger } = await loadFixture(chartWithDoctor)
    const registrar = await ethers.deployContract('Registrar')
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
