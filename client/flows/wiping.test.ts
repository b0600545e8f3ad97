import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addRecords,
  BlockNotFoundError,
  cidOfPointer,
  grantAccess,
  loadChart,
  lockSession,
  nameDelegate,
  readRecord,
  reencryptHistory,
  rotateChart,
  shareRecord,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, Session } from '#client'
import { readRecords } from '../chain/readRecords.ts'
import type * as deriving from '../crypto/deriveKey.ts'
import type * as hpke from '../crypto/hpke.ts'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

/** Everything that was derived or unsealed, by its label: the real functions make it. */
const secrets = vi.hoisted(() => [] as { label: string; bytes: Uint8Array }[])

vi.mock('../crypto/deriveKey.ts', async (load) => {
  const real = await load<typeof deriving>()
  const deriveKey: typeof real.deriveKey = (secret, label, ...fields) => {
    const bytes = real.deriveKey(secret, label, ...fields)
    secrets.push({ label, bytes })
    return bytes
  }
  return { ...real, deriveKey }
})

vi.mock('../crypto/hpke.ts', async (load) => {
  const real = await load<typeof hpke>()
  const unseal: typeof real.unseal = async (keys, label, context, sealed) => {
    const bytes = await real.unseal(keys, label, context, sealed)
    secrets.push({ label, bytes })
    return bytes
  }
  const deriveKeyPair: typeof real.deriveKeyPair = async (seed) => {
    const pair = await real.deriveKeyPair(seed)
    secrets.push({ label: 'key pair', bytes: pair.secretKey })
    return pair
  }
  return { ...real, unseal, deriveKeyPair }
})

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600

/** What is left in memory of a session that reads everything, goes on with the work given, and is locked. */
async function leftOf(
  { wallet }: Session,
  chart: ChartId,
  work: (session: Session) => Promise<unknown>,
  context = world.context(),
) {
  secrets.length = 0
  const session = await unlockAccount(context, { wallet: wallet! })
  await loadChart(session, { chart })
  await work(session)
  await loadChart(session, { chart })
  const labels = new Set(secrets.map(({ label }) => label))
  lockSession(session)
  await new Promise((resolve) => setTimeout(resolve))
  const left = secrets.filter(({ bytes }) => bytes.some((byte) => byte !== 0)).map(({ label }) => label)
  return { labels, left: [...new Set(left)] }
}

test('locking wipes every key of a chart that was derived, unsealed or kept, of whoever opened it', async () => {
  const { patient, chart } = await world.newPatient(['Heart', 'Mind'])
  const [heart, mind] = (await loadChart(patient, { chart })).sections.map(({ number }) => number)
  const doctor = await world.newAccount('practitioner', 'Dr Given')
  const friend = await world.newAccount()
  const carer = await world.newAccount()
  const until = inAnHour()
  await addRecords(patient, { chart, section: heart!, files: [note('First'), note('Second')] })
  await addRecords(patient, { chart, section: mind!, files: [note('Third')] })
  await rotateChart(patient, { chart })
  await reencryptHistory(patient, { chart })
  await rotateChart(patient, { chart })
  await nameDelegate(patient, { chart, delegate: carer.account, until })
  const grant = { read: [heart!], write: [heart!], until, purpose: 'TREAT' } as const
  await grantAccess(patient, { chart, grantee: doctor.account, ...grant })
  for (const number of [1, 3]) await shareRecord(patient, { chart, number, reader: friend.account, until })

  const owners = await leftOf(patient, chart, async (session) => {
    await verifyChart(session, { chart })
    await rotateChart(session, { chart })
  })
  expect(owners.left).toEqual([])
  expect([...owners.labels]).toEqual(
    expect.arrayContaining(['sectionKey', 'relocatedSectionKey', 'historyStart', 'historyNext', 'recordKey']),
  )
  const carers = await leftOf(carer, chart, (session) => rotateChart(session, { chart }))
  expect(carers.left).toEqual([])
  const doctors = await leftOf(doctor, chart, (session) => readRecord(session, { chart, number: 1 }))
  expect(doctors.left).toEqual([])
  expect([...doctors.labels]).toEqual(expect.arrayContaining(['historyNext', 'keyringSeal', 'recordKey']))
  const friends = await leftOf(friend, chart, (session) => readRecord(session, { chart, number: 3 }))
  expect(friends.left).toEqual([])
  expect([...friends.labels]).toContain('share')

  // The key of a shared record that no store gives is never used, and is held all the same.
  const context = world.context()
  const [record] = await readRecords(context.chain, { chart, to: 1 })
  const stores = context.stores.map((store) => ({
    ...store,
    fetchBlock: async (...[cid, options]: Parameters<typeof store.fetchBlock>) => {
      if (cid.equals(cidOfPointer(record!.pointer))) throw new BlockNotFoundError([store.name])
      return store.fetchBlock(cid, options)
    },
  }))
  const missing = await leftOf(friend, chart, async () => {}, { ...context, stores })
  expect(missing.left).toEqual([])
}, 60_000)

test('a chart that is still being opened when the session is locked leaves nothing either', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  await addRecords(patient, { chart, section: heart, files: [note('First')] })
  for (const at of [1, 2, 3]) {
    const session = await unlockAccount(world.context(), { wallet: patient.wallet! })
    secrets.length = 0
    let fetched = 0
    const stores = session.context.stores.map((store) => ({
      ...store,
      async fetchBlock(...asked: Parameters<typeof store.fetchBlock>) {
        const bytes = await store.fetchBlock(...asked)
        if (++fetched === at) lockSession(session)
        return bytes
      },
    }))
    const locked = { ...session, context: { ...session.context, stores } }
    await loadChart(locked, { chart }).catch(() => {})
    await readRecord(locked, { chart, number: 1 }).catch(() => {})
    expect(fetched).toBeGreaterThanOrEqual(Math.min(at, 2))
    lockSession(session)
    expect(secrets.filter(({ bytes }) => bytes.some((byte) => byte !== 0))).toEqual([])
  }
})
