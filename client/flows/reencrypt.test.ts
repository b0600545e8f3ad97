import path from 'node:path'
import { sha256 } from '@noble/hashes/sha2.js'
import { CID } from 'multiformats/cid'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addRecords,
  cidOfPointer,
  endShare,
  exportChart,
  grantAccess,
  loadChart,
  nameDelegate,
  openChart,
  readHistoryState,
  readRecord,
  reencryptHistory,
  resumePending,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, ChartkeyConfig, KeyValueStorage, Pointer, Progress, Session, Wallet } from '#client'
import { addCall, relocateCall } from '../chain/calls.ts'
import { readRecords } from '../chain/readRecords.ts'
import { submit } from '../chain/submit.ts'
import type { RecordLinks } from '../chain/types.ts'
import { openBox } from '../crypto/box.ts'
import { addressBytes, bytesToHex, concatBytes, uintBytes } from '../crypto/bytes.ts'
import { deriveKeyPair } from '../crypto/hpke.ts'
import type { KeyPair } from '../crypto/hpke.ts'
import { decodeRecord, openRecord, openSharedRecord } from '../crypto/record.ts'
import { chartBytes } from '../crypto/scope.ts'
import { sectionBytes } from '../crypto/sectionKeys.ts'
import { createStore } from '../ipfs/createStore.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import type { Store } from '../ipfs/types.ts'
import { readStoredFiles } from '../../test/lib/leakScan.ts'
import { startFaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import type { Proxy } from '../../test/lib/startProxy.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'
import type { TestNode } from '../../test/lib/startTestNode.ts'
import { memoryStorage, note, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
/** A second store, which keeps nothing that is not pinned. */
let node: TestNode
let proxy: Proxy
let both: Partial<ChartkeyConfig>
beforeAll(async () => {
  world = await startWorld()
  node = await startTestNode()
  proxy = await startProxy(node.rpcUrl)
  const second = { name: 'Second', rpcUrl: proxy.url, gatewayUrl: proxy.url }
  both = { stores: [...world.config.stores, second] }
}, 120_000)
afterAll(async () => {
  await world.stop()
  await proxy.stop()
  await node.stop()
})

const soon = () => Math.floor(Date.now() / 1000) + 86_400 * 365

async function sectionOf(session: Session, chart: ChartId, label: string): Promise<number> {
  const { sections } = await loadChart(session, { chart })
  return sections.find((section) => section.label === label)!.number
}

const statesOf = async (session: Session, chart: ChartId) =>
  (await loadChart(session, { chart })).records.map(({ state }) => state)

const linksOf = (session: Session, chart: ChartId) => readRecords(session.context.chain, { chart, to: 100 })

/** The same account on another device, or after a crash on the same one. */
const device = (
  { wallet }: Session,
  { storage, wallet: other }: { storage?: KeyValueStorage; wallet?: Wallet } = {},
) =>
  unlockAccount(world.context(both, storage === undefined ? {} : { storage }), { wallet: other ?? wallet! })

type Case = {
  readonly patient: Session
  readonly chart: ChartId
  readonly heart: number
  readonly doctor: Session
  readonly storage: KeyValueStorage
}

/** A chart of some records in both stores, after a doctor's access has ended. */
async function endedAccess({ records = 3 } = {}): Promise<Case> {
  const storage = memoryStorage()
  const patient = await device(await world.newAccount(), { storage })
  const chart = await openChart(patient, { title: 'Chart', sections: ['Heart', 'Mind'] })
  const heart = await sectionOf(patient, chart, 'Heart')
  const doctor = await device(await world.newAccount('practitioner', 'Dr Ended'))
  const grant = { read: [heart], write: [heart], until: soon(), purpose: 'TREAT' } as const
  await grantAccess(patient, { chart, grantee: doctor.account, ...grant })
  for (let number = 1; number <= records; number++) {
    await addRecords(number === 2 ? doctor : patient, {
      chart,
      section: heart,
      files: [note(`No ${number}`)],
    })
  }
  await revokeAccess(patient, { chart, grantee: doctor.account })
  return { patient, chart, heart, doctor, storage }
}

/** The acts that the wallet is asked for. */
function asked(): { acts: (string | undefined)[]; onProgress: (progress: Progress) => void } {
  const acts: (string | undefined)[] = []
  return { acts, onProgress: ({ step, act }) => void (step === 'asking-wallet' && acts.push(act)) }
}

/** The roots of records that a store keeps. */
async function pinnedRecords(rpcUrl: string, gatewayUrl: string): Promise<Pointer[]> {
  const store = createStore({ name: 'Store', gatewayUrl })
  const response = await fetch(`${rpcUrl}/api/v0/pin/ls?type=recursive`, { method: 'POST' })
  const { Keys } = (await response.json()) as { Keys: Record<string, unknown> }
  const pointers: Pointer[] = []
  for (const key of Object.keys(Keys)) {
    const bytes = await store.fetchBlock(CID.parse(key))
    try {
      decodeRecord(bytes)
    } catch {
      continue
    }
    pointers.push(bytesToHex(sha256(bytes)))
  }
  return pointers
}

const pinnedNow = async () =>
  new Set([
    ...(await pinnedRecords(world.store.rpcUrl, world.store.gatewayUrl)),
    ...(await pinnedRecords(node.rpcUrl, node.gatewayUrl)),
  ])

/** Every root that a store keeps since `before` is one that the chart names, and none of its own is missing. */
async function expectTidy(session: Session, chart: ChartId, before: ReadonlySet<Pointer>): Promise<void> {
  const links = await linksOf(session, chart)
  const pinned = await pinnedNow()
  const present = new Set(links.map(({ pointer }) => pointer))
  const strangers = [...pinned].filter((pointer) => !before.has(pointer) && !present.has(pointer))
  expect(strangers).toEqual([])
  expect(links.filter(({ pointer }) => !pinned.has(pointer))).toEqual([])
  expect(links.filter(({ pointer, original }) => pointer !== original && pinned.has(original))).toEqual([])
}

/** All keys that a reader holds of a chart. */
async function hoard(session: Session, chart: ChartId): Promise<{ pairs: KeyPair[]; raw: Uint8Array[] }> {
  const { epoch } = await loadChart(session, { chart })
  const { opened, sectionKeys } = session.keys.memory.keyrings.get(chart)!
  if (opened.role !== 'grantee') throw new Error('unreachable')
  const pairs: KeyPair[] = [...session.keys.pairs]
  const raw = [...session.keys.memory.records.values()].map(({ recordKey }) => Uint8Array.from(recordKey))
  for (const { number, seed, chain } of opened.sections) {
    if (seed !== null) pairs.push(await deriveKeyPair(seed))
    for (const secret of [seed, chain]) if (secret !== null) raw.push(Uint8Array.from(secret))
    for (let each = 1; each <= epoch; each++) {
      const pair = await sectionKeys.find({ section: number, epoch: each, keyEpoch: each })
      if (pair !== null) pairs.push({ ...pair, secretKey: Uint8Array.from(pair.secretKey) })
    }
  }
  return { pairs, raw }
}

/** The records that the keys open from any of these blocks. */
async function openedFrom(
  blocks: readonly Uint8Array[],
  chart: ChartId,
  links: readonly RecordLinks[],
  { pairs, raw }: { pairs: readonly KeyPair[]; raw: readonly Uint8Array[] },
): Promise<number[]> {
  const scope = { chainId: world.config.chain.id, contract: world.config.contracts.charts }
  const found = new Set<number>()
  for (const bytes of blocks) {
    let root
    try {
      root = decodeRecord(bytes)
    } catch {
      continue
    }
    for (const { number, section, epoch, author, original } of links) {
      for (const more of [{}, { original }]) {
        const place = { bytes, scope, chart, section, epoch, author, ...more }
        const attempts = [
          ...pairs.map((pair) => () => openRecord({ ...place, findKey: async () => pair })),
          ...raw.map((recordKey) => () => openSharedRecord({ ...place, recordKey })),
        ]
        for (const attempt of attempts) {
          if (
            await attempt().then(
              () => true,
              () => false,
            )
          )
            found.add(number)
        }
      }
      const context = concatBytes(
        chartBytes(scope, chart),
        sectionBytes(section),
        uintBytes(epoch, 4),
        uintBytes(root.keyEpoch, 4),
        addressBytes(author),
      )
      for (const secret of raw) {
        try {
          openBox(secret, 'metadata', concatBytes(context, root.body.bytes), root.metadata)
          found.add(number)
        } catch {
          // Another key.
        }
      }
    }
  }
  return [...found].toSorted((a, b) => a - b)
}

const blocksInNode = async () => {
  await fetch(`${node.rpcUrl}/api/v0/repo/gc`, { method: 'POST' }).then((response) => response.text())
  return (await readStoredFiles(path.join(node.directory, 'blocks'))).map(({ bytes }) => bytes)
}

test('what a revoked doctor could open moves under new keys, and the old copies leave the stores', async () => {
  const before = await pinnedNow()
  const storage = memoryStorage()
  const patient = await device(await world.newAccount(), { storage })
  const chart = await openChart(patient, { title: 'Chart', sections: ['Heart', 'Mind'] })
  const [heart, mind] = [await sectionOf(patient, chart, 'Heart'), await sectionOf(patient, chart, 'Mind')]
  const doctor = await device(await world.newAccount('practitioner', 'Dr Ended'))
  const colleague = await device(await world.newAccount('practitioner', 'Dr Stays'))
  const late = await device(await world.newAccount('practitioner', 'Dr Late'))
  const friend = await device(await world.newAccount())
  const grant = { write: [heart], until: soon(), purpose: 'TREAT', chart } as const
  await grantAccess(patient, { ...grant, grantee: doctor.account, read: [heart] })
  await grantAccess(patient, { ...grant, grantee: colleague.account, read: [heart, mind] })
  const long = 'A long letter. '.repeat(200_000)
  await addRecords(patient, { chart, section: heart, files: [note('Long', long)] })
  await addRecords(doctor, { chart, section: heart, files: [note('Visit')] })
  await addRecords(doctor, { chart, section: heart, files: [note('Visit, corrected')], amends: 2 })
  await addRecords(patient, { chart, section: mind, files: [note('Dream')] })
  await rotateChart(patient, { chart })
  await addRecords(patient, { chart, section: heart, files: [note('Later')] })
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: soon() })
  const keys = await hoard(doctor, chart)
  const old = await linksOf(patient, chart)
  expect(await openedFrom(await blocksInNode(), chart, old, keys)).toEqual([1, 2, 3, 5])
  const oldBodies = await Promise.all(
    old.map(
      async ({ pointer }) =>
        decodeRecord(await fetchBlock(patient.context.stores, cidOfPointer(pointer))).body,
    ),
  )

  expect(await readHistoryState(patient, { chart })).toMatchObject({ total: 4, done: 0, remaining: 4 })
  await revokeAccess(patient, { chart, grantee: doctor.account })
  await grantAccess(patient, { ...grant, grantee: late.account, read: [heart], history: { since: 2 } })
  await addRecords(patient, { chart, section: heart, files: [note('After')] })
  expect(await readHistoryState(patient, { chart })).toMatchObject({
    total: 5,
    done: 0,
    remaining: 5,
    confirmations: 7,
    leftovers: 0,
    superseded: 0,
    failed: [],
  })
  const { acts, onProgress } = asked()
  expect(await reencryptHistory(patient, { chart, onProgress })).toEqual({
    total: 5,
    done: 5,
    remaining: 0,
    bytesRemaining: 0,
    confirmations: 0,
    leftovers: 0,
    superseded: 0,
    failed: [],
  })
  expect(acts).toEqual(['reseal', ...Array<string>(5).fill('relocate'), 'reseal'])

  // The stores have what the chart names and nothing of before, and all the doctor's keys open none of it.
  await expectTidy(patient, chart, before)
  const left = await blocksInNode()
  const links = await linksOf(patient, chart)
  expect(links.map(({ pointer, original }) => pointer !== original)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ])
  expect(links.map(({ original }) => original)).toEqual([
    ...old.map(({ pointer }) => pointer),
    links[5]!.pointer,
  ])
  expect(await openedFrom(left, chart, links, keys)).toEqual([])
  const store = createStore({ name: 'Second', gatewayUrl: node.gatewayUrl })
  for (const cid of [...old.map(({ pointer }) => cidOfPointer(pointer)), ...oldBodies]) {
    await expect(store.fetchBlock(cid)).rejects.toMatchObject({ name: 'BlockNotFoundError' })
  }

  // Who may read lost nothing, on any device; how far back each reads stays.
  expect(await statesOf(colleague, chart)).toEqual(Array<string>(6).fill('readable'))
  expect(await statesOf(late, chart)).toEqual([...Array<string>(4).fill('no-access'), 'readable', 'readable'])
  expect(await statesOf(friend, chart)).toEqual(['readable', ...Array<string>(5).fill('no-access')])
  expect(await (await readRecord(friend, { chart, number: 1 })).body.text()).toBe(long)
  const anew = await device(patient)
  expect(await statesOf(anew, chart)).toEqual(Array<string>(6).fill('readable'))
  expect(await (await readRecord(anew, { chart, number: 1 })).body.text()).toBe(long)

  // What was first filed stays provable: by its root block, which hashes to the pointer that the head is made of.
  expect(await verifyChart(anew, { chart })).toMatchObject({
    isSound: true,
    isHeadVerified: true,
    isKeyringSound: true,
    verified: 6,
    problems: [],
  })
  const filed = [...anew.keys.memory.records.values()].map((opened) => bytesToHex(sha256(opened.original)))
  expect(filed.toSorted()).toEqual(links.map(({ original }) => original).toSorted())
  const exported = await Array.fromAsync(exportChart(anew, { chart }))
  expect(exported.map(({ metadata }) => [metadata['pointer'], metadata['original']])).toEqual(
    links.map(({ pointer, original }) => [pointer, original]),
  )
  expect(exported.every(({ age }) => age !== null)).toBe(true)

  // Once more is no work; after the next access ends it is work again, of relocated records too.
  expect(await reencryptHistory(patient, { chart })).toMatchObject({ done: 5, remaining: 0 })
  await revokeAccess(patient, { chart, grantee: colleague.account })
  expect(await readHistoryState(patient, { chart })).toMatchObject({ total: 6, done: 0, confirmations: 8 })
  expect(await reencryptHistory(patient, { chart })).toMatchObject({ total: 6, done: 6 })
  await expectTidy(patient, chart, before)
  expect(await verifyChart(await device(patient), { chart })).toMatchObject({ isSound: true, verified: 6 })
  expect(await statesOf(friend, chart)).toEqual(['readable', ...Array<string>(5).fill('no-access')])
}, 180_000)

