import { expect } from 'chai'

import { DAY, mask, permission, record } from './support/builders.ts'
import { networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'

const { loadFixture, time } = networkHelpers

async function askingChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, doctor, nurse, update } = fixture
  const until = (await now()) + 30n * DAY
  await charts.connect(owner).addRecord(chart, 1, record())
  await charts.connect(owner).grant(chart, doctor, permission({ read: mask(3, 4), until }), await update())
  await charts.connect(owner).share(chart, 1, nurse, until, await update())
  await charts.connect(owner).askReceipts(chart, true)
  return { ...fixture, until }
}

describe('Receipts', () => {
  it('are asked for by the owner, and no longer', async () => {
    const { charts, chart, owner, doctor } = await loadFixture(openedChart)
    expect((await charts.chartOf(chart)).receipts).to.equal(false)
    await expect(charts.connect(owner).askReceipts(chart, true))
      .to.emit(charts, 'ReceiptsAsked')
      .withArgs(chart, true)
    expect((await charts.chartOf(chart)).receipts).to.equal(true)
    await charts.connect(owner).askReceipts(chart, false)
    expect((await charts.chartOf(chart)).receipts).to.equal(false)
    await expect(charts.connect(doctor).askReceipts(chart, true))
      .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
      .withArgs(chart, doctor.address, owner.address)
  })

  it('are left by who may read all of it now', async () => {
    const { charts, chart, owner, doctor, nurse } = await loadFixture(askingChart)
    for (const [reader, sections, number] of [
      [doctor, mask(3), 0n],
      [doctor, mask(3, 4), 0n],
      [nurse, 0n, 1n],
      [owner, mask(63), 0n],
    ] as const) {
      await expect(charts.connect(reader).leaveReceipt(chart, sections, number))
        .to.emit(charts, 'ReceiptLeft')
        .withArgs(chart, reader.address, sections, number)
    }
  })

  it('are left for sections and a shared record at once by who has both', async () => {
    const { charts, chart, owner, doctor, until, update } = await loadFixture(askingChart)
    await charts.connect(owner).share(chart, 1, doctor, until, await update())
    await expect(charts.connect(doctor).leaveReceipt(chart, mask(4), 1))
      .to.emit(charts, 'ReceiptLeft')
      .withArgs(chart, doctor.address, mask(4), 1n)
  })

  it('revert with ChartsCannotRead for who may not, or for nothing', async () => {
    const { charts, chart, doctor, nurse, stranger } = await loadFixture(askingChart)
    for (const [reader, sections, number] of [
      [doctor, mask(3, 5), 0n],
      [doctor, mask(3), 1n],
      [doctor, 0n, 1n],
      [doctor, 0n, 0n],
      [nurse, 0n, 2n],
      [nurse, mask(3), 1n],
      [stranger, mask(3), 0n],
    ] as const) {
      await expect(charts.connect(reader).leaveReceipt(chart, sections, number))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotRead')
        .withArgs(chart, reader.address, sections, number)
    }
  })

  it('revert with ChartsCannotRead when the access has ended', async () => {
    const { charts, chart, doctor, nurse, until } = await loadFixture(askingChart)
    await time.setNextBlockTimestamp(until)
    for (const [reader, sections, number] of [
      [doctor, mask(3), 0n],
      [nurse, 0n, 1n],
    ] as const) {
      await expect(charts.connect(reader).leaveReceipt(chart, sections, number))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotRead')
        .withArgs(chart, reader.address, sections, number)
    }
  })

  it('revert with ChartsReceiptsNotAsked when the owner does not want them', async () => {
    const { charts, chart, owner, doctor } = await loadFixture(askingChart)
    await charts.connect(owner).askReceipts(chart, false)
    await expect(charts.connect(doctor).leaveReceipt(chart, mask(3), 0))
      .to.be.revertedWithCustomError(charts, 'ChartsReceiptsNotAsked')
      .withArgs(chart)
  })
})
