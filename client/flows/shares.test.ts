import { CID } from 'multiformats/cid'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChangedKey,
  addRecords,
  cidOfPointer,
  endShare,
  exportChart,
  grantAccess,
  listSharedWithMe,
  loadChart,
  nameDelegate,
  prepareAccount,
  publishAccount,
  readRecord,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, Session } from '#client'
import { readChart } from '../chain/readChart.ts'
import { readShare } from '../chain/readShare.ts'
import { equalBytes } from '../crypto/bytes.ts'
import type { KeyringRoot } from '../crypto/keyring.ts'
import { fetchKeyringRoot } from './shares.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import { memoryStorage, note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

async function sectionOf(session: Session, chart: ChartId, label: string): Promise<number> {
  const { sections } = await loadChart(session, { chart })
  return sections.find((section) => section.label === label)!.number
}

async function chainTime(): Promise<number> {
  const { timestamp } = await world.rpc<{ timestamp: Hex }>('eth_getBlockByNumber', 'latest', false)
  return Math.max(Number(timestamp), Math.floor(Date.now() / 1000))
}

const inSeconds = async (seconds: number) => (await chainTime()) + seconds
const aDay = () => inSeconds(86_400)

/** The same account on another device. */
const onAnotherDevice = (session: Session) => unlockAccount(world.context(), { wallet: session.wallet! })

const statesOf = async (session: Session, chart: ChartId) =>
  (await loadChart(session, { chart })).records.map(({ state }) => state)

async function rootOf(session: Session, chart: ChartId): Promise<KeyringRoot> {
  return fetchKeyringRoot(session, (await readChart(session.context.chain, { chart }))!)
}

/** A patient with two records in one section, and somebody else. */
async function twoRecords(): Promise<{ patient: Session; chart: ChartId; heart: number; friend: Session }> {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await sectionOf(patient, chart, 'Heart')
  await addRecords(patient, { chart, section: heart, files: [note('First')] })
  await addRecords(patient, { chart, section: heart, files: [note('Second')] })
  return { patient, chart, heart, friend: await world.newAccount() }
}

test('a shared record opens to its reader, and nothing else of the chart does', async () => {
  const { patient, chart, heart, friend } = await twoRecords()
  await expect(loadChart(friend, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  expect(await listSharedWithMe(friend)).toEqual([])

  const until = await aDay()
  await shareRecord(patient, { chart, number: 2, reader: friend.account, until, name: 'Aunt Ada' })
  expect(await loadChart(patient, { chart })).toMatchObject({
    epoch: 1,
    shares: [{ number: 2, reader: friend.account, name: 'Aunt Ada', until, isKeyMissing: false }],
  })
  expect(await listSharedWithMe(friend)).toEqual([
    { chart, number: 2, owner: patient.account, until, title: 'Second.txt', problem: null },
  ])
  expect(await loadChart(friend, { chart })).toMatchObject({
    role: 'reader',
    owner: patient.account,
    sections: [],
    grants: [],
    grant: null,
    isHeadVerified: true,
    shares: [{ number: 2, until }],
    records: [{ state: 'no-access' }, { state: 'readable', details: { title: 'Second.txt' } }],
  })
  const { body, summary } = await readRecord(friend, { chart, number: 2 })
  expect(await body.text()).toContain('Second')
  expect(summary).toMatchObject({ number: 2, state: 'readable', author: patient.account })
  await expect(readRecord(friend, { chart, number: 1 })).rejects.toMatchObject({
    name: 'RecordNoAccessError',
  })
  await expect(addRecords(friend, { chart, section: heart, files: [note('Mine')] })).rejects.toMatchObject({
    name: 'CannotWriteError',
  })

  // What opens is checked against the chain like anybody's, and can be taken along.
  expect(await verifyChart(friend, { chart })).toMatchObject({
    isSound: true,
    isKeyringSound: null,
    verified: 1,
    records: [{ state: 'no-access' }, { state: 'readable' }],
  })
  const exported = await Array.fromAsync(exportChart(friend, { chart }))
  expect(exported.map(({ identity }) => identity !== null)).toEqual([false, true])
})

test('rotations carry a share byte for byte, and what is filed since stays closed', async () => {
  const { patient, chart, heart, friend } = await twoRecords()
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: await aDay() })
  const [before] = (await rootOf(patient, chart)).shares
  await rotateChart(await onAnotherDevice(patient), { chart })
  await addRecords(patient, { chart, section: heart, files: [note('Third')] })
  const { epoch, shares } = await rootOf(patient, chart)
  expect(epoch).toBe(2)
  expect(shares).toHaveLength(1)
  expect(equalBytes(shares[0]!.tag, before!.tag) && equalBytes(shares[0]!.sealed, before!.sealed)).toBe(true)
  expect(await statesOf(friend, chart)).toEqual(['readable', 'no-access', 'no-access'])
})

