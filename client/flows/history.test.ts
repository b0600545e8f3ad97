import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addRecords,
  grantAccess,
  listPeriods,
  loadChart,
  nameDelegate,
  readGrantChange,
  readRecord,
  reencryptHistory,
  revokeAccess,
  rotateChart,
  unlockAccount,
} from '#client'
import type { ChartId, GrantHistory, Session } from '#client'
import { readGrant } from '../chain/readGrant.ts'
import { readRecords } from '../chain/readRecords.ts'
import { decodeRecord } from '../crypto/record.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

async function inSeconds(seconds: number): Promise<number> {
  const { timestamp } = await world.rpc<{ timestamp: Hex }>('eth_getBlockByNumber', 'latest', false)
  return Math.max(Number(timestamp), Math.floor(Date.now() / 1000)) + seconds
}

/** The states of all records, each by its first letters. */
const readable = async (session: Session, chart: ChartId) =>
  (await loadChart(session, { chart })).records
    .filter(({ state }) => state === 'readable')
    .map(({ number }) => number)

type Case = { patient: Session; chart: ChartId; heart: number; mind: number; doctor: Session }

/** A chart of three epochs: records 1 and 2 of the first, 3 of the second, 4 of the third. Record 2 lies elsewhere. */
async function threeEpochs(): Promise<Case> {
  const { patient, chart } = await world.newPatient(['Heart', 'Mind'])
  const { sections } = await loadChart(patient, { chart })
  const [heart, mind] = ['Heart', 'Mind'].map(
    (label) => sections.find((each) => each.label === label)!.number,
  )
  const file = (section: number, name: string) => addRecords(patient, { chart, section, files: [note(name)] })
  await file(heart!, 'One')
  await file(mind!, 'Two')
  await world.later(86_400)
  await rotateChart(patient, { chart })
  await file(heart!, 'Three')
  await rotateChart(patient, { chart })
  await file(heart!, 'Four')
  const doctor = await world.newAccount('practitioner', 'Dr History')
  return { patient, chart, heart: heart!, mind: mind!, doctor }
}

async function give(
  session: Session,
  { chart, doctor }: Pick<Case, 'chart' | 'doctor'>,
  read: readonly number[],
  history: GrantHistory,
  { write = [], seconds = 86_400 }: { write?: readonly number[]; seconds?: number } = {},
): Promise<void> {
  await grantAccess(session, {
    chart,
    grantee: doctor.account,
    read,
    write,
    until: await inSeconds(seconds),
    purpose: 'TREAT',
    history,
  })
}

const epochOf = async (session: Session, chart: ChartId) => (await loadChart(session, { chart })).epoch

test('the epochs in which something was filed are listed with their time and their records', async () => {
  const { patient, chart, doctor } = await threeEpochs()
  await rotateChart(patient, { chart })
  const { records } = await loadChart(patient, { chart })
  expect(await listPeriods(patient, { chart })).toEqual([
    { epoch: 1, from: records[0]!.filedAt, records: 2 },
    { epoch: 2, from: records[2]!.filedAt, records: 1 },
    { epoch: 3, from: records[3]!.filedAt, records: 1 },
  ])
  expect(records[2]!.filedAt - records[0]!.filedAt).toBeGreaterThanOrEqual(86_400)
  await expect(listPeriods(doctor, { chart })).rejects.toMatchObject({ name: 'NotOwnerError' })
})

test('some of the history opens from the epoch that the owner chose, and nothing before', async () => {
  const given = await threeEpochs()
  const { patient, chart, heart, mind, doctor } = given
  await give(patient, given, [heart, mind], { since: 2 })
  expect(await epochOf(patient, chart)).toBe(3)
  expect(await readable(doctor, chart)).toEqual([3, 4])
  await expect(readRecord(doctor, { chart, number: 1 })).rejects.toMatchObject({
    name: 'RecordNoAccessError',
  })
  // It holds no key that would open more: the history list opens from the second epoch on.
  const { sectionKeys } = doctor.keys.memory.keyrings.get(chart)!
  expect(await sectionKeys.find({ section: heart, epoch: 1, keyEpoch: 1 })).toBeNull()
  expect(await sectionKeys.find({ section: heart, epoch: 2, keyEpoch: 2 })).not.toBeNull()
  await rotateChart(patient, { chart })
  await addRecords(patient, { chart, section: heart, files: [note('Five')] })
  expect(await readable(doctor, chart)).toEqual([3, 4, 5])
})

test('more history, more sections and a later end take no rotation', async () => {
  const given = await threeEpochs()
  const { patient, chart, heart, mind, doctor } = given
  await give(patient, given, [heart], 'from-now')
  expect(await epochOf(patient, chart)).toBe(4)
  expect(await readable(doctor, chart)).toEqual([])
  for (const [read, history, opened] of [
    [[heart], { since: 3 }, [4]],
    [[heart], { since: 2 }, [3, 4]],
    [[heart, mind], { since: 2 }, [3, 4]],
    [[heart, mind], 'all', [1, 2, 3, 4]],
  ] as const) {
    await give(patient, given, read, history, { seconds: 172_800 })
    expect(await readable(doctor, chart)).toEqual(opened)
  }
  expect(await epochOf(patient, chart)).toBe(4)
  // The same on a device that has not seen what was before.
  expect(await readable(await unlockAccount(world.context(), { wallet: doctor.wallet! }), chart)).toEqual([
    1, 2, 3, 4,
  ])
})

