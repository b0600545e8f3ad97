import { encodeFunctionData, keccak256, toHex, zeroHash } from 'viem'
import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addRecords,
  cidOfPointer,
  endAllAccess,
  grantAccess,
  listChartsActedFor,
  listChartsOpenTo,
  listMadeByDelegate,
  loadChart,
  nameDelegate,
  offerChart,
  readRecord,
  removeDelegate,
  revokeAccess,
  rotateAccountKey,
  rotateChart,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, Progress, Session } from '#client'
import { chartsAbi } from '../chain/abi/charts.ts'
import { addCall, grantCall, resealCall, rotateCall } from '../chain/calls.ts'
import type { Call } from '../chain/calls.ts'
import { readCaller } from '../chain/readCaller.ts'
import { readChart } from '../chain/readChart.ts'
import { submit } from '../chain/submit.ts'
import type { KeyringUpdate } from '../chain/types.ts'
import { createKeyring, decodeKeyring, rotateKeyring, sectionPublicKey } from '../crypto/keyring.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import { encodeBlock } from '../crypto/object.ts'
import type { RootBlock } from '../crypto/object.ts'
import { sealRecord } from '../crypto/record.ts'
import { createUpload } from '../ipfs/createUpload.ts'
import { importBody } from '../ipfs/importBody.ts'
import { readManaged } from './keyrings.ts'
import { storeBlocks } from './storeBlocks.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import { note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

const DAY = 86_400

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

async function chainTime(): Promise<number> {
  const { timestamp } = await world.rpc<{ timestamp: Hex }>('eth_getBlockByNumber', 'latest', false)
  return Math.max(Number(timestamp), Math.floor(Date.now() / 1000))
}

const onAnotherDevice = (session: Session) => unlockAccount(world.context(), { wallet: session.wallet! })

/** A patient with a chart of one section, and somebody who acts for the patient. */
async function setUp(seconds = DAY) {
  const { patient, chart } = await world.newPatient(['Heart'])
  const carer = await world.newAccount('patient')
  await name(patient, chart, carer, seconds)
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  return { patient, chart, carer, heart }
}

async function name(patient: Session, chart: ChartId, delegate: Session, seconds: number): Promise<void> {
  const until = (await chainTime()) + seconds
  await nameDelegate(patient, { chart, delegate: delegate.account, until, name: 'My sister' })
}

async function give(by: Session, chart: ChartId, grantee: Session, section: number, seconds = 3_600) {
  const until = (await chainTime()) + seconds
  const rights = { read: [section], write: [section], until, purpose: 'TREAT' } as const
  await grantAccess(by, { chart, grantee: grantee.account, ...rights })
}

const statesOf = async (session: Session, chart: ChartId) =>
  (await loadChart(session, { chart })).records.map(({ state }) => state)

/** Sends a call with a keyring that no client of ours would make; `store` false withholds its bytes. */
async function setKeyring(
  session: Session,
  chart: ChartId,
  {
    contents,
    call = (update) => rotateCall(session.context.chain, { chart, update }),
    store = true,
  }: { contents: KeyringContents; call?: (update: KeyringUpdate) => Call; store?: boolean },
): Promise<{ root: RootBlock }> {
  const { context } = session
  const { keyring, epoch } = (await readChart(context.chain, { chart }))!
  const { pointer, root, blocks } = await createKeyring(contents)
  if (store) await storeBlocks(context, { root: root.cid, blocks, place: { chart } })
  const update = { from: keyring, to: pointer, epoch, nextEpoch: contents.epoch }
  await submit(context.chain, session.wallet!, { call: call(update) })
  return { root }
}