test('a share ends at once, without a new epoch, and is shown no more', async () => {
  const { patient, chart, friend } = await twoRecords()
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: await aDay() })
  await shareRecord(patient, { chart, number: 2, reader: friend.account, until: await aDay() })
  expect(await statesOf(friend, chart)).toEqual(['readable', 'readable'])

  expect(await endShare(patient, { chart, number: 1, reader: friend.account })).toEqual({
    isSealRemoved: true,
  })
  expect(await loadChart(patient, { chart })).toMatchObject({
    epoch: 1,
    isKeyed: true,
    shares: [{ number: 2 }],
  })
  expect((await rootOf(patient, chart)).shares).toHaveLength(1)
  // The session still knows the record's key, and shows nothing of it.
  expect(await statesOf(friend, chart)).toEqual(['no-access', 'readable'])
  await expect(readRecord(friend, { chart, number: 1 })).rejects.toMatchObject({
    name: 'RecordNoAccessError',
  })
  expect(await listSharedWithMe(friend)).toMatchObject([{ number: 2 }])
  await endShare(patient, { chart, number: 2, reader: friend.account })
  await expect(loadChart(friend, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  await expect(readRecord(friend, { chart, number: 2 })).rejects.toMatchObject({ name: 'NoAccessError' })
  await expect(endShare(patient, { chart, number: 2, reader: friend.account })).rejects.toMatchObject({
    name: 'ShareMissingError',
  })
})

test('a share ends even while every store is down or the chart changes, and the next keyring drops its seal', async () => {
  const { patient, chart, friend } = await twoRecords()
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: await aDay() })
  await shareRecord(patient, { chart, number: 2, reader: friend.account, until: await aDay() })
  const proxy = await startProxy(world.store.rpcUrl)
  const stores = [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
  const offline = await unlockAccount(world.context({ stores }), { wallet: patient.wallet! })
  proxy.isDown = true
  expect(await endShare(offline, { chart, number: 1, reader: friend.account })).toEqual({
    isSealRemoved: false,
  })
  await proxy.stop()
  expect(await statesOf(friend, chart)).toEqual(['no-access', 'readable'])
  expect((await rootOf(patient, chart)).shares).toHaveLength(2)

  // Another device rotates while the wallet is asked: the end counts, the keyring that lost the race does not.
  const tablet = await onAnotherDevice(patient)
  const pins = (await world.pins()).length
  const slow = withGate(patient.wallet!, () => rotateChart(tablet, { chart }))
  expect(await endShare({ ...patient, wallet: slow }, { chart, number: 2, reader: friend.account })).toEqual({
    isSealRemoved: false,
  })
  expect((await world.pins()).length).toBe(pins + 1)
  await expect(loadChart(friend, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  expect(await loadChart(patient, { chart })).toMatchObject({ epoch: 2, isKeyed: true, shares: [] })
  // The tablet's rotation came before the end, and carried the one share that lived.
  expect((await rootOf(patient, chart)).shares).toHaveLength(1)
  await rotateChart(patient, { chart })
  expect((await rootOf(patient, chart)).shares).toEqual([])
})

test('a delegate that changes the keys right after a share ended does not have the owner give up its own', async () => {
  const { patient, chart, friend } = await twoRecords()
  const carer = await world.newAccount()
  await nameDelegate(patient, { chart, delegate: carer.account, until: await aDay() })
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: await aDay() })
  const storage = memoryStorage()
  const late = {
    ...storage,
    async remove(key: string) {
      await storage.remove(key)
      await rotateChart(carer, { chart })
    },
  }
  const slow = { ...patient, context: world.context({}, { storage: late }) }
  expect(await endShare(slow, { chart, number: 1, reader: friend.account })).toEqual({ isSealRemoved: true })
  const { keyring, ownerKeyring } = (await readChart(patient.context.chain, { chart }))!
  expect(keyring).not.toBe(ownerKeyring)
  const kept = (await world.pins()).map((pin) => CID.parse(pin).toString())
  for (const named of [keyring, ownerKeyring]) expect(kept).toContain(cidOfPointer(named).toString())
})