/** A wallet that never answers from the n-th transaction on, as a page that was closed. With `isSent` that one is sent. */
function closing(wallet: Wallet, from: number, isSent = false): { wallet: Wallet; closed: Promise<void> } {
  let count = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const gated: Wallet = {
    ...withGate(wallet, () => {}),
    async sendTransaction(transaction) {
      count += 1
      if (count < from) return wallet.sendTransaction(transaction)
      if (isSent && count === from) await wallet.sendTransaction(transaction)
      resolve()
      return new Promise<never>(() => {})
    },
  }
  return { wallet: gated, closed: promise }
}

test.each([
  ['before the first key is added', 1, false, ['reseal', 'relocate', 'relocate', 'relocate']],
  ['after the keys were added and the records stored', 2, false, ['relocate', 'relocate', 'relocate']],
  ['between two relocations', 3, false, ['relocate', 'relocate']],
  ['with a relocation on its way', 3, true, ['relocate']],
] as const)('it is carried on with where it was left %s', async (_, at, isSent, rest) => {
  const before = await pinnedNow()
  const { patient, chart, storage } = await endedAccess()
  const { wallet, closed } = closing(patient.wallet!, at, isSent)
  const closedPage = await device(patient, { storage, wallet })
  void reencryptHistory(closedPage, { chart }).catch(() => {})
  await closed
  const done = at - 2 + (isSent ? 1 : 0)
  const stored = await pinnedNow()
  const again = await device(patient, { storage })
  expect(await readHistoryState(again, { chart })).toMatchObject({ total: 3, done: Math.max(done, 0) })
  expect(await statesOf(again, chart)).toEqual(['readable', 'readable', 'readable'])
  const { acts, onProgress } = asked()
  expect(await reencryptHistory(again, { chart, onProgress })).toMatchObject({ done: 3, remaining: 0 })
  expect(acts).toEqual(rest)
  await expectTidy(again, chart, before)
  // What was stored already was not stored once more.
  const links = await linksOf(again, chart)
  expect(links.every(({ pointer }) => stored.has(pointer))).toBe(at > 1)
  // A keyring that was stored and not sent is waited for a day.
  const noted = (await storage.keys()).filter((key) => key.startsWith('chartkey/leftovers/'))
  expect(noted.map((key) => key.split('/').at(-2))).toEqual(at === 1 ? ['stored'] : [])
})