test('less history rotates the keys, and re-encryption then closes what was open before', async () => {
  const given = await threeEpochs()
  const { patient, chart, heart, doctor } = given
  await give(patient, given, [heart], 'all')
  expect(await readable(doctor, chart)).toEqual([1, 3, 4])
  const kept = doctor.keys.memory.keyrings.get(chart)!.sectionKeys
  await give(patient, given, [heart], { since: 3 })
  expect(await epochOf(patient, chart)).toBe(4)
  expect(await readable(doctor, chart)).toEqual([4])
  await reencryptHistory(patient, { chart })
  // By what its earlier seal gave it nothing of before opens any more; by the present one what it may read does.
  const links = await readRecords(patient.context.chain, { chart, to: 4 })
  for (const { pointer, section, epoch } of links) {
    const bytes = await fetchBlock(patient.context.stores, cidOfPointer(pointer))
    const { keyEpoch } = decodeRecord(bytes)
    expect(keyEpoch).toBe(4)
    expect(await kept.find({ section, epoch, keyEpoch })).toBeNull()
  }
  expect(await readable(doctor, chart)).toEqual([4])
})

test('what giving an access would change is told before it is signed, and comes true', async () => {
  const given = await threeEpochs()
  const { patient, chart, heart, mind, doctor } = given
  const none = { read: [], write: [], records: [] }
  const ascending = [heart, mind].toSorted((a, b) => a - b)
  const change = (read: readonly number[], write: readonly number[], history?: GrantHistory) =>
    readGrantChange(patient, {
      chart,
      grantee: doctor.account,
      read,
      write,
      ...(history === undefined ? {} : { history }),
    })
  const comesTrue = async (read: readonly number[], write: readonly number[], history: GrantHistory) => {
    const before = await epochOf(patient, chart)
    const { rotates, sinceEpoch } = await change(read, write, history)
    await give(patient, given, read, history, { write })
    expect((await epochOf(patient, chart)) - before).toBe(rotates ? 1 : 0)
    const stored = await readGrant(patient.context.chain, { chart, grantee: doctor.account })
    expect(stored?.sinceEpoch).toBe(sinceEpoch)
    return stored!.until
  }

  expect(await change([heart], [mind])).toEqual({
    added: { read: [heart], write: [mind], records: [1, 3, 4] },
    dropped: none,
    rotates: false,
    sinceEpoch: 1,
    untilBefore: null,
  })
  expect(await change([heart], [], { since: 2 })).toMatchObject({
    added: { records: [3, 4] },
    rotates: false,
  })
  expect(await change([heart], [], 'from-now')).toMatchObject({
    added: { read: [heart], records: [] },
    rotates: true,
    sinceEpoch: 4,
  })
  // Nothing was filed into the other section under the present keys.
  expect(await change([mind], [], 'from-now')).toMatchObject({ rotates: false, sinceEpoch: 3 })

  const until = await comesTrue([heart, mind], [mind], { since: 2 })
  expect(await change([heart, mind], [mind], { since: 2 })).toEqual({
    added: none,
    dropped: none,
    rotates: false,
    sinceEpoch: 2,
    untilBefore: until,
  })
  expect(await change([heart, mind], ascending)).toMatchObject({
    added: { read: [], write: [heart], records: [1, 2] },
    dropped: none,
    rotates: false,
  })
  expect(await change([heart], [], { since: 3 })).toMatchObject({
    added: none,
    dropped: { read: [mind], write: [mind], records: [3] },
    rotates: true,
  })
  // To add no more is no loss of keys.
  expect(await change([heart, mind], [], { since: 2 })).toMatchObject({
    dropped: { read: [], write: [mind], records: [] },
    rotates: false,
  })
  await comesTrue([heart, mind], [mind], 'all')
  await comesTrue([heart], [], { since: 3 })
  await comesTrue([heart], [], 'from-now')
  await revokeAccess(patient, { chart, grantee: doctor.account })
  expect(await change([heart], [])).toMatchObject({
    added: { records: [1, 3, 4] },
    dropped: none,
    untilBefore: null,
  })
})

test('another’s expired access makes the change rotate, an expired access of the same person does not', async () => {
  const given = await threeEpochs()
  const { patient, chart, heart, doctor } = given
  await give(patient, given, [heart], 'all', { seconds: 3_600 })
  await world.later(4_000)
  const terms = { chart, read: [heart], write: [] }
  expect(await readGrantChange(patient, { ...terms, grantee: doctor.account })).toMatchObject({
    added: { records: [1, 3, 4] },
    rotates: false,
  })
  const other = await world.newAccount('practitioner', 'Dr Other')
  expect(await readGrantChange(patient, { ...terms, grantee: other.account })).toMatchObject({
    rotates: true,
  })
  await give(patient, { chart, doctor: other }, [heart], { since: 2 })
  expect(await epochOf(patient, chart)).toBe(4)
  expect(await readable(other, chart)).toEqual([3, 4])
})

test('who acts for the owner chooses a history too', async () => {
  const given = await threeEpochs()
  const { patient, chart, heart, doctor } = given
  const carer = await world.newAccount()
  await nameDelegate(patient, { chart, delegate: carer.account, until: await inSeconds(864_000) })
  expect(await listPeriods(carer, { chart })).toHaveLength(3)
  await give(carer, given, [heart], { since: 3 })
  expect(await readable(doctor, chart)).toEqual([4])
})

test('a history that begins at no time of the chart is refused', async () => {
  const given = await threeEpochs()
  const { patient, heart } = given
  for (const since of [0, -1, 1.5, 4, NaN, Infinity]) {
    await expect(give(patient, given, [heart], { since })).rejects.toMatchObject({
      shortMessage: 'This access cannot be given: its history begins at no time of this chart.',
    })
  }
})
