import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import {
  addRecords,
  loadChart,
  readHistoryState,
  reencryptHistory,
  rotateChart,
  unlockAccount,
} from '#client'
import type { Context, Progress, Session } from '#client'
import { readChart } from '../chain/readChart.ts'
import { waitForBlock } from '../chain/waitForBlock.ts'
import { memoryStorage, note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
  for (let block = 0; block < 8; block++) await world.rpc('evm_mine')
}, 120_000)
afterAll(() => world.stop())
const start = () => world.rpc('evm_setIntervalMining', 250)
const stop = () => world.rpc('evm_setIntervalMining', 0)
beforeEach(stop)
afterEach(stop)

/** A device that waits for confirmations. */
function careful({ wallet }: Session, confirmations: number): Promise<Session> {
  const chain = { ...world.config.chain, confirmations }
  const context: Context = world.context({ chain }, { storage: memoryStorage() })
  return unlockAccount(context, { wallet: wallet! })
}

const setUp = async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  return { patient, chart, heart, session: await careful(patient, 6) }
}

test('keys that rotate again while their confirmations are waited for are waited for instead', async () => {
  const { patient, chart, heart, session } = await setUp()
  await rotateChart(patient, { chart })
  const waits: Progress[] = []
  let again: Promise<void> | null = null
  await addRecords(session, {
    chart,
    section: heart,
    files: [note('Patience')],
    onProgress(progress) {
      if (progress.step !== 'reading' || progress.total === undefined) return
      waits.push(progress)
      again ??= rotateChart(patient, { chart })
        .then(() => start())
        .then(() => {})
    },
  })
  expect(waits[0]).toMatchObject({ done: 0, total: 6 })
  expect((await loadChart(patient, { chart })).records).toMatchObject([{ epoch: 3, state: 'readable' }])
}, 120_000)

test('a rotation that a reorganisation takes back for good is not waited for for ever', async () => {
  const { patient, chart, heart, session } = await setUp()
  const snapshot = await world.rpc('evm_snapshot')
  await rotateChart(patient, { chart })
  let reverted: Promise<unknown> | null = null
  const filing = addRecords(session, {
    chart,
    section: heart,
    files: [note('Patience')],
    onProgress({ step, total }) {
      if (step === 'reading' && total !== undefined) {
        reverted ??= world.rpc('evm_revert', snapshot).then(start)
      }
    },
  })
  // Who saw the later keys builds on nothing older.
  await expect(filing).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  const fresh = await unlockAccount(world.context(), { wallet: patient.wallet! })
  await addRecords(fresh, { chart, section: heart, files: [note('Patience')] })
  expect((await loadChart(fresh, { chart })).records).toMatchObject([{ epoch: 1, state: 'readable' }])
}, 120_000)

test('a relocation that a reorganisation takes back is made once more', async () => {
  const { patient, chart, heart, session } = await setUp()
  await addRecords(patient, { chart, section: heart, files: [note('Earlier')] })
  await rotateChart(patient, { chart })
  const eager = await unlockAccount(world.context(), { wallet: patient.wallet! })
  let snapshot: unknown = null
  await reencryptHistory(eager, {
    chart,
    async onProgress({ act, step }) {
      if (act === 'relocate' && step === 'encrypting') snapshot ??= await world.rpc('evm_snapshot')
    },
  })
  expect(snapshot).not.toBe(null)
  let reverted: Promise<unknown> | null = null
  const relocations: string[] = []
  const state = await reencryptHistory(session, {
    chart,
    onProgress({ act, step, total }) {
      if (act === 'relocate' && step === 'asking-wallet') relocations.push(step)
      if (act === 'relocate' && step === 'confirming' && total !== undefined) {
        reverted ??= world.rpc('evm_revert', snapshot).then(start)
      }
    },
  })
  expect(reverted).not.toBe(null)
  expect(relocations).toHaveLength(1)
  expect(state).toMatchObject({ total: 1, done: 1, remaining: 0, superseded: 0 })
  expect(await readHistoryState(session, { chart })).toMatchObject({ done: 1 })
}, 120_000)

test('a chain that makes no blocks is not waited for for ever', async () => {
  const { patient, chart } = await setUp()
  const { chain } = patient.context
  const head = await chain.publicClient.getBlockNumber({ cacheTime: 0 })
  const waiting = waitForBlock(chain, { head, patience: 50 })
  await expect(waiting).rejects.toMatchObject({ name: 'ChainStalledError' })
  expect(await readChart(chain, { chart })).toMatchObject({ epoch: 1 })
}, 120_000)
