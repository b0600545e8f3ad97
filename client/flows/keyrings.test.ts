import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChangedKey,
  addRecords,
  cidOfPointer,
  grantAccess,
  listChartsOpenTo,
  loadChart,
  prepareAccount,
  publishAccount,
  readRecord,
  revokeAccess,
  rotateChart,
  unlockAccount,
  verifyChart,
} from '#client'
import type { ChartId, Progress, Session } from '#client'
import { addCall, rotateCall } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import { submit } from '../chain/submit.ts'
import { createKeyring, rotateKeyring } from '../crypto/keyring.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import { encodeBlock } from '../crypto/object.ts'
import { sealRecord } from '../crypto/record.ts'
import { importBody } from '../ipfs/importBody.ts'
import { createUpload } from '../ipfs/createUpload.ts'
import { storeBlocks } from './storeBlocks.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import { note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

async function numberOf(session: Session, chart: ChartId, label: string): Promise<number> {
  const { sections } = await loadChart(session, { chart })
  return sections.find((section) => section.label === label)!.number
}

async function chainTime(): Promise<number> {
  const { timestamp } = await world.rpc<{ timestamp: Hex }>('eth_getBlockByNumber', 'latest', false)
  return Math.max(Number(timestamp), Math.floor(Date.now() / 1000))
}

/** The same account on another device. */
const onAnotherDevice = (session: Session) => unlockAccount(world.context(), { wallet: session.wallet! })

async function give(
  patient: Session,
  chart: ChartId,
  grantee: Session,
  section: number,
  more: { seconds?: number; write?: readonly number[]; history?: 'all' | 'from-now' } = {},
): Promise<void> {
  const { seconds = 86_400, write = [section], history = 'all' } = more
  await grantAccess(patient, {
    chart,
    grantee: grantee.account,
    read: [section],
    write,
    until: (await chainTime()) + seconds,
    purpose: 'TREAT',
    history,
  })
}

const statesOf = async (session: Session, chart: ChartId) =>
  (await loadChart(session, { chart })).records.map(({ state }) => state)

test('two devices that grant at once both succeed, the later one on top of the earlier', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const [first, second] = [
    await world.newAccount('practitioner', 'Dr First'),
    await world.newAccount('practitioner', 'Dr Second'),
  ]
  const tablet = await onAnotherDevice(patient)
  const steps: Progress['step'][] = []
  let isRaced = false
  // The tablet files its grant while the phone's keyring is already stored and its wallet is being asked.
  const slow = withGate(patient.wallet!, async () => {
    if (isRaced) return
    isRaced = true
    await give(tablet, chart, second, heart)
  })
  await grantAccess(
    { ...patient, wallet: slow },
    {
      chart,
      grantee: first.account,
      read: [heart],
      write: [],
      until: (await chainTime()) + 86_400,
      purpose: 'TREAT',
      onProgress: ({ step }) => steps.push(step),
    },
  )
  expect(steps).toContain('retrying')
  const { grants } = await loadChart(patient, { chart })
  expect(grants.map(({ grantee, isKeyMissing }) => [grantee, isKeyMissing])).toEqual(
    expect.arrayContaining([
      [first.account, false],
      [second.account, false],
    ]),
  )
  await addRecords(patient, { chart, section: heart, files: [note('Both')] })
  expect(await statesOf(first, chart)).toEqual(['readable'])
  expect(await statesOf(second, chart)).toEqual(['readable'])
})

test('a chart that never rests is given up after three attempts', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const tablet = await onAnotherDevice(patient)
  const pinned = async () => (await world.pins()).length
  const restless = withGate(patient.wallet!, async () => rotateChart(tablet, { chart }))
  const before = await pinned()
  await expect(rotateChart({ ...patient, wallet: restless }, { chart })).rejects.toMatchObject({
    name: 'ChartBusyError',
  })
  // Of six keyrings made, the three that the tablet filed are kept.
  expect((await pinned()) - before).toBe(3)
  expect((await loadChart(patient, { chart })).epoch).toBe(4)
})