test('many records go in batches, the shared ones last, with what is asked for told and counted', async () => {
  const before = await pinnedNow()
  const { patient, chart } = await endedAccess({ records: 10 })
  const friend = await device(await world.newAccount())
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: soon() })
  const { confirmations, bytesRemaining } = await readHistoryState(patient, { chart })
  const sizes = (await loadChart(patient, { chart })).records.map(({ details }) => details!.size)
  expect(bytesRemaining).toBe(sizes.reduce((sum, size) => sum + size, 0))
  const old = await pinnedNow()
  const stored: number[] = []
  const wallet = withGate(patient.wallet!, async (act) => {
    if (act !== 'send') return
    const pinned = await pinnedNow()
    stored.push([...pinned].filter((pointer) => !old.has(pointer)).length)
  })
  const files: string[] = []
  const { acts, onProgress } = asked()
  await reencryptHistory(await device(patient, { wallet }), {
    chart,
    onProgress(progress) {
      onProgress(progress)
      const { step, act, file } = progress
      if (step === 'asking-wallet' && act === 'relocate')
        files.push(`${file!.index + 1} of ${file!.count}: ${file!.name}`)
    },
  })
  expect(acts).toEqual(['reseal', ...Array<string>(10).fill('relocate'), 'reseal'])
  expect(acts).toHaveLength(confirmations)
  // Eight are stored before the wallet is asked for the first of them, and the last two after the eighth.
  expect(stored).toEqual([0, ...Array<number>(8).fill(8), 10, 10, 10])
  expect(files).toEqual(
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 1].map((number, index) => `${index + 1} of 10: No ${number}.txt`),
  )
  await expectTidy(patient, chart, before)
})