test('an expired share closes by itself, and drops out of the next keyring', async () => {
  const { patient, chart, friend } = await twoRecords()
  const until = await inSeconds(600)
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until })
  expect(await statesOf(friend, chart)).toEqual(['readable', 'no-access'])
  await world.later(700)
  await expect(loadChart(friend, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  expect(await listSharedWithMe(friend)).toEqual([])
  expect((await loadChart(patient, { chart })).shares).toMatchObject([{ number: 1, isExpired: true }])
  expect((await rootOf(patient, chart)).shares).toHaveLength(1)
  await rotateChart(patient, { chart })
  expect((await rootOf(patient, chart)).shares).toEqual([])
  // Shared once more, it opens once more.
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: await aDay() })
  expect(await statesOf(friend, chart)).toEqual(['readable', 'no-access'])
})

test('a share is extended with the same seal, by the owner or by who acts for the owner', async () => {
  const { patient, chart, friend } = await twoRecords()
  const carer = await world.newAccount()
  const [soon, later] = [await inSeconds(3_600), await aDay()]
  await nameDelegate(patient, { chart, delegate: carer.account, until: later })
  await shareRecord(carer, { chart, number: 1, reader: friend.account, until: soon, name: 'A friend' })
  expect(await statesOf(friend, chart)).toEqual(['readable', 'no-access'])
  const [first] = (await rootOf(patient, chart)).shares
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: later })
  const [second] = (await rootOf(patient, chart)).shares
  expect(equalBytes(first!.sealed, second!.sealed)).toBe(true)
  expect((await loadChart(patient, { chart })).shares).toMatchObject([{ until: later, name: 'A friend' }])
  await expect(
    shareRecord(carer, { chart, number: 2, reader: friend.account, until: later + 1 }),
  ).rejects.toMatchObject({
    shortMessage: 'This access cannot be given: it would outlast your own right to act.',
  })
  await endShare(carer, { chart, number: 1, reader: friend.account })
  await expect(loadChart(friend, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
})

test('whose access to the sections ends keeps what is shared by itself', async () => {
  const { patient, chart, heart } = await twoRecords()
  const doctor = await world.newAccount('practitioner', 'Dr Shared')
  await grantAccess(patient, {
    chart,
    grantee: doctor.account,
    read: [heart],
    write: [],
    until: await aDay(),
    purpose: 'TREAT',
    history: 'from-now',
  })
  await shareRecord(patient, { chart, number: 1, reader: doctor.account, until: await aDay() })
  expect(await loadChart(doctor, { chart })).toMatchObject({
    role: 'grantee',
    shares: [{ number: 1 }],
    records: [{ state: 'readable' }, { state: 'no-access' }],
  })
  await revokeAccess(patient, { chart, grantee: doctor.account })
  await addRecords(patient, { chart, section: heart, files: [note('After')] })
  expect(await loadChart(doctor, { chart })).toMatchObject({
    role: 'reader',
    records: [{ state: 'readable' }, { state: 'no-access' }, { state: 'no-access' }],
  })
})

