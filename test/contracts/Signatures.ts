import { expect } from 'chai'
import type { ContractTransactionResponse } from 'ethers'

import { DAY, digest, mask, permission, purposeCode, record, type Permission } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { deploy } from './support/deploy.ts'
import { openedChart } from './support/openedChart.ts'
import {
  domainOf,
  FAR,
  shareSubject,
  sign,
  signedUpdate,
  typeHash,
  TYPES,
  zeroPad,
  type Action,
} from './support/typedData.ts'
import { approving, CODE, deployWallet } from './support/wallets.ts'

const { loadFixture, time } = networkHelpers

type Fixture = Awaited<ReturnType<typeof signedChart>>
type Signed = Awaited<ReturnType<typeof sign>>

/** A chart with a doctor, two records, a registrar, and a wallet for whoever signs next. */
async function signedChart() {
  const fixture = await openedChart()
  const { charts, chart, owner, doctor, update } = fixture
  const registrar = await deploy('Registrar')
  const given = permission({ read: mask(3, 4) })
  await charts.connect(owner).grant(chart, doctor, given, await update({ to: digest() }))
  await charts.connect(owner).addRecords(chart, 1, [record(), record()])
  return { ...fixture, registrar, given }
}

const named = (given: Permission) => ({ ...given, purpose: purposeCode(given.purpose) })

/** What is signed to end a grant that was given in epoch 1. */
const revocation = (
  chart: string,
  grantee: string,
  given: Permission,
  revoking: Parameters<typeof signedUpdate>[0],
) => ({ chart, grantee, ...named(given), grantEpoch: 1, ...signedUpdate(revoking) })

/** Each action: what is signed, how it is submitted, what its nonces are counted under, and what proves it done. */
const ACTIONS: Record<
  Action,
  (fixture: Fixture) => Promise<{
    on: Fixture['charts'] | Fixture['registrar']
    message: Record<string, unknown>
    submit: (signed: Signed) => Promise<ContractTransactionResponse>
    /** The same call with one thing changed, for each thing that is signed. */
    forge: (signed: Signed) => (() => Promise<ContractTransactionResponse>)[]
    key: () => Promise<bigint>
    done: (signer: string) => Promise<boolean>
  }>
