import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addRecords,
  cidOfPointer,
  loadChart,
  readHistoryState,
  reencryptHistory,
  resumePending,
  rotateChart,
  shareRecord,
  unlockAccount,
} from '#client'
import type { Pointer } from '#client'
import { addCall } from '../chain/calls.ts'
import { readRecords } from '../chain/readRecords.ts'
import { submit } from '../chain/submit.ts'
import { sectionPublicKey } from '../crypto/keyring.ts'
import { sealRecord } from '../crypto/record.ts'
import { createUpload } from '../ipfs/createUpload.ts'
import { importBody } from '../ipfs/importBody.ts'
import { chartsScope } from './scopes.ts'
import { settleSuperseded } from './settleSuperseded.ts'
import { memoryStorage, note, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const isKept = async (pointer: Pointer) =>
  (await world.pins()).some((pin) => CID.parse(pin).equals(cidOfPointer(pointer)))

test('a page that closes after the last relocation has the old copies given up by the next visit', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const friend = await world.newAccount()
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  await addRecords(patient, { chart, section: heart, files: [note('Earlier'), note('Earlier too')] })
  const until = Math.floor(Date.now() / 1000) + 86_400
  await shareRecord(patient, { chart, number: 2, reader: friend.account, until })
  await rotateChart(patient, { chart })
  const links = await readRecords(patient.context.chain, { chart, to: 2 })
  const [first, second] = links.map(({ pointer }) => pointer) as [Pointer, Pointer]

  const storage = memoryStorage()
  const open = () => unlockAccount(world.context({}, { storage }), { wallet: patient.wallet! })
  const stop = new AbortController()
  let relocations = 0
  const closed = reencryptHistory(await open(), {
    chart,
    signal: stop.signal,
    onProgress({ act, step, hash }) {
      if (act === 'relocate' && step === 'mining' && hash !== undefined && ++relocations === 2) stop.abort()
    },
  })
  await expect(closed).rejects.toMatchObject({ name: 'TransactionPendingError' })
  const again = await open()
  const state = { total: 2, done: 2, remaining: 0, confirmations: 1 }
  expect(await readHistoryState(again, { chart })).toMatchObject({ ...state, superseded: 2 })

  // Not before it is final.
  await settleSuperseded(world.context({ chain: { ...world.config.chain, confirmations: 50 } }, { storage }))
  expect([await isKept(first), await isKept(second)]).toEqual([true, true])

  // The share of the second is still sealed for its old copy.
  await resumePending(world.context({}, { storage }))
  expect([await isKept(first), await isKept(second)]).toEqual([false, true])
  expect(await readHistoryState(again, { chart })).toMatchObject({ ...state, superseded: 1 })
  expect(await reencryptHistory(again, { chart })).toMatchObject({ confirmations: 0, superseded: 0 })
  expect(await isKept(second)).toBe(false)
  expect((await storage.keys()).filter((key) => key.startsWith('chartkey/leftovers/'))).toEqual([])
}, 120_000)

test('a relocation that the wallet declines leaves no note that the old copy is to go', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  await addRecords(patient, { chart, section: heart, files: [note('Earlier')] })
  await rotateChart(patient, { chart })
  const storage = memoryStorage()
  const declining = withGateAfter(1)
  const session = await unlockAccount(world.context({}, { storage }), { wallet: declining })
  await expect(reencryptHistory(session, { chart })).rejects.toMatchObject({ name: 'UserRejectedError' })
  expect((await storage.keys()).filter((key) => key.startsWith('chartkey/leftovers/'))).toEqual([])

  function withGateAfter(sends: number) {
    let count = 0
    return withGate(patient.wallet!, (act) => {
      if (act === 'send' && ++count > sends) throw rejection()
    })
  }
}, 120_000)

test('a record whose document is broken is named on every visit, and not offered again', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  const { context, account, keys } = patient
  await addRecords(patient, { chart, section: heart, files: [note('Earlier')] })
  const { opened } = keys.memory.keyrings.get(chart)!
  const upload = createUpload(context.stores, { required: 1 })
  const { root, pointer } = await sealRecord({
    scope: chartsScope(context),
    chart,
    section: heart,
    epoch: 1,
    author: account,
    sectionPublicKey: sectionPublicKey(opened.root, heart),
    title: 'Broken',
    mediaType: 'text/plain',
    happenedAt: null,
    amends: null,
    body: new Blob(['What was meant.']),
    async importBody(stream) {
      await new Response(stream).arrayBuffer()
      const other = new Blob([new Uint8Array(4096)]).stream()
      return (await importBody(other, { put: upload.put })).cid
    },
  })
  await upload.put(root)
  await upload.finish(root.cid)
  const records = [{ pointer, section: heart, supersedes: 0 }]
  await submit(context.chain, patient.wallet!, { call: addCall(context.chain, { chart, epoch: 1, records }) })
  await rotateChart(patient, { chart })

  const storage = memoryStorage()
  const session = await unlockAccount(world.context({}, { storage }), { wallet: patient.wallet! })
  expect(await readHistoryState(session, { chart })).toMatchObject({ remaining: 2, failed: [] })
  const failed = [{ number: 2, author: account }]
  const state = { total: 1, done: 1, remaining: 0, confirmations: 0, failed }
  expect(await reencryptHistory(session, { chart })).toMatchObject(state)
  const later = await unlockAccount(world.context({}, { storage }), { wallet: patient.wallet! })
  expect(await readHistoryState(later, { chart })).toMatchObject(state)
}, 120_000)
