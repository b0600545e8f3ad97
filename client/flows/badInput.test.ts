import { secp256k1 } from '@noble/curves/secp256k1.js'
import { bytesToHex, hashTypedData, hexToBytes, serializeSignature } from 'viem'
import type { Hex, TypedDataDefinition } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  accountState,
  addRecords,
  cidOfPointer,
  exportChart,
  grantAccess,
  listOwnCharts,
  loadChart,
  lockSession,
  openChart,
  prepareAccount,
  publishAccount,
  readRecord,
  resumePending,
  revokeAccess,
  rotateChart,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, Session, Wallet } from '#client'
import { createLocalWallet } from '../chain/localWallet.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import type { Proxy } from '../../test/lib/startProxy.ts'
import { memoryStorage, note, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
let chainProxy: Proxy
let storeProxy: Proxy
/** A patient whose chain and store can fail. */
let patient: Session
let chart: ChartId
let medications: number

const inADay = () => Math.floor(Date.now() / 1000) + 86_400
const failing = <T>(work: Promise<T>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

beforeAll(async () => {
  world = await startWorld()
  chainProxy = await startProxy(world.chain.rpcUrl)
  storeProxy = await startProxy(world.store.rpcUrl)
  const made = await world.newPatient()
  chart = made.chart
  patient = {
    ...made.patient,
    context: world.context({
      chain: { ...world.config.chain, rpcUrl: chainProxy.url },
      stores: [{ name: 'The store', rpcUrl: storeProxy.url, gatewayUrl: storeProxy.url }],
    }),
  }
  medications = (await loadChart(patient, { chart })).sections.find(
    ({ label }) => label === 'Medications',
  )!.number
}, 120_000)

beforeEach(() => {
  chainProxy.isDown = false
  storeProxy.isDown = false
  storeProxy.rewrite = null
})

afterAll(async () => {
  await chainProxy.stop()
  await storeProxy.stop()
  await world.stop()
})

/** What the work fails with, once it is sure that neither the chain nor the store is left with anything of it. */
async function failsCleanly(work: () => Promise<unknown>): Promise<unknown> {
  const pins = await world.pins()
  const block = await world.rpc('eth_blockNumber')
  const error = await failing(work())
  chainProxy.isDown = false
  storeProxy.isDown = false
  expect(await world.rpc('eth_blockNumber')).toBe(block)
  expect(await world.pins()).toEqual(pins)
  return error
}

const withWallet = (session: Session, wallet: Wallet): Session => ({ ...session, wallet })
const rejecting = (wallet: Wallet) =>
  withGate(wallet, () => {
    throw rejection()
  })

describe('files', () => {
  test.each([
    ['an empty file', new Blob([]), 'FileEmptyError'],
    ['an unknown type', new Blob([Uint8Array.of(1, 2, 3, 0)]), 'FileTypeUnknownError'],
  ])('%s is refused and nothing is left of it', async (_, blob, name) => {
    expect(
      await failsCleanly(() =>
        addRecords(patient, { chart, section: medications, files: [note('Fine'), { name: 'a.txt', blob }] }),
      ),
    ).toMatchObject({ name })
  })

  test('a file over the limit is refused before anything is read', async () => {
    const small = { ...patient, context: world.context({ maxFileBytes: 10 }) }
    expect(
      await failsCleanly(() => addRecords(small, { chart, section: medications, files: [note('Long')] })),
    ).toMatchObject({
      name: 'FileOverLimitError',
    })
  })

  test('a title that the section has already is refused', async () => {
    await addRecords(patient, { chart, section: medications, files: [note('Twice')] })
    expect(
      await failsCleanly(() => addRecords(patient, { chart, section: medications, files: [note('Twice')] })),
    ).toMatchObject({
      name: 'TitleTakenError',
    })
    const other = (await loadChart(patient, { chart })).sections.find(({ number }) => number !== medications)!
    expect(await addRecords(patient, { chart, section: other.number, files: [note('Twice')] })).toHaveLength(
      1,
    )
  })

  test('a section that the chart does not have is refused', async () => {
    const { sections } = await loadChart(patient, { chart })
    const section = [...Array(64).keys()].find((number) =>
      sections.every((known) => known.number !== number),
    )!
    expect(
      await failsCleanly(() => addRecords(patient, { chart, section, files: [note('Nowhere')] })),
    ).toMatchObject({
      name: 'SectionMissingError',
    })
  })
})

describe('names', () => {
  test.each([
    ['the same section twice', ['Heart', ' heart '], 'SectionNameTakenError'],
    ['no section', [], 'SectionsInvalidError'],
    ['an empty section', ['Heart', ' '], 'SectionsInvalidError'],
    ['too many sections', Array.from({ length: 65 }, (_, i) => `S${i}`), 'SectionsInvalidError'],
  ])('a chart with %s is refused', async (_, sections, name) => {
    expect(await failsCleanly(() => openChart(patient, { title: 'Second', sections }))).toMatchObject({
      name,
    })
  })

  test('a chart without a title is refused', async () => {
    expect(await failsCleanly(() => openChart(patient, { title: ' ', sections: ['Heart'] }))).toMatchObject({
      name: 'NameInvalidError',
    })
  })

  test('a patient’s profile never takes a name, and a doctor’s needs one', async () => {
    const context = world.context()
    const wallet = world.newWallet()
    expect(
      await failsCleanly(() => prepareAccount(context, { wallet, kind: 'patient', name: 'Ada' })),
    ).toMatchObject({
      name: 'NameInvalidError',
    })
    expect(await failsCleanly(() => prepareAccount(context, { wallet, kind: 'practitioner' }))).toMatchObject(
      {
        name: 'NameInvalidError',
      },
    )
  })
})

describe('wallets', () => {
  test('a wallet on another network is told so before it is asked', async () => {
    let asked = 0
    const gate = withGate(patient.wallet!, () => void asked++)
    const wallet = { ...gate, chainId: async () => 1 }
    const error = {
      name: 'WrongNetworkError',
      shortMessage: 'The wallet is on another network. Switch it to Local chain (chain 31337) and try again.',
    }
    expect(
      await failsCleanly(() =>
        addRecords(withWallet(patient, wallet), { chart, section: medications, files: [note('Abroad')] }),
      ),
    ).toMatchObject(error)
    const fresh = { ...withGate(world.newWallet(), () => void asked++), chainId: async () => 1 }
    expect(
      await failsCleanly(() => prepareAccount(world.context(), { wallet: fresh, kind: 'patient' })),
    ).toMatchObject(error)
    expect(asked).toBe(0)
  })

  test('a declined transaction is an outcome of every act, and leaves nothing', async () => {
    const doctor = await world.newAccount('practitioner', 'Dr Test')
    const declined = withWallet(patient, rejecting(patient.wallet!))
    const error = {
      name: 'UserRejectedError',
      shortMessage: 'You declined the request in your wallet. Nothing was sent.',
    }
    const grant = {
      chart,
      grantee: doctor.account,
      read: [medications],
      write: [],
      until: inADay(),
      purpose: 'TREAT',
    } as const
    expect(
      await failsCleanly(() => addRecords(declined, { chart, section: medications, files: [note('No')] })),
    ).toMatchObject(error)
    expect(await failsCleanly(() => openChart(declined, { title: 'No', sections: ['Heart'] }))).toMatchObject(
      error,
    )
    expect(await failsCleanly(() => grantAccess(declined, grant))).toMatchObject(error)
    expect(await failsCleanly(() => rotateChart(declined, { chart }))).toMatchObject(error)
    await grantAccess(patient, grant)
    expect(
      await failsCleanly(() => revokeAccess(declined, { chart, grantee: doctor.account })),
    ).toMatchObject(error)
    expect((await loadChart(patient, { chart })).grants).toMatchObject([{ grantee: doctor.account }])
    await revokeAccess(patient, { chart, grantee: doctor.account })
  })

  test('a declined publication leaves a draft that can be published later', async () => {
    const context = world.context()
    const wallet = world.newWallet()
    const draft = await prepareAccount(context, { wallet, kind: 'patient' })
    expect(
      await failsCleanly(() => publishAccount(context, { wallet: rejecting(wallet), draft })),
    ).toMatchObject({
      name: 'UserRejectedError',
    })
    expect(await accountState(context, wallet.account)).toBe('none')
    await publishAccount(context, { wallet, draft })
    await expect(prepareAccount(context, { wallet, kind: 'patient' })).rejects.toMatchObject({
      name: 'AccountExistsError',
    })
  })

  test('a declined signature unlocks nothing', async () => {
    expect(
      await failsCleanly(() =>
        prepareAccount(world.context(), { wallet: rejecting(world.newWallet()), kind: 'patient' }),
      ),
    ).toMatchObject({
      name: 'UserRejectedError',
    })
    expect(
      await failsCleanly(() => unlockAccount(world.context(), { wallet: rejecting(patient.wallet!) })),
    ).toMatchObject({
      name: 'UserRejectedError',
    })
  })

  test('a wallet whose two signatures differ is refused', async () => {
    const wallet = world.newWallet()
    let asked = 0
    // Two signatures with different nonces: both recover to the account.
    const signTypedData: Wallet['signTypedData'] = async (typedData) =>
      asked++ === 0 ? wallet.signTypedData(typedData) : signAtRandom(wallet.privateKey, typedData)
    const random: Wallet = { ...wallet, signTypedData }
    expect(
      await failsCleanly(() => prepareAccount(world.context(), { wallet: random, kind: 'patient' })),
    ).toMatchObject({
      name: 'WalletNotDeterministicError',
    })
    expect(asked).toBe(2)
  })

  test('a signature by another key is refused', async () => {
    const [wallet, other] = [world.newWallet(), world.newWallet()]
    const foreign = { ...wallet, signTypedData: other.signTypedData }
    expect(
      await failsCleanly(() => prepareAccount(world.context(), { wallet: foreign, kind: 'patient' })),
    ).toMatchObject({
      name: 'WalletSignatureInvalidError',
    })
  })

  test('an account that cannot pay is told so before its wallet is asked', async () => {
    const poor = createLocalWallet({ config: world.config, privateKey: `0x${'5a'.repeat(32)}` })
    const context = world.context()
    const draft = await prepareAccount(context, { wallet: poor, kind: 'patient' })
    expect(await failsCleanly(() => publishAccount(context, { wallet: poor, draft }))).toMatchObject({
      name: 'InsufficientFundsError',
      shortMessage:
        'The account cannot pay the transaction’s fee. Add funds to it on this network and try again.',
    })
  })

  test('a wallet that moved on to another account is told so', async () => {
    expect(
      await failsCleanly(() => rotateChart(withWallet(patient, world.newWallet()), { chart })),
    ).toMatchObject({
      name: 'WrongAccountError',
    })
  })

  test('a session opened by the recovery code reads, and changes nothing without the wallet', async () => {
    const context = world.context()
    const wallet = world.newWallet()
    const draft = await prepareAccount(context, { wallet, kind: 'patient' })
    const first = await publishAccount(context, { wallet, draft })
    const own = await openChart(first, { title: 'Mine', sections: ['Heart'] })
    lockSession(first)
    await expect(loadChart(first, { chart: own })).rejects.toMatchObject({ name: 'SessionLockedError' })
    const session = await unlockAccount(context, {
      account: wallet.account,
      recoveryCode: draft.recoveryCode,
    })
    expect(await loadChart(session, { chart: own })).toMatchObject({ title: 'Mine' })
    expect(await failsCleanly(() => rotateChart(session, { chart: own }))).toMatchObject({
      name: 'WalletNeededError',
    })
    const wrong = draft.recoveryCode.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'))
    expect(
      await failsCleanly(() => unlockAccount(context, { account: wallet.account, recoveryCode: wrong })),
    ).toMatchObject({
      name: 'RecoveryCodeInvalidError',
    })
    expect(
      await failsCleanly(() =>
        unlockAccount(context, { account: patient.account, recoveryCode: draft.recoveryCode }),
      ),
    ).toMatchObject({ name: 'UnlockerUnknownError' })
  })
})

describe('people', () => {
  test('a doctor without a profile cannot be given access', async () => {
    const grantee = world.newWallet().account
    expect(
      await failsCleanly(() =>
        grantAccess(patient, {
          chart,
          grantee,
          read: [medications],
          write: [],
          until: inADay(),
          purpose: 'TREAT',
        }),
      ),
    ).toMatchObject({
      name: 'ProfileMissingError',
      shortMessage:
        'This person has not set up Chartkey on this network, so there is no key to share with. ' +
        'Ask them to do so first.',
    })
    expect(
      await failsCleanly(() => unlockAccount(world.context(), { wallet: world.newWallet() })),
    ).toMatchObject({
      name: 'AccountMissingError',
    })
  })

  test('access that makes no sense is refused', async () => {
    const doctor = await world.newAccount('practitioner', 'Dr Nobody')
    const sound = { chart, grantee: doctor.account, read: [medications], write: [], until: inADay() }
    const refuse = async (change: object) =>
      expect(
        await failsCleanly(() => grantAccess(patient, { ...sound, purpose: 'TREAT', ...change })),
      ).toMatchObject({
        name: 'PermissionInvalidError',
      })
    await refuse({ grantee: patient.account })
    await refuse({ grantee: '0x12' })
    await refuse({ read: [] })
    await refuse({ until: 1_000_000_000 })
    await refuse({ purpose: 'FUN' })
    const { sections } = await loadChart(patient, { chart })
    await refuse({ read: [[...Array(64).keys()].find((n) => sections.every(({ number }) => number !== n))!] })
    expect(await failsCleanly(() => revokeAccess(patient, { chart, grantee: doctor.account }))).toMatchObject(
      {
        name: 'GrantMissingError',
      },
    )
  })

  test('a stranger sees and changes nothing', async () => {
    const stranger = await world.newAccount('practitioner', 'Dr Stranger')
    expect(await failsCleanly(() => loadChart(stranger, { chart }))).toMatchObject({ name: 'NoAccessError' })
    expect(await failsCleanly(() => rotateChart(stranger, { chart }))).toMatchObject({
      name: 'NotOwnerError',
    })
    expect(
      await failsCleanly(() => addRecords(stranger, { chart, section: medications, files: [note('Hm')] })),
    ).toMatchObject({
      name: 'NoAccessError',
    })
    expect(await failsCleanly(() => loadChart(stranger, { chart: `0x${'00'.repeat(32)}` }))).toMatchObject({
      name: 'ChartMissingError',
    })
  })

  test('a reader who may not write is told so, and reads no other section', async () => {
    const { chart: own, patient: owner } = await world.newPatient(['Heart', 'Mind'])
    const { sections } = await loadChart(owner, { chart: own })
    const [heart, mind] = ['Heart', 'Mind'].map((label) => sections.find((s) => s.label === label)!.number)
    await addRecords(owner, { chart: own, section: mind!, files: [note('Private')] })
    const doctor = await world.newAccount('practitioner', 'Dr Reader')
    await grantAccess(owner, {
      chart: own,
      grantee: doctor.account,
      read: [heart!],
      write: [],
      until: inADay(),
      purpose: 'TREAT',
    })
    for (const section of [heart!, mind!]) {
      expect(
        await failsCleanly(() => addRecords(doctor, { chart: own, section, files: [note('Hm')] })),
      ).toMatchObject({
        name: 'CannotWriteError',
      })
    }
    expect(await failsCleanly(() => readRecord(doctor, { chart: own, number: 1 }))).toMatchObject({
      name: 'RecordNoAccessError',
    })
    expect(await failsCleanly(() => readRecord(doctor, { chart: own, number: 2 }))).toMatchObject({
      name: 'RecordMissingError',
    })
  })
})

describe('the network', () => {
  test('with the store down nothing is filed', async () => {
    storeProxy.isDown = true
    expect(
      await failsCleanly(() => addRecords(patient, { chart, section: medications, files: [note('Lost')] })),
    ).toMatchObject({
      name: 'BytesNotConfirmedError',
      shortMessage:
        'Nothing was filed, because the bytes could not be stored. ' +
        'The store “The store” cannot be reached. Check that it is running, then try again.',
    })
    storeProxy.isDown = true
    expect(
      await failsCleanly(() => openChart(patient, { title: 'Lost', sections: ['Heart'] })),
    ).toMatchObject({
      name: 'BytesNotConfirmedError',
    })
  })

  test('with the store down a chart is listed, and each record says why it is not shown', async () => {
    const device = await unlockAccount(patient.context, { wallet: patient.wallet! })
    await listOwnCharts(device)
    storeProxy.isDown = true
    const { records, isHeadVerified } = await loadChart(device, { chart })
    expect(isHeadVerified).toBe(true)
    expect(new Set(records.map(({ state }) => state))).toEqual(new Set(['unavailable']))
    expect(records[0]!.problem).toBe(
      'The store “The store” cannot be reached. Check that it is running, then try again.',
    )
    expect(await failing(unlockAccount(patient.context, { wallet: patient.wallet! }))).toMatchObject({
      name: 'ProfileUnreadableError',
    })
  })

  test('with the chain down nothing is stored', async () => {
    chainProxy.isDown = true
    expect(
      await failsCleanly(() => addRecords(patient, { chart, section: medications, files: [note('Lost')] })),
    ).toMatchObject({
      name: 'ChainUnreachableError',
      hash: null,
      shortMessage:
        'The blockchain node does not answer. Check that it runs and that you are online, then try again.',
    })
  })

  test('a chain that goes down between storing and sending leaves nothing', async () => {
    expect(
      await failsCleanly(() =>
        addRecords(patient, {
          chart,
          section: medications,
          files: [note('Lost')],
          onProgress: ({ step }) => {
            if (step === 'confirming-bytes') chainProxy.isDown = true
          },
        }),
      ),
    ).toMatchObject({ name: 'ChainUnreachableError' })
  })
})

describe('tampering', () => {
  test('a tampered block is noticed and named, and fails no other record', async () => {
    const numbers = await addRecords(patient, {
      chart,
      section: medications,
      files: [note('Sound'), note('Spoilt')],
    })
    const { records } = await loadChart(patient, { chart })
    const spoilt = records[numbers[1]! - 1]!
    const device = await unlockAccount(patient.context, { wallet: patient.wallet! })
    storeProxy.rewrite = flip((path) => path.includes(cidOfPointer(spoilt.pointer).toString()))
    const seen = (await loadChart(device, { chart })).records
    expect(seen.filter(({ state }) => state !== 'readable')).toMatchObject([
      {
        number: spoilt.number,
        author: patient.account,
        state: 'tampered',
        details: null,
        problem:
          'The bytes from “The store” are not those that were filed. They were not used. ' +
          'Add another store that has them.',
      },
    ])
    const report = await verifyChart(device, { chart })
    expect(report).toMatchObject({ isSound: false, isHeadVerified: true, verified: records.length - 1 })
    const states: string[] = []
    for await (const { summary } of exportChart(device, { chart })) states.push(summary.state)
    expect(states.filter((state) => state !== 'readable')).toEqual(['tampered'])
  })

  test('a tampered document is refused though its description is sound', async () => {
    const [number] = await addRecords(patient, { chart, section: medications, files: [note('Letter')] })
    const { records } = await loadChart(patient, { chart })
    const root = cidOfPointer(records[number! - 1]!.pointer).toString()
    storeProxy.rewrite = flip((path) => !path.includes(root))
    expect(await failing(readRecord(patient, { chart, number: number! }))).toMatchObject({
      name: 'BlockTamperedError',
    })
    storeProxy.rewrite = null
    expect(await (await readRecord(patient, { chart, number: number! })).body.text()).toContain('Letter')
  })

  test('with an honest store beside a lying one, everything is read', async () => {
    const [honest] = world.config.stores
    const lying = { name: 'A liar', rpcUrl: storeProxy.url, gatewayUrl: storeProxy.url }
    const context = world.context({ stores: [lying, honest!] })
    storeProxy.rewrite = flip(() => true)
    const device = await unlockAccount(context, { wallet: patient.wallet! })
    expect(await verifyChart(device, { chart })).toMatchObject({ isSound: true, problems: [] })
  })

  test('a node that leaves out or changes records is found out by the head', async () => {
    const before = (await loadChart(patient, { chart })).records
    chainProxy.rewrite = (_, body) => {
      const text = body.toString()
      const pointer = before[0]!.pointer.slice(2)
      return Buffer.from(text.replaceAll(pointer, 'ee'.repeat(32)))
    }
    try {
      const device = { ...patient, context: { ...patient.context } }
      const contents = await loadChart(device, { chart })
      expect(contents.isHeadVerified).toBe(false)
      expect(contents.records[0]!.state).not.toBe('readable')
      const work = exportChart(device, { chart })
      expect(await failing(work.next())).toMatchObject({ name: 'HeadMismatchError' })
    } finally {
      chainProxy.rewrite = null
    }
  })
})

describe('transactions', () => {
  test('a dropped transaction is reported, and can be sent again', async () => {
    const storage = memoryStorage()
    const session = { ...patient, context: world.context({}, { storage }) }
    await world.rpc('evm_setAutomine', false)
    try {
      const work = addRecords(session, {
        chart,
        section: medications,
        files: [note('Dropped')],
        onProgress: ({ step, hash }) => {
          if (step === 'mining') void world.rpc('hardhat_dropTransaction', hash)
        },
      })
      expect(await failing(work)).toMatchObject({
        name: 'TransactionDroppedError',
        isReplaced: false,
        shortMessage:
          'The network dropped the transaction. Check in the wallet that it is gone, then try again.',
      })
      expect(await session.context.journal!.list()).toHaveLength(1)
    } finally {
      await world.rpc('evm_setAutomine', true)
    }
    await addRecords(session, { chart, section: medications, files: [note('Dropped')] })
  })

  test('a transaction that another one replaces is reported, and what was stored for it is given up', async () => {
    await world.rpc('evm_setAutomine', false)
    const pins = await world.pins()
    const { account } = patient
    try {
      const work = addRecords(patient, {
        chart,
        section: medications,
        files: [note('Replaced')],
        onProgress: ({ step, hash }) => {
          if (step === 'mining') void replace(hash!)
        },
      })
      expect(await failing(work)).toMatchObject({ name: 'TransactionDroppedError', isReplaced: true })
    } finally {
      await world.rpc('evm_setAutomine', true)
    }
    expect(await world.pins()).toEqual(pins)

    async function replace(hash: Hex): Promise<void> {
      const { nonce } = await world.rpc<{ nonce: Hex }>('eth_getTransactionByHash', hash)
      await new Promise((resolve) => setTimeout(resolve, 500))
      await world.rpc('hardhat_dropTransaction', hash)
      await world.rpc('eth_sendTransaction', {
        from: account,
        to: account,
        value: '0x0',
        nonce,
        gas: '0x5208',
      })
      await world.rpc('evm_mine')
    }
  })

  test('a reload waits for a transaction that was on its way', async () => {
    const storage = memoryStorage()
    const session = { ...patient, context: world.context({}, { storage }) }
    const gone = new AbortController()
    await world.rpc('evm_setAutomine', false)
    const work = addRecords(session, {
      chart,
      section: medications,
      files: [note('Slow')],
      signal: gone.signal,
      onProgress: ({ step }) => {
        if (step === 'mining') gone.abort()
      },
    })
    expect(await failing(work)).toMatchObject({ name: 'TransactionPendingError' })
    const reloaded = world.context({}, { storage })
    const [entry] = await reloaded.journal!.list()
    expect(entry).toMatchObject({ act: 'add', chart, account: patient.account })
    const waiting = resumePending(reloaded)
    await world.rpc('evm_setAutomine', true)
    await world.rpc('evm_mine')
    expect(await waiting).toEqual([{ entry, error: null }])
    expect(await reloaded.journal!.list()).toEqual([])
    const { records } = await loadChart(patient, { chart })
    expect(records.at(-1)).toMatchObject({ state: 'readable', details: { title: 'Slow.txt' } })
  })

  test('a transaction that reverts when it is mined is reported with its reason', async () => {
    const doctor = await world.newAccount('practitioner', 'Dr Late')
    await grantAccess(patient, {
      chart,
      grantee: doctor.account,
      read: [medications],
      write: [medications],
      until: inADay(),
      purpose: 'TREAT',
    })
    const pins = await world.pins()
    // The access ends between the doctor's trial and the mining.
    const late = withGate(doctor.wallet!, async (act) => {
      if (act === 'send') await world.later(2 * 86_400)
    })
    expect(
      await failing(
        addRecords(withWallet(doctor, late), { chart, section: medications, files: [note('Late')] }),
      ),
    ).toMatchObject({
      name: 'TransactionRevertedError',
      errorName: 'ChartsCannotWrite',
      shortMessage: 'This account may not file into this section: no access was given, or it has ended.',
    })
    expect(await world.pins()).toEqual(pins)
  })
})

/** Changes one byte in the middle of each block that a gateway gives for a path. */
function flip(chosen: (path: string) => boolean) {
  return (path: string, body: Buffer): Buffer => {
    if (!path.startsWith('/ipfs/') || !chosen(path) || body.length === 0) return body
    const changed = Buffer.from(body)
    const middle = Math.floor(changed.length / 2)
    changed[middle] = changed[middle]! ^ 1
    return changed
  }
}

function signAtRandom(privateKey: Hex, typedData: Parameters<Wallet['signTypedData']>[0]): Hex {
  const hash = hexToBytes(hashTypedData(typedData as TypedDataDefinition))
  const options = { prehash: false, extraEntropy: true, format: 'recovered' } as const
  const signature = secp256k1.sign(hash, hexToBytes(privateKey), options)
  return serializeSignature({
    yParity: signature[0]!,
    r: bytesToHex(signature.subarray(1, 33)),
    s: bytesToHex(signature.subarray(33)),
  })
}