> = {
  Publish: async ({ registrar, relayer }) => {
    const as = registrar.connect(relayer)
    const profile = digest()
    return {
      on: registrar,
      message: { previous: ethers.ZeroHash, profile },
      submit: (signed) => as.publishBySig(ethers.ZeroHash, profile, signed),
      forge: (signed) => [
        () => as.publishBySig(digest(), profile, signed),
        () => as.publishBySig(ethers.ZeroHash, digest(), signed),
      ],
      key: () => registrar.nonceKey(ethers.ZeroHash, typeHash('Publish'), ethers.ZeroHash),
      done: async (signer) => (await registrar.profileOf(signer)) === profile,
    }
  },
  Open: async ({ charts, owner, relayer }) => {
    const as = charts.connect(relayer)
    const keyring = digest()
    return {
      on: charts,
      message: { n: 5n, keyring },
      submit: (signed) => as.openBySig(5n, keyring, signed),
      forge: (signed) => [() => as.openBySig(6n, keyring, signed), () => as.openBySig(5n, digest(), signed)],
      key: async () => charts.nonceKey(await charts.chartIdOf(owner, 5n), typeHash('Open'), ethers.ZeroHash),
      done: async (signer) => (await charts.chartOf(await charts.chartIdOf(signer, 5n))).keyring === keyring,
    }
  },
  Grant: async ({ charts, chart, nurse, relayer, update }) => {
    const as = charts.connect(relayer)
    const [given, granting] = [permission(), await update({ to: digest() })]
    const other = digest()
    return {
      on: charts,
      message: { chart, grantee: nurse.address, ...named(given), ...signedUpdate(granting) },
      submit: (signed) => as.grantBySig(chart, nurse, given, granting, signed),
      forge: (signed) => [
        () => as.grantBySig(other, nurse, given, granting, signed),
        () => as.grantBySig(chart, relayer, given, granting, signed),
        ...[
          { read: mask(4) },
          { write: mask(4) },
          { until: given.until - 1n },
          { sinceEpoch: 0 },
          { purpose: 2 },
          { purpose: 0 },
        ].map((changes) => () => as.grantBySig(chart, nurse, { ...given, ...changes }, granting, signed)),
        ...[{ from: other }, { to: other }, { epoch: 2n }, { nextEpoch: 2n }].map(
          (changes) => () => as.grantBySig(chart, nurse, given, { ...granting, ...changes }, signed),
        ),
      ],
      key: () => charts.nonceKey(chart, typeHash('Grant'), zeroPad(nurse.address)),
      done: async () => (await charts.grantOf(chart, nurse)).until !== 0n,
    }
  },
  Revoke: async ({ charts, chart, doctor, nurse, relayer, given, rekey }) => {
    const as = charts.connect(relayer)
    const revoking = await rekey()
    const other = digest()
    return {
      on: charts,
      message: revocation(chart, doctor.address, given, revoking),
      submit: (signed) => as.revokeBySig(chart, doctor, revoking, signed),
      forge: (signed) => [
        () => as.revokeBySig(other, doctor, revoking, signed),
        () => as.revokeBySig(chart, nurse, revoking, signed),
        ...[{ from: other }, { to: other }, { epoch: 2n }, { nextEpoch: 1n }].map(
          (changes) => () => as.revokeBySig(chart, doctor, { ...revoking, ...changes }, signed),
        ),
      ],
      key: () => charts.nonceKey(chart, typeHash('Revoke'), zeroPad(doctor.address)),
      done: async () => (await charts.grantOf(chart, doctor)).until === 0n,
    }
  },
  Rotate: async ({ charts, chart, relayer, rekey }) => {
    const as = charts.connect(relayer)
    const rotating = await rekey()
    const other = digest()
    return {
      on: charts,
      message: { chart, ...signedUpdate(rotating) },
      submit: (signed) => as.rotateBySig(chart, rotating, signed),
      forge: (signed) => [
        () => as.rotateBySig(other, rotating, signed),
        ...[{ from: other }, { to: other }, { epoch: 2n }, { nextEpoch: 1n }].map(
          (changes) => () => as.rotateBySig(chart, { ...rotating, ...changes }, signed),
        ),
      ],
      key: () => charts.nonceKey(chart, typeHash('Rotate'), ethers.ZeroHash),
      done: async () => (await charts.chartOf(chart)).keyring === rotating.to,
    }
  },
  Share: async ({ charts, chart, nurse, relayer, update }) => {
    const as = charts.connect(relayer)
    const [until, sharing] = [(await now()) + DAY, await update({ to: digest() })]
    const other = digest()
    return {
      on: charts,
      message: {
        chart,
        number: 2,
        reader: nurse.address,
        replacedUntil: 0n,
        until,
        ...signedUpdate(sharing),
      },
      submit: (signed) => as.shareBySig(chart, 2, nurse, until, sharing, signed),
      forge: (signed) => [
        () => as.shareBySig(other, 2, nurse, until, sharing, signed),
        () => as.shareBySig(chart, 1, nurse, until, sharing, signed),
        () => as.shareBySig(chart, 2, relayer, until, sharing, signed),
        () => as.shareBySig(chart, 2, nurse, until + 1n, sharing, signed),
        ...[{ from: other }, { to: other }, { epoch: 2n }, { nextEpoch: 2n }].map(
          (changes) => () => as.shareBySig(chart, 2, nurse, until, { ...sharing, ...changes }, signed),
        ),
      ],
      key: () => charts.nonceKey(chart, typeHash('Share'), shareSubject(2, nurse.address)),
      done: async () => (await charts.shareUntil(chart, 2, nurse)) === until,
    }
  },
  AddRecords: async ({ charts, chart, relayer }) => {
    const as = charts.connect(relayer)
    const filed = record()
    return {
      on: charts,
      message: { chart, epoch: 1, records: [filed] },
      submit: (signed) => as.addRecordFor(chart, 1, filed, signed),
      forge: (signed) => [
        () => as.addRecordFor(digest(), 1, filed, signed),
        () => as.addRecordFor(chart, 2, filed, signed),
        () => as.addRecordFor(chart, 1, record(), signed),
        () => as.addRecordFor(chart, 1, { ...filed, section: 4 }, signed),
        () => as.addRecordFor(chart, 1, { ...filed, supersedes: 1 }, signed),
      ],
      key: () => charts.nonceKey(chart, typeHash('AddRecords'), ethers.ZeroHash),
      done: async () => (await charts.chartOf(chart)).count === 3n,
    }
  },
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** The other signature of the same key and digest, which the curve allows and the contract must not. */
function malleable(signature: string) {
  const { r, s, yParity } = ethers.Signature.from(signature)
  return ethers.concat([r, ethers.toBeHex(ORDER - BigInt(s), 32), ethers.toBeHex(28 - yParity)])
}

/** Signs to share a record from one end until another. */
const signShare = async (
  charts: Fixture['charts'],
  signer: Fixture['owner'],
  [chart, number, reader, replacedUntil, until, update]: [
    string,
    number,
    string,
    bigint,
    bigint,
    Parameters<typeof signedUpdate>[0],
  ],
) =>
  sign(charts, 'Share', {
    signer,
    message: { chart, number, reader, replacedUntil, until, ...signedUpdate(update) },
  })

/** Who may sign each action for themselves alone is not the chart's owner. */
const isOwnChart = (action: Action) => action === 'Publish' || action === 'Open'

describe('Signatures', () => {
  it('belong to one chain and one contract', async () => {
    const { charts, registrar } = await loadFixture(signedChart)
    for (const contract of [charts, registrar]) {
      const [, name, version, chainId, verifyingContract] = await contract.eip712Domain()
      expect({ name, version, chainId, verifyingContract }).to.deep.equal(await domainOf(contract))
    }
  })

  for (const action of Object.keys(ACTIONS) as Action[]) {
    describe(action, () => {
      const prepare = async () => {
        const fixture = await loadFixture(signedChart)
        return { ...fixture, ...(await ACTIONS[action](fixture)) }
      }

      it('does for the signer what the signer could do, whoever submits it', async () => {
        const { on, message, submit, key, done, owner } = await prepare()
        const signed = await sign(on, action, { signer: owner, message })
        await submit(signed)
        expect(await done(owner.address)).to.equal(true)
        expect(await on['nonces(address,uint192)'](owner, await key())).to.equal(((await key()) << 64n) + 1n)
      })

      it('reverts with SignaturesInvalid when anything signed is another', async () => {
        const { on, message, submit, forge, owner } = await prepare()
        const signed = await sign(on, action, { signer: owner, message })
        for (const forged of forge(signed)) {
          await expect(forged())
            .to.be.revertedWithCustomError(on, 'SignaturesInvalid')
            .withArgs(owner.address)
        }
        await expect(submit({ ...signed, deadline: FAR + 1n }))
          .to.be.revertedWithCustomError(on, 'SignaturesInvalid')
          .withArgs(owner.address)
        await submit(signed)
      })

      it('reverts with SignaturesExpired after its deadline, and is good in its last second', async () => {
        const { on, message, submit, done, owner } = await prepare()
        const deadline = (await now()) + 100n
        const signed = await sign(on, action, { signer: owner, message, deadline })
        const snapshot = await networkHelpers.takeSnapshot()
        await time.setNextBlockTimestamp(deadline + 1n)
        await expect(submit(signed))
          .to.be.revertedWithCustomError(on, 'SignaturesExpired')
          .withArgs(deadline, deadline + 1n)
        await snapshot.restore()
        await time.setNextBlockTimestamp(deadline)
        await submit(signed)
        expect(await done(owner.address)).to.equal(true)
      })

      it('reverts with SignaturesInvalid when another key signed it', async () => {
        const { on, message, submit, owner, stranger } = await prepare()
        const signed = await sign(on, action, { signer: stranger, account: owner.address, message })
        await expect(submit(signed))
          .to.be.revertedWithCustomError(on, 'SignaturesInvalid')
          .withArgs(owner.address)
      })

      it('gives a stranger who signs for itself no right', async () => {
        if (isOwnChart(action)) return
        const { on, message, submit, stranger } = await prepare()
        const signed = await sign(on, action, { signer: stranger, message })
        await expect(submit(signed)).to.be.revertedWithCustomError(
          on,
          action === 'AddRecords' ? 'ChartsCannotWrite' : 'ChartsNotOwner',
        )
      })

      it('reverts with InvalidAccountNonce when it is replayed, or signed for a later turn', async () => {
        const { on, message, submit, key, owner } = await prepare()
        const later = await sign(on, action, { signer: owner, message, nonce: 1n })
        await expect(submit(later))
          .to.be.revertedWithCustomError(on, 'InvalidAccountNonce')
          .withArgs(owner.address, (await key()) << 64n)
        const signed = await sign(on, action, { signer: owner, message })
        await submit(signed)
        await expect(submit(signed))
          .to.be.revertedWithCustomError(on, 'InvalidAccountNonce')
          .withArgs(owner.address, ((await key()) << 64n) + 1n)
        await expect(submit({ ...signed, nonce: 1n }))
          .to.be.revertedWithCustomError(on, 'SignaturesInvalid')
          .withArgs(owner.address)
      })

      it('reverts with SignaturesInvalid when it was signed for another chain, contract, name or version', async () => {
        const { on, message, submit, owner, stranger } = await prepare()
        for (const domain of [
          { chainId: 1n },
          { verifyingContract: stranger.address },
          { name: 'Chartkeу' },
          { version: '2' },
        ]) {
          const signed = await sign(on, action, { signer: owner, message, domain })
          await expect(submit(signed))
            .to.be.revertedWithCustomError(on, 'SignaturesInvalid')
            .withArgs(owner.address)
        }
      })

      it('reverts with SignaturesInvalid when it is malleable, cut, padded, compact or empty', async () => {
        const { on, message, submit, owner } = await prepare()
        const signed = await sign(on, action, { signer: owner, message })
        const compact = ethers.Signature.from(signed.signature).compactSerialized
        for (const signature of [
          malleable(signed.signature),
          ethers.dataSlice(signed.signature, 0, 64),
          ethers.concat([signed.signature, '0x00']),
          compact,
          `0x${'00'.repeat(65)}`,
          '0x',
        ]) {
          await expect(submit({ ...signed, signature }))
            .to.be.revertedWithCustomError(on, 'SignaturesInvalid')
            .withArgs(owner.address)
        }
      })

      it('reverts with SignaturesInvalid for nobody', async () => {
        const { on, message, submit, owner } = await prepare()
        const signed = await sign(on, action, { signer: owner, message })
        for (const signature of [signed.signature, '0x', `0x${'00'.repeat(65)}`]) {
          await expect(submit({ ...signed, signer: ethers.ZeroAddress, signature }))
            .to.be.revertedWithCustomError(on, 'SignaturesInvalid')
            .withArgs(ethers.ZeroAddress)
        }
      })

      it('can be cancelled by its signer, and by nobody else', async () => {
        const { on, message, submit, key, owner, stranger } = await prepare()
        const signed = await sign(on, action, { signer: owner, message })
        const nonceKey = await key()
        await on.connect(stranger).cancelSignature(nonceKey, 0)
        await expect(on.connect(owner).cancelSignature(nonceKey, 1))
          .to.be.revertedWithCustomError(on, 'InvalidAccountNonce')
          .withArgs(owner.address, nonceKey << 64n)
        await expect(on.connect(owner).cancelSignature(nonceKey, 0))
          .to.emit(on, 'SignatureCancelled')
          .withArgs(owner.address, nonceKey, 0n)
        await expect(submit(signed))
          .to.be.revertedWithCustomError(on, 'InvalidAccountNonce')
          .withArgs(owner.address, (nonceKey << 64n) + 1n)
      })
    })
  }

  describe('of accounts with code', () => {
    it('are those that the account itself takes, by EIP-1271', async () => {
      const { registrar, relayer } = await loadFixture(signedChart)
      const wallet = ethers.Wallet.createRandom().address
      const profile = digest()
      const value = { signer: wallet, previous: ethers.ZeroHash, profile, nonce: 0n, deadline: FAR }
      const hash = ethers.TypedDataEncoder.hash(
        await domainOf(registrar),
        { Publish: [...TYPES.Publish.Publish] },
        value,
      )
      await deployWallet(approving(hash), wallet)
      const as = registrar.connect(relayer)
      const signed = { signer: wallet, nonce: 0n, deadline: FAR, signature: '0x' }
      await expect(as.publishBySig(ethers.ZeroHash, digest(), signed))
        .to.be.revertedWithCustomError(registrar, 'SignaturesInvalid')
        .withArgs(wallet)
      await as.publishBySig(ethers.ZeroHash, profile, signed)
      expect(await registrar.profileOf(wallet)).to.equal(profile)
    })

    it('are refused when the account says anything else, or nothing', async () => {
      const { registrar, relayer } = await loadFixture(signedChart)
      for (const code of [CODE.refusing, CODE.terse, CODE.dirty, CODE.reverting, CODE.empty]) {
        const wallet = await deployWallet(code)
        const signed = { signer: wallet, nonce: 0n, deadline: FAR, signature: '0x1234' }
        await expect(registrar.connect(relayer).publishBySig(ethers.ZeroHash, digest(), signed))
          .to.be.revertedWithCustomError(registrar, 'SignaturesInvalid')
          .withArgs(wallet)
      }
    })

    it('harm nobody but the account when it takes any signature for its own', async () => {
      const { charts, registrar, chart, owner, nurse, relayer, update } = await loadFixture(signedChart)
      const wallet = await deployWallet(CODE.lying)
      const signed = { signer: wallet, nonce: 0n, deadline: FAR, signature: '0x' }
      const profile = digest()
      await registrar.connect(relayer).publishBySig(ethers.ZeroHash, profile, signed)
      expect(await registrar.profileOf(wallet)).to.equal(profile)
      expect(await registrar.profileOf(owner)).to.equal(ethers.ZeroHash)
      await expect(charts.connect(relayer).grantBySig(chart, nurse, permission(), await update(), signed))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, wallet, owner.address)
      await expect(charts.connect(relayer).addRecordFor(chart, 1, record(), signed))
        .to.be.revertedWithCustomError(charts, 'ChartsCannotWrite')
        .withArgs(chart, wallet, 3n)
    })

    it('are not those of a precompile, which answers with what it is asked', async () => {
      const { registrar, relayer } = await loadFixture(signedChart)
      for (const number of [2, 4]) {
        const signer = ethers.getAddress(ethers.toBeHex(number, 20))
        const signed = { signer, nonce: 0n, deadline: FAR, signature: '0x' }
        await expect(registrar.connect(relayer).publishBySig(ethers.ZeroHash, digest(), signed))
          .to.be.revertedWithCustomError(registrar, 'SignaturesInvalid')
          .withArgs(signer)
      }
    })

    it('are not shared between two wallets of one key: the signer is part of what is signed', async () => {
      const { registrar, relayer } = await loadFixture(signedChart)
      const [first, second] = [ethers.Wallet.createRandom().address, ethers.Wallet.createRandom().address]
      const profile = digest()
      const value = { signer: first, previous: ethers.ZeroHash, profile, nonce: 0n, deadline: FAR }
      const types = { Publish: [...TYPES.Publish.Publish] }
      const code = approving(ethers.TypedDataEncoder.hash(await domainOf(registrar), types, value))
      await deployWallet(code, first)
      await deployWallet(code, second)
      const signed = { nonce: 0n, deadline: FAR, signature: '0x' }
      const as = registrar.connect(relayer)
      await as.publishBySig(ethers.ZeroHash, profile, { signer: first, ...signed })
      await expect(as.publishBySig(ethers.ZeroHash, profile, { signer: second, ...signed }))
        .to.be.revertedWithCustomError(registrar, 'SignaturesInvalid')
        .withArgs(second)
    })

    it('of EIP-7702 are tried by ECDSA first, though the code knows nothing of EIP-1271', async () => {
      const { charts, credentials, chart, owner, nurse, relayer, update } = await loadFixture(signedChart)
      const account = new ethers.Wallet(ethers.id('a key of an EIP-7702 account'), ethers.provider)
      await networkHelpers.setBalance(account.address, ethers.parseEther('1'))
      const sponsor = new ethers.Wallet(ethers.id('who pays for it'), ethers.provider)
      await networkHelpers.setBalance(sponsor.address, ethers.parseEther('1'))
      const authorization = await account.authorize({ address: await credentials.getAddress(), nonce: 0 })
      await sponsor.sendTransaction({
        type: 4,
        to: sponsor.address,
        authorizationList: [authorization],
        gasLimit: 100_000,
      })
      expect(await ethers.provider.getCode(account.address)).to.match(/^0xef0100/)
      const until = (await now()) + DAY
      await charts.connect(owner).nameDelegate(chart, account.address, until + DAY, await update())
      const sharing = await update()
      const message = {
        chart,
        number: 1,
        reader: nurse.address,
        replacedUntil: 0n,
        until,
        ...signedUpdate(sharing),
      }
      const value = { signer: account.address, ...message, nonce: 0n, deadline: FAR }
      const signature = await account.signTypedData(
        await domainOf(charts),
        { Share: [...TYPES.Share.Share] },
        value,
      )
      const signed = { signer: account.address, nonce: 0n, deadline: FAR, signature }
      await charts.connect(relayer).shareBySig(chart, 1, nurse, until, sharing, signed)
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(until)
      await expect(
        charts.connect(relayer).shareBySig(chart, 1, nurse, 0, sharing, { ...signed, nonce: 1n }),
      ).to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
    })
  })

  describe('across calls', () => {
    it('let no signed grant take effect after a revocation, with or without a new keyring', async () => {
      for (const isKeyed of [true, false]) {
        const { charts, chart, owner, doctor, relayer, update, rekey, noKeyring } =
          await loadFixture(signedChart)
        const [given, granting] = [permission({ read: mask(3, 4) }), await update({ to: digest() })]
        const signed = await sign(charts, 'Grant', {
          signer: owner,
          message: { chart, grantee: doctor.address, ...named(given), ...signedUpdate(granting) },
        })
        await charts.connect(owner).revoke(chart, doctor, isKeyed ? await rekey() : await noKeyring())
        await expect(charts.connect(relayer).grantBySig(chart, doctor, given, granting, signed))
          .to.be.revertedWithCustomError(charts, 'ChartsStaleEpoch')
          .withArgs(chart, 1n, 2n)
        expect(await charts.canRead(chart, doctor, 3)).to.equal(false)
      }
    })

    it('let no old revocation end a later grant, even of the same permission', async () => {
      const { charts, chart, owner, doctor, relayer, given, update, rekey } = await loadFixture(signedChart)
      const revoking = await rekey()
      const signed = await sign(charts, 'Revoke', {
        signer: owner,
        message: revocation(chart, doctor.address, given, revoking),
      })
      await charts.connect(owner).revoke(chart, doctor, await rekey())
      await expect(charts.connect(relayer).revokeBySig(chart, doctor, revoking, signed)).to.be.revert(ethers)
      await charts.connect(owner).grant(chart, doctor, given, await update({ to: digest() }))
      await expect(charts.connect(relayer).revokeBySig(chart, doctor, revoking, signed))
        .to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
        .withArgs(owner.address)
      expect(await charts.canRead(chart, doctor, 3)).to.equal(true)
    })

    it('let no old revocation end a grant that took the place of the one it names', async () => {
      const { charts, chart, owner, doctor, relayer, given, update, rekey } = await loadFixture(signedChart)
      const revoking = await rekey()
      const signed = await sign(charts, 'Revoke', {
        signer: owner,
        message: revocation(chart, doctor.address, given, revoking),
      })
      await charts.connect(owner).grant(chart, doctor, { ...given, until: given.until - 1n }, await update())
      await expect(charts.connect(relayer).revokeBySig(chart, doctor, revoking, signed))
        .to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
        .withArgs(owner.address)
    })

    it('end an access even when their keyring has lost the race', async () => {
      const { charts, chart, owner, doctor, relayer, given, update, rekey } = await loadFixture(signedChart)
      const revoking = await rekey()
      const signed = await sign(charts, 'Revoke', {
        signer: owner,
        message: revocation(chart, doctor.address, given, revoking),
      })
      await charts.connect(owner).reseal(chart, await update({ to: digest() }))
      await charts.connect(relayer).revokeBySig(chart, doctor, revoking, signed)
      const { epoch, keyed } = await charts.chartOf(chart)
      expect([epoch, keyed]).to.deep.equal([2n, false])
      expect(await charts.canRead(chart, doctor, 3)).to.equal(false)
    })

    it('revert with ChartsNoGrant when there is none to revoke', async () => {
      const { charts, chart, owner, nurse, relayer, rekey } = await loadFixture(signedChart)
      const revoking = await rekey()
      const nothing = { read: 0n, write: 0n, until: 0n, sinceEpoch: 0, purpose: '' }
      const signed = await sign(charts, 'Revoke', {
        signer: owner,
        message: { chart, grantee: nurse.address, ...nothing, grantEpoch: 0, ...signedUpdate(revoking) },
      })
      await expect(charts.connect(relayer).revokeBySig(chart, nurse, revoking, signed))
        .to.be.revertedWithCustomError(charts, 'ChartsNoGrant')
        .withArgs(chart, nurse.address)
    })

    it('end the share that they name, signed with until 0, and no later one', async () => {
      const { charts, chart, owner, nurse, relayer, update, rekey } = await loadFixture(signedChart)
      const as = charts.connect(owner)
      const until = (await now()) + DAY
      await as.share(chart, 1, nurse, until, await update())
      const ending = await update()
      const signed = await signShare(charts, owner, [chart, 1, nurse.address, until, 0n, ending])
      const snapshot = await networkHelpers.takeSnapshot()
      await charts.connect(relayer).shareBySig(chart, 1, nurse, 0, ending, signed)
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(0n)

      await snapshot.restore()
      await as.share(chart, 1, nurse, 0, await update())
      await as.share(chart, 1, nurse, until + 1n, await update())
      await as.rotate(chart, await rekey())
      await expect(charts.connect(relayer).shareBySig(chart, 1, nurse, 0, ending, signed))
        .to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
        .withArgs(owner.address)
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(until + 1n)
    })

    it('end a share whatever became of the keyring', async () => {
      const { charts, chart, owner, nurse, relayer, update, rekey } = await loadFixture(signedChart)
      const until = (await now()) + DAY
      await charts.connect(owner).share(chart, 1, nurse, until, await update())
      const ending = await update()
      const signed = await signShare(charts, owner, [chart, 1, nurse.address, until, 0n, ending])
      await charts.connect(owner).rotate(chart, await rekey())
      await charts.connect(relayer).shareBySig(chart, 1, nurse, 0, ending, signed)
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(0n)
    })

    it('bring no share back that was ended, even without a keyring', async () => {
      const { charts, chart, owner, nurse, relayer, update, noKeyring } = await loadFixture(signedChart)
      const until = (await now()) + DAY
      await charts.connect(owner).share(chart, 1, nurse, until, await update())
      const longer = await update()
      const signed = await signShare(charts, owner, [chart, 1, nurse.address, until, until + DAY, longer])
      await charts.connect(owner).share(chart, 1, nurse, 0, await noKeyring())
      await expect(charts.connect(relayer).shareBySig(chart, 1, nurse, until + DAY, longer, signed))
        .to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
        .withArgs(owner.address)
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(0n)
    })

    it('of a stranger end no share', async () => {
      const { charts, chart, owner, doctor, nurse, stranger, relayer, update } =
        await loadFixture(signedChart)
      const until = (await now()) + DAY
      await charts.connect(owner).share(chart, 1, nurse, until, await update())
      const ending = await update()
      for (const signer of [stranger, relayer, doctor, nurse]) {
        const signed = await signShare(charts, signer, [chart, 1, nurse.address, until, 0n, ending])
        await expect(charts.connect(relayer).shareBySig(chart, 1, nurse, 0, ending, signed))
          .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
          .withArgs(chart, signer.address, owner.address)
      }
      expect(await charts.shareUntil(chart, 1, nurse)).to.equal(until)
    })

    it('bring no access back that a shorter grant had let expire', async () => {
      const { charts, chart, owner, doctor, relayer, update } = await loadFixture(signedChart)
      const [given, granting] = [permission({ read: mask(3, 4) }), await update()]
      const signed = await sign(charts, 'Grant', {
        signer: owner,
        message: { chart, grantee: doctor.address, ...named(given), ...signedUpdate(granting) },
      })
      const shorter = { ...given, until: (await now()) + DAY }
      const direct = await update()
      await charts.connect(owner).grant(chart, doctor, shorter, direct)
      await time.increaseTo(shorter.until)
      await expect(charts.connect(relayer).grantBySig(chart, doctor, given, granting, signed))
        .to.be.revertedWithCustomError(charts, 'ChartsStaleKeyring')
        .withArgs(chart, granting.from, direct.to)
      expect(await charts.canRead(chart, doctor, 3)).to.equal(false)
    })

    it('revoke no grant that a delegate gave anew meanwhile, unlike a direct call', async () => {
      const { charts, chart, owner, carer, doctor, relayer, given, update, rekey } =
        await loadFixture(signedChart)
      const until = given.until - 1n
      await charts.connect(owner).nameDelegate(chart, carer, until, await update())
      const revoking = await rekey()
      const signed = await sign(charts, 'Revoke', {
        signer: owner,
        message: revocation(chart, doctor.address, given, revoking),
      })
      await charts.connect(carer).grant(chart, doctor, { ...given, until }, await update())
      await expect(charts.connect(relayer).revokeBySig(chart, doctor, revoking, signed))
        .to.be.revertedWithCustomError(charts, 'SignaturesInvalid')
        .withArgs(owner.address)
      await charts.connect(owner).revoke(chart, doctor, revoking)
      expect(await charts.canRead(chart, doctor, 3)).to.equal(false)
    })

    it('of one subject never wait for those of another, nor of another action', async () => {
      const { charts, chart, owner, doctor, nurse, relayer, given, update, rekey } =
        await loadFixture(signedChart)
      const granting = await update()
      const grantTo = async (grantee: typeof doctor) =>
        sign(charts, 'Grant', {
          signer: owner,
          message: { chart, grantee: grantee.address, ...named(given), ...signedUpdate(granting) },
        })
      // The relayer keeps the first signature to itself.
      await grantTo(doctor)
      await charts.connect(relayer).grantBySig(chart, nurse, given, granting, await grantTo(nurse))
      expect(await charts.canRead(chart, nurse, 3)).to.equal(true)
      const revoking = await rekey()
      const signed = await sign(charts, 'Revoke', {
        signer: owner,
        message: revocation(chart, doctor.address, given, revoking),
      })
      await charts.connect(relayer).revokeBySig(chart, doctor, revoking, signed)
      expect(await charts.canRead(chart, doctor, 3)).to.equal(false)
    })

    it('of a delegate count while it is in time, and give nothing that outlasts it', async () => {
      const { charts, chart, owner, carer, nurse, relayer, update } = await loadFixture(signedChart)
      const until = (await now()) + DAY
      await charts.connect(owner).nameDelegate(chart, carer, until, await update())
      const granting = await update({ to: digest() })
      const grant = async (given: Permission, nonce = 0n) => {
        const message = { chart, grantee: nurse.address, ...named(given), ...signedUpdate(granting) }
        const signed = await sign(charts, 'Grant', { signer: carer, message, nonce })
        return charts.connect(relayer).grantBySig(chart, nurse, given, granting, signed)
      }
      await expect(grant(permission({ until: until + 1n })))
        .to.be.revertedWithCustomError(charts, 'ChartsOutlastsDelegate')
        .withArgs(chart, until + 1n, until)
      const snapshot = await networkHelpers.takeSnapshot()
      await grant(permission({ until }))
      await snapshot.restore()
      await time.increaseTo(until)
      await expect(grant(permission({ until: until + 1n })))
        .to.be.revertedWithCustomError(charts, 'ChartsNotOwner')
        .withArgs(chart, carer.address, owner.address)
    })

    it('show each purpose as its HL7 code', async () => {
      const { charts, chart, owner, nurse, relayer, update } = await loadFixture(signedChart)
      let nonce = 0n
      for (let purpose = 1; purposeCode(purpose) !== ''; purpose++) {
        const [given, granting] = [permission({ purpose }), await update()]
        const message = { chart, grantee: nurse.address, ...named(given), ...signedUpdate(granting) }
        const signed = await sign(charts, 'Grant', { signer: owner, message, nonce: nonce++ })
        await charts.connect(relayer).grantBySig(chart, nurse, given, granting, signed)
      }
      expect(nonce).to.be.greaterThan(10n)
    })
  })
})
