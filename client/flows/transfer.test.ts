import { toHex } from 'viem'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChart,
  addRecords,
  endOffer,
  grantAccess,
  listChartsOpenTo,
  listOffersToMe,
  listOwnCharts,
  loadChart,
  nameDelegate,
  offerChart,
  readRecord,
  rotateChart,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, Session } from '#client'
import { rotateCall } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import { submit } from '../chain/submit.ts'
import { createKeyring, rotateKeyring } from '../crypto/keyring.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { changeVault } from './changeVault.ts'
import { openOfferedKeyring, readManaged, readState } from './keyrings.ts'
import { readReceived } from './readReceived.ts'
import { storeBlocks } from './storeBlocks.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import { note, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

const DAY = 86_400

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

async function chainTime(): Promise<number> {
  const { timestamp } = await world.rpc<{ timestamp: Hex }>('eth_getBlockByNumber', 'latest', false)
  return Math.max(Number(timestamp), Math.floor(Date.now() / 1000))
}

const onAnotherDevice = (session: Session) => unlockAccount(world.context(), { wallet: session.wallet! })

async function offer(owner: Session, chart: ChartId, successor: Session, seconds = DAY): Promise<void> {
  const until = (await chainTime()) + seconds
  await offerChart(owner, { chart, successor: successor.account, until, name: 'My son' })
}

/** A parent's chart with records of two epochs, and the child that it is offered to. */
async function setUp(seconds = DAY) {
  const { patient: parent, chart } = await world.newPatient(['Heart'])
  const child = await world.newAccount()
  const heart = (await loadChart(parent, { chart })).sections[0]!.number
  await addRecords(parent, { chart, section: heart, files: [note('First')] })
  await rotateChart(parent, { chart })
  await addRecords(parent, { chart, section: heart, files: [note('Second')] })
  await offer(parent, chart, child, seconds)
  return { parent, child, chart, heart }
}

const statesOf = async (session: Session, chart: ChartId) =>
  (await loadChart(session, { chart })).records.map(({ state }) => state)