test('another device carries on without knowing what was stored, and the first one tidies up', async () => {
  const before = await pinnedNow()
  const { patient, chart, storage } = await endedAccess()
  const { wallet, closed } = closing(patient.wallet!, 3)
  void reencryptHistory(await device(patient, { storage, wallet }), { chart }).catch(() => {})
  await closed
  expect(await reencryptHistory(await device(patient), { chart })).toMatchObject({ done: 3, remaining: 0 })
  await expect(expectTidy(patient, chart, before)).rejects.toThrow()
  expect(await reencryptHistory(await device(patient, { storage }), { chart })).toMatchObject({
    remaining: 0,
  })
  await expectTidy(patient, chart, before)
})

test('a refusal in the wallet stops it, what is done stays done, and nothing is left over', async () => {
  const before = await pinnedNow()
  const { patient, chart, storage } = await endedAccess()
  let sends = 0
  const wallet = withGate(patient.wallet!, (act) => {
    if (act === 'send' && ++sends === 3) throw rejection()
  })
  const refusing = await device(patient, { storage, wallet })
  await expect(reencryptHistory(refusing, { chart })).rejects.toMatchObject({ name: 'UserRejectedError' })
  const links = await linksOf(patient, chart)
  expect(links.map(({ pointer, original }) => pointer !== original)).toEqual([true, false, false])
  const pinned = [...(await pinnedNow())].filter((pointer) => !before.has(pointer))
  const named = links.flatMap(({ pointer, original }) => [pointer, original])
  expect(pinned.every((pointer) => named.includes(pointer))).toBe(true)
  expect(await readHistoryState(patient, { chart })).toMatchObject({
    done: 1,
    remaining: 2,
    confirmations: 2,
  })

  // An abort while the documents are on their way is one too.
  const stop = new AbortController()
  const aborted = reencryptHistory(await device(patient, { storage }), {
    chart,
    signal: stop.signal,
    onProgress: ({ step }) => step === 'encrypting' && stop.abort(),
  })
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  expect(await reencryptHistory(await device(patient, { storage }), { chart })).toMatchObject({ done: 3 })
  await expectTidy(patient, chart, before)
})