test.each([
  ['before the wallet is asked', 'encrypting'],
  ['while the wallet is being asked', 'asking-wallet'],
] as const)('a record is encrypted anew when the epoch moves %s', async (_, when) => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Writer')
  await give(patient, chart, doctor, heart)
  const pins = await world.pins()
  let raced: Promise<void> | null = null
  const steps: Progress['step'][] = []
  const race = () => (raced ??= rotateChart(patient, { chart }))
  const slow = withGate(doctor.wallet!, async () => {
    if (when === 'asking-wallet') await race()
    await raced
  })
  const numbers = await addRecords(
    { ...doctor, wallet: { ...slow, chainId: async () => (await raced, slow.chainId()) } },
    {
      chart,
      section: heart,
      files: [note('In flight')],
      onProgress: ({ step }) => {
        steps.push(step)
        if (when === 'encrypting' && step === when) void race()
      },
    },
  )
  expect(steps).toContain('retrying')
  expect(numbers).toEqual([1])
  const { records } = await loadChart(patient, { chart })
  expect(records).toMatchObject([{ epoch: 2, state: 'readable', author: doctor.account }])
  // The new keyring and the one record: what was encrypted under the old epoch is given up.
  const added = (await world.pins()).filter((pin) => !pins.includes(pin))
  const { keyring } = (await readChart(patient.context.chain, { chart }))!
  expect(added).toEqual(
    [keyring, records[0]!.pointer].map((pointer) => cidOfPointer(pointer).toString()).toSorted(),
  )
})

test('with the stores down a revocation ends the access, and the chart rests until it is rotated', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const [doctor, other] = [
    await world.newAccount('practitioner', 'Dr Ended'),
    await world.newAccount('practitioner', 'Dr Stays'),
  ]
  await give(patient, chart, doctor, heart)
  await give(patient, chart, other, heart)
  await addRecords(patient, { chart, section: heart, files: [note('Before')] })

  const proxy = await startProxy(world.store.rpcUrl)
  const stores = [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
  const offline = await unlockAccount(world.context({ stores }), { wallet: patient.wallet! })
  proxy.isDown = true
  const ended = await revokeAccess(offline, { chart, grantee: doctor.account })
  expect(ended.isKeyed).toBe(false)
  expect(ended.problem).toMatchObject({ name: 'StoreUnreachableError' })
  proxy.isDown = false

  expect(await listChartsOpenTo(doctor)).toEqual([])
  await expect(loadChart(doctor, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: false, epoch: 2 })
  const report = await verifyChart(patient, { chart })
  expect(report).toMatchObject({ isSound: false, isKeyringSound: true, isHeadVerified: true })
  expect(report.problems).toHaveLength(1)
  expect(await statesOf(other, chart)).toEqual(['readable'])
  await expect(addRecords(other, { chart, section: heart, files: [note('Refused')] })).rejects.toMatchObject({
    name: 'ChartUnkeyedError',
  })

  // A second access ends meanwhile, still without keys: the next epoch is skipped.
  const [third] = [await world.newAccount('practitioner', 'Dr Third')]
  await rotateChart(offline, { chart })
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: true, epoch: 2 })
  await give(patient, chart, third, heart)
  await addRecords(other, { chart, section: heart, files: [note('After')] })
  expect(await statesOf(other, chart)).toEqual(['readable', 'readable'])
  expect(await statesOf(third, chart)).toEqual(['readable', 'readable'])
  expect(await verifyChart(patient, { chart })).toMatchObject({ isSound: true, isKeyringSound: true })
  await proxy.stop()
})

test('an owner who files into an unkeyed chart renews its keys first, across the epochs without any', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctors = [
    await world.newAccount('practitioner', 'Dr A'),
    await world.newAccount('practitioner', 'Dr B'),
    await world.newAccount('practitioner', 'Dr C'),
  ]
  for (const doctor of doctors) await give(patient, chart, doctor, heart)
  await addRecords(patient, { chart, section: heart, files: [note('One')] })
  const proxy = await startProxy(world.store.rpcUrl)
  const stores = [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
  const offline = await unlockAccount(world.context({ stores }), { wallet: patient.wallet! })
  proxy.isDown = true
  await revokeAccess(offline, { chart, grantee: doctors[0]!.account })
  await revokeAccess(offline, { chart, grantee: doctors[1]!.account })
  await proxy.stop()
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: false, epoch: 3 })
  await addRecords(patient, { chart, section: heart, files: [note('Two')] })
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: true, epoch: 3 })
  expect(await statesOf(doctors[2]!, chart)).toEqual(['readable', 'readable'])
  expect(await statesOf(await onAnotherDevice(patient), chart)).toEqual(['readable', 'readable'])
})

