import { expect } from 'chai'

import { DAY, digest, permission, record } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'
import { sign, signedUpdate } from './support/typedData.ts'

const { loadFixture, time } = networkHelpers

async function delegatedChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, carer, update } = fixture
  const until = (await now()) + 30n * DAY
  const naming = await update({ to: digest() })
  await charts.connect(owner).nameDelegate(chart, carer, until, naming)
  return { ...fixture, until, keyring: naming.to }
}

describe('Delegates', () => {
  describe('nameDelegate', () => {
    it('lets an account act for the owner until a time', async () => {
      const { charts, chart, owner, carer, update } = await loadFixture(openedChart)
      const [until, naming] = [(await now()) + DAY, await update({ to: digest() })]
      await expect(charts.connect(owner).nameDelegate(chart, carer, until, naming))
        .to.emit(charts, 'DelegateNamed')
        .withArgs(chart, carer.address, until, naming.to, 1n)
      expect(await charts.delegateUntil(chart, carer)).to.equal(until)
      expect((await charts.chartOf(chart)).keyring).to.equal(naming.to)
    })

    it('changes the time, within the epoch or in a new one', async () => {
      const { charts, chart, owner, carer, until, update, rekey } = await loadFixture(delegatedChart)
      await charts.connect(owner).nameDelegate(chart, carer, until + 5n, await update())
      expect(await charts.delegateUntil(chart, carer)).to.equal(until + 5n)
      await charts.connect(owner).nameDelegate(chart, carer, until, await rekey())
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
    })

    it('reverts with ChartsInvalidDelegate for the owner and for nobody', async () => {
      const { charts, chart, owner, until, update } = await loadFixture(delegatedChart)
      for (const delegate of [owner.address, ethers.ZeroAddress]) {
        await expect(charts.connect(owner).nameDelegate(chart, delegate, until, await update()))
          .to.be.revertedWithCustomError(charts, 'ChartsInvalidDelegate')
          .withArgs(chart, delegate)
      }
    })

    it('reverts with ChartsExpired when it would have ended already', async () => {
      const { charts, chart, owner, nurse, update } = await loadFixture(delegatedChart)
      const [mined, naming] = [(await now()) + 10n, await update()]
      await time.setNextBlockTimestamp(mined)
      await expect(charts.connect(owner).nameDelegate(chart, nurse, mined, naming))
        .to.be.revertedWithCustomError(charts, 'ChartsExpired')
        .withArgs(chart, mined, mined)
    })

    it('reverts with ChartsNotOwner for anyone else: no delegate names or extends one', async () => {
      const { charts, chart, owner, carer, nurse, stranger, until, update } =
        await loadFixture(delegatedChart)
      for (const account of [carer, stranger]) {
        for (const delegate of [account, nurse]) {
          await expect(charts.connect(account).nameDelegate(chart, delegate, until, await update()))
            .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
            .withArgs(chart, account.address, owner.address)
        }
      }
    })

    it('reverts when the owner has not seen the present keyring', async () => {
      const { charts, chart, owner, nurse, until, update } = await loadFixture(delegatedChart)
      await expect(
        charts.connect(owner).nameDelegate(chart, nurse, until, await update({ from: digest() })),
      ).to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
    })
  })

  describe('a delegate', () => {
    it('reads and writes every section, grants, revokes, shares, rotates and reseals, until its time', async () => {
      const { charts, chart, owner, carer, doctor, nurse, until, update, rekey } =
        await loadFixture(delegatedChart)
      const as = charts.connect(carer)
      for (const section of [0, 63]) {
        expect(await charts.canRead(chart, carer, section)).to.equal(true)
        expect(await charts.canWrite(chart, carer, section)).to.equal(true)
      }
      expect(await charts.canRead(chart, carer, 64)).to.equal(false)
      expect(await charts.canWrite(chart, carer, 64)).to.equal(false)
      await as.addRecord(chart, 1, record({ section: 63 }))
      await as.addRecords(chart, 1, [record({ section: 0 }), record({ section: 7 })])
      expect((await charts.recordOf(chart, 2)).author).to.equal(carer.address)
      await as.grant(chart, doctor, permission({ until }), await update({ to: digest() }))
      await as.share(chart, 1, nurse, until, await update({ to: digest() }))
      await as.reseal(chart, await update({ to: digest() }))
      await as.rotate(chart, await rekey())
      await as.revoke(chart, doctor, await rekey())
      expect((await charts.chartOf(chart)).epoch).to.equal(3n)

      await time.increaseTo(until)
      expect(await charts.canRead(chart, carer, 0)).to.equal(false)
      expect(await charts.canWrite(chart, carer, 0)).to.equal(false)
      const [same, resealed, rotated] = [await update(), await update({ to: digest() }), await rekey()]
      const attempts = [
        () => as.grant(chart, doctor, permission(), same),
        () => as.grantMany(chart, [{ grantee: doctor, permission: permission() }], same),
        () => as.revoke(chart, doctor, rotated),
        () => as.share(chart, 1, nurse, 0, same),
        () => as.reseal(chart, resealed),
        () => as.rotate(chart, rotated),
      ]
      for (const attempt of attempts) {
        await expect(attempt())
          .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
          .withArgs(chart, carer.address, owner.address)
      }
      await expect(as.addRecord(chart, 3, record()))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, carer.address, 3n)
    })

    it('gives nothing that outlasts its delegation', async () => {
      const { charts, chart, carer, doctor, until, update } = await loadFixture(delegatedChart)
      await charts.connect(carer).addRecord(chart, 1, record())
      const as = charts.connect(carer)
      const late = permission({ until: until + 1n })
      const attempts = [
        async () => as.grant(chart, doctor, late, await update()),
        async () => as.grantMany(chart, [{ grantee: doctor, permission: late }], await update()),
        async () => as.share(chart, 1, doctor, until + 1n, await update()),
      ]
      for (const attempt of attempts) {
        await expect(attempt())
          .to.be.revertedWithCustomError(charts, 'ChartsOutlastsDelegate')
          .withArgs(chart, until + 1n, until)
      }
      await as.grant(chart, doctor, permission({ until }), await update())
    })

    it('cannot give to itself, nor to the owner', async () => {
      const { charts, chart, owner, carer, until, update } = await loadFixture(delegatedChart)
      for (const grantee of [carer, owner]) {
        await expect(charts.connect(carer).grant(chart, grantee, permission({ until }), await update()))
          .to.be.revertedWithCustomError(charts, 'ChartsInvalidGrantee')
          .withArgs(chart, grantee.address)
      }
    })

    it('leaves the owner to transfer, end all, relocate, open emergencies and ask for receipts', async () => {
      const { charts, chart, owner, carer, doctor, until, rekey, update } = await loadFixture(delegatedChart)
      const filed = record()
      await charts.connect(owner).addRecord(chart, 1, filed)
      const as = charts.connect(carer)
      const [same, rotated] = [await update(), await rekey()]
      const attempts = [
        () => as.offer(chart, doctor, until, same),
        () => as.endOffer(chart, rotated),
        () => as.endAll(chart, rotated),
        () => as.relocate(chart, 1, filed.pointer, digest()),
        () => as.setEmergency(chart, 8n, same),
        () => as.askReceipts(chart, true),
        () => as.removeDelegate(chart, carer, [], [], rotated),
      ]
      for (const attempt of attempts) {
        await expect(attempt())
          .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
          .withArgs(chart, carer.address, owner.address)
      }
    })

    it('sets keyrings beside the last one of the owner, which stays until the owner sets another', async () => {
      const { charts, chart, owner, carer, keyring, update, rekey } = await loadFixture(delegatedChart)
      const first = await update({ to: digest() })
      await charts.connect(carer).reseal(chart, first)
      const second = await rekey()
      await charts.connect(carer).rotate(chart, second)
      let state = await charts.chartOf(chart)
      expect([state.keyring, state.ownerKeyring]).to.deep.equal([second.to, keyring])
      await expect(charts.connect(owner).rotate(chart, await rekey({ from: keyring })))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, keyring, second.to)
      const third = await rekey()
      await charts.connect(owner).rotate(chart, third)
      state = await charts.chartOf(chart)
      expect([state.keyring, state.ownerKeyring]).to.deep.equal([third.to, third.to])
      const fourth = await rekey()
      await charts.connect(carer).rotate(chart, fourth)
      state = await charts.chartOf(chart)
      expect([state.keyring, state.ownerKeyring]).to.deep.equal([fourth.to, third.to])
    })
  })

  describe('a delegate’s keyring', () => {
    it('re-keys an unkeyed chart, beside the last one of the owner', async () => {
      const { charts, chart, owner, carer, doctor, update, noKeyring } = await loadFixture(delegatedChart)
      const granting = await update()
      await charts.connect(owner).grant(chart, doctor, permission(), granting)
      await charts.connect(owner).revoke(chart, doctor, await noKeyring())
      const rekeying = await update()
      await charts.connect(carer).rotate(chart, rekeying)
      const { keyring, ownerKeyring, epoch, keyed } = await charts.chartOf(chart)
      expect([keyring, ownerKeyring, epoch, keyed]).to.deep.equal([rekeying.to, granting.to, 2n, true])
    })
  })

  describe('removeDelegate', () => {
    it('leaves the chart unkeyed when the delegate gave something while it waited', async () => {
      const { charts, chart, owner, carer, nurse, stranger, relayer, until, update, rekey } =
        await loadFixture(delegatedChart)
      await charts.connect(owner).addRecord(chart, 1, record())
      await charts.connect(owner).share(chart, 1, nurse, until, await update())
      const given = permission({ until: until - 1n })
      const [as, by] = [charts.connect(carer), charts.connect(relayer)]
      const [removing, giving] = [await rekey(), await update()]
      const signing = { chart, ...signedUpdate(giving) }
      const granting = await sign(charts, 'Grant', {
        signer: carer,
        message: { ...signing, ...given, purpose: 'TREAT', grantee: stranger.address },
      })
      const sharing = await sign(charts, 'Share', {
        signer: carer,
        message: { ...signing, number: 1, reader: nurse.address, replacedUntil: until, until: until - 1n },
      })
      for (const give of [
        () => as.grant(chart, stranger, given, giving),
        () => as.grantMany(chart, [{ grantee: stranger, permission: given }], giving),
        () => as.share(chart, 1, nurse, until - 1n, giving),
        () => by.grantBySig(chart, stranger, given, giving, granting),
        () => by.shareBySig(chart, 1, nurse, until - 1n, giving, sharing),
      ]) {
        const snapshot = await networkHelpers.takeSnapshot()
        await give()
        await expect(charts.connect(owner).removeDelegate(chart, carer, [], [], removing))
          .to.emit(charts, 'DelegateRemoved')
          .withArgs(chart, carer.address, ethers.ZeroHash, 2n)
        expect((await charts.chartOf(chart)).keyed).to.equal(false)
        await expect(charts.connect(stranger).addRecord(chart, 2, record()))
          .to.be.revertedWithCustomError(charts, 'ChartsUnkeyed')
          .withArgs(chart, 2n)
        await snapshot.restore()
      }
    })

    it('does not see a keyring that went and came back: what was given stands until it is ended', async () => {
      const { charts, chart, owner, carer, stranger, until, keyring, update, rekey } =
        await loadFixture(delegatedChart)
      const removing = await rekey()
      await charts.connect(carer).grant(chart, stranger, permission({ until }), await update())
      await charts.connect(carer).reseal(chart, await update({ to: keyring }))
      await charts.connect(owner).removeDelegate(chart, carer, [], [], removing)
      const { keyring: left, keyed } = await charts.chartOf(chart)
      expect([left, keyed]).to.deep.equal([removing.to, true])
      expect(await charts.canWrite(chart, stranger, 3)).to.equal(true)
      await charts.connect(owner).revoke(chart, stranger, await rekey())
      expect(await charts.canWrite(chart, stranger, 3)).to.equal(false)
    })

    it('cannot follow a grant that left the keyring alone, for there is none', async () => {
      const { charts, chart, owner, carer, stranger, until, keyring, update, rekey } =
        await loadFixture(delegatedChart)
      const same = await update({ to: keyring })
      await expect(charts.connect(carer).grant(chart, stranger, permission({ until }), same))
        .to.be.revertedWithCustomError(charts, 'ChartsSameKeyring')
        .withArgs(chart, keyring)
      await charts.connect(owner).removeDelegate(chart, carer, [], [], await rekey())
      expect(await charts.canWrite(chart, stranger, 3)).to.equal(false)
    })

    it('ends the delegation and raises the epoch, with the new keyring', async () => {
      const { charts, chart, owner, carer, rekey } = await loadFixture(delegatedChart)
      const removing = await rekey()
      await expect(charts.connect(owner).removeDelegate(chart, carer, [], [], removing))
        .to.emit(charts, 'DelegateRemoved')
        .withArgs(chart, carer.address, removing.to, 2n)
      expect(await charts.delegateUntil(chart, carer)).to.equal(0n)
      expect(await charts.canRead(chart, carer, 3)).to.equal(false)
      expect((await charts.chartOf(chart)).keyed).to.equal(true)
    })

    it('takes effect without a keyring, and when the delegate changed the keyring before it', async () => {
      const { charts, chart, owner, carer, update, rekey } = await loadFixture(delegatedChart)
      const removing = await rekey()
      const spoiling = await update({ to: digest() })
      await charts.connect(carer).reseal(chart, spoiling)
      await expect(charts.connect(owner).removeDelegate(chart, carer, [], [], removing))
        .to.emit(charts, 'DelegateRemoved')
        .withArgs(chart, carer.address, ethers.ZeroHash, 2n)
      const { keyring, epoch, keyed } = await charts.chartOf(chart)
      expect([keyring, epoch, keyed]).to.deep.equal([spoiling.to, 2n, false])
      await charts.connect(owner).rotate(chart, await update({ to: digest() }))
      await charts.connect(owner).addRecord(chart, 2, record())
    })

    it('ends grants and shares with it, and passes over those that are gone', async () => {
      const { charts, chart, owner, carer, doctor, nurse, stranger, until, update, rekey } =
        await loadFixture(delegatedChart)
      await charts.connect(carer).addRecord(chart, 1, record())
      await charts.connect(carer).grant(chart, doctor, permission({ until }), await update())
      await charts.connect(carer).share(chart, 1, nurse, until, await update())
      await charts.connect(owner).grant(chart, nurse, permission(), await update())
      const removing = await rekey()
      const sent = charts.connect(owner).removeDelegate(
        chart,
        carer,
        [stranger, doctor],
        [
          { number: 1, reader: stranger },
          { number: 1, reader: nurse },
        ],
        removing,
      )
      await expect(sent).to.emit(charts, 'Revoked').withArgs(chart, doctor.address, removing.to, 2n)
      await expect(sent).to.emit(charts, 'Shared').withArgs(chart, nurse.address, 1n, 0n)
      const { logs } = (await (await sent).wait())!
      expect(logs.length).to.equal(3)
      expect((await charts.grantOf(chart, doctor)).until).to.equal(0n)
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(0n)
      expect((await charts.grantOf(chart, nurse)).until).not.to.equal(0n)
    })

    it('removes an expired delegate, whose keys still open the epoch', async () => {
      const { charts, chart, owner, carer, until, rekey } = await loadFixture(delegatedChart)
      await time.increaseTo(until)
      await charts.connect(owner).removeDelegate(chart, carer, [], [], await rekey())
      expect((await charts.chartOf(chart)).epoch).to.equal(2n)
    })

    it('reverts with ChartsNoDelegate when there is none to remove', async () => {
      const { charts, chart, owner, carer, nurse, rekey } = await loadFixture(delegatedChart)
      await charts.connect(owner).removeDelegate(chart, carer, [], [], await rekey())
      for (const account of [carer, nurse]) {
        await expect(charts.connect(owner).removeDelegate(chart, account, [], [], await rekey()))
          .to.be.revertedWithCustomError(charts, 'ChartsNoDelegate')
          .withArgs(chart, account.address)
      }
    })
  })
})
