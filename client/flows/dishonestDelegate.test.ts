import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChangedKey,
  addRecords,
  cidOfPointer,
  grantAccess,
  loadChart,
  nameDelegate,
  prepareAccount,
  publishAccount,
  removeDelegate,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
} from '#client'
import type { ChartId, KeyValueStorage, Session } from '#client'
import { readChart } from '../chain/readChart.ts'
import { bytesToHex } from '../crypto/bytes.ts'
import { openKeyring } from '../crypto/openKeyring.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import { readManaged } from './keyrings.ts'
import { chartsScope } from './scopes.ts'
import { setKeyringByHand } from '../../test/lib/setKeyringByHand.ts'
import { memoryStorage, note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600

/** Whether the keys of `holder` open what the chart's keyring seals to a grantee. */
async function opensFor(holder: Session, chart: ChartId, grantee: Session): Promise<boolean> {
  const { context } = holder
  const state = (await readChart(context.chain, { chart }))!
  const bytes = await fetchBlock(context.stores, cidOfPointer(state.keyring))
  const place = { bytes, scope: chartsScope(context), chart, account: grantee.account }
  return openKeyring({ ...place, role: 'grantee', pairs: holder.keys.pairs }).then(
    () => true,
    () => false,
  )
}

async function setUp() {
  const { patient, chart } = await world.newPatient(['Heart'])
  const carer = await world.newAccount('patient')
  const doctor = await world.newAccount('practitioner', 'Dr Given')
  const until = inAnHour()
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  await nameDelegate(patient, { chart, delegate: carer.account, until })
  const grant = { chart, read: [heart], write: [heart], until, purpose: 'TREAT' } as const
  return { patient, chart, carer, doctor, heart, grant }
}

/** Has the delegate seal to itself what the chart says is a grantee's. */
async function putOwnKey(carer: Session, chart: ChartId, grantee: Session): Promise<void> {
  const { contents } = (await readManaged(carer, chart)).keyring.opened
  const [{ publicKey }] = carer.keys.pairs
  const swap = <T extends { account: string }>(one: T) =>
    one.account === grantee.account ? { ...one, publicKey } : one
  await setKeyringByHand(carer, chart, {
    ...contents,
    readers: contents.readers.map(swap),
    shares: contents.shares.map(swap),
  })
}

test.each(['owner', 'delegate'] as const)(
  'a delegate’s key in place of a reader’s whom the %s added does not outlast its removal',
  async (giver) => {
    const { patient, chart, carer, doctor, heart, grant } = await setUp()
    await grantAccess(giver === 'owner' ? patient : carer, { ...grant, grantee: doctor.account })
    await putOwnKey(carer, chart, doctor)
    expect(await opensFor(carer, chart, doctor)).toBe(true)

    const ended = { delegate: carer.account, grantees: [], shares: [] }
    expect(await removeDelegate(patient, { chart, ...ended })).toMatchObject({ isKeyed: true })
    await addRecords(patient, { chart, section: heart, files: [note('After the removal')] })

    expect(await opensFor(carer, chart, doctor)).toBe(false)
    expect((await loadChart(doctor, { chart })).records.map(({ state }) => state)).toEqual(['readable'])
  },
)

test('a delegate’s key in place of a reader’s is not taken up by what the owner does meanwhile', async () => {
  const { patient, chart, carer, doctor, grant } = await setUp()
  await grantAccess(patient, { ...grant, grantee: doctor.account })
  await putOwnKey(carer, chart, doctor)

  const newDevice = await unlockAccount(world.context(), { wallet: patient.wallet! })
  await rotateChart(newDevice, { chart })
  expect(await opensFor(carer, chart, doctor)).toBe(false)
  expect(await opensFor(doctor, chart, doctor)).toBe(true)
})

test('a delegate’s key in place of that of a share’s reader is not what the next record is shared with', async () => {
  const { patient, chart, carer, doctor, heart, grant } = await setUp()
  const [number] = await addRecords(patient, { chart, section: heart, files: [note('Shared')] })
  const share = { chart, reader: doctor.account, until: grant.until }
  await shareRecord(patient, { ...share, number: number! })
  await putOwnKey(carer, chart, doctor)
  await removeDelegate(patient, { chart, delegate: carer.account, grantees: [], shares: [] })

  const [later] = await addRecords(patient, { chart, section: heart, files: [note('After the removal')] })
  await shareRecord(patient, { ...share, number: later! })
  const { shares } = (await readManaged(patient, chart)).keyring.opened.contents
  const [{ publicKey }] = doctor.keys.pairs
  expect(shares.map((each) => bytesToHex(each.publicKey))).toEqual(Array(2).fill(bytesToHex(publicKey)))
  expect((await loadChart(doctor, { chart })).records.map(({ state }) => state)).toEqual([
    'readable',
    'readable',
  ])
})

test('a delegate that changes the keys right after an ending does not have the owner give up its own', async () => {
  const { patient, chart, carer, doctor, grant } = await setUp()
  await grantAccess(patient, { ...grant, grantee: doctor.account })
  const storage = memoryStorage()
  const late: KeyValueStorage = {
    ...storage,
    async remove(key) {
      await storage.remove(key)
      await rotateChart(carer, { chart })
    },
  }
  const slow = { ...patient, context: world.context({}, { storage: late }) }
  const ended = await revokeAccess(slow, { chart, grantee: doctor.account })
  expect(ended).toEqual({ isKeyed: true, problem: null })

  const { keyring, ownerKeyring } = (await readChart(patient.context.chain, { chart }))!
  expect(keyring).not.toBe(ownerKeyring)
  const kept = (await world.pins()).map((pin) => CID.parse(pin).toString())
  for (const named of [keyring, ownerKeyring]) expect(kept).toContain(cidOfPointer(named).toString())
})

test('a changed key that a delegate took is shown to the owner, who goes back to the one it knew until it confirms', async () => {
  const { patient, chart, carer, doctor, heart, grant } = await setUp()
  const other = await world.newAccount()
  const [number] = await addRecords(patient, { chart, section: heart, files: [note('Shared')] })
  await grantAccess(patient, { ...grant, grantee: doctor.account })
  await grantAccess(patient, { ...grant, grantee: other.account })
  await shareRecord(patient, { chart, number: number!, reader: doctor.account, until: grant.until })
  const thief = await withNewKeys(doctor)
  const { profile } = thief.keys
  const shown = async (session: Session) => {
    const { grants, shares } = await loadChart(session, { chart })
    return [...grants.filter(({ grantee }) => grantee === doctor.account), ...shares]
  }
  const both = (state: object) => [state, state]
  await acceptChangedKey(carer, { chart, grantee: doctor.account, profile })
  expect(await opensFor(thief, chart, doctor)).toBe(true)

  // Keyring and profile agree by now: on any device of the owner it is shown all the same, and of nobody else.
  for (const session of [patient, await unlockAccount(world.context(), { wallet: patient.wallet! })]) {
    expect(await shown(session)).toMatchObject(both({ isKeyUnconfirmed: true, isProfileChanged: false }))
    const { grants } = await loadChart(session, { chart })
    expect(grants.find(({ grantee }) => grantee === other.account)).toMatchObject({ isKeyUnconfirmed: false })
  }
  expect(await shown(carer)).toMatchObject(both({ isKeyUnconfirmed: false }))

  // Without a word of the owner, the owner's own change seals to the key that it knew.
  await rotateChart(patient, { chart })
  expect(await opensFor(thief, chart, doctor)).toBe(false)
  expect(await opensFor(doctor, chart, doctor)).toBe(true)
  expect(await shown(patient)).toMatchObject(both({ isKeyUnconfirmed: false, isProfileChanged: true }))

  // Taken again by the delegate, and then confirmed by the owner.
  await acceptChangedKey(carer, { chart, grantee: doctor.account, profile })
  await acceptChangedKey(patient, { chart, grantee: doctor.account, profile })
  expect(await shown(patient)).toMatchObject(both({ isKeyUnconfirmed: false, isProfileChanged: false }))
  await rotateChart(patient, { chart })
  expect(await opensFor(thief, chart, doctor)).toBe(true)
})

/** The same account set up anew by whoever has its wallet, with keys of its own. */
async function withNewKeys(session: Session): Promise<Session> {
  const context = world.context()
  const wallet = session.wallet!
  const blank = { ...context.chain.publicClient, readContract: async () => `0x${'00'.repeat(32)}` }
  const forgetful = { ...context, chain: { ...context.chain, publicClient: blank as never } }
  const draft = await prepareAccount(forgetful, { wallet, kind: session.kind, name: session.name ?? '' })
  return publishAccount(context, { wallet, draft: { ...draft, previous: session.keys.profile } })
}