test('a revocation that lost a race ends the access, and renews the keys by a second call', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Raced')
  await give(patient, chart, doctor, heart)
  const tablet = await onAnotherDevice(patient)
  let isRaced = false
  const slow = withGate(patient.wallet!, async () => {
    if (isRaced) return
    isRaced = true
    await rotateChart(tablet, { chart })
  })
  expect(await revokeAccess({ ...patient, wallet: slow }, { chart, grantee: doctor.account })).toEqual({
    isKeyed: true,
    problem: null,
  })
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: true, epoch: 3, grants: [] })
  await addRecords(patient, { chart, section: heart, files: [note('After')] })
  await expect(loadChart(doctor, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
})

test('an expired reader is rotated out before the owner files again', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Expired')
  await give(patient, chart, doctor, heart, { seconds: 3_600 })
  await addRecords(patient, { chart, section: heart, files: [note('During')] })
  expect(await statesOf(doctor, chart)).toEqual(['readable'])
  await world.later(3_601)

  const before = await loadChart(patient, { chart })
  expect(before).toMatchObject({ epoch: 1, grants: [{ isExpired: true }] })
  expect(await listChartsOpenTo(doctor)).toEqual([])
  const acts: (string | undefined)[] = []
  await addRecords(patient, {
    chart,
    section: heart,
    files: [note('After')],
    onProgress: ({ step, act }) => step === 'asking-wallet' && acts.push(act),
  })
  expect(acts).toEqual(['rotate', 'add'])
  expect((await loadChart(patient, { chart })).records.map(({ epoch }) => epoch)).toEqual([1, 2])
  // Filing once more needs no other rotation, on any device.
  await addRecords(await onAnotherDevice(patient), { chart, section: heart, files: [note('Again')] })
  expect((await loadChart(patient, { chart })).epoch).toBe(2)
  // Access given again reads all of it.
  await give(patient, chart, doctor, heart)
  expect(await statesOf(doctor, chart)).toEqual(['readable', 'readable', 'readable'])
})

test('access from now on opens nothing that was filed before', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Later')
  await addRecords(patient, { chart, section: heart, files: [note('Old')] })
  await give(patient, chart, doctor, heart, { history: 'from-now' })
  await addRecords(patient, { chart, section: heart, files: [note('New')] })
  expect(await statesOf(doctor, chart)).toEqual(['no-access', 'readable'])
  await rotateChart(patient, { chart })
  await addRecords(patient, { chart, section: heart, files: [note('Newest')] })
  expect(await statesOf(doctor, chart)).toEqual(['no-access', 'readable', 'readable'])
})

test('taking a section away rotates the keys in the same transaction', async () => {
  const { patient, chart } = await world.newPatient(['Heart', 'Mind'])
  const [heart, mind] = [await numberOf(patient, chart, 'Heart'), await numberOf(patient, chart, 'Mind')]
  const doctor = await world.newAccount('practitioner', 'Dr Narrowed')
  const grant = { chart, grantee: doctor.account, write: [], purpose: 'TREAT' } as const
  const until = (await chainTime()) + 86_400
  await grantAccess(patient, { ...grant, read: [heart, mind], until })
  await addRecords(patient, { chart, section: mind, files: [note('Before')] })
  expect(await statesOf(doctor, chart)).toEqual(['readable'])
  await grantAccess(patient, { ...grant, read: [heart], until })
  expect((await loadChart(patient, { chart })).epoch).toBe(2)
  await addRecords(patient, { chart, section: mind, files: [note('After')] })
  await addRecords(patient, { chart, section: heart, files: [note('Beat')] })
  expect(await statesOf(doctor, chart)).toEqual(['no-access', 'no-access', 'readable'])
})

