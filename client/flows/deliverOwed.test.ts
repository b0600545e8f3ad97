import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addRecords,
  cidOfPointer,
  deliverOwed,
  grantAccess,
  loadChart,
  openChart,
  prepareAccount,
  publishAccount,
  readRecord,
  reencryptHistory,
  resumePending,
  revokeAccess,
  rotateChart,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, FileInput, KeyValueStorage, Pointer, Session } from '#client'
import { readRecords } from '../chain/readRecords.ts'
import { NO_KEYRING } from './changeKeyring.ts'
import { collect, seededBytes } from '../../test/lib/bytes.ts'
import { startFaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import type { FaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'
import type { TestNode } from '../../test/lib/startTestNode.ts'
import { memoryStorage, note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
/** A second store, which keeps nothing that is not pinned. */
let node: TestNode
let proxy: FaultyProxy
let both: World['config']['stores']
beforeAll(async () => {
  world = await startWorld()
  node = await startTestNode()
  proxy = await startFaultyProxy(node)
  both = [...world.config.stores, { name: 'Second', rpcUrl: proxy.rpcUrl, gatewayUrl: proxy.gatewayUrl }]
}, 120_000)
afterAll(async () => {
  await proxy.stop()
  await world.stop()
  await node.stop()
})

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600

const contextOf = (storage: KeyValueStorage, stores = both) =>
  world.context({ stores, storesRequired: 1 }, { storage })

/** A patient with a chart, all of it stored by this account itself. */
async function setUp(storage: KeyValueStorage): Promise<{ patient: Session; chart: ChartId; heart: number }> {
  const context = contextOf(storage)
  const wallet = world.newWallet()
  const draft = await prepareAccount(context, { wallet, kind: 'patient' })
  const patient = await publishAccount(context, { wallet, draft })
  const chart = await openChart(patient, { title: 'Chart', sections: ['Heart'] })
  return { patient, chart, heart: (await loadChart(patient, { chart })).sections[0]!.number }
}

/** Text of many blocks. */
async function large(bytes: number): Promise<FileInput> {
  const text = (await collect(seededBytes(bytes))).map((byte) => 32 + (byte % 64))
  return { name: 'Large.txt', blob: new Blob([text], { type: 'text/plain' }) }
}

async function isKept(pointer: Pointer): Promise<boolean> {
  const response = await fetch(`${node.rpcUrl}/api/v0/pin/ls?type=recursive`, { method: 'POST' })
  const { Keys } = (await response.json()) as { Keys: object }
  return Object.keys(Keys).some((key) => CID.parse(key).equals(cidOfPointer(pointer)))
}

/** What is left when the first store is lost. */
async function expectWhole({ wallet }: Session, chart: ChartId, count: number): Promise<void> {
  const alone = await unlockAccount(contextOf(memoryStorage(), both.slice(1)), { wallet: wallet! })
  expect(await verifyChart(alone, { chart })).toMatchObject({ isSound: true, verified: count, count })
}

test('what a store did not take is delivered once it is back, and serves alone then', async () => {
  const storage = memoryStorage()
  proxy.fault = 'break'
  const { patient, chart, heart } = await setUp(storage)
  await addRecords(patient, { chart, section: heart, files: [note('First'), await large(1_500_000)] })
  const doctor = await world.newAccount('practitioner', 'Dr Given')
  const grant = { read: [heart], write: [], until: inAnHour(), purpose: 'TREAT' } as const
  await grantAccess(patient, { chart, grantee: doctor.account, ...grant })
  await revokeAccess(patient, { chart, grantee: doctor.account })
  // The profile, two records and the present keyring; the keyrings before are nobody's need.
  expect(await deliverOwed(contextOf(storage))).toEqual({ delivered: 0, waiting: 4 })

  proxy.fault = null
  expect(await deliverOwed(contextOf(storage, both.slice(1)))).toEqual({ delivered: 0, waiting: 4 })
  expect(await deliverOwed(contextOf(storage))).toEqual({ delivered: 4, waiting: 0 })
  await expectWhole(patient, chart, 2)
  const alone = await unlockAccount(contextOf(memoryStorage(), both.slice(1)), { wallet: patient.wallet! })
  expect((await readRecord(alone, { chart, number: 2 })).body.size).toBe(1_500_000)
  expect(await deliverOwed(contextOf(storage))).toEqual({ delivered: 0, waiting: 0 })
})

test('a re-encryption while a store is down reaches it on the next visit, and no old copy does', async () => {
  const storage = memoryStorage()
  const { patient, chart, heart } = await setUp(storage)
  await addRecords(patient, { chart, section: heart, files: [note('Everywhere')] })
  proxy.fault = 'break'
  await addRecords(patient, { chart, section: heart, files: [note('In one store')] })
  await rotateChart(patient, { chart })
  expect(await reencryptHistory(patient, { chart })).toMatchObject({ done: 2, remaining: 0 })
  proxy.fault = null
  const links = await readRecords(patient.context.chain, { chart, to: 2 })
  for (const { pointer } of links) expect(await isKept(pointer)).toBe(false)
  expect(await resumePending(contextOf(storage))).toEqual([])
  for (const { pointer, original } of links) {
    expect([await isKept(pointer), await isKept(original)]).toEqual([true, false])
  }
  await expectWhole(patient, chart, 2)
})

test('a store that says it took what it threw away is still owed it', async () => {
  const storage = memoryStorage()
  const { patient, chart, heart } = await setUp(storage)
  proxy.fault = 'break'
  await addRecords(patient, { chart, section: heart, files: [note('Forgotten')] })
  proxy.fault = 'forget'
  expect(await deliverOwed(contextOf(storage))).toEqual({ delivered: 0, waiting: 1 })
  proxy.fault = null
  expect(await deliverOwed(contextOf(storage))).toEqual({ delivered: 1, waiting: 0 })
  await expectWhole(patient, chart, 1)
})

test('what is given up while it is being delivered is not kept', async () => {
  const storage = memoryStorage()
  const { patient, chart, heart } = await setUp(storage)
  proxy.fault = 'break'
  await addRecords(patient, { chart, section: heart, files: [note('Moved')] })
  await rotateChart(patient, { chart })
  proxy.fault = null
  const tablet = await unlockAccount(contextOf(memoryStorage()), { wallet: patient.wallet! })
  const context = contextOf(storage)
  let isMoved = false
  const stores = context.stores.map((store) => ({
    ...store,
    async importBlocks(...args: Parameters<typeof store.importBlocks>) {
      if (!isMoved) {
        isMoved = true
        await reencryptHistory(tablet, { chart })
      }
      await store.importBlocks(...args)
    },
  }))
  await deliverOwed({ ...context, stores })
  const [record] = await readRecords(context.chain, { chart, to: 1 })
  expect(record!.pointer).not.toBe(record!.original)
  expect([await isKept(record!.pointer), await isKept(record!.original)]).toEqual([true, false])
})

test('what is declined is owed to nobody, and what the chain never named is forgotten after a day', async () => {
  const storage = memoryStorage()
  const { patient, chart, heart } = await setUp(storage)
  const { leftovers } = patient.context
  proxy.fault = 'break'
  const declining = {
    ...patient.wallet!,
    sendTransaction: () => Promise.reject(Object.assign(new Error('No'), { code: 4001 })),
  }
  const work = addRecords(
    { ...patient, wallet: declining },
    { chart, section: heart, files: [note('Declined')] },
  )
  await expect(work).rejects.toMatchObject({ name: 'UserRejectedError' })
  proxy.fault = null
  expect((await leftovers!.list()).filter(({ kind }) => kind === 'owed')).toEqual([])

  const now = Math.floor(Date.now() / 1000)
  const owed = { kind: 'owed', pointer: NO_KEYRING, place: { chart } } as const
  await leftovers!.set({ ...owed, store: 'Second', notedAt: now - 90_000 })
  await leftovers!.set({ ...owed, store: 'The store that was', notedAt: now })
  await deliverOwed(contextOf(storage))
  expect((await leftovers!.list()).filter(({ kind }) => kind === 'owed')).toEqual([])
})
