import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addRecords, cidOfPointer, loadChart, reencryptHistory, rotateChart, unlockAccount } from '#client'
import type { ChartId, KeyValueStorage, Pointer, Session, Wallet } from '#client'
import { readChart } from '../chain/readChart.ts'
import { readRecords } from '../chain/readRecords.ts'
import { memoryStorage, note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

/** A chart with two records of an earlier epoch. */
async function setUp() {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  await addRecords(patient, { chart, section: heart, files: [note('Earlier'), note('Earlier too')] })
  await rotateChart(patient, { chart })
  return { patient, chart }
}

const device = ({ wallet }: Session, storage: KeyValueStorage, other?: Wallet) =>
  unlockAccount(world.context({}, { storage }), { wallet: other ?? wallet! })

const isKept = async (pointer: Pointer) =>
  (await world.pins()).some((pin) => CID.parse(pin).equals(cidOfPointer(pointer)))

async function pointerOf({ context }: Session, chart: ChartId): Promise<Pointer> {
  return (await readRecords(context.chain, { chart, to: 1 }))[0]!.pointer
}

test('a wallet that sends and then fails does not have the store give up what the chain names', async () => {
  const { patient, chart } = await setUp()
  const before = await pointerOf(patient, chart)
  let isMoving = false
  const failing: Wallet = {
    ...withGate(patient.wallet!, () => {}),
    async sendTransaction(transaction) {
      const hash = await patient.wallet!.sendTransaction(transaction)
      if (isMoving) throw new Error('The bridge timed out')
      return hash
    },
  }
  const work = reencryptHistory(await device(patient, memoryStorage(), failing), {
    chart,
    onProgress({ act, step }) {
      isMoving ||= act === 'relocate' && step === 'encrypting'
    },
  })
  await expect(work).rejects.toThrow()
  const now = await pointerOf(patient, chart)
  expect(now).not.toBe(before)
  expect(await isKept(now)).toBe(true)
})

test('what an earlier run sent is not given up by a later one', async () => {
  const { patient, chart } = await setUp()
  const before = await pointerOf(patient, chart)
  const storage = memoryStorage()
  const stop = new AbortController()
  let isPaused: Promise<unknown> | null = null
  const gated = withGate(patient.wallet!, async () => {
    await isPaused
  })
  const work = reencryptHistory(await device(patient, storage, gated), {
    chart,
    signal: stop.signal,
    onProgress({ act, step, hash }) {
      if (act === 'relocate' && step === 'encrypting') isPaused ??= world.rpc('evm_setAutomine', false)
      if (act === 'relocate' && step === 'mining' && hash !== undefined) stop.abort()
    },
  })
  try {
    await expect(work).rejects.toMatchObject({ name: 'TransactionPendingError' })
    const again = new AbortController()
    const later = reencryptHistory(await device(patient, storage), {
      chart,
      signal: again.signal,
      onProgress: ({ act, step }) => act === 'relocate' && step === 'encrypting' && again.abort(),
    })
    await expect(later).rejects.toMatchObject({ name: 'AbortError' })
  } finally {
    await world.rpc('evm_setAutomine', true)
    await world.rpc('evm_mine')
  }
  const now = await pointerOf(patient, chart)
  expect(now).not.toBe(before)
  expect(await isKept(now)).toBe(true)
})

test('an event that a node makes up does not have the stores give up a keyring', async () => {
  const { patient, chart } = await setUp()
  const { keyring } = (await readChart(patient.context.chain, { chart }))!
  const session = await device(patient, memoryStorage())
  const { publicClient } = session.context.chain
  const lying = new Proxy(publicClient, {
    get(target, name, receiver) {
      const real: unknown = Reflect.get(target, name, receiver)
      if (name !== 'getLogs') return real
      return async (asked: { event: { name: string } }) => {
        const logs = await publicClient.getLogs(asked as never)
        if (asked.event.name !== 'RecordRelocated') return logs
        return [...logs, { args: { chart, number: 1, from: keyring, to: keyring }, transactionHash: '0x' }]
      }
    },
  })
  const context = { ...session.context, chain: { ...session.context.chain, publicClient: lying } }
  await reencryptHistory({ ...session, context }, { chart })
  expect(await isKept(keyring)).toBe(true)
})