test('who may only add sees names of sections, and reads nothing', async () => {
  const { patient, chart } = await world.newPatient(['Laboratory', 'Mind'])
  const laboratory = await numberOf(patient, chart, 'Laboratory')
  const lab = await world.newAccount('organization', 'Lindenhof Laboratory')
  await grantAccess(patient, {
    chart,
    grantee: lab.account,
    read: [],
    write: [laboratory],
    until: (await chainTime()) + 86_400,
    purpose: 'TREAT',
  })
  await addRecords(lab, { chart, section: laboratory, files: [note('Result')] })
  expect(await loadChart(lab, { chart })).toMatchObject({
    sections: [{ number: laboratory, label: 'Laboratory', canRead: false, canWrite: true }],
    records: [{ state: 'no-access' }],
  })
  expect(await statesOf(patient, chart)).toEqual(['readable'])
})

test('a keyring that is not sound is never built on', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Sealed')
  await give(patient, chart, doctor, heart)
  await addRecords(patient, { chart, section: heart, files: [note('One')] })
  const { opened } = patient.keys.memory.keyrings.get(chart)!
  if (opened.role === 'grantee') throw new Error('unreachable')

  /** Rotates by a client that spoils what it makes. */
  const spoil = async (session: Session, change: (contents: KeyringContents) => KeyringContents) => {
    const state = (await readChart(session.context.chain, { chart }))!
    const contents = change(rotateKeyring(opened.contents, state.epoch + 1))
    const { pointer, root, blocks } = await createKeyring(contents)
    await storeBlocks(session.context, { root: root.cid, blocks })
    const update = { from: state.keyring, to: pointer, epoch: state.epoch, nextEpoch: state.epoch + 1 }
    await submit(session.context.chain, session.wallet!, {
      call: rotateCall(session.context.chain, { chart, update }),
    })
  }
  // An earlier secret is replaced: the records of that epoch would be lost.
  await spoil(patient, (contents) => ({
    ...contents,
    earlier: contents.earlier.map((entry) => ({ ...entry, secret: new Uint8Array(32).fill(7) })),
  }))
  await expect(loadChart(patient, { chart })).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  // A reader can tell too: what the history holds does not open the records of its epoch.
  expect(await statesOf(doctor, chart)).toEqual(['unreadable'])
  await expect(rotateChart(patient, { chart })).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  await expect(addRecords(patient, { chart, section: heart, files: [note('Two')] })).rejects.toMatchObject({
    name: 'KeyringInvalidError',
  })
  // Ending an access works all the same.
  expect(await revokeAccess(patient, { chart, grantee: doctor.account })).toMatchObject({
    isKeyed: false,
    problem: { name: 'KeyringInvalidError' },
  })
  await expect(loadChart(doctor, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
})

test('a keyring sealed to a stranger is found out by another device of the owner', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const stranger = await world.newAccount('practitioner', 'Dr Stranger')
  const { opened } = patient.keys.memory.keyrings.get(chart)!
  if (opened.role === 'grantee') throw new Error('unreachable')
  const [owner] = opened.contents.readers
  const contents = rotateKeyring(opened.contents, 2)
  const reader = {
    account: stranger.account,
    role: 'grantee',
    publicKey: stranger.keys.pairs[0].publicKey,
    profile: stranger.keys.profile,
    read: contents.sections.map(({ number }) => number),
    write: [],
    since: 1,
  } as const
  const { pointer, root, blocks } = await createKeyring({ ...contents, readers: [owner!, reader] })
  await storeBlocks(patient.context, { root: root.cid, blocks })
  const state = (await readChart(patient.context.chain, { chart }))!
  await submit(patient.context.chain, patient.wallet!, {
    call: rotateCall(patient.context.chain, {
      chart,
      update: { from: state.keyring, to: pointer, epoch: 1, nextEpoch: 2 },
    }),
  })
  await expect(loadChart(await onAnotherDevice(patient), { chart })).rejects.toMatchObject({
    name: 'KeyringInvalidError',
    reason: 'it has a reader whose access ended',
  })
})

