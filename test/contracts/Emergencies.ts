import { expect } from 'chai'

import { attributes } from '../../client/chain/attributes.ts'
import { DAY, digest, mask, permission } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'

const { loadFixture, time } = networkHelpers

const EMERGENCY = 1n << BigInt(attributes.find(({ name }) => name === 'EMERGENCY')!.value)

async function emergencyChart() {
  const fixture = await openedChart()
  const { charts, chart, credentials, governance, owner, doctor: responder, nurse: college, update } = fixture
  await credentials.connect(governance).accredit(college, EMERGENCY | 1n)
  await credentials.connect(college).attest(responder, EMERGENCY, 2n ** 40n - 1n)
  const opening = await update({ to: digest() })
  await charts.connect(owner).setEmergency(chart, mask(3, 9), opening)
  return { ...fixture, responder, college, keyring: opening.to }
}

async function brokenChart() {
  const fixture = await emergencyChart()
  const { charts, chart, responder, college } = fixture
  const until = (await now()) + DAY / 2n
  const reason = digest()
  await charts.connect(responder).breakGlass(chart, college, until, reason)
  return { ...fixture, until, reason }
}

describe('Emergencies', () => {
  it('know the credentials that they were deployed with', async () => {
    const { charts, credentials } = await loadFixture(openedChart)
    expect(await charts.credentials()).to.equal(await credentials.getAddress())
  })

  describe('setEmergency', () => {
    it('opens sections and sets the keyring within the epoch', async () => {
      const { charts, chart, owner, update } = await loadFixture(openedChart)
      const opening = await update({ to: digest() })
      await expect(charts.connect(owner).setEmergency(chart, mask(0, 63), opening))
        .to.emit(charts, 'EmergencySet')
        .withArgs(chart, mask(0, 63), opening.to, 1n)
      const state = await charts.chartOf(chart)
      expect([state.emergencySections, state.keyring, state.epoch]).to.deep.equal([
        mask(0, 63),
        opening.to,
        1n,
      ])
    })

    it('raises the epoch when it closes a section, and never otherwise by itself', async () => {
      const { charts, chart, owner, update, rekey } = await loadFixture(emergencyChart)
      await charts.connect(owner).setEmergency(chart, mask(3, 9, 10), await update())
      const closing = await rekey()
      await expect(charts.connect(owner).setEmergency(chart, mask(9), closing))
        .to.emit(charts, 'EmergencySet')
        .withArgs(chart, mask(9), closing.to, 2n)
      const state = await charts.chartOf(chart)
      expect([state.emergencySections, state.epoch, state.keyed]).to.deep.equal([mask(9), 2n, true])
    })

    it('closes a section whatever the update, and whatever a delegate does meanwhile', async () => {
      for (const sections of [0n, mask(3), mask(9, 10, 11)]) {
        const { charts, chart, owner, carer, update, rekey, noKeyring } = await loadFixture(emergencyChart)
        await charts.connect(owner).nameDelegate(chart, carer, (await now()) + DAY, await update())
        for (const closing of [await rekey(), await update(), await noKeyring()]) {
          const snapshot = await networkHelpers.takeSnapshot()
          await charts.connect(carer).reseal(chart, await update())
          await expect(charts.connect(owner).setEmergency(chart, sections, closing))
            .to.emit(charts, 'EmergencySet')
            .withArgs(chart, sections, ethers.ZeroHash, 2n)
          const state = await charts.chartOf(chart)
          expect([state.emergencySections, state.epoch, state.keyed]).to.deep.equal([sections, 2n, false])
          await snapshot.restore()
        }
      }
    })

    it('opens a section only with a keyring that builds on the present one', async () => {
      const { charts, chart, owner, keyring, update } = await loadFixture(emergencyChart)
      const from = digest()
      await expect(charts.connect(owner).setEmergency(chart, mask(3, 9, 10), await update({ from })))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, from, keyring)
    })

    it('reverts with ChartsNotOwner for anyone else', async () => {
      const { charts, chart, owner, responder, update } = await loadFixture(emergencyChart)
      await expect(charts.connect(responder).setEmergency(chart, mask(3, 9, 10), await update()))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, responder.address, owner.address)
    })
  })

  describe('breakGlass', () => {
    it('lets a credentialed responder read the open sections, and nothing else', async () => {
      const { charts, chart, responder, college } = await loadFixture(emergencyChart)
      const [until, reason] = [(await now()) + DAY / 2n, digest()]
      expect(await charts.canRead(chart, responder, 3)).to.equal(false)
      await expect(charts.connect(responder).breakGlass(chart, college, until, reason))
        .to.emit(charts, 'GlassBroken')
        .withArgs(chart, responder.address, college.address, 0n, until, reason, 1n)
      for (let section = 0; section < 66; section++) {
        expect(await charts.canRead(chart, responder, section)).to.equal([3, 9].includes(section))
        expect(await charts.canWrite(chart, responder, section)).to.equal(false)
      }
    })

    it('ends at its time', async () => {
      const { charts, chart, responder, until } = await loadFixture(brokenChart)
      await time.increaseTo(until - 1n)
      expect(await charts.canRead(chart, responder, 3)).to.equal(true)
      await time.increaseTo(until)
      expect(await charts.canRead(chart, responder, 3)).to.equal(false)
    })

    it('ends with any rise of the epoch', async () => {
      const { charts, chart, owner, nurse, responder, update, rekey, noKeyring } =
        await loadFixture(brokenChart)
      const as = charts.connect(owner)
      await as.grant(chart, nurse, permission(), await update())
      for (const rise of [
        async () => as.rotate(chart, await rekey()),
        async () => as.grant(chart, nurse, permission(), await rekey()),
        async () => as.revoke(chart, nurse, await noKeyring()),
        async () => as.endAll(chart, await noKeyring()),
      ]) {
        const snapshot = await networkHelpers.takeSnapshot()
        expect(await charts.canRead(chart, responder, 3)).to.equal(true)
        await rise()
        expect(await charts.canRead(chart, responder, 3)).to.equal(false)
        await snapshot.restore()
      }
    })

    it('outlives the re-keying of a chart that was unkeyed when it was taken', async () => {
      const { charts, chart, owner, nurse, responder, college, update, rekey, noKeyring } =
        await loadFixture(emergencyChart)
      await charts.connect(owner).grant(chart, nurse, permission(), await update())
      await charts.connect(owner).revoke(chart, nurse, await noKeyring())
      await charts.connect(responder).breakGlass(chart, college, (await now()) + DAY / 2n, digest())
      await charts.connect(owner).rotate(chart, await update())
      expect(await charts.canRead(chart, responder, 3)).to.equal(true)
      await charts.connect(owner).rotate(chart, await rekey())
      expect(await charts.canRead(chart, responder, 3)).to.equal(false)
    })

    it('keeps every entry in state, page by page', async () => {
      const { charts, chart, owner, responder, college, until, reason, rekey } =
        await loadFixture(brokenChart)
      await charts.connect(owner).rotate(chart, await rekey())
      const again = digest()
      expect(await charts.connect(responder).breakGlass.staticCall(chart, college, until, again)).to.equal(1n)
      await charts.connect(responder).breakGlass(chart, college, until, again)
      const entries = [
        [responder.address, until, 1n, reason],
        [responder.address, until, 2n, again],
      ]
      expect((await charts.chartOf(chart)).openings).to.equal(2n)
      expect(await charts.openingsOf(chart, 0, 9)).to.deep.equal(entries)
      expect(await charts.openingsOf(chart, 1, 9)).to.deep.equal(entries.slice(1))
      expect(await charts.openingsOf(chart, 0, 1)).to.deep.equal(entries.slice(0, 1))
      expect(await charts.openingsOf(chart, 2, 9)).to.deep.equal([])
      expect(await charts.openingsOf(chart, ethers.MaxUint256, 9)).to.deep.equal([])
      expect(await charts.openingsOf(chart, 0, ethers.MaxUint256)).to.deep.equal(entries)
      expect(await charts.openingsOf(digest(), 0, 9)).to.deep.equal([])
    })

    it('reverts with ChartsEmergencyTooLong beyond 24 hours, and ChartsExpired in the past', async () => {
      const { charts, chart, responder, college } = await loadFixture(emergencyChart)
      const as = charts.connect(responder)
      const mined = (await now()) + 10n
      await time.setNextBlockTimestamp(mined)
      await expect(as.breakGlass(chart, college, mined + DAY + 1n, digest()))
        .to.be.revertedWithCustomError(charts, 'ChartsEmergencyTooLong')
        .withArgs(chart, mined + DAY + 1n, mined + DAY)
      await time.setNextBlockTimestamp(mined + 10n)
      await expect(as.breakGlass(chart, college, mined + 10n, digest()))
        .to.be.revertedWithCustomError(charts, 'ChartsExpired')
        .withArgs(chart, mined + 10n, mined + 10n)
      await time.setNextBlockTimestamp(mined + 20n)
      await as.breakGlass(chart, college, mined + 20n + DAY, digest())
    })

    it('reverts with ChartsEmergencyClosed unless the owner opened a section in this tenure', async () => {
      const { charts, chart, owner, responder, college, rekey } = await loadFixture(emergencyChart)
      const until = (await now()) + 100n
      await expect(
        charts.connect(responder).breakGlass(digest(), college, until, digest()),
      ).to.be.revertedWithCustomError(charts, 'ChartsEmergencyClosed')
      await charts.connect(owner).endAll(chart, await rekey())
      await expect(charts.connect(responder).breakGlass(chart, college, until, digest()))
        .to.be.revertedWithCustomError(charts, 'ChartsEmergencyClosed')
        .withArgs(chart)
    })

    it('reverts with ChartsEmptyReason without a reason', async () => {
      const { charts, chart, responder, college } = await loadFixture(emergencyChart)
      await expect(
        charts.connect(responder).breakGlass(chart, college, (await now()) + 100n, ethers.ZeroHash),
      )
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyReason')
        .withArgs(chart)
    })

    it('reverts with ChartsNotResponder without the emergency attribute of that authority now', async () => {
      const { charts, chart, credentials, governance, responder, college, stranger } =
        await loadFixture(emergencyChart)
      const attempt = async (account: typeof responder, authority: typeof college) =>
        expect(charts.connect(account).breakGlass(chart, authority, (await now()) + 100n, digest()))
          .to.be.revertedWithCustomError(charts, 'ChartsNotResponder')
          .withArgs(chart, account.address, authority.address)
      await attempt(stranger, college)
      await attempt(responder, stranger)
      await credentials.connect(college).attest(stranger, 1n, 2n ** 40n - 1n)
      await attempt(stranger, college)
      await credentials.connect(governance).removeAuthority(college)
      await attempt(responder, college)
    })
  })
})