describe('a delegate', () => {
  test('acts for the owner until its end, and each builds on what the other did', async () => {
    const { patient, chart, carer, heart } = await setUp()
    const doctor = await world.newAccount('practitioner', 'Dr Given')
    await addRecords(patient, { chart, section: heart, files: [note('By the owner')] })

    expect(await listChartsActedFor(carer)).toMatchObject([
      { id: chart, owner: patient.account, title: 'Health chart', problem: null, count: 1 },
    ])
    await addRecords(carer, { chart, section: heart, files: [note('By the carer')] })
    await give(carer, chart, doctor, heart)
    expect(await statesOf(doctor, chart)).toEqual(['readable', 'readable'])
    await revokeAccess(carer, { chart, grantee: doctor.account })
    await rotateChart(carer, { chart })
    await addRecords(patient, { chart, section: heart, files: [note('By the owner again')] })

    const [owners, carers] = [await loadChart(patient, { chart }), await loadChart(carer, { chart })]
    expect(owners).toMatchObject({ role: 'owner', epoch: 3, actsUntil: null, keyringProblem: null })
    expect(owners.delegates).toMatchObject([
      {
        delegate: carer.account,
        name: 'My sister',
        isExpired: false,
        isProfileChanged: false,
        isKeyMissing: false,
      },
    ])
    expect(carers).toMatchObject({ role: 'delegate', actsUntil: owners.delegates[0]!.until })
    expect(carers.sections).toMatchObject([{ label: 'Heart', canRead: true, canWrite: true }])
    for (const session of [patient, carer, await onAnotherDevice(patient), await onAnotherDevice(carer)]) {
      expect(await statesOf(session, chart)).toEqual(['readable', 'readable', 'readable'])
      expect(await verifyChart(session, { chart })).toMatchObject({ isSound: true, isKeyringSound: true })
    }
    await expect(loadChart(doctor, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  })

  test('gives nothing that outlasts it, and does nothing that is the owner’s alone', async () => {
    const { patient, chart, carer, heart } = await setUp(1_800)
    const doctor = await world.newAccount('practitioner', 'Dr Longer')
    const until = (await chainTime()) + 600
    await expect(give(carer, chart, doctor, heart, 3_600)).rejects.toMatchObject({
      name: 'PermissionInvalidError',
      shortMessage: 'This access cannot be given: it would outlast your own right to act.',
    })
    const rights = { read: [heart], write: [], until, purpose: 'TREAT' } as const
    for (const grantee of [patient.account, carer.account]) {
      await expect(grantAccess(carer, { chart, grantee, ...rights })).rejects.toMatchObject({
        name: 'PermissionInvalidError',
      })
    }
    const refused = { name: 'NotOwnerError' }
    const { account } = doctor
    await expect(nameDelegate(carer, { chart, delegate: account, until })).rejects.toMatchObject(refused)
    await expect(offerChart(carer, { chart, successor: account, until })).rejects.toMatchObject(refused)
    await expect(endAllAccess(carer, { chart })).rejects.toMatchObject(refused)
    await expect(listMadeByDelegate(carer, { chart, delegate: account })).rejects.toMatchObject(refused)
    await expect(
      removeDelegate(carer, { chart, delegate: carer.account, grantees: [], shares: [] }),
    ).rejects.toMatchObject(refused)
    await expect(rotateChart(doctor, { chart })).rejects.toMatchObject(refused)
  })

  test('is somebody else with a profile, until a time to come', async () => {
    const { patient, chart, carer } = await setUp()
    const until = (await chainTime()) + DAY
    const nobody = world.newWallet().account
    const named = (delegate: Hex, end = until) => nameDelegate(patient, { chart, delegate, until: end })
    await expect(named(patient.account)).rejects.toMatchObject({ name: 'PermissionInvalidError' })
    await expect(named('0x12')).rejects.toMatchObject({ name: 'PermissionInvalidError' })
    await expect(named(carer.account, until - 2 * DAY)).rejects.toMatchObject({
      name: 'PermissionInvalidError',
      shortMessage: 'This access cannot be given: its end lies in the past.',
    })
    await expect(named(nobody)).rejects.toMatchObject({ name: 'ProfileMissingError' })
    await expect(
      removeDelegate(patient, { chart, delegate: nobody, grantees: [], shares: [] }),
    ).rejects.toMatchObject({ name: 'DelegateMissingError' })
    await named(carer.account, until + DAY)
    expect((await loadChart(patient, { chart })).delegates).toMatchObject([{ until: until + DAY }])
  })

  test('that has expired acts no more, and the keys rotate before the next filing', async () => {
    const { patient, chart, carer, heart } = await setUp(600)
    await addRecords(carer, { chart, section: heart, files: [note('In time')] })
    const kept = (await readManaged(carer, chart)).keyring.sectionKeys
    await world.later(700)
    await expect(addRecords(carer, { chart, section: heart, files: [note('Late')] })).rejects.toMatchObject({
      name: 'NoAccessError',
    })
    await expect(rotateChart(carer, { chart })).rejects.toMatchObject({ name: 'NotOwnerError' })
    expect(await listChartsActedFor(carer)).toEqual([])
    expect((await loadChart(patient, { chart })).delegates).toMatchObject([{ isExpired: true }])

    await addRecords(patient, { chart, section: heart, files: [note('After')] })
    expect(await loadChart(patient, { chart })).toMatchObject({ epoch: 2, records: [{}, { epoch: 2 }] })
    expect(await kept.find({ section: heart, epoch: 2, keyEpoch: 2 })).toBeNull()
    expect(await statesOf(await onAnotherDevice(patient), chart)).toEqual(['readable', 'readable'])
  })

  test('that has a grant too reads by it once it acts no more', async () => {
    const { patient, chart, carer, heart } = await setUp(600)
    await give(patient, chart, carer, heart)
    expect((await loadChart(carer, { chart })).role).toBe('delegate')
    await addRecords(patient, { chart, section: heart, files: [note('Early')] })
    await world.later(700)
    const early = await loadChart(await onAnotherDevice(carer), { chart })
    expect(early).toMatchObject({ role: 'grantee', records: [{ state: 'readable' }] })
    await addRecords(patient, { chart, section: heart, files: [note('Later')] })
    expect(await statesOf(carer, chart)).toEqual(['readable', 'readable'])
    expect((await readManaged(patient, chart)).keyring.opened.contents.readers).toMatchObject([
      { role: 'owner' },
      { account: carer.account, role: 'grantee', read: [heart] },
    ])
  })

  test('that renews its key renews the chart’s, and goes on', async () => {
    const { patient, chart, carer, heart } = await setUp()
    const { session, renewal } = await rotateAccountKey(carer)
    expect(renewal).toMatchObject({ renewed: [chart], waiting: [] })
    await addRecords(session, { chart, section: heart, files: [note('By the new key')] })
    const shown = await loadChart(patient, { chart })
    expect(shown).toMatchObject({ epoch: 2, records: [{ state: 'readable' }] })
    expect(shown.delegates).toMatchObject([{ isProfileChanged: false, isKeyMissing: false }])
  })

  test('may be somebody who has access, and keeps that when removed', async () => {
    const { patient, chart } = await world.newPatient(['Heart'])
    const heart = (await loadChart(patient, { chart })).sections[0]!.number
    const doctor = await world.newAccount('practitioner', 'Dr Both')
    await give(patient, chart, doctor, heart)
    await name(patient, chart, doctor, DAY)
    await addRecords(doctor, { chart, section: heart, files: [note('Both')] })
    const ended = await removeDelegate(patient, {
      chart,
      delegate: doctor.account,
      grantees: [],
      shares: [],
    })
    expect(ended).toEqual({ isKeyed: true, problem: null })
    expect(await loadChart(doctor, { chart })).toMatchObject({
      role: 'grantee',
      records: [{ state: 'readable' }],
    })
  })
})

describe('a removal', () => {
  test('ends what the delegate gave, if the owner says so, and nothing else', async () => {
    const { patient, chart, carer, heart } = await setUp()
    const [mine, kept, ended] = [
      await world.newAccount('practitioner', 'Dr Mine'),
      await world.newAccount('practitioner', 'Dr Kept'),
      await world.newAccount('practitioner', 'Dr Ended'),
    ]
    await give(patient, chart, mine, heart)
    await give(carer, chart, kept, heart)
    await give(carer, chart, ended, heart)
    const made = await listMadeByDelegate(patient, { chart, delegate: carer.account })
    expect(made.grants.map(({ grantee }) => grantee).toSorted()).toEqual(
      [kept.account, ended.account].toSorted(),
    )
    expect(made.shares).toEqual([])

    const keptKeys = (await readManaged(carer, chart)).keyring.sectionKeys
    const parts = { delegate: carer.account, grantees: [ended.account], shares: [] }
    expect(await removeDelegate(patient, { chart, ...parts })).toEqual({ isKeyed: true, problem: null })
    const [number] = await addRecords(patient, { chart, section: heart, files: [note('After')] })
    expect(await statesOf(mine, chart)).toEqual(['readable'])
    expect(await statesOf(kept, chart)).toEqual(['readable'])
    for (const session of [ended, carer]) {
      await expect(loadChart(session, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
      await expect(readRecord(session, { chart, number: number! })).rejects.toMatchObject({
        name: 'NoAccessError',
      })
    }
    expect(await listChartsOpenTo(ended)).toEqual([])
    expect(await keptKeys.find({ section: heart, epoch: 2, keyEpoch: 2 })).toBeNull()
    expect((await loadChart(patient, { chart })).delegates).toEqual([])
  })

  test('knows who gave an access by the transaction, or by the signature that it carried', async () => {
    const { patient, carer } = await setUp()
    const { chain } = patient.context
    const { charts } = chain.config.contracts
    const send = (data: Hex, to = charts) => patient.wallet!.sendTransaction({ to, data, gas: 200_000n })
    const signed = { signer: carer.account, deadline: 0n, nonce: 0n, signature: '0x' } as const
    const update = { from: zeroHash, to: zeroHash, epoch: 1, nextEpoch: 1 }
    const relayed = encodeFunctionData({
      abi: chartsAbi,
      functionName: 'rotateBySig',
      args: [zeroHash, update, signed],
    })
    const hashes = [await send(relayed), await send('0x12345678'), await send('0x', carer.account)]
    const callers = hashes.map((hash) => readCaller(chain, { hash }))
    expect(await Promise.all(callers)).toEqual([carer.account, null, null])
    expect(await readCaller(chain, { hash: zeroHash })).toBeNull()
  })

  test('takes effect with the stores down, and the keys follow', async () => {
    const { patient, chart, carer, heart } = await setUp()
    await addRecords(carer, { chart, section: heart, files: [note('Before')] })
    const proxy = await startProxy(world.store.rpcUrl)
    const stores = [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
    const offline = await unlockAccount(world.context({ stores }), { wallet: patient.wallet! })
    proxy.isDown = true
    const parts = { delegate: carer.account, grantees: [], shares: [] }
    const ended = await removeDelegate(offline, { chart, ...parts })
    expect(ended).toMatchObject({ isKeyed: false, problem: { name: 'StoreUnreachableError' } })
    await expect(loadChart(carer, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
    proxy.isDown = false
    await addRecords(offline, { chart, section: heart, files: [note('After')] })
    expect(await statesOf(patient, chart)).toEqual(['readable', 'readable'])
    await proxy.stop()
  })

  test('is not delayed by a delegate that changes the keys meanwhile', async () => {
    const { patient, chart, carer } = await setUp()
    let isRaced = false
    const slow = withGate(patient.wallet!, async (act) => {
      if (act !== 'send' || isRaced) return
      isRaced = true
      await rotateChart(carer, { chart })
    })
    const parts = { delegate: carer.account, grantees: [], shares: [] }
    const ended = await removeDelegate({ ...patient, wallet: slow }, { chart, ...parts })
    expect(ended).toEqual({ isKeyed: true, problem: null })
    expect(await loadChart(patient, { chart })).toMatchObject({ epoch: 3, isKeyed: true, delegates: [] })
    await expect(rotateChart(carer, { chart })).rejects.toMatchObject({ name: 'NotOwnerError' })
  })

  test('of everybody ends all at once', async () => {
    const { patient, chart, carer, heart } = await setUp()
    const doctor = await world.newAccount('practitioner', 'Dr All')
    await give(patient, chart, doctor, heart)
    await offerChart(patient, { chart, successor: doctor.account, until: (await chainTime()) + DAY })
    await addRecords(carer, { chart, section: heart, files: [note('Before')] })
    // Sealed to as the successor, the doctor still sees what the grant gives, and no more of it.
    const granted = await loadChart(doctor, { chart })
    expect(granted).toMatchObject({ role: 'grantee', records: [{ state: 'readable' }], delegates: [] })
    expect(await endAllAccess(patient, { chart })).toEqual({ isKeyed: true, problem: null })
    expect(await loadChart(patient, { chart })).toMatchObject({
      grants: [],
      delegates: [],
      shares: [],
      offer: null,
      isKeyed: true,
    })
    for (const session of [carer, doctor]) {
      await expect(loadChart(session, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
    }
    const { readers } = (await readManaged(patient, chart)).keyring.opened.contents
    expect(readers.map(({ account }) => account)).toEqual([patient.account])
    await give(patient, chart, doctor, heart)
    expect((await loadChart(patient, { chart })).grants).toMatchObject([{ isKeyMissing: false }])
  })
})

describe('keys that a delegate spoiled', () => {
  type Spoil = (carer: Session, chart: ChartId) => Promise<unknown>
  const next = async (carer: Session, chart: ChartId) => {
    const { contents } = (await readManaged(carer, chart)).keyring.opened
    return rotateKeyring(contents, contents.epoch + 1)
  }
  const spoils: [string, Spoil][] = [
    [
      'are withheld',
      async (carer, chart) => setKeyring(carer, chart, { contents: await next(carer, chart), store: false }),
    ],
    [
      'are none',
      async (carer, chart) => {
        const { context } = carer
        const { keyring, epoch } = (await readChart(context.chain, { chart }))!
        const block = encodeBlock({ v: 1, type: 'chartkey/keyring', nothing: true })
        await storeBlocks(context, { root: block.cid, blocks: [block], place: { chart } })
        const update = { from: keyring, to: block.pointer, epoch, nextEpoch: epoch + 1 }
        await submit(context.chain, carer.wallet!, { call: rotateCall(context.chain, { chart, update }) })
      },
    ],
    [
      'lack an earlier secret',
      async (carer, chart) => {
        const contents = await next(carer, chart)
        await setKeyring(carer, chart, { contents: { ...contents, earlier: contents.earlier.slice(1) } })
      },
    ],
    [
      'are sealed to a stranger',
      async (carer, chart) => {
        const contents = await next(carer, chart)
        const { account, keys } = await world.newAccount('practitioner', 'Dr Stranger')
        const { publicKey } = keys.pairs[0]
        const stranger = { account, publicKey, profile: keys.profile, write: [], since: 1 }
        const read = contents.sections.map(({ number }) => number)
        const readers = [...contents.readers, { ...stranger, role: 'grantee' as const, read }]
        await setKeyring(carer, chart, { contents: { ...contents, readers } })
      },
    ],
    [
      'are not sealed to the owner',
      async (carer, chart) => {
        const contents = await next(carer, chart)
        const readers = contents.readers.map((reader) =>
          reader.role === 'owner' ? { ...reader, publicKey: carer.keys.pairs[0].publicKey } : reader,
        )
        await setKeyring(carer, chart, { contents: { ...contents, readers } })
      },
    ],
  ]

  test.each(spoils)(
    'and that %s cost what was filed since, and nothing before',
    async (_, spoil) => {
      const { patient, chart, carer, heart } = await setUp()
      const doctor = await world.newAccount('practitioner', 'Dr Before')
      await addRecords(patient, { chart, section: heart, files: [note('First')] })
      await rotateChart(patient, { chart })
      await addRecords(patient, { chart, section: heart, files: [note('Second')] })
      await give(carer, chart, doctor, heart)
      await spoil(carer, chart)

      for (const session of [patient, await onAnotherDevice(patient)]) {
        const shown = await loadChart(session, { chart })
        expect(shown.keyringProblem).toMatchObject({ delegate: carer.account })
        expect(shown.records.map(({ state }) => state)).toEqual(['readable', 'readable'])
        expect(await verifyChart(session, { chart })).toMatchObject({ isSound: false, isKeyringSound: false })
        const files = [note('Refused')]
        const problem = { name: 'DelegateKeyringInvalidError', delegate: carer.account }
        await expect(addRecords(session, { chart, section: heart, files })).rejects.toMatchObject(problem)
        await expect(rotateChart(session, { chart })).rejects.toMatchObject(problem)
        await expect(give(session, chart, carer, heart)).rejects.toMatchObject(problem)
      }

      const device = await onAnotherDevice(patient)
      const parts = { delegate: carer.account, grantees: [], shares: [] }
      expect(await removeDelegate(device, { chart, ...parts })).toEqual({ isKeyed: true, problem: null })
      await addRecords(device, { chart, section: heart, files: [note('Third')] })
      for (const session of [patient, device, await onAnotherDevice(patient), doctor]) {
        const after = await loadChart(session, { chart })
        expect(after.keyringProblem).toBeNull()
        expect(after.records.map(({ state }) => state)).toEqual(['readable', 'readable', 'readable'])
      }
      expect(await verifyChart(patient, { chart })).toMatchObject({ isSound: true, isKeyringSound: true })
    },
    60_000,
  )

  test('lose what the delegate filed under them, and name it so', async () => {
    const { patient, chart, carer, heart } = await setUp()
    await addRecords(patient, { chart, section: heart, files: [note('Before')] })
    const contents = await next(carer, chart)
    const { root } = await setKeyring(carer, chart, { contents, store: false })
    const { context, account } = carer
    const upload = createUpload(context.stores, { required: 1 })
    const sealed = await sealRecord({
      ...contents,
      section: heart,
      author: account,
      sectionPublicKey: sectionPublicKey(decodeKeyring(root.bytes, contents), heart),
      title: 'Lost',
      mediaType: 'text/plain',
      body: new Blob(['text']),
      importBody: async (stream) => (await importBody(stream, { put: upload.put })).cid,
    })
    await upload.put(sealed.root)
    await upload.finish(sealed.root.cid)
    const record = { pointer: sealed.pointer, section: heart, supersedes: 0 }
    const call = addCall(context.chain, { chart, epoch: contents.epoch, records: [record] })
    await submit(context.chain, carer.wallet!, { call })

    const parts = { delegate: account, grantees: [], shares: [] }
    expect(await removeDelegate(patient, { chart, ...parts })).toEqual({ isKeyed: true, problem: null })
    expect((await loadChart(patient, { chart })).records).toMatchObject([
      { state: 'readable' },
      {
        state: 'unreadable',
        author: account,
        problem:
          'What the author filed cannot be read: the keys of its time are lost. Ask the author to file it again.',
      },
    ])
  })

  test('are made good after a removal that found the stores down', async () => {
    const { patient, chart, carer, heart } = await setUp()
    await addRecords(patient, { chart, section: heart, files: [note('Before')] })
    await setKeyring(carer, chart, { contents: await next(carer, chart), store: false })
    const proxy = await startProxy(world.store.rpcUrl)
    const stores = [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
    const offline = await unlockAccount(world.context({ stores }), { wallet: patient.wallet! })
    proxy.isDown = true
    const parts = { delegate: carer.account, grantees: [], shares: [] }
    expect(await removeDelegate(offline, { chart, ...parts })).toMatchObject({ isKeyed: false })
    proxy.isDown = false
    await proxy.stop()
    const device = await onAnotherDevice(patient)
    await rotateChart(device, { chart })
    await addRecords(device, { chart, section: heart, files: [note('After')] })
    expect(await statesOf(patient, chart)).toEqual(['readable', 'readable'])
  })

  test('are no matter where a grant came without any', async () => {
    const { patient, chart, carer, heart } = await setUp()
    const doctor = await world.newAccount('practitioner', 'Dr Unsealed')
    const { chain } = carer.context
    const { keyring, epoch } = (await readChart(chain, { chart }))!
    const until = (await chainTime()) + 600
    const grant = {
      grantee: doctor.account,
      read: [heart],
      write: [],
      until,
      sinceEpoch: 1,
      purpose: 'TREAT',
    } as const
    const withGrant = keccak256(toHex('a keyring that nobody has'))
    const same = { epoch, nextEpoch: epoch }
    const there = { from: keyring, to: withGrant, ...same }
    await submit(chain, carer.wallet!, { call: grantCall(chain, { chart, grant, update: there }) })
    const back = { from: withGrant, to: keyring, ...same }
    await submit(chain, carer.wallet!, { call: resealCall(chain, { chart, update: back }) })
    const device = await onAnotherDevice(patient)
    const shown = await loadChart(device, { chart })
    expect(shown).toMatchObject({ keyringProblem: null, grants: [{ isKeyMissing: true }] })
    await give(device, chart, doctor, heart)
    expect((await loadChart(patient, { chart })).grants).toMatchObject([{ isKeyMissing: false }])
  })
})

describe('at once', () => {
  test('owner and delegate both give access, the later one on top of the earlier', async () => {
    const { patient, chart, carer, heart } = await setUp()
    const [first, second] = [
      await world.newAccount('practitioner', 'Dr First'),
      await world.newAccount('practitioner', 'Dr Second'),
    ]
    const steps: Progress['step'][] = []
    let isRaced = false
    const slow = withGate(patient.wallet!, async () => {
      if (isRaced) return
      isRaced = true
      await give(carer, chart, second, heart)
    })
    const until = (await chainTime()) + 3_600
    await grantAccess(
      { ...patient, wallet: slow },
      {
        chart,
        grantee: first.account,
        read: [heart],
        write: [],
        until,
        purpose: 'TREAT',
        onProgress: ({ step }) => steps.push(step),
      },
    )
    expect(steps).toContain('retrying')
    const { grants } = await loadChart(carer, { chart })
    expect(grants.map(({ isKeyMissing }) => isKeyMissing)).toEqual([false, false])
  })

  test('what a delegate has on its way while the keys rotate is encrypted anew', async () => {
    const { patient, chart, carer, heart } = await setUp()
    const pins = await world.pins()
    let isRaced = false
    const slow = withGate(carer.wallet!, async () => {
      if (isRaced) return
      isRaced = true
      await rotateChart(patient, { chart })
    })
    const files = [note('In flight')]
    await addRecords({ ...carer, wallet: slow }, { chart, section: heart, files })
    const { records } = await loadChart(patient, { chart })
    expect(records).toMatchObject([{ epoch: 2, state: 'readable', author: carer.account }])
    const { keyring } = (await readChart(patient.context.chain, { chart }))!
    const added = (await world.pins()).filter((pin) => !pins.includes(pin))
    expect(added).toEqual(
      [keyring, records[0]!.pointer].map((pointer) => cidOfPointer(pointer).toString()).toSorted(),
    )
  })
})