test('what an author filed that no key opens is named with its author, and hinders nothing else', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Careless')
  await give(patient, chart, doctor, heart)
  await addRecords(patient, { chart, section: heart, files: [note('Sound')] })
  const { chain, stores } = doctor.context
  const file = async (pointer: Hex, epoch = 1) =>
    submit(chain, doctor.wallet!, {
      call: addCall(chain, { chart, epoch, records: [{ pointer, section: heart, supersedes: 0 }] }),
    })
  const seal = async (change: object) => {
    const upload = createUpload(stores, { required: 1 })
    const sealed = await sealRecord({
      scope: { chainId: world.config.chain.id, contract: world.config.contracts.charts },
      chart,
      section: heart,
      epoch: 1,
      author: doctor.account,
      sectionPublicKey: doctor.keys.memory.keyrings
        .get(chart)!
        .opened.root.sections.find(({ number }) => number === heart)!.publicKey,
      title: 'A letter',
      mediaType: 'text/plain',
      body: new Blob(['text']),
      importBody: async (stream) => (await importBody(stream, { put: upload.put })).cid,
      ...change,
    })
    await upload.put(sealed.root)
    await upload.finish(sealed.root.cid)
    return sealed.pointer
  }
  await loadChart(doctor, { chart })
  // To its own key; not a record; bytes that no store has; as if by the patient; as an amendment of nothing.
  await file(await seal({ sectionPublicKey: doctor.keys.pairs[0].publicKey }))
  const junk = encodeBlock({ hello: 'world' })
  await storeBlocks(doctor.context, { root: junk.cid, blocks: [junk] })
  await file(junk.pointer)
  await file(`0x${'77'.repeat(32)}`)
  await file(await seal({ author: patient.account }))
  await file(await seal({ amends: `0x${'11'.repeat(32)}` }))

  for (const session of [patient, doctor]) {
    const { records, isHeadVerified } = await loadChart(session, { chart })
    expect(isHeadVerified).toBe(true)
    expect(records.map(({ state }) => state)).toEqual([
      'readable',
      'unreadable',
      'unreadable',
      'unavailable',
      'unreadable',
      'tampered',
    ])
    expect(
      records.slice(1).every(({ author, problem }) => author === doctor.account && problem !== null),
    ).toBe(true)
  }
  expect(await (await readRecord(patient, { chart, number: 1 })).body.text()).toContain('Sound')
  await addRecords(patient, { chart, section: heart, files: [note('Goes on')] })
})

test('a write is filed only once the required number of stores has confirmed it', async () => {
  const proxy = await startProxy(world.store.rpcUrl)
  const [store] = world.config.stores
  const stores = [store!, { name: 'Second', rpcUrl: proxy.url, gatewayUrl: proxy.url }]
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const both = await unlockAccount(world.context({ stores, storesRequired: 2 }), { wallet: patient.wallet! })
  proxy.isDown = true
  await expect(addRecords(both, { chart, section: heart, files: [note('Twice')] })).rejects.toMatchObject({
    name: 'BytesNotConfirmedError',
    confirmed: [store!.name],
  })
  expect((await loadChart(patient, { chart })).records).toEqual([])
  proxy.isDown = false
  expect(await addRecords(both, { chart, section: heart, files: [note('Twice')] })).toEqual([1])
  await proxy.stop()
})

test('a person’s changed key is noticed, and sealed to only once the owner has confirmed it', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Changed')
  await give(patient, chart, doctor, heart)
  expect((await loadChart(patient, { chart })).grants).toMatchObject([{ isProfileChanged: false }])

  // The doctor publishes a profile with another key, as after losing every unlocker.
  const elsewhere = { ...world.context() }
  const blank = { ...elsewhere.chain.publicClient, readContract: async () => `0x${'00'.repeat(32)}` }
  const forgetful = { ...elsewhere, chain: { ...elsewhere.chain, publicClient: blank as never } }
  const draft = await prepareAccount(forgetful, {
    wallet: doctor.wallet!,
    kind: 'practitioner',
    name: 'Dr Changed',
  })
  const renewed = await publishAccount(elsewhere, {
    wallet: doctor.wallet!,
    draft: { ...draft, previous: doctor.keys.profile },
  })
  expect((await loadChart(patient, { chart })).grants).toMatchObject([{ isProfileChanged: true }])
  await expect(loadChart(renewed, { chart })).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
  expect(await listChartsOpenTo(renewed)).toMatchObject([{ title: null, grant: { isKeyMissing: true } }])
  // Giving access again does not take the new key on the side.
  await give(patient, chart, renewed, heart)
  const [grant] = (await loadChart(patient, { chart })).grants
  expect(grant).toMatchObject({ isProfileChanged: true, profile: renewed.keys.profile })
  const accept = (profile: Hex) => acceptChangedKey(patient, { chart, grantee: renewed.account, profile })
  await expect(accept(doctor.keys.profile)).rejects.toMatchObject({ name: 'KeyChangedAgainError' })
  await accept(grant!.profile!)
  expect((await loadChart(patient, { chart })).grants).toMatchObject([{ isProfileChanged: false }])
  expect(await loadChart(renewed, { chart })).toMatchObject({ role: 'grantee' })
})