test('a store that is down gives the old copies up once it is back', async () => {
  const before = await pinnedNow()
  const { patient, chart, storage } = await endedAccess()
  proxy.isDown = true
  expect(await reencryptHistory(patient, { chart })).toMatchObject({ done: 3, remaining: 0, leftovers: 3 })
  expect(await readHistoryState(patient, { chart })).toMatchObject({ leftovers: 3 })
  proxy.isDown = false
  const old = (await linksOf(patient, chart)).map(({ original }) => original)
  expect(
    (await pinnedRecords(node.rpcUrl, node.gatewayUrl)).filter((each) => old.includes(each)),
  ).toHaveLength(3)
  expect(await resumePending(world.context(both, { storage }))).toEqual([])
  expect(await readHistoryState(patient, { chart })).toMatchObject({ leftovers: 0 })
  await expectTidy(patient, chart, before)
  expect(await statesOf(await device(patient), chart)).toEqual(['readable', 'readable', 'readable'])
})

test('a store that lies about an old copy is passed over, and one alone costs that record its turn', async () => {
  const { patient, chart } = await endedAccess()
  const faulty = await startFaultyProxy(world.store)
  const liar = { name: 'Liar', rpcUrl: faulty.rpcUrl, gatewayUrl: faulty.gatewayUrl }
  const alone = await unlockAccount(world.context({ stores: [liar] }), { wallet: patient.wallet! })
  await loadChart(alone, { chart })
  await readHistoryState(alone, { chart })
  // Keyring and roots are known by now: the documents alone are asked for.
  let reads = 0
  const { acts, onProgress } = asked()
  const state = await reencryptHistory(alone, {
    chart,
    onProgress(progress) {
      onProgress(progress)
      if (progress.step === 'encrypting' && progress.done === 0) faulty.fault = reads++ === 1 ? 'lie' : null
    },
  })
  faulty.fault = null
  expect(state).toMatchObject({ total: 3, done: 2, remaining: 1, failed: [{ number: 2 }] })
  expect(state.failed[0]!.author).toBe((await linksOf(alone, chart))[1]!.author)
  expect(acts).toEqual(['reseal', 'relocate', 'relocate'])
  faulty.fault = 'lie'
  const stores = [liar, ...world.config.stores]
  const careful = await unlockAccount(world.context({ stores: [...world.config.stores, liar] }), {
    wallet: patient.wallet!,
  })
  const session = { ...careful, context: world.context({ stores }) }
  expect(await reencryptHistory(session, { chart })).toMatchObject({ done: 3, remaining: 0, failed: [] })
  faulty.fault = null
  expect(await verifyChart(patient, { chart })).toMatchObject({ isSound: true, verified: 3 })
  await faulty.stop()
})

