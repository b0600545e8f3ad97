import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  grantAccess,
  loadChart,
  nameDelegate,
  resumePending,
  revokeAccess,
  rotateChart,
  unlockAccount,
} from '#client'
import type { KeyValueStorage } from '#client'
import { randomBytes } from '../crypto/bytes.ts'
import { encodeBlock } from '../crypto/object.ts'
import { discard, dropLeftovers } from './leftovers.ts'
import { storeBlocks } from './storeBlocks.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import type { Proxy } from '../../test/lib/startProxy.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'
import type { TestNode } from '../../test/lib/startTestNode.ts'
import { memoryStorage, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
let node: TestNode
/** In front of the two stores. */
let first: Proxy
let second: Proxy
let stores: World['config']['stores']
beforeAll(async () => {
  world = await startWorld()
  node = await startTestNode()
  first = await startProxy(world.store.rpcUrl)
  second = await startProxy(node.rpcUrl)
  stores = [
    { name: 'First', rpcUrl: first.url, gatewayUrl: first.url },
    { name: 'Second', rpcUrl: second.url, gatewayUrl: second.url },
  ]
}, 120_000)
afterAll(async () => {
  await first.stop()
  await second.stop()
  await world.stop()
  await node.stop()
})

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600

async function pinsOf(rpcUrl: string): Promise<string[]> {
  const response = await fetch(`${rpcUrl}/api/v0/pin/ls?type=recursive`, { method: 'POST' })
  const { Keys } = (await response.json()) as { Keys: object }
  return Object.keys(Keys)
    .map((key) => CID.parse(key).toString())
    .toSorted()
}

test('two tabs that note at once what a store is to give up lose nothing of each other', async () => {
  const storage = memoryStorage()
  let letGo = () => {}
  const isSlow = new Promise<void>((resolve) => (letGo = resolve))
  const slow: KeyValueStorage = {
    ...storage,
    async remove(key) {
      await isSlow
      await storage.remove(key)
    },
  }
  const [tab, other] = [world.context({ stores }, { storage: slow }), world.context({ stores }, { storage })]
  const before = [await pinsOf(world.store.rpcUrl), await pinsOf(node.rpcUrl)]
  const block = encodeBlock({ some: randomBytes(32) })
  const { account } = world.newWallet()
  await storeBlocks(other, { root: block.cid, blocks: [block], place: { account } })
  first.isDown = true
  await discard(other, block.pointer)
  first.isDown = false

  // This tab asks the first store again, and strikes it off only after the other one noted the second.
  const dropping = dropLeftovers(tab)
  second.isDown = true
  await discard(other, block.pointer)
  letGo()
  await dropping
  expect(await other.leftovers!.list()).toMatchObject([{ pointer: block.pointer, store: 'Second' }])

  second.isDown = false
  await dropLeftovers(tab)
  expect(await other.leftovers!.list()).toEqual([])
  expect([await pinsOf(world.store.rpcUrl), await pinsOf(node.rpcUrl)]).toEqual(before)
})

test('what is stored once more after it was given up is not given up then', async () => {
  const context = world.context({ stores }, { storage: memoryStorage() })
  const block = encodeBlock({ some: randomBytes(32) })
  const stored = { root: block.cid, blocks: [block], place: { account: world.newWallet().account } }
  await storeBlocks(context, stored)
  second.isDown = true
  expect(await discard(context, block.pointer)).toBe(false)
  second.isDown = false
  await storeBlocks(context, stored)
  await dropLeftovers(context)
  expect(await pinsOf(node.rpcUrl)).toContain(block.cid.toString())
})

test('a keyring that the wallet declines is given up by a store that was down then, once it is back', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const storage = memoryStorage()
  const before = [await pinsOf(world.store.rpcUrl), await pinsOf(node.rpcUrl)]
  const wallet = withGate(patient.wallet!, () => {
    second.isDown = true
    throw rejection()
  })
  const context = world.context({ stores }, { storage })
  await expect(rotateChart({ ...patient, context, wallet }, { chart })).rejects.toMatchObject({
    name: 'UserRejectedError',
  })
  second.isDown = false
  expect(await pinsOf(node.rpcUrl)).toHaveLength(before[1]!.length + 1)
  expect(await resumePending(world.context({ stores }, { storage }))).toEqual([])
  expect([await pinsOf(world.store.rpcUrl), await pinsOf(node.rpcUrl)]).toEqual(before)
})

test('a keyring that lost its race after the page was closed is given up on the next visit', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const carer = await world.newAccount('patient')
  await nameDelegate(patient, { chart, delegate: carer.account, until: inAnHour() })
  const storage = memoryStorage()
  const stop = new AbortController()
  let rotation = Promise.resolve()
  const slow = withGate(carer.wallet!, async () => {
    await world.rpc('evm_setAutomine', false)
    await new Promise<void>((resolve) => {
      rotation = rotateChart(patient, { chart, onProgress: ({ hash }) => hash !== undefined && resolve() })
    })
  })
  const closing = { ...carer, context: world.context({}, { storage }), wallet: slow }
  const pins = (await world.pins()).length
  try {
    const work = rotateChart(closing, {
      chart,
      signal: stop.signal,
      onProgress: ({ hash }) => hash !== undefined && stop.abort(),
    })
    await expect(work).rejects.toMatchObject({ name: 'TransactionPendingError' })
  } finally {
    await world.rpc('evm_setAutomine', true)
    await world.rpc('evm_mine')
  }
  await rotation
  expect((await world.pins()).length).toBe(pins + 2)
  const [outcome] = await resumePending(world.context({}, { storage }))
  expect(outcome).toMatchObject({ entry: { act: 'rotate' }, error: { name: 'TransactionRevertedError' } })
  expect((await world.pins()).length).toBe(pins + 1)
  expect(await storage.keys()).toEqual((await storage.keys()).filter((key) => !/journal|leftovers/.test(key)))
  expect(await loadChart(carer, { chart })).toMatchObject({ epoch: 2, isKeyed: true })
})

test('an ending that loses its race leaves no keyring behind', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const doctor = await world.newAccount('practitioner', 'Dr Ended')
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  const grant = { read: [heart], write: [], until: inAnHour(), purpose: 'TREAT' } as const
  await grantAccess(patient, { chart, grantee: doctor.account, ...grant })
  const tablet = await unlockAccount(world.context(), { wallet: patient.wallet! })
  const pins = (await world.pins()).length
  let isRaced = false
  const slow = withGate(patient.wallet!, async () => {
    if (!isRaced) await rotateChart(tablet, { chart })
    isRaced = true
  })
  const ended = await revokeAccess({ ...patient, wallet: slow }, { chart, grantee: doctor.account })
  expect(ended).toEqual({ isKeyed: true, problem: null })
  // The tablet's, and the one that renewed the keys after the end; not the one that came with the end.
  expect((await world.pins()).length).toBe(pins + 2)
})
