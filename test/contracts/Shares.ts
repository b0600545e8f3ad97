import { expect } from 'chai'

import { DAY, digest, permission, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'

const { loadFixture, time } = networkHelpers

async function sharedChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, doctor, update } = fixture
  const until = (await now()) + 30n * DAY
  await charts.connect(owner).addRecords(chart, 1, [record(), record()])
  const sharing = await update({ to: digest() })
  await charts.connect(owner).share(chart, 2, doctor, until, sharing)
  return { ...fixture, until, keyring: sharing.to }
}

describe('Shares', () => {
  it('lets an account read one record until a time, and sets the keyring within the epoch', async () => {
    const { charts, chart, owner, doctor, nurse, update } = await loadFixture(sharedChart)
    const [until, sharing] = [(await now()) + DAY, await update({ to: digest() })]
    await expect(charts.connect(owner).share(chart, 1, nurse, until, sharing))
      .to.emit(charts, 'Shared')
      .withArgs(chart, nurse.address, 1n, until)
    expect(await charts.shareUntil(chart, 1, nurse)).to.equal(until)
    expect(await charts.shareUntil(chart, 2, nurse)).to.equal(0n)
    expect(await charts.shareUntil(chart, 1, doctor)).to.equal(0n)
    expect(await charts.canRead(chart, nurse, 3)).to.equal(false)
    const { keyring, epoch, keyed } = await charts.chartOf(chart)
    expect([keyring, epoch, keyed]).to.deep.equal([sharing.to, 1n, true])
  })

  it('changes the time', async () => {
    const { charts, chart, owner, doctor, until, update } = await loadFixture(sharedChart)
    await charts.connect(owner).share(chart, 2, doctor, until - 1n, await update())
    expect(await charts.shareUntil(chart, 2, doctor)).to.equal(until - 1n)
  })

  it('of two that were made from the same chart is taken once', async () => {
    const { charts, chart, owner, carer, doctor, keyring, until, update } = await loadFixture(sharedChart)
    await charts.connect(owner).nameDelegate(chart, carer, until, await update())
    const [first, second] = [await update(), await update()]
    await charts.connect(owner).share(chart, 2, doctor, until - 9n, first)
    await expect(charts.connect(carer).share(chart, 2, doctor, until, second))
      .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
      .withArgs(chart, second.from, first.to)
    const again = await update({ to: first.to })
    for (const by of [owner, carer]) {
      await expect(charts.connect(by).share(chart, 2, doctor, until, again))
        .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
        .withArgs(chart, first.to)
    }
    expect(await charts.shareUntil(chart, 2, doctor)).to.equal(until - 9n)
    expect(keyring).not.to.equal(first.to)
  })

  it('ends with until 0, whatever the update, and leaves the chart keyed in its epoch', async () => {
    const { keyring: before } = await loadFixture(sharedChart)
    const lost = [
      { from: digest(), to: digest() },
      { epoch: 7n, to: digest() },
      { epoch: 1n, nextEpoch: 2n, to: digest() },
      { to: ethers.ZeroHash },
      { to: before },
    ]
    for (const changes of lost) {
      const { charts, chart, owner, doctor, keyring, update } = await loadFixture(sharedChart)
      await expect(charts.connect(owner).share(chart, 2, doctor, 0, await update(changes)))
        .to.emit(charts, 'Shared')
        .withArgs(chart, doctor.address, 2n, 0n)
      expect(await charts.shareUntil(chart, 2, doctor)).to.equal(0n)
      const state = await charts.chartOf(chart)
      expect([state.keyring, state.epoch, state.keyed]).to.deep.equal([keyring, 1n, true])
    }
  })

  it('ends with until 0 and sets the keyring if that builds on the chart as it is', async () => {
    const { charts, chart, owner, doctor, update } = await loadFixture(sharedChart)
    const ending = await update({ to: digest() })
    await charts.connect(owner).share(chart, 2, doctor, 0, ending)
    const state = await charts.chartOf(chart)
    expect([state.keyring, state.epoch, state.keyed]).to.deep.equal([ending.to, 1n, true])
  })

  it('ends with until 0 on an unkeyed chart, which stays unkeyed', async () => {
    const { charts, chart, owner, doctor, nurse, update, noKeyring } = await loadFixture(sharedChart)
    const granting = await update()
    await charts.connect(owner).grant(chart, nurse, permission(), granting)
    await charts.connect(owner).revoke(chart, nurse, await noKeyring())
    await charts.connect(owner).share(chart, 2, doctor, 0, await update({ to: digest() }))
    const state = await charts.chartOf(chart)
    expect([state.keyring, state.epoch, state.keyed]).to.deep.equal([granting.to, 2n, false])
    expect(await charts.shareUntil(chart, 2, doctor)).to.equal(0n)
  })

  it('outlives a revocation', async () => {
    const { charts, chart, owner, doctor, until, update, rekey } = await loadFixture(sharedChart)
    await charts.connect(owner).grant(chart, doctor, permission(), await update())
    await charts.connect(owner).revoke(chart, doctor, await rekey())
    expect(await charts.shareUntil(chart, 2, doctor)).to.equal(until)
  })

  it('reverts with ChartsNoShare when there is none to end', async () => {
    const { charts, chart, owner, doctor, nurse, update } = await loadFixture(sharedChart)
    for (const [number, reader] of [
      [1, doctor],
      [2, nurse],
    ] as const) {
      await expect(charts.connect(owner).share(chart, number, reader, 0, await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsNoShare')
        .withArgs(chart, number, reader.address)
    }
  })

  it('reverts with ChartsUnknownRecord on a number that no record has', async () => {
    const { charts, chart, owner, doctor, until, update } = await loadFixture(sharedChart)
    for (const number of [0, 3, 2 ** 24 - 1]) {
      await expect(charts.connect(owner).share(chart, number, doctor, until, await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsUnknownRecord')
        .withArgs(chart, number)
    }
  })

  it('reverts with ChartsInvalidReader for nobody', async () => {
    const { charts, chart, owner, until, update } = await loadFixture(sharedChart)
    await expect(charts.connect(owner).share(chart, 1, ethers.ZeroAddress, until, await update()))
      .to.be.revertedWithCustomError(charts, 'ChartsInvalidReader')
      .withArgs(chart, ethers.ZeroAddress)
  })

  it('reverts with ChartsExpired when it would have ended already', async () => {
    const { charts, chart, owner, nurse, update } = await loadFixture(sharedChart)
    const [mined, sharing] = [(await now()) + 10n, await update()]
    await time.setNextBlockTimestamp(mined)
    await expect(charts.connect(owner).share(chart, 1, nurse, mined, sharing))
      .to.be.revertedWithCustomError(charts, 'ChartsExpired')
      .withArgs(chart, mined, mined)
  })

  it('reverts unless it builds on the chart as it is, within the epoch', async () => {
    const { charts, chart, owner, nurse, keyring, until, update, rekey } = await loadFixture(sharedChart)
    const sharing = async (given: Awaited<ReturnType<typeof update>>) =>
      charts.connect(owner).share(chart, 1, nurse, until, given)
    const seen = digest()
    await expect(sharing(await update({ from: seen, to: seen })))
      .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
      .withArgs(chart, seen, keyring)
    await expect(sharing(await update({ epoch: 2n, nextEpoch: 2n })))
      .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
      .withArgs(chart, 2n, 1n)
    await expect(sharing(await rekey()))
      .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
      .withArgs(chart, 2n, 1n)
    await expect(sharing(await update({ to: ethers.ZeroHash })))
      .to.be.revertedWithCustomError(charts, 'ChartsEmptyKeyring')
      .withArgs(chart)
  })

  it('reverts with ChartsNotOwner for anyone else: a reader shares nothing on', async () => {
    const { charts, chart, owner, doctor, nurse, until, update } = await loadFixture(sharedChart)
    for (const at of [until, 0n]) {
      await expect(charts.connect(doctor).share(chart, 2, nurse, at, await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, doctor.address, owner.address)
    }
  })
})
