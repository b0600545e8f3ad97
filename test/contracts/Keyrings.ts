import { expect } from 'chai'

import { DAY, digest, permission, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'
import { LAST, withState } from './support/withState.ts'

const { loadFixture } = networkHelpers

async function unkeyedChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, doctor, update, noKeyring } = fixture
  await charts.connect(owner).grant(chart, doctor.address, permission(), await update())
  await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
  return fixture
}

async function peopledChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, carer, doctor, nurse, successor, update } = fixture
  const until = (await now()) + 30n * DAY
  await charts.connect(owner).nameDelegate(chart, carer, until, await update())
  for (const grantee of [doctor, nurse]) {
    await charts.connect(owner).grant(chart, grantee, permission({ until }), await update())
  }
  await charts.connect(owner).offer(chart, successor, until, await update())
  return { ...fixture, until }
}

describe('Keyrings', () => {
  describe('rotate', () => {
    it('sets the keyring and raises the epoch', async () => {
      const { charts, chart, owner, rekey } = await loadFixture(openedChart)
      const update = await rekey()
      await expect(charts.connect(owner).rotate(chart, update))
        .to.emit(charts, 'KeyringChanged')
        .withArgs(chart, update.to, 2n)
      const { keyring, epoch, keyed } = await charts.chartOf(chart)
      expect([keyring, epoch, keyed]).to.deep.equal([update.to, 2n, true])
    })

    it('re-keys an unkeyed chart without raising the epoch again', async () => {
      const { charts, chart, owner, update } = await loadFixture(unkeyedChart)
      const rekeyed = await update({ to: digest() })
      await expect(charts.connect(owner).rotate(chart, rekeyed))
        .to.emit(charts, 'KeyringChanged')
        .withArgs(chart, rekeyed.to, 2n)
      const { keyring, epoch, keyed } = await charts.chartOf(chart)
      expect([keyring, epoch, keyed]).to.deep.equal([rekeyed.to, 2n, true])
    })

    it('reverts with ChartsNotOwner for anyone else, and on a chart that was never opened', async () => {
      const { charts, chart, owner, stranger, rekey } = await loadFixture(openedChart)
      const unknown = digest()
      await expect(charts.connect(stranger).rotate(chart, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, stranger.address, owner.address)
      await expect(charts.connect(owner).rotate(unknown, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(unknown, owner.address, ethers.ZeroAddress)
    })

    it('reverts with ChartsStaleKeyring when it builds on another keyring', async () => {
      const { charts, chart, owner, keyring, rekey } = await loadFixture(openedChart)
      const seen = digest()
      await expect(charts.connect(owner).rotate(chart, await rekey({ from: seen })))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, seen, keyring)
    })

    it('reverts with ChartsStaleEpoch when it builds on another epoch', async () => {
      const { charts, chart, owner, rekey } = await loadFixture(openedChart)
      for (const epoch of [0n, 2n]) {
        await expect(charts.connect(owner).rotate(chart, await rekey({ epoch })))
          .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
          .withArgs(chart, epoch, 1n)
      }
    })

    it('reverts with ChartsWrongNextEpoch unless it leads one epoch on', async () => {
      const { charts, chart, owner, rekey } = await loadFixture(openedChart)
      for (const nextEpoch of [0n, 1n, 3n]) {
        await expect(charts.connect(owner).rotate(chart, await rekey({ nextEpoch })))
          .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
          .withArgs(chart, nextEpoch, 2n)
      }
    })

    it('reverts with ChartsWrongNextEpoch when it would raise the epoch of an unkeyed chart', async () => {
      const { charts, chart, owner, rekey } = await loadFixture(unkeyedChart)
      await expect(charts.connect(owner).rotate(chart, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
        .withArgs(chart, 3n, 2n)
    })

    it('reverts with ChartsSameKeyring when it would leave an unkeyed chart as it is', async () => {
      const { charts, chart, owner, update } = await loadFixture(unkeyedChart)
      const { keyring } = await charts.chartOf(chart)
      await expect(charts.connect(owner).rotate(chart, await update({ to: keyring })))
        .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
        .withArgs(chart, keyring)
    })

    it('reverts with ChartsEmptyKeyring or ChartsSameKeyring without a new keyring', async () => {
      const { charts, chart, owner, keyring, rekey } = await loadFixture(openedChart)
      await expect(charts.connect(owner).rotate(chart, await rekey({ to: ethers.ZeroHash })))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyKeyring')
        .withArgs(chart)
      await expect(charts.connect(owner).rotate(chart, await rekey({ to: keyring })))
        .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
        .withArgs(chart, keyring)
    })

    it('lets one of two racing rotations through', async () => {
      const { charts, chart, owner, keyring, rekey } = await loadFixture(openedChart)
      const [first, second] = [await rekey(), await rekey()]
      await charts.connect(owner).rotate(chart, first)
      await expect(charts.connect(owner).rotate(chart, second))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
        .withArgs(chart, 1n, 2n)
      await expect(charts.connect(owner).rotate(chart, { ...second, epoch: 2n, nextEpoch: 3n }))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, keyring, first.to)
    })
  })

  describe('reseal', () => {
    it('sets the keyring within the epoch', async () => {
      const { charts, chart, owner, update } = await loadFixture(openedChart)
      const resealed = await update({ to: digest() })
      await expect(charts.connect(owner).reseal(chart, resealed))
        .to.emit(charts, 'KeyringChanged')
        .withArgs(chart, resealed.to, 1n)
      const { keyring, epoch, keyed } = await charts.chartOf(chart)
      expect([keyring, epoch, keyed]).to.deep.equal([resealed.to, 1n, true])
    })

    it('reverts with ChartsUnkeyed on an unkeyed chart, which has no keys to seal', async () => {
      const { charts, chart, owner, update } = await loadFixture(unkeyedChart)
      await expect(charts.connect(owner).reseal(chart, await update({ to: digest() })))
        .to.be.revertedWithCustomError(charts, 'ChartsUnkeyed')
        .withArgs(chart, 2n)
    })

    it('reverts with ChartsNotOwner for anyone else', async () => {
      const { charts, chart, owner, stranger, update } = await loadFixture(openedChart)
      await expect(charts.connect(stranger).reseal(chart, await update({ to: digest() })))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, stranger.address, owner.address)
    })

    it('reverts when it builds on another keyring or epoch, leads to another epoch, or brings nothing', async () => {
      const { charts, chart, owner, keyring, update } = await loadFixture(openedChart)
      const to = digest()
      const from = digest()
      await expect(charts.connect(owner).reseal(chart, await update({ to, from })))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, from, keyring)
      await expect(charts.connect(owner).reseal(chart, await update({ to, epoch: 2n })))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
        .withArgs(chart, 2n, 1n)
      await expect(charts.connect(owner).reseal(chart, await update({ to, nextEpoch: 2n })))
        .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
        .withArgs(chart, 2n, 1n)
      await expect(charts.connect(owner).reseal(chart, await update({ to: ethers.ZeroHash })))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyKeyring')
        .withArgs(chart)
      await expect(charts.connect(owner).reseal(chart, await update({ to: keyring })))
        .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
        .withArgs(chart, keyring)
    })
  })

  it('lets no rotation prepared before a revocation re-key the chart after it', async () => {
    const { charts, chart, owner, doctor, update, rekey, noKeyring } = await loadFixture(openedChart)
    await charts.connect(owner).grant(chart, doctor.address, permission(), await update())
    const withheld = await rekey()
    await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
    await expect(charts.connect(owner).rotate(chart, withheld))
      .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
      .withArgs(chart, 1n, 2n)
    await expect(charts.connect(owner).addRecord(chart, 2, record()))
      .to.be.revertedWithCustomError(charts, 'ChartsUnkeyed')
      .withArgs(chart, 2n)
  })

  it('lets no re-keying prepared before a second revocation re-key the chart after it', async () => {
    const { charts, chart, owner, doctor, nurse, update, noKeyring } = await loadFixture(openedChart)
    for (const grantee of [doctor, nurse]) {
      await charts.connect(owner).grant(chart, grantee.address, permission(), await update())
    }
    await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
    const withheld = await update({ to: digest() })
    await charts.connect(owner).revoke(chart, nurse.address, await noKeyring())
    await expect(charts.connect(owner).rotate(chart, withheld))
      .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
      .withArgs(chart, 2n, 3n)
    expect((await charts.chartOf(chart)).keyed).to.equal(false)
  })

  describe('the last epochs', () => {
    const HALF = 2n ** 23n

    it('are left to the owner, whom no delegate can keep from ending an access', async () => {
      const { charts, chart, owner, carer, doctor, nurse, until, update, rekey, noKeyring } =
        await loadFixture(peopledChart)
      await withState(charts, chart, 'epoch', HALF - 2n)
      await charts.connect(carer).rotate(chart, await rekey())
      const as = charts.connect(carer)
      const refuse = async (epoch: bigint) => {
        for (const attempt of [
          async () => as.rotate(chart, await rekey()),
          async () => as.revoke(chart, nurse, await rekey()),
          async () => as.revoke(chart, nurse, await noKeyring()),
          async () => as.grant(chart, doctor, permission({ read: 0n, until }), await rekey()),
          async () =>
            as.grantMany(chart, [{ grantee: doctor, permission: permission({ until }) }], await rekey()),
        ]) {
          await expect(attempt())
            .to.be.revertedWithCustomError(charts, 'ChartsLastEpoch')
            .withArgs(chart, epoch)
        }
        await as.grant(chart, doctor, permission({ until }), await update())
        await as.reseal(chart, await update())
      }
      await refuse(HALF - 1n)
      await charts.connect(owner).rotate(chart, await rekey())
      await refuse(HALF)
      const ends = [
        async () => charts.connect(owner).revoke(chart, nurse, await rekey()),
        async () => charts.connect(owner).endOffer(chart, await rekey()),
        async () => charts.connect(owner).removeDelegate(chart, carer, [], [], await rekey()),
        async () => charts.connect(owner).endAll(chart, await rekey()),
      ]
      for (const [i, end] of ends.entries()) {
        await end()
        expect((await charts.chartOf(chart)).epoch).to.equal(HALF + 1n + BigInt(i))
      }
    })

    it('end at 2^24 − 1, and never begin anew', async () => {
      const { charts, chart, owner, carer, doctor, nurse, successor, update, noKeyring } =
        await loadFixture(peopledChart)
      await withState(charts, chart, 'epoch', LAST - 1n)
      await charts.connect(owner).revoke(chart, doctor, await noKeyring())
      expect((await charts.chartOf(chart)).epoch).to.equal(LAST)
      await charts.connect(owner).rotate(chart, await update())
      const as = charts.connect(owner)
      const rekeyed = await update()
      for (const attempt of [
        () => as.rotate(chart, rekeyed),
        () => as.revoke(chart, nurse, rekeyed),
        () => as.grant(chart, nurse, permission({ read: 0n }), rekeyed),
        () => as.endOffer(chart, rekeyed),
        () => as.removeDelegate(chart, carer, [], [], rekeyed),
        () => as.endAll(chart, rekeyed),
        () => charts.connect(successor).accept(chart, rekeyed),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(charts, 'ChartsLastEpoch').withArgs(chart, LAST)
      }
      await as.reseal(chart, await update())
      await as.addRecord(chart, LAST, record())
      expect((await charts.recordOf(chart, 1)).epoch).to.equal(LAST)
    })
  })
})