test('a chart opens by its id alone where the node gives no logs', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const [doctor, other] = [
    await world.newAccount('practitioner', 'Dr Logless'),
    await world.newAccount('practitioner', 'Dr Other'),
  ]
  await give(patient, chart, doctor, heart)
  await give(patient, chart, other, heart)
  await addRecords(patient, { chart, section: heart, files: [note('One')] })

  const proxy = await startProxy(world.chain.rpcUrl)
  const chain = { ...world.config.chain, rpcUrl: proxy.url }
  const without = (session: Session) => unlockAccount(world.context({ chain }), { wallet: session.wallet! })
  for (const answer of ['"result":[]', '"error":{"code":-32000,"message":"no logs here"}']) {
    // Of all answers only that to eth_getLogs is a list.
    proxy.rewrite = (_, body) => {
      const text = body.toString()
      return /"result":\[/.test(text) ? Buffer.from(text.replace(/"result":\[.*\]/s, answer)) : body
    }
    expect(await statesOf(await without(doctor), chart)).toEqual(['readable'])
    const contents = await loadChart(await without(patient), { chart })
    expect(contents.records).toMatchObject([{ state: 'readable' }])
    expect(contents.grants).toHaveLength(2)
  }
  const device = await without(patient)
  expect(await revokeAccess(device, { chart, grantee: doctor.account })).toEqual({
    isKeyed: true,
    problem: null,
  })
  await addRecords(device, { chart, section: heart, files: [note('Two')] })
  expect(await statesOf(await without(other), chart)).toEqual(['readable', 'readable'])
  await proxy.stop()
})

test('nobody files under an epoch before its rotation has its confirmations', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const chain = { ...world.config.chain, confirmations: 3 }
  const careful = await unlockAccount(world.context({ chain }), { wallet: patient.wallet! })
  await rotateChart(patient, { chart })
  const rotatedAt = Number(await world.rpc('eth_blockNumber'))
  await world.rpc('evm_setIntervalMining', 300)
  try {
    const minedAt: number[] = []
    await addRecords(careful, {
      chart,
      section: heart,
      files: [note('Patience')],
      onProgress: ({ step }) => {
        if (step === 'encrypting')
          void world.rpc('eth_blockNumber').then((block) => minedAt.push(Number(block)))
      },
    })
    expect(minedAt[0]).toBeGreaterThanOrEqual(rotatedAt + 3)
    const [filed] = (await loadChart(patient, { chart })).records
    expect(filed).toMatchObject({ state: 'readable', epoch: 2 })
  } finally {
    await world.rpc('evm_setIntervalMining', 0)
  }
})

test('another’s pointer filed under an own name is never shown as the author’s, in one session either', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = await numberOf(patient, chart, 'Heart')
  const doctor = await world.newAccount('practitioner', 'Dr Copy')
  await give(patient, chart, doctor, heart)
  await addRecords(patient, { chart, section: heart, files: [note('Mine')] })
  const [record] = (await loadChart(patient, { chart })).records
  const { chain } = doctor.context
  const records = [{ pointer: record!.pointer, section: heart, supersedes: 0 }]
  await submit(chain, doctor.wallet!, { call: addCall(chain, { chart, epoch: 1, records }) })
  for (const session of [patient, doctor]) {
    expect(await statesOf(session, chart)).toEqual(['readable', 'unreadable'])
    await expect(readRecord(session, { chart, number: 2 })).rejects.toMatchObject({
      name: 'RecordUnreadableError',
    })
  }
})