test('stores that confirm too little stop it before the chain is told anything', async () => {
  const { patient, chart } = await endedAccess()
  const context = world.context({ ...both, storesRequired: 2 })
  const strict = await unlockAccount(context, { wallet: patient.wallet! })
  const { acts, onProgress } = asked()
  const run = reencryptHistory(strict, {
    chart,
    onProgress(progress) {
      onProgress(progress)
      if (progress.step === 'encrypting') proxy.isDown = true
    },
  })
  await expect(run).rejects.toMatchObject({ name: 'BytesNotConfirmedError' })
  proxy.isDown = false
  expect(acts).toEqual(['reseal'])
  const links = await linksOf(patient, chart)
  expect(links.every(({ pointer, original }) => pointer === original)).toBe(true)
  expect(await reencryptHistory(strict, { chart })).toMatchObject({ done: 3, remaining: 0 })
})

test('who holds the present keys without access is rotated out first, and an unkeyed chart gets keys', async () => {
  const { patient, chart, heart } = await endedAccess({ records: 1 })
  const visitor = await world.newAccount('practitioner', 'Dr Expired')
  const until = Number(
    (await world.rpc<{ timestamp: Hex }>('eth_getBlockByNumber', 'latest', false)).timestamp,
  )
  const grant = { read: [heart], write: [], purpose: 'TREAT' } as const
  await grantAccess(patient, {
    chart,
    grantee: visitor.account,
    ...grant,
    until: Math.max(until, Math.floor(Date.now() / 1000)) + 3_600,
  })
  await addRecords(patient, { chart, section: heart, files: [note('During')] })
  await world.later(3_700)
  expect(await readHistoryState(patient, { chart })).toMatchObject({ total: 2, done: 0, confirmations: 4 })
  const first = asked()
  await reencryptHistory(patient, { chart, onProgress: first.onProgress })
  expect(first.acts).toEqual(['rotate', 'reseal', 'relocate', 'relocate'])

  const other = await world.newAccount('practitioner', 'Dr Unkeyed')
  await grantAccess(patient, { chart, grantee: other.account, ...grant, until: soon() })
  const dead = await startProxy(world.store.rpcUrl)
  const stores = [{ name: 'Dead', rpcUrl: dead.url, gatewayUrl: dead.url }]
  const offline = await unlockAccount(world.context({ stores }), { wallet: patient.wallet! })
  dead.isDown = true
  await revokeAccess(offline, { chart, grantee: other.account })
  await dead.stop()
  expect(await readHistoryState(patient, { chart })).toMatchObject({ total: 2, done: 0, confirmations: 4 })
  const second = asked()
  expect(await reencryptHistory(patient, { chart, onProgress: second.onProgress })).toMatchObject({ done: 2 })
  expect(second.acts).toEqual(['rotate', 'reseal', 'relocate', 'relocate'])
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: true })
})

