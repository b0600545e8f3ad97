import { expect } from 'chai'

import { DAY, digest, genesisHead, permission, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'

const { loadFixture, time } = networkHelpers

async function offeredChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, successor, update } = fixture
  const until = (await now()) + 30n * DAY
  const offering = await update({ to: digest() })
  await charts.connect(owner).offer(chart, successor, until, offering)
  return { ...fixture, until, keyring: offering.to }
}

describe('Ownership', () => {
  describe('open', () => {
    it('opens a chart in epoch 1 and tenure 1, keyed, empty, with the genesis head', async () => {
      const { charts, chart, owner, keyring } = await loadFixture(openedChart)
      const { chainId } = await ethers.provider.getNetwork()
      expect(await charts.chartOf(chart)).to.deep.equal([
        owner.address,
        0n,
        1n,
        1n,
        true,
        keyring,
        genesisHead(chainId, await charts.getAddress(), chart),
        keyring,
        false,
        ethers.ZeroAddress,
        0n,
        0n,
        0n,
      ])
    })

    it('emits ChartOpened', async () => {
      const { charts, nurse } = await loadFixture(openedChart)
      const keyring = digest()
      await expect(charts.connect(nurse).open(7, keyring))
        .to.emit(charts, 'ChartOpened')
        .withArgs(await charts.chartIdOf(nurse.address, 7), nurse.address, keyring)
    })

    it('reverts with ChartsAlreadyOpen on a second chart of the same n, and lets another n through', async () => {
      const { charts, chart, owner, keyring } = await loadFixture(openedChart)
      await expect(charts.connect(owner).open(0, digest()))
        .to.be.revertedWithCustomError(charts, 'ChartsAlreadyOpen')
        .withArgs(chart)
      expect((await charts.chartOf(chart)).keyring).to.equal(keyring)
      await charts.connect(owner).open(1, digest())
      expect((await charts.chartOf(await charts.chartIdOf(owner.address, 1))).owner).to.equal(owner.address)
    })

    it('reverts with ChartsEmptyKeyring without a keyring', async () => {
      const { charts, nurse } = await loadFixture(openedChart)
      await expect(charts.connect(nurse).open(0, ethers.ZeroHash))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyKeyring')
        .withArgs(await charts.chartIdOf(nurse.address, 0))
    })

    it('takes no ether', async () => {
      const { charts, owner } = await loadFixture(openedChart)
      const to = await charts.getAddress()
      await expect(owner.sendTransaction({ to, value: 1n })).to.be.revert(ethers)
      await expect(
        owner.sendTransaction({
          to,
          value: 1n,
          data: charts.interface.encodeFunctionData('open', [2, digest()]),
        }),
      ).to.be.revert(ethers)
    })
  })

  describe('chartIdOf', () => {
    it('is the hash of the opener and its count', async () => {
      const { charts, owner } = await loadFixture(openedChart)
      const encoded = ethers.AbiCoder.defaultAbiCoder().encode(['address', 'uint256'], [owner.address, 41n])
      expect(await charts.chartIdOf(owner.address, 41)).to.equal(ethers.keccak256(encoded))
    })
  })

  describe('chartOf', () => {
    it('is all zero for a chart that was never opened', async () => {
      const { charts } = await loadFixture(openedChart)
      expect(await charts.chartOf(digest())).to.deep.equal([
        ethers.ZeroAddress,
        0n,
        0n,
        0n,
        false,
        ethers.ZeroHash,
        ethers.ZeroHash,
        ethers.ZeroHash,
        false,
        ethers.ZeroAddress,
        0n,
        0n,
        0n,
      ])
    })
  })

  describe('offer', () => {
    it('offers the chart until a time, with a keyring within the epoch', async () => {
      const { charts, chart, owner, successor, update } = await loadFixture(openedChart)
      const [until, offering] = [(await now()) + DAY, await update({ to: digest() })]
      await expect(charts.connect(owner).offer(chart, successor, until, offering))
        .to.emit(charts, 'TransferOffered')
        .withArgs(chart, successor.address, until, offering.to, 1n)
      const state = await charts.chartOf(chart)
      expect([state.successor, state.offeredUntil, state.owner]).to.deep.equal([
        successor.address,
        until,
        owner.address,
      ])
    })

    it('raises the epoch in place of an offer to another account, even an expired one', async () => {
      const { charts, chart, owner, successor, nurse, until, update, rekey } = await loadFixture(offeredChart)
      await charts.connect(owner).offer(chart, successor, until + 1n, await update())
      await time.increaseTo(until + 1n)
      const later = until + DAY
      await expect(charts.connect(owner).offer(chart, nurse, later, await update({ to: digest() })))
        .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
        .withArgs(chart, 1n, 2n)
      await charts.connect(owner).offer(chart, nurse, later, await rekey())
      expect((await charts.chartOf(chart)).successor).to.equal(nurse.address)
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
    })

    it('reverts with ChartsInvalidSuccessor, ChartsExpired or ChartsNotOwner', async () => {
      const { charts, chart, owner, successor, stranger, update } = await loadFixture(openedChart)
      const until = (await now()) + DAY
      for (const account of [owner.address, ethers.ZeroAddress]) {
        await expect(charts.connect(owner).offer(chart, account, until, await update()))
          .to.be.revertedWithCustomError(charts, 'ChartsInvalidSuccessor')
          .withArgs(chart, account)
      }
      const [mined, offering] = [(await now()) + 10n, await update()]
      await time.setNextBlockTimestamp(mined)
      await expect(charts.connect(owner).offer(chart, successor, mined, offering))
        .to.be.revertedWithCustomError(charts, 'ChartsExpired')
        .withArgs(chart, mined, mined)
      await expect(charts.connect(stranger).offer(chart, stranger, until, await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, stranger.address, owner.address)
    })
  })

  describe('endOffer', () => {
    it('ends the offer and raises the epoch, even without a keyring', async () => {
      for (const changes of [{}, { to: ethers.ZeroHash }, { from: digest() }]) {
        const { charts, chart, owner, successor, rekey } = await loadFixture(offeredChart)
        const ending = await rekey(changes)
        const isKept = Object.keys(changes).length === 0
        await expect(charts.connect(owner).endOffer(chart, ending))
          .to.emit(charts, 'OfferEnded')
          .withArgs(chart, successor.address, isKept ? ending.to : ethers.ZeroHash, 2n)
        const state = await charts.chartOf(chart)
        expect([state.successor, state.epoch, state.keyed]).to.deep.equal([ethers.ZeroAddress, 2n, isKept])
        await expect(charts.connect(successor).accept(chart, await rekey()))
          .to.be.revertedWithCustomError(charts, 'ChartsNoOffer')
          .withArgs(chart)
      }
    })

    it('ends an expired offer, whose account still holds keys', async () => {
      const { charts, chart, owner, until, rekey } = await loadFixture(offeredChart)
      await time.increaseTo(until)
      await charts.connect(owner).endOffer(chart, await rekey())
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
    })

    it('reverts with ChartsNoOffer or ChartsNotOwner', async () => {
      const { charts, chart, owner, successor, rekey } = await loadFixture(offeredChart)
      await expect(charts.connect(successor).endOffer(chart, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, successor.address, owner.address)
      await charts.connect(owner).endOffer(chart, await rekey())
      await expect(charts.connect(owner).endOffer(chart, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNoOffer')
        .withArgs(chart)
    })
  })

  describe('accept', () => {
    it('hands the chart over with all its records and the keyring of its new owner', async () => {
      const { charts, chart, owner, successor, rekey } = await loadFixture(offeredChart)
      await charts.connect(owner).addRecord(chart, 1, record())
      await charts.connect(owner).askReceipts(chart, true)
      const accepting = await rekey()
      await expect(charts.connect(successor).accept(chart, accepting))
        .to.emit(charts, 'Transferred')
        .withArgs(chart, owner.address, successor.address, 2n, accepting.to, 2n)
      const state = await charts.chartOf(chart)
      expect([state.owner, state.count, state.tenure, state.epoch, state.keyed]).to.deep.equal([
        successor.address,
        1n,
        2n,
        2n,
        true,
      ])
      expect([state.keyring, state.ownerKeyring, state.receipts]).to.deep.equal([
        accepting.to,
        accepting.to,
        false,
      ])
      expect([state.successor, state.offeredUntil]).to.deep.equal([ethers.ZeroAddress, 0n])
      await charts.connect(successor).addRecord(chart, 2, record())
      await expect(charts.connect(owner).addRecord(chart, 2, record()))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, owner.address, 3n)
      await expect(charts.connect(owner).rotate(chart, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, owner.address, successor.address)
      await expect(charts.connect(owner).open(0, digest())).to.be.revertedWithCustomError(
        charts,
        'ChartsAlreadyOpen',
      )
    })

    it('voids every grant, share, delegate and emergency section of the former tenure', async () => {
      const { charts, chart, owner, successor, doctor, carer, until, update, rekey } =
        await loadFixture(offeredChart)
      await charts.connect(owner).addRecord(chart, 1, record())
      await charts.connect(owner).grant(chart, doctor, permission(), await update())
      await charts.connect(owner).share(chart, 1, doctor, until, await update())
      await charts.connect(owner).nameDelegate(chart, carer, until, await update())
      await charts.connect(owner).setEmergency(chart, 8n, await update())
      await charts.connect(successor).accept(chart, await rekey())
      expect((await charts.grantOf(chart, doctor)).until).to.equal(0n)
      expect(await charts.shareUntil(chart, 1, doctor)).to.equal(0n)
      expect(await charts.delegateUntil(chart, carer)).to.equal(0n)
      expect((await charts.chartOf(chart)).emergencySections).to.equal(0n)
      for (const account of [doctor, carer, owner]) {
        expect(await charts.canRead(chart, account, 3)).to.equal(false)
      }
    })

    it('takes the place of a delegate’s keyring', async () => {
      const { charts, chart, owner, successor, carer, until, update, rekey } = await loadFixture(offeredChart)
      await charts.connect(owner).nameDelegate(chart, carer, until, await update())
      await charts.connect(carer).rotate(chart, await rekey())
      const accepting = await rekey()
      await charts.connect(successor).accept(chart, accepting)
      const state = await charts.chartOf(chart)
      expect([state.keyring, state.ownerKeyring]).to.deep.equal([accepting.to, accepting.to])
    })

    it('works on an unkeyed chart', async () => {
      const { charts, chart, owner, successor, doctor, update, rekey, noKeyring } =
        await loadFixture(offeredChart)
      await charts.connect(owner).grant(chart, doctor, permission(), await update())
      await charts.connect(owner).revoke(chart, doctor, await noKeyring())
      await charts.connect(successor).accept(chart, await rekey())
      const { epoch, keyed } = await charts.chartOf(chart)
      expect([epoch, keyed]).to.deep.equal([3n, true])
    })

    it('reverts with ChartsNotSuccessor for anyone else, and ChartsExpired too late', async () => {
      const { charts, chart, owner, successor, stranger, until, rekey } = await loadFixture(offeredChart)
      for (const account of [owner, stranger]) {
        await expect(charts.connect(account).accept(chart, await rekey()))
          .to.be.revertedWithCustomError(charts, 'ChartsNotSuccessor')
          .withArgs(chart, account.address, successor.address)
      }
      const accepting = await rekey()
      await time.setNextBlockTimestamp(until)
      await expect(charts.connect(successor).accept(chart, accepting))
        .to.be.revertedWithCustomError(charts, 'ChartsExpired')
        .withArgs(chart, until, until)
    })

    it('reverts unless it builds on the chart as it is, with a keyring of its own for the next epoch', async () => {
      const { charts, chart, successor, keyring, update, rekey } = await loadFixture(offeredChart)
      const as = charts.connect(successor)
      const seen = digest()
      await expect(as.accept(chart, await rekey({ from: seen })))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, seen, keyring)
      await expect(as.accept(chart, await rekey({ epoch: 2n })))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
        .withArgs(chart, 2n, 1n)
      await expect(as.accept(chart, await update({ to: digest() })))
        .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
        .withArgs(chart, 1n, 2n)
      await expect(as.accept(chart, await rekey({ to: keyring })))
        .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
        .withArgs(chart, keyring)
      await expect(as.accept(chart, await rekey({ to: ethers.ZeroHash })))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyKeyring')
        .withArgs(chart)
    })
  })

  describe('endAll', () => {
    it('ends every access but the owner’s, and raises tenure and epoch', async () => {
      const { charts, chart, owner, successor, doctor, carer, until, update, rekey } =
        await loadFixture(offeredChart)
      await charts.connect(owner).addRecord(chart, 1, record())
      await charts.connect(owner).grant(chart, doctor, permission(), await update())
      await charts.connect(owner).share(chart, 1, doctor, until, await update())
      await charts.connect(owner).nameDelegate(chart, carer, until, await update())
      const ending = await rekey()
      await expect(charts.connect(owner).endAll(chart, ending))
        .to.emit(charts, 'AllEnded')
        .withArgs(chart, 2n, ending.to, 2n)
      const state = await charts.chartOf(chart)
      expect([state.owner, state.tenure, state.epoch, state.keyed]).to.deep.equal([
        owner.address,
        2n,
        2n,
        true,
      ])
      expect(state.successor).to.equal(ethers.ZeroAddress)
      expect((await charts.grantOf(chart, doctor)).until).to.equal(0n)
      expect(await charts.shareUntil(chart, 1, doctor)).to.equal(0n)
      expect(await charts.delegateUntil(chart, carer)).to.equal(0n)
      await expect(charts.connect(successor).accept(chart, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNoOffer')
        .withArgs(chart)
      expect(await charts.canRead(chart, owner, 3)).to.equal(true)
    })

    it('lets an offer to another account be made within the epoch: that of the former tenure is void', async () => {
      const { charts, chart, owner, nurse, until, update, rekey } = await loadFixture(offeredChart)
      await charts.connect(owner).endAll(chart, await rekey())
      await charts.connect(owner).offer(chart, nurse, until, await update())
      expect((await charts.chartOf(chart)).successor).to.equal(nurse.address)
    })

    it('takes effect without a keyring', async () => {
      const { charts, chart, owner, keyring, noKeyring } = await loadFixture(offeredChart)
      await expect(charts.connect(owner).endAll(chart, await noKeyring()))
        .to.emit(charts, 'AllEnded')
        .withArgs(chart, 2n, ethers.ZeroHash, 2n)
      const state = await charts.chartOf(chart)
      expect([state.tenure, state.epoch, state.keyed, state.keyring]).to.deep.equal([2n, 2n, false, keyring])
    })

    it('reverts with ChartsNotOwner for anyone else', async () => {
      const { charts, chart, owner, stranger, rekey } = await loadFixture(offeredChart)
      await expect(charts.connect(stranger).endAll(chart, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, stranger.address, owner.address)
    })
  })
})
