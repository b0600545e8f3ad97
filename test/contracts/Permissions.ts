import { expect } from 'chai'

import { DAY, digest, mask, permission, purpose, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'

const { loadFixture, time } = networkHelpers

const stored = (given: ReturnType<typeof permission>) => [
  given.read,
  given.write,
  given.until,
  BigInt(given.sinceEpoch),
  BigInt(given.purpose),
]

const NOTHING = [0n, 0n, 0n, 0n, 0n]

async function grantedChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, doctor, update } = fixture
  const given = permission({ read: mask(3, 4), until: (await now()) + 30n * DAY })
  const granting = await update({ to: digest() })
  await charts.connect(owner).grant(chart, doctor.address, given, granting)
  return { ...fixture, given, keyring: granting.to }
}

describe('Permissions', () => {
  describe('grant', () => {
    it('stores the permission and sets the keyring within the epoch', async () => {
      const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
      const given = permission({ purpose: purpose('HRESCH') })
      const granting = await update({ to: digest() })
      const sent = charts.connect(owner).grant(chart, doctor.address, given, granting)
      await expect(sent)
        .to.emit(charts, 'Granted')
        .withArgs(chart, doctor.address, stored(given), granting.to, 1n)
      expect(await charts.grantOf(chart, doctor.address)).to.deep.equal(stored(given))
      const { keyring, epoch, keyed } = await charts.chartOf(chart)
      expect([keyring, epoch, keyed]).to.deep.equal([granting.to, 1n, true])
    })

    it('reverts with ChartsSameKeyring without another keyring, even where nothing is to be read', async () => {
      const { charts, chart, owner, doctor, keyring, update } = await loadFixture(openedChart)
      const [given, same] = [permission({ read: 0n }), await update({ to: keyring })]
      const grants = [{ grantee: doctor, permission: given }]
      for (const attempt of [
        () => charts.connect(owner).grant(chart, doctor, given, same),
        () => charts.connect(owner).grantMany(chart, grants, same),
      ]) {
        await expect(attempt())
          .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
          .withArgs(chart, keyring)
      }
    })

    it('of two that were made from the same chart is taken once, whoever has a grant', async () => {
      for (const isGranted of [true, false]) {
        const { charts, chart, owner, carer, doctor, update } = await loadFixture(openedChart)
        const until = (await now()) + 30n * DAY
        await charts.connect(owner).nameDelegate(chart, carer, until, await update())
        if (isGranted) await charts.connect(owner).grant(chart, doctor, permission(), await update())
        const [first, second] = [await update(), await update()]
        const given = permission({ until: until - 1n })
        await charts.connect(owner).grant(chart, doctor, given, first)
        await expect(charts.connect(carer).grant(chart, doctor, permission({ until }), second))
          .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
          .withArgs(chart, second.from, first.to)
        expect(await charts.grantOf(chart, doctor)).to.deep.equal(stored(given))
      }
    })

    it('replaces the permission that the grantee has', async () => {
      const { charts, chart, owner, doctor, update } = await loadFixture(grantedChart)
      const wider = permission({ read: mask(3, 4, 63), write: 0n, purpose: purpose('PUBHLTH') })
      await charts.connect(owner).grant(chart, doctor.address, wider, await update({ to: digest() }))
      expect(await charts.grantOf(chart, doctor.address)).to.deep.equal(stored(wider))
      expect(await charts.canWrite(chart, doctor.address, 5)).to.equal(false)
      expect((await charts.chartOf(chart)).epoch).to.equal(1n)
    })

    it('may rotate the keys at once, so that the grantee opens nothing filed before', async () => {
      const { charts, chart, owner, doctor, rekey } = await loadFixture(openedChart)
      const given = permission({ sinceEpoch: 2 })
      const granting = await rekey()
      await expect(charts.connect(owner).grant(chart, doctor.address, given, granting))
        .to.emit(charts, 'Granted')
        .withArgs(chart, doctor.address, stored(given), granting.to, 2n)
      expect(await charts.grantOf(chart, doctor.address)).to.deep.equal(stored(given))
    })

    it('raises the epoch when it drops a section that was readable', async () => {
      const { charts, chart, owner, doctor, update, rekey } = await loadFixture(grantedChart)
      const narrower = permission({ read: mask(3, 9) })
      await expect(
        charts.connect(owner).grant(chart, doctor.address, narrower, await update({ to: digest() })),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
        .withArgs(chart, 1n, 2n)
      const granting = await rekey()
      await expect(charts.connect(owner).grant(chart, doctor.address, narrower, granting))
        .to.emit(charts, 'Granted')
        .withArgs(chart, doctor.address, stored(narrower), granting.to, 2n)
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
      expect(await charts.canRead(chart, doctor.address, 4)).to.equal(false)
    })

    it('raises the epoch when the grant that it narrows has expired', async () => {
      const { charts, chart, owner, doctor, given, update, rekey } = await loadFixture(grantedChart)
      await time.increaseTo(given.until)
      const narrower = permission({ read: mask(4) })
      await expect(
        charts.connect(owner).grant(chart, doctor.address, narrower, await update({ to: digest() })),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
        .withArgs(chart, 1n, 2n)
      await charts.connect(owner).grant(chart, doctor.address, narrower, await rekey())
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
    })

    it('keeps the epoch when it drops only what the grantee could write', async () => {
      const { charts, chart, owner, doctor, given, update } = await loadFixture(grantedChart)
      await charts.connect(owner).grant(chart, doctor.address, { ...given, write: 0n }, await update())
      expect((await charts.chartOf(chart)).epoch).to.equal(1n)
      expect(await charts.canWrite(chart, doctor.address, 3)).to.equal(false)
    })

    it('does not raise the epoch without a keyring for it', async () => {
      const { charts, chart, owner, doctor, keyring, rekey } = await loadFixture(openedChart)
      await expect(
        charts.connect(owner).grant(chart, doctor.address, permission(), await rekey({ to: keyring })),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
        .withArgs(chart, keyring)
      for (const nextEpoch of [1n, 2n]) {
        const empty = await rekey({ to: ethers.ZeroHash, nextEpoch })
        await expect(charts.connect(owner).grant(chart, doctor.address, permission(), empty))
          .to.be.revertedWithCustomError(charts, 'ChartsEmptyKeyring')
          .withArgs(chart)
      }
    })

    it('reverts with ChartsWrongNextEpoch when it leads to another epoch', async () => {
      const { charts, chart, owner, doctor, rekey } = await loadFixture(openedChart)
      for (const nextEpoch of [0n, 3n]) {
        await expect(
          charts
            .connect(owner)
            .grant(chart, doctor.address, permission({ sinceEpoch: 0 }), await rekey({ nextEpoch })),
        ).to.be.revert(ethers)
      }
      await expect(
        charts.connect(owner).grant(chart, doctor.address, permission(), await rekey({ nextEpoch: 3n })),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
        .withArgs(chart, 3n, 1n)
    })

    it('reverts with ChartsStaleKeyring or ChartsStaleEpoch', async () => {
      const { charts, chart, owner, doctor, keyring, update } = await loadFixture(openedChart)
      const seen = digest()
      await expect(
        charts
          .connect(owner)
          .grant(chart, doctor.address, permission(), await update({ from: seen, to: seen })),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, seen, keyring)
      await expect(
        charts
          .connect(owner)
          .grant(chart, doctor.address, permission(), await update({ epoch: 2n, nextEpoch: 2n })),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
        .withArgs(chart, 2n, 1n)
    })

    it('re-keys an unkeyed chart only by raising the epoch', async () => {
      const { charts, chart, owner, doctor, nurse, update, rekey, noKeyring } =
        await loadFixture(grantedChart)
      await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
      await expect(
        charts.connect(owner).grant(chart, nurse.address, permission(), await update({ to: digest() })),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsUnkeyed')
        .withArgs(chart, 2n)
      await charts.connect(owner).grant(chart, doctor.address, permission(), await rekey())
      const { epoch, keyed } = await charts.chartOf(chart)
      expect([epoch, keyed]).to.deep.equal([3n, true])
    })

    it('reverts with ChartsNotOwner for anyone else: a grantee never grants', async () => {
      const { charts, chart, owner, doctor, nurse, stranger, update } = await loadFixture(grantedChart)
      for (const account of [doctor, stranger]) {
        await expect(charts.connect(account).grant(chart, nurse.address, permission(), await update()))
          .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
          .withArgs(chart, account.address, owner.address)
      }
    })

    it('reverts with ChartsInvalidGrantee for the owner and for nobody', async () => {
      const { charts, chart, owner, update } = await loadFixture(openedChart)
      for (const grantee of [owner.address, ethers.ZeroAddress]) {
        await expect(charts.connect(owner).grant(chart, grantee, permission(), await update()))
          .to.be.revertedWithCustomError(charts, 'ChartsInvalidGrantee')
          .withArgs(chart, grantee)
      }
    })

    it('reverts with ChartsInvalidPermission without a section, a purpose or an epoch that exists', async () => {
      const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
      const invalid = [
        permission({ read: 0n, write: 0n }),
        permission({ purpose: 0 }),
        permission({ sinceEpoch: 0 }),
        permission({ sinceEpoch: 2 }),
      ]
      for (const given of invalid) {
        await expect(charts.connect(owner).grant(chart, doctor.address, given, await update()))
          .to.be.revertedWithCustomError(charts, 'ChartsInvalidPermission')
          .withArgs(chart, stored(given))
      }
    })

    it('reverts on a purpose that the table does not have', async () => {
      const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
      await expect(
        charts.connect(owner).grant(chart, doctor.address, permission({ purpose: 200 }), await update()),
      ).to.be.revert(ethers)
    })

    it('reverts with ChartsExpired when it would have ended already', async () => {
      for (const early of [0n, 1n, 2n ** 40n]) {
        const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
        const mined = (await now()) + 100n
        const until = early > mined ? 0n : mined - early
        const given = await update()
        await time.setNextBlockTimestamp(mined)
        await expect(charts.connect(owner).grant(chart, doctor.address, permission({ until }), given))
          .to.be.revertedWithCustomError(charts, 'ChartsExpired')
          .withArgs(chart, until, mined)
      }
    })

    it('lasts until the second before it ends', async () => {
      const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
      const until = (await now()) + 100n
      const given = await update()
      await time.setNextBlockTimestamp(until - 1n)
      await charts.connect(owner).grant(chart, doctor.address, permission({ until }), given)
      expect(await charts.canRead(chart, doctor.address, 3)).to.equal(true)
      await time.increaseTo(until)
      expect(await charts.canRead(chart, doctor.address, 3)).to.equal(false)
    })
  })

  describe('grantMany', () => {
    it('gives several permissions with one keyring', async () => {
      const { charts, chart, owner, doctor, nurse, update } = await loadFixture(openedChart)
      const [first, second] = [permission(), permission({ read: mask(9), purpose: purpose('PUBHLTH') })]
      const granting = await update({ to: digest() })
      const sent = charts.connect(owner).grantMany(
        chart,
        [
          { grantee: doctor, permission: first },
          { grantee: nurse, permission: second },
        ],
        granting,
      )
      await expect(sent)
        .to.emit(charts, 'Granted')
        .withArgs(chart, doctor.address, stored(first), granting.to, 1n)
      await expect(sent)
        .to.emit(charts, 'Granted')
        .withArgs(chart, nurse.address, stored(second), granting.to, 1n)
      expect(await charts.grantOf(chart, doctor)).to.deep.equal(stored(first))
      expect(await charts.grantOf(chart, nurse)).to.deep.equal(stored(second))
      expect((await charts.chartOf(chart)).keyring).to.equal(granting.to)
    })

    it('raises the epoch when any of them loses a section that it could read', async () => {
      const { charts, chart, owner, doctor, nurse, given, update, rekey } = await loadFixture(grantedChart)
      const grants = [
        { grantee: doctor, permission: { ...given, read: mask(3) } },
        { grantee: nurse, permission: permission() },
      ]
      for (const order of [grants, grants.toReversed()]) {
        await expect(charts.connect(owner).grantMany(chart, order, await update({ to: digest() })))
          .to.be.revertedWithCustomError(charts, 'ChartsWrongNextEpoch')
          .withArgs(chart, 1n, 2n)
      }
      await charts.connect(owner).grantMany(chart, grants, await rekey())
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
    })

    it('gives all of them or none', async () => {
      const { charts, chart, owner, doctor, nurse, update } = await loadFixture(openedChart)
      const grants = [
        { grantee: doctor, permission: permission() },
        { grantee: nurse, permission: permission({ purpose: 0 }) },
      ]
      await expect(charts.connect(owner).grantMany(chart, grants, await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsInvalidPermission')
        .withArgs(chart, stored(grants[1]!.permission))
      expect(await charts.grantOf(chart, doctor)).to.deep.equal(NOTHING)
    })

    it('reverts with ChartsEmptyBatch or ChartsNotOwner', async () => {
      const { charts, chart, owner, doctor, nurse, update } = await loadFixture(grantedChart)
      await expect(charts.connect(owner).grantMany(chart, [], await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyBatch')
        .withArgs(chart)
      const grants = [{ grantee: nurse, permission: permission() }]
      await expect(charts.connect(doctor).grantMany(chart, grants, await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, doctor.address, owner.address)
    })
  })

  describe('grantEpochOf', () => {
    it('is the epoch that the grant led to, and zero without one', async () => {
      const { charts, chart, owner, doctor, nurse, rekey } = await loadFixture(grantedChart)
      expect(await charts.grantEpochOf(chart, doctor)).to.equal(1n)
      expect(await charts.grantEpochOf(chart, nurse)).to.equal(0n)
      await charts.connect(owner).grant(chart, nurse, permission(), await rekey())
      expect(await charts.grantEpochOf(chart, nurse)).to.equal(2n)
      expect(await charts.grantEpochOf(chart, doctor)).to.equal(1n)
    })
  })

  describe('revoke', () => {
    it('ends the permission, raises the epoch and sets the new keyring', async () => {
      const { charts, chart, owner, doctor, rekey } = await loadFixture(grantedChart)
      const revoking = await rekey()
      await expect(charts.connect(owner).revoke(chart, doctor.address, revoking))
        .to.emit(charts, 'Revoked')
        .withArgs(chart, doctor.address, revoking.to, 2n)
      expect(await charts.grantOf(chart, doctor.address)).to.deep.equal(NOTHING)
      expect(await charts.canRead(chart, doctor.address, 3)).to.equal(false)
      expect(await charts.canWrite(chart, doctor.address, 3)).to.equal(false)
      const { keyring, epoch, keyed } = await charts.chartOf(chart)
      expect([keyring, epoch, keyed]).to.deep.equal([revoking.to, 2n, true])
    })

    it('takes effect without a keyring, or with one that lost the race, and leaves the chart unkeyed', async () => {
      const lost = [
        { to: ethers.ZeroHash },
        { from: digest() },
        { epoch: 0n },
        { epoch: 2n },
        { nextEpoch: 1n },
        { nextEpoch: 3n },
        { nextEpoch: 0n },
      ]
      for (const changes of lost) {
        const { charts, chart, owner, doctor, keyring, rekey } = await loadFixture(grantedChart)
        await expect(charts.connect(owner).revoke(chart, doctor.address, await rekey(changes)))
          .to.emit(charts, 'Revoked')
          .withArgs(chart, doctor.address, ethers.ZeroHash, 2n)
        expect(await charts.canRead(chart, doctor.address, 3)).to.equal(false)
        const state = await charts.chartOf(chart)
        expect([state.keyring, state.epoch, state.keyed]).to.deep.equal([keyring, 2n, false])
        await expect(charts.connect(owner).addRecord(chart, 2, record())).to.be.revertedWithCustomError(
          charts,
          'ChartsUnkeyed',
        )
      }
    })

    it('takes the old keyring for no keyring', async () => {
      const { charts, chart, owner, doctor, keyring, rekey } = await loadFixture(grantedChart)
      await expect(charts.connect(owner).revoke(chart, doctor.address, await rekey({ to: keyring })))
        .to.emit(charts, 'Revoked')
        .withArgs(chart, doctor.address, ethers.ZeroHash, 2n)
    })

    it('raises the epoch of an unkeyed chart too, and can re-key it', async () => {
      const { charts, chart, owner, doctor, nurse, update, rekey, noKeyring } =
        await loadFixture(grantedChart)
      await charts.connect(owner).grant(chart, nurse.address, permission(), await update())
      await charts.connect(owner).revoke(chart, doctor.address, await noKeyring())
      await charts.connect(owner).revoke(chart, nurse.address, await rekey())
      const { epoch, keyed } = await charts.chartOf(chart)
      expect([epoch, keyed]).to.deep.equal([3n, true])
    })

    it('ends a grant that has expired, whose keys still open the epoch', async () => {
      const { charts, chart, owner, doctor, given, rekey } = await loadFixture(grantedChart)
      await time.increaseTo(given.until)
      await charts.connect(owner).revoke(chart, doctor.address, await rekey())
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
      expect(await charts.grantOf(chart, doctor.address)).to.deep.equal(NOTHING)
    })

    it('reverts with ChartsNoGrant when there is none to end', async () => {
      const { charts, chart, owner, doctor, nurse, rekey } = await loadFixture(grantedChart)
      await expect(charts.connect(owner).revoke(chart, nurse.address, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNoGrant')
        .withArgs(chart, nurse.address)
      await charts.connect(owner).revoke(chart, doctor.address, await rekey())
      await expect(charts.connect(owner).revoke(chart, doctor.address, await rekey()))
        .to.be.revertedWithCustomError(charts, 'ChartsNoGrant')
        .withArgs(chart, doctor.address)
    })

    it('reverts with ChartsNotOwner for anyone else', async () => {
      const { charts, chart, owner, doctor, stranger, rekey } = await loadFixture(grantedChart)
      for (const account of [doctor, stranger]) {
        await expect(charts.connect(account).revoke(chart, doctor.address, await rekey()))
          .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
          .withArgs(chart, account.address, owner.address)
      }
    })
  })

  describe('canRead and canWrite', () => {
    it('tell the owner yes for each section', async () => {
      const { charts, chart, owner } = await loadFixture(openedChart)
      for (const section of [0, 3, 63]) {
        expect(await charts.canRead(chart, owner.address, section)).to.equal(true)
        expect(await charts.canWrite(chart, owner.address, section)).to.equal(true)
      }
    })

    it('tell a grantee yes for its own sections alone', async () => {
      const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
      const given = permission({ read: mask(0, 7, 63), write: mask(1, 63) })
      await charts.connect(owner).grant(chart, doctor.address, given, await update({ to: digest() }))
      for (let section = 0; section < 64; section++) {
        expect(await charts.canRead(chart, doctor.address, section)).to.equal([0, 7, 63].includes(section))
        expect(await charts.canWrite(chart, doctor.address, section)).to.equal([1, 63].includes(section))
      }
    })

    it('tell everyone no for sections above 63, and for a chart that was never opened', async () => {
      const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
      const all = 2n ** 64n - 1n
      await charts
        .connect(owner)
        .grant(chart, doctor.address, permission({ read: all, write: all }), await update({ to: digest() }))
      for (const account of [owner.address, doctor.address]) {
        for (const section of [64, 128, 255]) {
          expect(await charts.canRead(chart, account, section)).to.equal(false)
          expect(await charts.canWrite(chart, account, section)).to.equal(false)
        }
      }
      for (const account of [owner.address, ethers.ZeroAddress]) {
        expect(await charts.canRead(digest(), account, 3)).to.equal(false)
        expect(await charts.canWrite(digest(), account, 3)).to.equal(false)
      }
    })

    it('tell a stranger no', async () => {
      const { charts, chart, stranger } = await loadFixture(grantedChart)
      expect(await charts.canRead(chart, stranger.address, 3)).to.equal(false)
      expect(await charts.canWrite(chart, stranger.address, 3)).to.equal(false)
      expect(await charts.grantOf(chart, stranger.address)).to.deep.equal(NOTHING)
    })
  })
})
