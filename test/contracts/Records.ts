import { expect } from 'chai'

import { DAY, digest, foldHead, genesisHead, permission, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { deploy } from './support/deploy.ts'
import { openedChart } from './support/openedChart.ts'
import { sign, typeHash } from './support/typedData.ts'
import { LAST, withState } from './support/withState.ts'

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

async function chartWithRecords() {
  const fixture = await chartWithDoctor()
  const { charts, chart, owner, doctor } = fixture
  const filed = [record(), record({ section: 9 }), record({ section: 63 }), record()]
  await charts.connect(owner).addRecords(chart, 1, filed)
  await charts.connect(doctor).addRecord(chart, 1, record({ section: 5 }))
  return { ...fixture, filed }
}

describe('Records', () => {
  describe('addRecord', () => {
    it('files a record of the owner and folds it into the head', async () => {
      const { charts, chart, owner } = await loadFixture(openedChart)
      const { chainId } = await ethers.provider.getNetwork()
      const input = record({ section: 63 })
      const at = (await now()) + 10n
      await time.setNextBlockTimestamp(at)
      await expect(charts.connect(owner).addRecord(chart, 1, input))
        .to.emit(charts, 'RecordAdded')
        .withArgs(chart, 1n, owner.address, input.pointer, 63n, 0n, 1n, at)
      expect(await charts.recordOf(chart, 1)).to.deep.equal([input.pointer, owner.address, at, 63n, 0n, 1n])
      const { count, head } = await charts.chartOf(chart)
      expect(count).to.equal(1n)
      const genesis = genesisHead(chainId, await charts.getAddress(), chart)
      const link = { number: 1, author: owner.address, epoch: 1, time: at, ...input }
      expect(head).to.equal(foldHead(genesis, chart, link))
    })

    it('returns the number', async () => {
      const { charts, chart, owner } = await loadFixture(chartWithRecords)
      expect(await charts.connect(owner).addRecord.staticCall(chart, 1, record())).to.equal(6n)
    })

    it('files a record of a grantee into the sections that it may write, until its time', async () => {
      const { charts, chart, doctor, until } = await loadFixture(chartWithDoctor)
      await charts.connect(doctor).addRecord(chart, 1, record({ section: 5 }))
      await expect(charts.connect(doctor).addRecord(chart, 1, record({ section: 4 })))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, doctor.address, 4n)
      await time.setNextBlockTimestamp(until - 1n)
      await charts.connect(doctor).addRecord(chart, 1, record())
      await time.setNextBlockTimestamp(until)
      await expect(charts.connect(doctor).addRecord(chart, 1, record()))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, doctor.address, 3n)
      expect((await charts.chartOf(chart)).count).to.equal(2n)
    })

    it('reverts with ChartsCannotWrite for a reader, a revoked grantee and a stranger', async () => {
      const { charts, chart, owner, doctor, nurse, stranger, update, rekey } =
        await loadFixture(chartWithDoctor)
      await charts
        .connect(owner)
        .grant(chart, nurse.address, permission({ write: 0n }), await update({ to: digest() }))
      await charts.connect(owner).revoke(chart, doctor.address, await rekey())
      for (const account of [doctor, nurse, stranger]) {
        await expect(charts.connect(account).addRecord(chart, 2, record()))
          .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
          .withArgs(chart, account.address, 3n)
      }
    })

    it('reverts with ChartsCannotWrite on a section above 63, even for the owner', async () => {
      const { charts, chart, owner } = await loadFixture(openedChart)
      for (const section of [64, 255]) {
        await expect(charts.connect(owner).addRecord(chart, 1, record({ section })))
          .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
          .withArgs(chart, owner.address, section)
      }
    })

    it('reverts with ChartsStaleEpoch unless it was encrypted under the present epoch', async () => {
      const { charts, chart, owner, rekey } = await loadFixture(openedChart)
      await charts.connect(owner).rotate(chart, await rekey())
      for (const epoch of [0, 1, 3]) {
        await expect(charts.connect(owner).addRecord(chart, epoch, record()))
          .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
          .withArgs(chart, epoch, 2n)
      }
      await charts.connect(owner).addRecord(chart, 2, record())
      expect((await charts.recordOf(chart, 1)).epoch).to.equal(2n)
    })

    it('reverts with ChartsUnkeyed while the chart is unkeyed, and takes records once it is rotated', async () => {
      const { charts, chart, owner, doctor, update, noKeyring } = await loadFixture(chartWithDoctor)
      await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
      await expect(charts.connect(owner).addRecord(chart, 2, record()))
        .to.be.revertedWithCustomError(charts, 'ChartsUnkeyed')
        .withArgs(chart, 2n)
      await charts.connect(owner).rotate(chart, await update({ to: digest() }))
      await charts.connect(owner).addRecord(chart, 2, record())
    })

    it('reverts with ChartsEmptyPointer on a zero digest', async () => {
      const { charts, chart, owner } = await loadFixture(openedChart)
      await expect(charts.connect(owner).addRecord(chart, 1, record({ pointer: ethers.ZeroHash })))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyPointer')
        .withArgs(chart)
    })

    it('reverts on a chart that was never opened', async () => {
      const { charts, owner } = await loadFixture(openedChart)
      const unknown = digest()
      await expect(charts.connect(owner).addRecord(unknown, 0, record()))
        .to.be.revertedWithCustomError(charts, 'ChartsUnkeyed')
        .withArgs(unknown, 0n)
    })
  })

  describe('amendments', () => {
    it('name an earlier record of the same author and section, which itself stays', async () => {
      const { charts, chart, doctor, filed, owner } = await loadFixture(chartWithRecords)
      await charts.connect(doctor).addRecord(chart, 1, record({ section: 5, supersedes: 5 }))
      await charts.connect(doctor).addRecord(chart, 1, record({ section: 5, supersedes: 6 }))
      await charts.connect(doctor).addRecord(chart, 1, record({ section: 5, supersedes: 5 }))
      expect((await charts.recordsOf(chart, 5, 9)).map(({ supersedes }) => supersedes)).to.deep.equal([
        0n,
        5n,
        6n,
        5n,
      ])
      await charts.connect(owner).addRecord(chart, 1, record({ supersedes: 4 }))
      expect((await charts.recordOf(chart, 4)).pointer).to.equal(filed[3]!.pointer)
    })

    it('revert with ChartsForeignAmendment on a record of another author or section', async () => {
      const { charts, chart, owner, doctor } = await loadFixture(chartWithRecords)
      await expect(charts.connect(owner).addRecord(chart, 1, record({ section: 5, supersedes: 5 })))
        .to.be.revertedWithCustomError(charts, 'ChartsForeignAmendment')
        .withArgs(chart, 5n, doctor.address, 5n)
      await expect(charts.connect(doctor).addRecord(chart, 1, record({ section: 3, supersedes: 5 })))
        .to.be.revertedWithCustomError(charts, 'ChartsForeignAmendment')
        .withArgs(chart, 5n, doctor.address, 5n)
      await expect(charts.connect(doctor).addRecord(chart, 1, record({ section: 3, supersedes: 1 })))
        .to.be.revertedWithCustomError(charts, 'ChartsForeignAmendment')
        .withArgs(chart, 1n, owner.address, 3n)
    })

    it('revert with ChartsUnknownRecord on a record that does not exist yet', async () => {
      const { charts, chart, owner } = await loadFixture(chartWithRecords)
      for (const supersedes of [6, 7, 2 ** 24 - 1]) {
        await expect(charts.connect(owner).addRecord(chart, 1, record({ supersedes })))
          .to.be.revertedWithCustomError(charts, 'ChartsUnknownRecord')
          .withArgs(chart, supersedes)
      }
    })

    it('revert once their author may no longer write', async () => {
      const { charts, chart, owner, doctor, rekey } = await loadFixture(chartWithRecords)
      await charts.connect(owner).revoke(chart, doctor.address, await rekey())
      await expect(charts.connect(doctor).addRecord(chart, 2, record({ section: 5, supersedes: 5 })))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, doctor.address, 5n)
    })
  })

  describe('addRecords', () => {
    it('files a batch in order, as so many single records, and folds each', async () => {
      const { charts, chart, owner } = await loadFixture(chartWithDoctor)
      const inputs = [record(), record({ supersedes: 1 }), record({ section: 0 })]
      const { head: before } = await charts.chartOf(chart)
      const at = (await now()) + 10n
      expect(await charts.connect(owner).addRecords.staticCall(chart, 1, inputs)).to.equal(1n)
      await time.setNextBlockTimestamp(at)
      const sent = charts.connect(owner).addRecords(chart, 1, inputs)
      let expected = before
      for (const [i, input] of inputs.entries()) {
        await expect(sent)
          .to.emit(charts, 'RecordAdded')
          .withArgs(chart, i + 1, owner.address, input.pointer, input.section, input.supersedes, 1n, at)
        const link = { number: i + 1, author: owner.address, epoch: 1, time: at, ...input }
        expected = foldHead(expected, chart, link)
      }
      const { count, head } = await charts.chartOf(chart)
      expect([count, head]).to.deep.equal([3n, expected])
    })

    it('files all of a batch or nothing', async () => {
      const { charts, chart, doctor } = await loadFixture(chartWithRecords)
      const before = await charts.chartOf(chart)
      const batches = [
        [record(), record({ section: 4 })],
        [record(), record({ pointer: ethers.ZeroHash })],
        [record(), record({ supersedes: 1 })],
        [record(), record({ supersedes: 7 })],
      ]
      for (const batch of batches) {
        await expect(charts.connect(doctor).addRecords(chart, 1, batch)).to.be.revert(ethers)
      }
      expect(await charts.chartOf(chart)).to.deep.equal(before)
    })

    it('reverts with ChartsEmptyBatch, ChartsStaleEpoch or ChartsUnkeyed', async () => {
      const { charts, chart, owner, doctor, noKeyring } = await loadFixture(chartWithDoctor)
      await expect(charts.connect(owner).addRecords(chart, 1, []))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyBatch')
        .withArgs(chart)
      await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
      await expect(charts.connect(owner).addRecords(chart, 1, [record()]))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
        .withArgs(chart, 1n, 2n)
      await expect(charts.connect(owner).addRecords(chart, 2, [record()]))
        .to.be.revertedWithCustomError(charts, 'ChartsUnkeyed')
        .withArgs(chart, 2n)
    })
  })

  describe('recordOf and recordsOf', () => {
    it('return records of several authors by number', async () => {
      const { charts, chart, owner, doctor, filed } = await loadFixture(chartWithRecords)
      const all = await charts.recordsOf(chart, 1, 5)
      expect(all.map(({ author }) => author)).to.deep.equal([...Array(4).fill(owner.address), doctor.address])
      expect(all.slice(0, 4).map(({ pointer }) => pointer)).to.deep.equal(filed.map(({ pointer }) => pointer))
      expect(await charts.recordOf(chart, 5)).to.deep.equal(all[4])
    })

    it('clip a page at the end of the chart', async () => {
      const { charts, chart } = await loadFixture(chartWithRecords)
      const all = await charts.recordsOf(chart, 1, 2 ** 24 - 1)
      expect(all.length).to.equal(5)
      expect(await charts.recordsOf(chart, 4, 9)).to.deep.equal(all.slice(3))
      expect(await charts.recordsOf(chart, 2, 3)).to.deep.equal(all.slice(1, 4))
      expect(await charts.recordsOf(chart, 5, 1)).to.deep.equal(all.slice(4))
      expect(await charts.recordsOf(chart, 6, 9)).to.deep.equal([])
      expect(await charts.recordsOf(chart, 2 ** 24 - 1, 2 ** 24 - 1)).to.deep.equal([])
      expect(await charts.recordsOf(chart, 2, 0)).to.deep.equal([])
      expect(await charts.recordsOf(digest(), 1, 9)).to.deep.equal([])
    })

    it('revert with ChartsUnknownRecord on a number that no record has', async () => {
      const { charts, chart } = await loadFixture(chartWithRecords)
      for (const number of [0, 6]) {
        await expect(charts.recordOf(chart, number))
          .to.be.revertedWithCustomError(charts, 'ChartsUnknownRecord')
          .withArgs(chart, number)
      }
      await expect(charts.recordsOf(chart, 0, 5))
        .to.be.revertedWithCustomError(charts, 'ChartsUnknownRecord')
        .withArgs(chart, 0n)
    })
  })

  describe('relocate', () => {
    it('replaces the pointer, and keeps the one that was first filed', async () => {
      const { charts, chart, owner, filed } = await loadFixture(chartWithRecords)
      const { head } = await charts.chartOf(chart)
      const [first, second, third] = [filed[1]!.pointer, digest(), digest()]
      await expect(charts.connect(owner).relocate(chart, 2, first, second))
        .to.emit(charts, 'RecordRelocated')
        .withArgs(chart, 2n, first, second)
      await charts.connect(owner).relocate(chart, 2, second, third)
      expect((await charts.recordOf(chart, 2)).pointer).to.equal(third)
      const page = await charts.recordsOf(chart, 1, 9)
      const pointers = page.map(({ pointer }) => pointer)
      expect(pointers.slice(0, 4)).to.deep.equal([
        filed[0]!.pointer,
        third,
        filed[2]!.pointer,
        filed[3]!.pointer,
      ])
      expect((await charts.originalsOf(chart, 1, 9)).slice(0, 4)).to.deep.equal(
        filed.map(({ pointer }) => pointer),
      )
      expect((await charts.chartOf(chart)).head).to.equal(head)
      await charts.connect(owner).relocate(chart, 2, third, first)
      expect((await charts.recordOf(chart, 2)).pointer).to.equal(first)
    })

    it('moves a record of another author too, and leaves everything else of it', async () => {
      const { charts, chart, owner, doctor } = await loadFixture(chartWithRecords)
      const before = await charts.recordOf(chart, 5)
      const to = digest()
      await charts.connect(owner).relocate(chart, 5, before.pointer, to)
      expect(await charts.recordOf(chart, 5)).to.deep.equal([to, ...before.slice(1)])
      expect(before.author).to.equal(doctor.address)
    })

    it('reverts with ChartsStalePointer when the record was relocated in between', async () => {
      const { charts, chart, owner, filed } = await loadFixture(chartWithRecords)
      const [first, second] = [filed[0]!.pointer, digest()]
      await charts.connect(owner).relocate(chart, 1, first, second)
      await expect(charts.connect(owner).relocate(chart, 1, first, digest()))
        .to.be.revertedWithCustomError(charts, 'ChartsStalePointer')
        .withArgs(chart, 1n, first, second)
    })

    it('reverts with ChartsUnknownRecord, ChartsEmptyPointer or ChartsSamePointer', async () => {
      const { charts, chart, owner, filed } = await loadFixture(chartWithRecords)
      const as = charts.connect(owner)
      for (const number of [0, 6]) {
        await expect(as.relocate(chart, number, ethers.ZeroHash, digest()))
          .to.be.revertedWithCustomError(charts, 'ChartsUnknownRecord')
          .withArgs(chart, number)
      }
      await expect(as.relocate(chart, 1, filed[0]!.pointer, ethers.ZeroHash))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyPointer')
        .withArgs(chart)
      await expect(as.relocate(chart, 1, filed[0]!.pointer, filed[0]!.pointer))
        .to.be.revertedWithCustomError(charts, 'ChartsSamePointer')
        .withArgs(chart, 1n, filed[0]!.pointer)
    })

    it('reverts with ChartsNotOwner for anyone else, even the author', async () => {
      const { charts, chart, owner, doctor } = await loadFixture(chartWithRecords)
      const { pointer } = await charts.recordOf(chart, 5)
      await expect(charts.connect(doctor).relocate(chart, 5, pointer, digest()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, doctor.address, owner.address)
    })
  })

  describe('originalsOf', () => {
    it('clips a page at the end of the chart', async () => {
      const { charts, chart, filed } = await loadFixture(chartWithRecords)
      expect(await charts.originalsOf(chart, 2, 2)).to.deep.equal([filed[1]!.pointer, filed[2]!.pointer])
      expect(await charts.originalsOf(chart, 6, 2)).to.deep.equal([])
      await expect(charts.originalsOf(chart, 0, 2))
        .to.be.revertedWithCustomError(charts, 'ChartsUnknownRecord')
        .withArgs(chart, 0n)
    })
  })

  describe('addRecordFor and addRecordsFor', () => {
    const message = (chart: string, records: unknown[], epoch = 1) => ({ chart, epoch, records })

    it('file what an author signed, whoever submits it', async () => {
      const { charts, chart, doctor, relayer } = await loadFixture(chartWithDoctor)
      const [one, two, three] = [record(), record({ section: 5 }), record({ supersedes: 1 })]
      const first = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, [one]) })
      const as = charts.connect(relayer)
      expect(await as.addRecordFor.staticCall(chart, 1, one, first)).to.equal(1n)
      await expect(as.addRecordFor(chart, 1, one, first)).to.emit(charts, 'RecordAdded')
      const batch = [two, three]
      const second = await sign(charts, 'AddRecords', {
        signer: doctor,
        message: message(chart, batch),
        nonce: 1n,
      })
      expect(await as.addRecordsFor.staticCall(chart, 1, batch, second)).to.equal(2n)
      await as.addRecordsFor(chart, 1, batch, second)
      const filed = await charts.recordsOf(chart, 1, 9)
      expect(filed.map(({ author }) => author)).to.deep.equal([
        doctor.address,
        doctor.address,
        doctor.address,
      ])
      expect(filed.map(({ pointer }) => pointer)).to.deep.equal([one.pointer, two.pointer, three.pointer])
    })

    it('file a list of one by either call', async () => {
      const { charts, chart, doctor, relayer } = await loadFixture(chartWithDoctor)
      const filed = record()
      const signed = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, [filed]) })
      await charts.connect(relayer).addRecordsFor(chart, 1, [filed], signed)
      expect((await charts.recordOf(chart, 1)).pointer).to.equal(filed.pointer)
    })

    it('check the author’s right when they are mined', async () => {
      const { charts, chart, owner, doctor, relayer, until } = await loadFixture(chartWithDoctor)
      const outside = record({ section: 4 })
      const signed = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, [outside]) })
      await expect(charts.connect(owner).addRecordFor(chart, 1, outside, signed))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, doctor.address, 4n)
      const late = record()
      const kept = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, [late]) })
      await time.increaseTo(until)
      await expect(charts.connect(relayer).addRecordFor(chart, 1, late, kept))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, doctor.address, 3n)
    })

    it('die with the epoch that was signed', async () => {
      const { charts, chart, owner, doctor, relayer, rekey } = await loadFixture(chartWithDoctor)
      const filed = record()
      const signed = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, [filed]) })
      await charts.connect(owner).rotate(chart, await rekey())
      await expect(charts.connect(relayer).addRecordFor(chart, 1, filed, signed))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
        .withArgs(chart, 1n, 2n)
      await expect(charts.connect(relayer).addRecordFor(chart, 2, filed, signed))
        .to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
        .withArgs(doctor.address)
    })

    it('revert with SignaturesInvalid when any field, or the order, is another', async () => {
      const { charts, chart, doctor, relayer } = await loadFixture(chartWithDoctor)
      const [first, second] = [record(), record({ section: 5 })]
      const batch = [first, second]
      const signed = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, batch) })
      const others = [
        [second, first],
        [first],
        [first, second, record()],
        [first, { ...second, pointer: digest() }],
        [first, { ...second, section: 3 }],
        [first, { ...second, supersedes: 1 }],
      ]
      for (const other of others) {
        await expect(charts.connect(relayer).addRecordsFor(chart, 1, other, signed))
          .to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
          .withArgs(doctor.address)
      }
      await charts.connect(relayer).addRecordsFor(chart, 1, batch, signed)
    })

    it('revert with ChartsEmptyBatch for nothing', async () => {
      const { charts, chart, doctor, relayer } = await loadFixture(chartWithDoctor)
      const signed = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, []) })
      await expect(charts.connect(relayer).addRecordsFor(chart, 1, [], signed))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyBatch')
        .withArgs(chart)
    })

    it('count nonces by chart and author: one author never waits for another', async () => {
      const { charts, chart, owner, doctor, relayer } = await loadFixture(chartWithDoctor)
      const [first, second, own] = [record(), record(), record()]
      const withheld = await sign(charts, 'AddRecords', { signer: doctor, message: message(chart, [first]) })
      const waiting = await sign(charts, 'AddRecords', {
        signer: doctor,
        message: message(chart, [second]),
        nonce: 1n,
      })
      const other = await sign(charts, 'AddRecords', { signer: owner, message: message(chart, [own]) })
      const as = charts.connect(relayer)
      await expect(as.addRecordFor(chart, 1, second, waiting))
        .to.be.revertedWithCustomError(charts, 'InvalidAccountNonce')
        .withArgs(doctor.address, (await keyOf()) << 64n)
      await as.addRecordFor(chart, 1, own, other)
      await charts.connect(doctor).cancelSignature(await keyOf(), 0)
      await as.addRecordFor(chart, 1, second, waiting)
      await expect(as.addRecordFor(chart, 1, first, withheld)).to.be.revertedWithCustomError(
        charts,
        'InvalidAccountNonce',
      )
      async function keyOf() {
        return charts.nonceKey(chart, typeHash('AddRecords'), ethers.ZeroHash)
      }
    })
  })

  it('end at 2^24 − 1, whoever filed them, and never begin anew', async () => {
    const { charts, chart, owner, doctor } = await loadFixture(chartWithRecords)
    const first = await charts.recordOf(chart, 1)
    await withState(charts, chart, 'count', LAST - 1n)
    for (const by of [owner, doctor]) {
      await expect(charts.connect(by).addRecords(chart, 1, [record(), record()])).to.be.revertedWithPanic(
        0x11,
      )
    }
    await charts.connect(doctor).addRecord(chart, 1, record({ supersedes: 5, section: 5 }))
    expect((await charts.recordOf(chart, LAST)).supersedes).to.equal(5n)
    const { count, head } = await charts.chartOf(chart)
    expect(count).to.equal(LAST)
    for (const by of [owner, doctor]) {
      await expect(charts.connect(by).addRecord(chart, 1, record())).to.be.revertedWithPanic(0x11)
    }
    expect((await charts.chartOf(chart)).head).to.equal(head)
    expect(await charts.recordOf(chart, 1)).to.deep.equal(first)
    expect((await charts.recordsOf(chart, LAST, 5)).length).to.equal(1)
  })

  it('give the same chart another head on another contract', async () => {
    const { charts, credentials, chart, owner } = await loadFixture(openedChart)
    const other = await deploy('Charts', [credentials])
    await other.connect(owner).open(0, digest())
    expect((await other.chartOf(chart)).head).not.to.equal((await charts.chartOf(chart)).head)
  })
})