test('a shared record opens by the chart’s id alone where the node gives no logs', async () => {
  const { patient, chart, friend } = await twoRecords()
  await shareRecord(patient, { chart, number: 2, reader: friend.account, until: await aDay() })
  const proxy = await startProxy(world.chain.rpcUrl)
  const chain = { ...world.config.chain, rpcUrl: proxy.url }
  proxy.rewrite = (_, body) => {
    const text = body.toString()
    return /"result":\[/.test(text) ? Buffer.from(text.replace(/"result":\[.*\]/s, '"result":[]')) : body
  }
  const device = await unlockAccount(world.context({ chain }), { wallet: friend.wallet! })
  expect(await listSharedWithMe(device)).toEqual([])
  expect(await statesOf(device, chart)).toEqual(['no-access', 'readable'])
  await proxy.stop()
})

test('a reader’s changed key is noticed, told to both, and sealed to once the owner has confirmed it', async () => {
  const { patient, chart, friend } = await twoRecords()
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: await aDay() })
  const blank = { ...world.context().chain.publicClient, readContract: async () => `0x${'00'.repeat(32)}` }
  const context = world.context()
  const forgetful = { ...context, chain: { ...context.chain, publicClient: blank as never } }
  const draft = await prepareAccount(forgetful, { wallet: friend.wallet!, kind: 'patient' })
  const renewed = await publishAccount(context, {
    wallet: friend.wallet!,
    draft: { ...draft, previous: friend.keys.profile },
  })
  const [record] = (await loadChart(renewed, { chart })).records
  expect(record).toMatchObject({ state: 'no-access' })
  expect(record!.problem).toContain('shared with this account, but its key is not there')
  expect(await listSharedWithMe(renewed)).toMatchObject([{ title: null, problem: record!.problem }])
  expect((await loadChart(renewed, { chart })).shares).toMatchObject([{ number: 1, isKeyMissing: true }])
  await expect(readRecord(renewed, { chart, number: 1 })).rejects.toMatchObject({
    name: 'ShareKeyMissingError',
  })
  const [share] = (await loadChart(patient, { chart })).shares
  expect(share).toMatchObject({ isProfileChanged: true })
  // Sharing once more does not take the new key on the side.
  await shareRecord(patient, { chart, number: 2, reader: friend.account, until: await aDay() })
  expect(await statesOf(renewed, chart)).toEqual(['no-access', 'no-access'])
  await acceptChangedKey(patient, { chart, grantee: friend.account, profile: share!.profile! })
  expect(await statesOf(renewed, chart)).toEqual(['readable', 'readable'])
  expect((await loadChart(patient, { chart })).shares.map((each) => each.isProfileChanged)).toEqual([
    false,
    false,
  ])
})

test('what cannot be shared is refused before anything is stored', async () => {
  const { patient, chart, friend } = await twoRecords()
  const pins = await world.pins()
  const until = await aDay()
  const share = (change: object) =>
    shareRecord(patient, { chart, number: 1, reader: friend.account, until, ...change })
  await expect(share({ number: 3 })).rejects.toMatchObject({ name: 'RecordMissingError' })
  await expect(share({ number: 0 })).rejects.toMatchObject({ name: 'RecordMissingError' })
  await expect(share({ reader: patient.account })).rejects.toMatchObject({ name: 'PermissionInvalidError' })
  await expect(share({ reader: '0x12' })).rejects.toMatchObject({ name: 'PermissionInvalidError' })
  await expect(share({ reader: `0x${'12'.repeat(20)}` })).rejects.toMatchObject({
    name: 'ProfileMissingError',
  })
  await expect(share({ until: 0 })).rejects.toMatchObject({ name: 'PermissionInvalidError' })
  await expect(share({ until: Infinity })).rejects.toMatchObject({ name: 'PermissionInvalidError' })
  await expect(share({ name: 'x\u0000' })).rejects.toMatchObject({ name: 'NameInvalidError' })
  await expect(
    shareRecord(friend, { chart, number: 1, reader: patient.account, until }),
  ).rejects.toMatchObject({ name: 'NotOwnerError' })
  await expect(endShare(friend, { chart, number: 1, reader: patient.account })).rejects.toMatchObject({
    name: 'NotOwnerError',
  })
  expect(await world.pins()).toEqual(pins)
  expect(await readShare(patient.context.chain, { chart, number: 1, reader: friend.account })).toBeNull()
})

test('a record is shared out of a chart without keys, which get renewed first', async () => {
  const { patient, chart, heart, friend } = await twoRecords()
  const doctor = await world.newAccount('practitioner', 'Dr Gone')
  await grantAccess(patient, {
    chart,
    grantee: doctor.account,
    read: [heart],
    write: [],
    until: await aDay(),
    purpose: 'TREAT',
  })
  const proxy = await startProxy(world.store.rpcUrl)
  const stores = [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
  const offline = await unlockAccount(world.context({ stores }), { wallet: patient.wallet! })
  proxy.isDown = true
  await revokeAccess(offline, { chart, grantee: doctor.account })
  await proxy.stop()
  await shareRecord(patient, { chart, number: 1, reader: friend.account, until: await aDay() })
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: true, epoch: 2 })
  expect(await statesOf(friend, chart)).toEqual(['readable', 'no-access'])
})