test('keys that rotate while records are stored have them encrypted once more, and nothing is left over', async () => {
  const before = await pinnedNow()
  const { patient, chart, storage } = await endedAccess()
  const tablet = await device(patient)
  const phone = await device(patient, { storage })
  let rotated: Promise<void> | null = null
  let isStoring = false
  const stores = phone.context.stores.map((store): Store => ({
    ...store,
    async importBlocks(blocks, options) {
      if (isStoring) await (rotated ??= rotateChart(tablet, { chart }))
      return store.importBlocks(blocks, options)
    },
  }))
  const { acts, onProgress } = asked()
  const slow = { ...phone, context: { ...phone.context, stores } }
  const state = await reencryptHistory(slow, {
    chart,
    onProgress(progress) {
      isStoring ||= progress.step === 'encrypting'
      onProgress(progress)
    },
  })
  expect(state).toMatchObject({ total: 3, done: 3, remaining: 0 })
  expect(acts).toEqual(['reseal', 'reseal', 'relocate', 'relocate', 'relocate'])
  expect(await loadChart(patient, { chart })).toMatchObject({ epoch: 3 })
  await expectTidy(patient, chart, before)
})

test('keys that rotate while the wallet is asked have what was moved encrypted once more', async () => {
  const before = await pinnedNow()
  const { patient, chart, storage } = await endedAccess()
  const tablet = await device(patient)
  let sends = 0
  const wallet = withGate(patient.wallet!, async (act) => {
    if (act === 'send' && ++sends === 3) await rotateChart(tablet, { chart })
  })
  const state = await reencryptHistory(await device(patient, { storage, wallet }), { chart })
  expect(state).toMatchObject({ total: 3, done: 3, remaining: 0 })
  expect(await loadChart(patient, { chart })).toMatchObject({ epoch: 3 })
  expect(await verifyChart(await device(patient), { chart })).toMatchObject({ isSound: true, verified: 3 })
  await expectTidy(patient, chart, before)
})