test('a chart changes hands, with all that it holds, and the former owner opens nothing filed since', async () => {
  const { parent, child, chart, heart } = await setUp()
  const doctor = await world.newAccount('practitioner', 'Dr Former')
  const until = (await chainTime()) + DAY
  const rights = { read: [heart], write: [], until, purpose: 'TREAT' } as const
  await grantAccess(parent, { chart, grantee: doctor.account, ...rights })

  const offered = { chart, owner: parent.account, title: 'Health chart', problem: null, count: 2 }
  expect(await listOffersToMe(child)).toMatchObject([offered])
  expect((await loadChart(parent, { chart })).offer).toMatchObject({
    successor: child.account,
    name: 'My son',
    isExpired: false,
    isKeyMissing: false,
  })
  await expect(loadChart(child, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })

  const owner = await acceptChart(child, { chart })
  expect(await listOffersToMe(owner)).toEqual([])
  const mine = { id: chart, n: null, title: 'Health chart', isKeyed: true }
  for (const session of [owner, await onAnotherDevice(child)]) {
    expect(await listOwnCharts(session)).toMatchObject([mine])
    expect(await statesOf(session, chart)).toEqual(['readable', 'readable'])
    expect(await verifyChart(session, { chart })).toMatchObject({ isSound: true, isKeyringSound: true })
  }
  const kept = (await readManagedKeys(parent, chart))!
  const [number] = await addRecords(owner, { chart, section: heart, files: [note('Third')] })
  const { records, grants, offer: none } = await loadChart(owner, { chart })
  expect({ grants, none }).toEqual({ grants: [], none: null })
  const { epoch } = records[number! - 1]!
  expect(await kept.find({ section: heart, epoch, keyEpoch: epoch })).toBeNull()
  for (const session of [parent, await onAnotherDevice(parent), doctor]) {
    await expect(loadChart(session, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
    await expect(readRecord(session, { chart, number: number! })).rejects.toMatchObject({
      name: 'NoAccessError',
    })
  }
  expect(await listOwnCharts(parent)).toEqual([])
  expect(await listChartsOpenTo(doctor)).toEqual([])

  await grantAccess(owner, { chart, grantee: parent.account, ...rights })
  expect(await statesOf(parent, chart)).toEqual(['readable', 'readable', 'readable'])
})

/** The keys that a session kept of a chart, whoever owns it now. */
async function readManagedKeys(session: Session, chart: ChartId) {
  return session.keys.memory.keyrings.get(chart)?.sectionKeys
}

test('a transfer that stopped half-way leaves the chart where it was, and is finished later', async () => {
  const { parent, child, chart, heart } = await setUp()
  let sent = 0
  const refusing = withGate(child.wallet!, (act) => {
    // The vault's entry goes through; the transfer itself is declined.
    if (act === 'send' && ++sent === 2) throw rejection()
  })
  await expect(acceptChart({ ...child, wallet: refusing }, { chart })).rejects.toMatchObject({
    name: 'UserRejectedError',
  })
  const later = await onAnotherDevice(child)
  expect(await readReceived(later)).toEqual([chart])
  expect(await listOwnCharts(later)).toEqual([])
  expect((await loadChart(parent, { chart })).role).toBe('owner')
  await addRecords(parent, { chart, section: heart, files: [note('Meanwhile')] })

  let asked = 0
  const counting = withGate(later.wallet!, (act) => void (asked += act === 'send' ? 1 : 0))
  const owner = await acceptChart({ ...later, wallet: counting }, { chart })
  expect(asked).toBe(1)
  expect(await statesOf(owner, chart)).toEqual(['readable', 'readable', 'readable'])
  expect(await readReceived(owner)).toEqual([chart])
})

test('a withdrawn offer cannot be taken, and its keys open nothing filed since', async () => {
  const { parent, child, chart, heart } = await setUp()
  const kept = await openOfferedKeyring(child, await readState(child, chart))
  expect(await endOffer(parent, { chart })).toEqual({ isKeyed: true, problem: null })
  await expect(acceptChart(child, { chart })).rejects.toMatchObject({ name: 'OfferMissingError' })
  expect(await listOffersToMe(child)).toEqual([])
  await addRecords(parent, { chart, section: heart, files: [note('After')] })
  const { records, offer: none } = await loadChart(parent, { chart })
  expect(none).toBeNull()
  const { epoch } = records[2]!
  expect(await kept.sectionKeys.find({ section: heart, epoch: 2, keyEpoch: 2 })).not.toBeNull()
  expect(await kept.sectionKeys.find({ section: heart, epoch, keyEpoch: epoch })).toBeNull()
  await expect(endOffer(parent, { chart })).rejects.toMatchObject({ name: 'OfferMissingError' })
})

test('an offer that has expired cannot be taken, and the keys rotate before the next filing', async () => {
  const { parent, child, chart, heart } = await setUp(600)
  await world.later(700)
  await expect(acceptChart(child, { chart })).rejects.toMatchObject({ name: 'OfferMissingError' })
  expect((await loadChart(parent, { chart })).offer).toMatchObject({ isExpired: true })
  await addRecords(parent, { chart, section: heart, files: [note('After')] })
  const { contents } = (await readManaged(parent, chart)).keyring.opened
  expect(contents).toMatchObject({ epoch: 3, readers: [{ role: 'owner' }] })
  expect(await statesOf(await onAnotherDevice(parent), chart)).toEqual(['readable', 'readable', 'readable'])
})

test('an offer to another account takes the place of the first, with new keys', async () => {
  const { parent, child, chart } = await setUp()
  const other = await world.newAccount()
  await offer(parent, chart, other)
  const { state, keyring } = await readManaged(parent, chart)
  expect(state.epoch).toBe(3)
  expect(keyring.opened.contents.readers).toMatchObject([
    { role: 'owner' },
    { account: other.account, role: 'successor' },
  ])
  await expect(acceptChart(child, { chart })).rejects.toMatchObject({ name: 'OfferMissingError' })
  // The same account again only moves the end.
  await offer(parent, chart, other, 2 * DAY)
  expect((await readManaged(parent, chart)).state.epoch).toBe(3)
  const owner = await acceptChart(other, { chart })
  expect(await statesOf(owner, chart)).toEqual(['readable', 'readable'])
})

test('an offer is the owner’s, to somebody else with a profile, until a time to come', async () => {
  const { parent, child, chart } = await setUp()
  const until = (await chainTime()) + DAY
  const offered = (session: Session, successor: Hex, end = until) =>
    offerChart(session, { chart, successor, until: end })
  await expect(offered(parent, parent.account)).rejects.toMatchObject({ name: 'PermissionInvalidError' })
  await expect(offered(parent, child.account, until - 2 * DAY)).rejects.toMatchObject({
    name: 'PermissionInvalidError',
  })
  await expect(offered(parent, world.newWallet().account)).rejects.toMatchObject({
    name: 'ProfileMissingError',
  })
  await expect(offered(child, parent.account)).rejects.toMatchObject({ name: 'NotOwnerError' })
  await expect(endOffer(child, { chart })).rejects.toMatchObject({ name: 'NotOwnerError' })
  await expect(acceptChart(parent, { chart })).rejects.toMatchObject({ name: 'OfferMissingError' })
})

test('who acts for the owner may take the chart over', async () => {
  const { parent, child, chart } = await setUp()
  const carer = await world.newAccount()
  const until = (await chainTime()) + DAY
  await nameDelegate(parent, { chart, delegate: carer.account, until })
  await offer(parent, chart, carer)
  const owner = await acceptChart(carer, { chart })
  expect(await loadChart(owner, { chart })).toMatchObject({ role: 'owner', delegates: [], offer: null })
  await expect(loadChart(child, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
})

test('a chart goes back to who opened it', async () => {
  const { parent, child, chart } = await setUp()
  const owner = await acceptChart(child, { chart })
  await offer(owner, chart, parent)
  const again = await acceptChart(parent, { chart })
  expect(await listOwnCharts(again)).toMatchObject([{ id: chart, n: 0 }])
  expect(await statesOf(again, chart)).toEqual(['readable', 'readable'])
  expect(await listOwnCharts(owner)).toEqual([])
})

test('a successor who cannot open everything does not accept, unless told to', async () => {
  const { parent, child, chart } = await setUp()
  const { records } = await loadChart(parent, { chart })
  const lost = cidOfPointer(records[0]!.pointer).toString()
  const proxy = await startProxy(world.store.rpcUrl)
  proxy.rewrite = (path, body) => (path.includes(lost) ? Buffer.alloc(body.length) : body)
  const stores = [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
  const heir = await unlockAccount(world.context({ stores }), { wallet: child.wallet! })
  await expect(acceptChart(heir, { chart })).rejects.toMatchObject({
    name: 'ChartIncompleteError',
    numbers: [1],
    shortMessage:
      'The chart was not taken over, since one record does not open. ' +
      'Ask its owner to renew the keys and offer it again, or take it as it is.',
  })
  expect(await readReceived(child)).toEqual([])
  expect((await loadChart(parent, { chart })).role).toBe('owner')
  const owner = await acceptChart(heir, { chart, incomplete: true })
  expect(await statesOf(owner, chart)).toEqual(['tampered', 'readable'])
  await proxy.stop()
})

test('a successor does not accept by keys that a delegate spoiled', async () => {
  const { parent, child, chart } = await setUp()
  const carer = await world.newAccount()
  await nameDelegate(parent, { chart, delegate: carer.account, until: (await chainTime()) + DAY })
  const { keyring, state } = await readManaged(carer, chart)
  const { contents } = keyring.opened
  const spoiled = { ...rotateKeyring(contents, 3), earlier: [{ epoch: 2, secret: contents.secret }] }
  const { pointer, root, blocks } = await createKeyring(spoiled)
  await storeBlocks(carer.context, { root: root.cid, blocks, place: { chart } })
  const { chain } = carer.context
  const update = { from: state.keyring, to: pointer, epoch: 2, nextEpoch: 3 }
  await submit(chain, carer.wallet!, { call: rotateCall(chain, { chart, update }) })

  expect(await listOffersToMe(child)).toMatchObject([
    { chart, title: null, problem: expect.stringContaining('the secret of epoch 1 is missing or another') },
  ])
  await expect(acceptChart(child, { chart })).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  expect(await readReceived(child)).toEqual([])
  expect((await readChart(chain, { chart }))!.owner).toBe(parent.account)
})

test('a successor goes on where the owner changed the keys meanwhile', async () => {
  const { parent, child, chart, heart } = await setUp()
  let sent = 0
  const slow = withGate(child.wallet!, async (act) => {
    if (act === 'send' && ++sent === 2) await rotateChart(parent, { chart })
  })
  const steps: string[] = []
  const owner = await acceptChart(
    { ...child, wallet: slow },
    { chart, onProgress: ({ step }) => steps.push(step) },
  )
  expect(steps).toContain('retrying')
  await addRecords(owner, { chart, section: heart, files: [note('Third')] })
  expect(await statesOf(owner, chart)).toEqual(['readable', 'readable', 'readable'])
})

test('a full list of received charts makes room for one more by those that others own, and never breaks', async () => {
  const { child, chart } = await setUp()
  const others = Array.from({ length: 1024 }, (_, i) => toHex(i, { size: 32 }))
  const full = await changeVault(child, { plan: (present) => ({ ...present, charts: others }) })
  const pins = await world.pins()
  await expect(
    changeVault(full, { plan: (present) => ({ ...present, charts: [...present.charts, chart] }) }),
  ).rejects.toMatchObject({ name: 'VaultFullError', what: 'charts' })
  expect(await world.pins()).toEqual(pins)
  expect(await readReceived(await onAnotherDevice(child))).toEqual(others)
  const owner = await acceptChart(full, { chart })
  expect(await readReceived(owner)).toEqual([chart])
  expect(await statesOf(await onAnotherDevice(child), chart)).toEqual(['readable', 'readable'])
})