test('a shared record stays open to its reader all the while, and a share that ends is not sealed anew', async () => {
  const { patient, chart } = await endedAccess()
  const [friend, former] = [await device(await world.newAccount()), await device(await world.newAccount())]
  for (const reader of [friend, former]) {
    await shareRecord(patient, { chart, number: 1, reader: reader.account, until: soon() })
  }
  await endShare(patient, { chart, number: 1, reader: former.account })
  const seen: string[][] = []
  const wallet = withGate(patient.wallet!, async (act) => {
    if (act === 'send') seen.push(await statesOf(await device(friend), chart))
  })
  await reencryptHistory(await device(patient, { wallet }), { chart })
  // Asked for: keys, three relocations, the share's new seal.
  expect(seen).toHaveLength(5)
  expect([...new Set(seen.map((states) => states.join()))]).toEqual(['readable,no-access,no-access'])
  expect(await statesOf(await device(friend), chart)).toEqual(['readable', 'no-access', 'no-access'])
  await expect(loadChart(former, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  expect((await loadChart(patient, { chart })).shares).toMatchObject([{ reader: friend.account }])
})

test('shares that were not sealed anew yet are so when it is carried on with, and keep the old copy until then', async () => {
  const before = await pinnedNow()
  const { patient, chart, storage } = await endedAccess()
  const friend = await device(await world.newAccount())
  await shareRecord(patient, { chart, number: 2, reader: friend.account, until: soon() })
  const { wallet, closed } = closing(patient.wallet!, 5)
  void reencryptHistory(await device(patient, { storage, wallet }), { chart }).catch(() => {})
  await closed
  const again = await device(patient, { storage })
  expect(await readHistoryState(again, { chart })).toMatchObject({ done: 3, remaining: 0, confirmations: 1 })
  // A rotation meanwhile carries the share as it is.
  await rotateChart(again, { chart })
  await rotateChart(again, { chart })
  expect(await statesOf(await device(friend), chart)).toEqual(['no-access', 'readable', 'no-access'])
  expect(await reencryptHistory(again, { chart })).toMatchObject({ done: 3, remaining: 0 })
  expect(await statesOf(await device(friend), chart)).toEqual(['no-access', 'readable', 'no-access'])
  await expectTidy(again, chart, before)
})

test('what nobody can open stays as it is and is named, and hinders nothing else', async () => {
  const before = await pinnedNow()
  const { patient, chart, heart, doctor } = await endedAccess()
  const other = await device(await world.newAccount('practitioner', 'Dr Careless'))
  await grantAccess(patient, {
    chart,
    grantee: other.account,
    read: [heart],
    write: [heart],
    until: soon(),
    purpose: 'TREAT',
  })
  const { chain } = other.context
  const { epoch } = await loadChart(other, { chart })
  const [first] = await linksOf(patient, chart)
  const file = (session: Session, pointer: Pointer) =>
    submit(chain, session.wallet!, {
      call: addCall(chain, { chart, epoch, records: [{ pointer, section: heart, supersedes: 0 }] }),
    })
  // A copy of another's record under an own name, and bytes that no store has.
  await file(other, first!.pointer)
  await file(other, `0x${'77'.repeat(32)}`)
  await revokeAccess(patient, { chart, grantee: other.account })
  const state = await reencryptHistory(patient, { chart })
  expect(state).toMatchObject({ total: 4, done: 3, remaining: 1 })
  expect(state.failed).toMatchObject([
    { number: 4, author: other.account },
    { number: 5, author: other.account },
  ])
  // The copy still names the old bytes, which are kept for it: they are what its author filed.
  expect((await pinnedNow()).has(first!.pointer)).toBe(true)
  expect(await statesOf(patient, chart)).toEqual([
    'readable',
    'readable',
    'readable',
    'unreadable',
    'unavailable',
  ])
  expect(doctor.account).toBe((await linksOf(patient, chart))[1]!.author)
  expect(before.has(first!.pointer)).toBe(false)
})

test('only the owner re-encrypts, and only with a wallet', async () => {
  const { patient, chart, doctor } = await endedAccess({ records: 1 })
  const carer = await device(await world.newAccount())
  await nameDelegate(patient, { chart, delegate: carer.account, until: soon() })
  for (const session of [carer, doctor]) {
    await expect(reencryptHistory(session, { chart })).rejects.toMatchObject({ name: 'NotOwnerError' })
    await expect(readHistoryState(session, { chart })).rejects.toMatchObject({ name: 'NotOwnerError' })
  }
  await expect(reencryptHistory({ ...patient, wallet: null }, { chart })).rejects.toMatchObject({
    name: 'WalletNeededError',
  })
  expect(await readHistoryState({ ...patient, wallet: null }, { chart })).toMatchObject({ total: 1 })
})

test('an owner’s relocation to something else is told as tampering by everybody', async () => {
  const { patient, chart } = await endedAccess()
  const [first, second] = await linksOf(patient, chart)
  const { chain } = patient.context
  // The owner’s own client never does this.
  await submit(chain, patient.wallet!, {
    call: relocateCall(chain, { chart, number: 1, from: first!.pointer, to: second!.pointer }),
  })
  const fresh = await device(patient)
  expect((await statesOf(fresh, chart))[0]).toMatch(/tampered|unreadable/)
  expect(await verifyChart(fresh, { chart })).toMatchObject({ isSound: false, isHeadVerified: true })
})

test('old copies stay until the relocation has its confirmations', async () => {
  const { patient, chart, storage } = await endedAccess({ records: 2 })
  const chain = { ...world.config.chain, confirmations: 3 }
  const careful = await unlockAccount(world.context({ ...both, chain }, { storage }), {
    wallet: patient.wallet!,
  })
  const old = (await linksOf(patient, chart)).map(({ pointer }) => pointer)
  // What the chain says three blocks ago whenever a store is asked to give up an old copy.
  const tooEarly: boolean[] = []
  const stores = careful.context.stores.map((store): Store => ({
    ...store,
    async unpin(root, options) {
      const pointer = old.find((each) => cidOfPointer(each).equals(root))
      if (pointer !== undefined) {
        const blockNumber = (await careful.context.chain.publicClient.getBlockNumber({ cacheTime: 0 })) - 3n
        const links = await readRecords(careful.context.chain, { chart, to: 2, blockNumber })
        tooEarly.push(links.some((each) => each.pointer === pointer))
      }
      return store.unpin(root, options)
    },
  }))
  await world.rpc('evm_setIntervalMining', 100)
  try {
    await reencryptHistory({ ...careful, context: { ...careful.context, stores } }, { chart })
    expect(tooEarly).toEqual([false, false, false, false])
    const pinned = await pinnedNow()
    expect(old.some((pointer) => pinned.has(pointer))).toBe(false)
  } finally {
    await world.rpc('evm_setIntervalMining', 0)
  }
}, 60_000)
