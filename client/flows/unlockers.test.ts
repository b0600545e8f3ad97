import { CID } from 'multiformats/cid'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  accountState,
  addRecords,
  addUnlocker,
  grantAccess,
  listChartsToRenew,
  listOwnCharts,
  listUnlockers,
  loadChart,
  lockSession,
  makeRecoveryCode,
  makeUnlocker,
  openChart,
  prepareAccount,
  publishAccount,
  readRecord,
  removeUnlocker,
  renameUnlocker,
  renewCharts,
  replaceRecoveryCode,
  resumePending,
  rotateAccountKey,
  rotateChart,
  unlockAccount,
} from '#client'
import type { ChartId, Pointer, Progress, Session } from '#client'
import { openAccount } from '../crypto/account.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { decodeProfile } from '../crypto/profile.ts'
import { parseRecoveryCode } from '../crypto/recoveryCode.ts'
import type { UnlockerSecret } from '../crypto/vault.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import { memoryStorage, note, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'
import { newEncryptionWallet, newPasskey } from '../../test/lib/unlockWays.ts'
import { askPasskey, askWallet } from './askUnlockers.ts'
import { readProfile } from './readProfile.ts'
import { registrarScope } from './scopes.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const onAnotherDevice = (session: Session) => unlockAccount(world.context(), { wallet: session.wallet! })
const kindsOf = async (session: Session) => (await listUnlockers(session)).map(({ kind }) => kind)

async function newChart(labels: readonly string[] = ['Heart']) {
  const context = world.context()
  const wallet = world.newWallet()
  const draft = await prepareAccount(context, { wallet, kind: 'patient' })
  const { recoveryCode } = draft
  const patient = await publishAccount(context, { wallet, draft })
  const chart = await openChart(patient, { title: 'Health chart', sections: labels })
  const { sections } = await loadChart(patient, { chart })
  const section = sections[0]!.number
  await addRecords(patient, { chart, section, files: [note('Before')] })
  return { patient, chart, section, recoveryCode }
}

async function withPasskey(session: Session, name = 'Phone') {
  const passkey = newPasskey()
  const unlocker = await makeUnlocker(session, { kind: 'passkey', ...passkey })
  return { passkey, session: await addUnlocker(session, { unlocker, name }) }
}

async function expectReadable(session: Session, chart: ChartId, count: number) {
  const { records } = await loadChart(session, { chart })
  expect(records.map(({ state }) => state)).toEqual(Array(count).fill('readable'))
  for (const { number } of records) await readRecord(session, { chart, number })
}

test('a new device reads everything by each way to unlock that was added', async () => {
  const { patient, chart, recoveryCode } = await newChart()
  const { account } = patient
  const { passkey, session: first } = await withPasskey(patient)
  const metamask = newEncryptionWallet()
  const box = await makeUnlocker(first, { kind: 'metamask', wallet: metamask })
  const second = await addUnlocker(first, { unlocker: box, name: 'Fox' })
  expect(await listUnlockers(second)).toMatchObject([
    { kind: 'recovery', name: 'Recovery code', isPostQuantum: true },
    { kind: 'wallet', name: 'Wallet', isPostQuantum: false },
    { kind: 'passkey', name: 'Phone', isPostQuantum: true },
    { kind: 'metamask', name: 'Fox', isPostQuantum: false },
  ])
  expect(await accountState(world.context(), account)).toMatchObject({
    unlockers: ['recovery', 'wallet', 'passkey', 'metamask'],
  })
  for (const way of [
    { wallet: patient.wallet! },
    { account, recoveryCode },
    { account, passkey: passkey.prf },
    { account, metamask },
  ]) {
    const device = await unlockAccount(world.context(), way)
    await expectReadable(device, chart, 1)
    lockSession(device)
  }
  const strangers = [
    { account, passkey: newPasskey().prf },
    { account, metamask: newEncryptionWallet() },
    {
      account,
      passkey: async () => ({ credentialId: new Uint8Array(16), outputs: [new Uint8Array(32)] }),
    },
    { account, passkey: async () => Promise.reject(rejection()) },
  ]
  const errors = ['UnlockerUnknownError', 'WalletFailedError', 'PasskeyUnsupportedError', 'Error']
  for (const [index, way] of strangers.entries()) {
    await expect(unlockAccount(world.context(), way)).rejects.toMatchObject({ name: errors[index] })
  }
})

test('a profile that another one took the place of leaves the stores, also when the page was closed meanwhile', async () => {
  const { patient } = await newChart()
  const isPinned = async (pointer: Pointer) =>
    (await world.pins()).some((pin) => CID.parse(pin).equals(cidOfPointer(pointer)))
  const first = patient.keys.profile
  const { session } = await withPasskey(patient)
  const second = session.keys.profile
  expect([await isPinned(first), await isPinned(second)]).toEqual([false, true])

  const storage = memoryStorage()
  const stop = new AbortController()
  const device = await unlockAccount(world.context({}, { storage }), { wallet: patient.wallet! })
  const [, , phone] = await listUnlockers(device)
  const closed = renameUnlocker(device, {
    id: phone!.id,
    name: 'Old phone',
    signal: stop.signal,
    onProgress: ({ step }) => step === 'mining' && stop.abort(),
  })
  await expect(closed).rejects.toMatchObject({ name: 'TransactionPendingError' })
  expect(await isPinned(second)).toBe(true)
  await resumePending(world.context({}, { storage }))
  expect(await isPinned(second)).toBe(false)
  const { keys } = await unlockAccount(world.context(), { wallet: patient.wallet! })
  expect(await isPinned(keys.profile)).toBe(true)
  expect((await storage.keys()).filter((key) => key.startsWith('chartkey/leftovers/'))).toEqual([])
})

test('ways are named and renamed, never twice, and never without a name', async () => {
  const { patient } = await newChart()
  const { passkey, session } = await withPasskey(patient, '  Phone ')
  const [, , phone] = await listUnlockers(session)
  const renamed = await renameUnlocker(session, { id: phone!.id, name: 'Old phone' })
  expect((await listUnlockers(renamed))[2]!.name).toBe('Old phone')
  await expect(renameUnlocker(renamed, { id: phone!.id, name: ' ' })).rejects.toMatchObject({
    name: 'NameInvalidError',
  })
  await expect(renameUnlocker(renamed, { id: `0x${'00'.repeat(16)}`, name: 'x' })).rejects.toMatchObject({
    name: 'UnlockerMissingError',
  })
  await expect(makeUnlocker(renamed, { kind: 'passkey', ...passkey })).rejects.toMatchObject({
    name: 'UnlockerExistsError',
  })
  await expect(makeUnlocker(renamed, { kind: 'wallet', wallet: renamed.wallet! })).rejects.toMatchObject({
    name: 'UnlockerExistsError',
  })
})

test('a removed way opens the account no more, and with new keys not even by the old vault', async () => {
  const { patient, chart, section } = await newChart()
  const { passkey, session } = await withPasskey(patient)
  const { account } = session
  const oldProfile = session.keys.profile
  const kept = await fetchBlock(session.context.stores, cidOfPointer(oldProfile))
  const [, , phone] = await listUnlockers(session)
  const removed = await removeUnlocker(session, { id: phone!.id, renew: true })
  expect(removed.renewal).toEqual({ renewed: [chart], waiting: [], tell: [] })
  await addRecords(removed.session, { chart, section, files: [note('After')] })
  await expectReadable(removed.session, chart, 2)
  await expect(unlockAccount(world.context(), { account, passkey: passkey.prf })).rejects.toMatchObject({
    name: 'UnlockerUnknownError',
  })

  // The thief kept the old profile: its root and key open what was sealed before, and nothing of the present.
  const profile = decodeProfile(kept, account)
  const stolen = await openAccount({
    profile,
    scope: registrarScope(session.context),
    unlocker: {
      kind: 'passkey',
      secret: (await askPasskey(passkey.prf, profile.vault, { account }))!,
    },
  })
  expect(equalBytes(stolen.root, removed.session.keys.root)).toBe(false)
  const { memory } = (await onAnotherDevice(removed.session)).keys
  const thief: Session = {
    ...removed.session,
    wallet: null,
    keys: { ...stolen, profile: oldProfile, memory },
  }
  await expect(loadChart(thief, { chart })).rejects.toMatchObject({ name: 'AccountKeyRenewedError' })

  // The wallet and the recovery code were not asked for, and open the new root.
  const device = await onAnotherDevice(removed.session)
  expect(device.keys.pairs.map(({ generation }) => generation)).toEqual([1, 0])
  await expectReadable(device, chart, 2)
})

test('a way that is added again is another secret: what was stolen of the first opens nothing', async () => {
  const { patient, recoveryCode } = await newChart()
  const { passkey, session: first } = await withPasskey(patient)
  const { account } = patient
  const published = async () => (await readProfile(world.context(), { account }))!.profile
  const open = async (unlocker: UnlockerSecret) =>
    openAccount({ profile: await published(), scope: registrarScope(patient.context), unlocker })
  const stolen: UnlockerSecret[] = [
    { kind: 'wallet', secret: (await askWallet(patient.wallet!, (await published()).vault, {}))! },
    { kind: 'passkey', secret: (await askPasskey(passkey.prf, (await published()).vault, { account }))! },
  ]
  for (const unlocker of stolen) expect((await open(unlocker)).root).toEqual(patient.keys.root)

  let session = first
  for (const kind of ['wallet', 'passkey']) {
    const { id } = (await listUnlockers(session)).find((way) => way.kind === kind)!
    ;({ session } = await removeUnlocker(session, { id, renew: true }))
  }
  const byWallet = await makeUnlocker(session, { kind: 'wallet', wallet: patient.wallet! })
  session = await addUnlocker(session, { unlocker: byWallet, name: 'Wallet' })
  const byPasskey = await makeUnlocker(session, { kind: 'passkey', ...passkey })
  session = await addUnlocker(session, { unlocker: byPasskey, name: 'Phone' })

  for (const unlocker of stolen) {
    await expect(open(unlocker)).rejects.toMatchObject({ name: 'UnlockerUnknownError' })
  }
  for (const way of [
    { wallet: patient.wallet! },
    { account, passkey: passkey.prf },
    { account, recoveryCode },
  ]) {
    expect((await unlockAccount(world.context(), way)).keys.root).toEqual(session.keys.root)
  }
})

test('opening asks a wallet to sign once, and a passkey about two ways at a time', async () => {
  const { patient } = await newChart()
  const { account } = patient
  let signed = 0
  const wallet = withGate(patient.wallet!, (act) => {
    if (act === 'sign') signed += 1
  })
  await unlockAccount(world.context(), { wallet })
  expect(signed).toBe(1)

  const phone = await withPasskey(patient, 'Phone')
  const tablet = await withPasskey(phone.session, 'Tablet')
  const { passkey, session } = await withPasskey(tablet.session, 'Card')
  // A new one is asked about itself and those that are there.
  expect([phone.passkey.asked, tablet.passkey.asked, passkey.asked]).toEqual([1, 1, 2])
  for (const [way, asked] of [
    [phone.passkey, 2],
    [tablet.passkey, 1],
    [passkey, 1],
  ] as const) {
    way.asked = 0
    expect((await unlockAccount(world.context(), { account, passkey: way.prf })).keys.root).toEqual(
      session.keys.root,
    )
    expect(way.asked).toBe(asked)
  }

  // The wallet is not asked where it is no way to unlock.
  const { id } = (await listUnlockers(session)).find(({ kind }) => kind === 'wallet')!
  await removeUnlocker(session, { id, renew: false })
  await expect(unlockAccount(world.context(), { wallet })).rejects.toMatchObject({
    name: 'UnlockerUnknownError',
  })
  expect(signed).toBe(1)
})

test('removed without new keys, the account key and the charts stay as they are', async () => {
  const { patient, chart } = await newChart()
  const { session } = await withPasskey(patient)
  const { epoch } = await loadChart(session, { chart })
  const [, , phone] = await listUnlockers(session)
  const removed = await removeUnlocker(session, { id: phone!.id, renew: false })
  expect(removed.renewal).toBeNull()
  expect(removed.session.keys.pairs[0].publicKey).toEqual(patient.keys.pairs[0].publicKey)
  expect(await loadChart(removed.session, { chart })).toMatchObject({ epoch })
  expect(await kindsOf(removed.session)).toEqual(['recovery', 'wallet'])
})

test('the recovery code is replaced and cannot be dropped', async () => {
  const { patient, chart, recoveryCode: old } = await newChart()
  const { account } = patient
  const [recovery] = await listUnlockers(patient)
  await expect(removeUnlocker(patient, { id: recovery!.id, renew: false })).rejects.toMatchObject({
    name: 'RecoveryCodeNeededError',
  })
  const { recoveryCode, unlocker } = await makeRecoveryCode(patient)
  expect(parseRecoveryCode(recoveryCode)).toHaveLength(16)
  const { session, renewal } = await replaceRecoveryCode(patient, { unlocker, renew: true })
  expect(renewal?.renewed).toEqual([chart])
  expect(await kindsOf(session)).toEqual(['recovery', 'wallet'])
  await expect(unlockAccount(world.context(), { account, recoveryCode: old })).rejects.toMatchObject({
    name: 'UnlockerUnknownError',
  })
  await expectReadable(await unlockAccount(world.context(), { account, recoveryCode }), chart, 1)
})

test('two devices that change the vault at once both succeed, the later one on top of the earlier', async () => {
  const { patient } = await newChart()
  const tablet = await onAnotherDevice(patient)
  const passkey = newPasskey()
  const unlocker = await makeUnlocker(patient, { kind: 'passkey', ...passkey })
  const steps: Progress['step'][] = []
  let isRaced = false
  const slow = withGate(patient.wallet!, async () => {
    if (isRaced) return
    isRaced = true
    await withPasskey(tablet, 'Tablet')
  })
  const pins = (await world.pins()).length
  const changed = await addUnlocker(
    { ...patient, wallet: slow },
    { unlocker, name: 'Phone', onProgress: ({ step }) => steps.push(step) },
  )
  expect(steps).toContain('retrying')
  expect((await listUnlockers(changed)).map(({ name }) => name)).toEqual([
    'Recovery code',
    'Wallet',
    'Tablet',
    'Phone',
  ])
  // Of all profiles made, the stores keep the one that is published.
  expect((await world.pins()).length - pins).toBe(0)
})

test('a device that was open before new keys says so, and seals nothing to the old key', async () => {
  const { patient, chart, section } = await newChart()
  const tablet = await onAnotherDevice(patient)
  const { session } = await rotateAccountKey(patient)
  const stale = { name: 'AccountKeyRenewedError' }
  await expect(listUnlockers(tablet)).rejects.toMatchObject(stale)
  await expect(loadChart(tablet, { chart })).rejects.toMatchObject(stale)
  const { unlocker } = await makeRecoveryCode(session)
  await expect(replaceRecoveryCode(tablet, { unlocker, renew: false })).rejects.toMatchObject(stale)
  await expect(openChart(tablet, { title: 'Another', sections: ['One'] })).rejects.toMatchObject(stale)
  const again = await onAnotherDevice(session)
  await addRecords(again, { chart, section, files: [note('After')] })
  await expectReadable(session, chart, 2)
})

test('after a theft the charts of others still open, and their owners are named', async () => {
  const { patient, chart, section } = await newChart()
  const doctor = await world.newAccount('practitioner', 'Dr Robbed')
  const { timestamp } = await world.rpc<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false)
  await grantAccess(patient, {
    chart,
    grantee: doctor.account,
    read: [section],
    write: [section],
    until: Number(timestamp) + 86_400,
    purpose: 'TREAT',
  })
  const { session, renewal } = await rotateAccountKey(doctor)
  expect(renewal).toEqual({
    renewed: [],
    waiting: [],
    tell: [{ chart, owner: patient.account, title: 'Health chart', as: 'grantee', generation: 1 }],
  })
  await expectReadable(session, chart, 1)
  expect((await loadChart(patient, { chart })).grants).toMatchObject([{ isProfileChanged: true }])
  // Until the owner confirms the new key, the locks change for the old one, which the doctor keeps.
  await rotateChart(patient, { chart })
  await addRecords(patient, { chart, section, files: [note('After')] })
  await expectReadable(session, chart, 2)
  const other = await withPasskey(session)
  expect(await kindsOf(other.session)).toContain('passkey')
  await expectReadable(await onAnotherDevice(other.session), chart, 2)
})

test('a change of ways alone is no changed key to others', async () => {
  const { patient, chart, section } = await newChart()
  const doctor = await world.newAccount('practitioner', 'Dr Phone')
  const { timestamp } = await world.rpc<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false)
  const until = Number(timestamp) + 86_400
  await grantAccess(patient, {
    chart,
    grantee: doctor.account,
    read: [section],
    write: [],
    until,
    purpose: 'TREAT',
  })
  await withPasskey(doctor)
  expect((await loadChart(patient, { chart })).grants).toMatchObject([{ isProfileChanged: false }])
})

test('a renewal that stopped half-way names the charts that wait, and is finished later', async () => {
  const { patient, chart } = await newChart()
  const second = await openChart(patient, { title: 'Second chart', sections: ['One'] })
  let sends = 0
  const moody = withGate(patient.wallet!, (act) => {
    if (act === 'send' && ++sends > 1) throw rejection()
  })
  const { session, renewal } = await rotateAccountKey({ ...patient, wallet: moody })
  expect(renewal).toMatchObject({ renewed: [], waiting: [{ chart }, { chart: second }] })
  expect(sends).toBe(2)
  const device = await unlockAccount(world.context(), { wallet: patient.wallet! })
  expect(await listChartsToRenew(device)).toEqual([
    { chart, title: 'Health chart', problem: null },
    { chart: second, title: 'Second chart', problem: null },
  ])
  expect(await renewCharts(device)).toMatchObject({ renewed: [chart, second], waiting: [] })
  expect(await listChartsToRenew(session)).toEqual([])
})

test('the new session is there before the charts are renewed, whatever ends the renewal', async () => {
  const { patient, chart } = await newChart()
  const seen: Session[] = []
  let whileAsked: Promise<unknown> | null = null
  let sends = 0
  const wallet = withGate(patient.wallet!, async (act) => {
    if (act !== 'send' || ++sends !== 2) return
    // The wallet is asked for the chart: what the page holds by now is of use.
    whileAsked = listUnlockers(seen[0]!)
    await whileAsked
  })
  const { session } = await rotateAccountKey({ ...patient, wallet }, { onSession: (next) => seen.push(next) })
  expect(whileAsked).not.toBeNull()
  expect(seen.map(({ keys }) => keys.root)).toEqual([session.keys.root])

  const change = await rotateAccountKey(session, {
    onProgress({ act }) {
      if (act === 'rotate') throw new TypeError('a page that went wrong')
    },
  })
  expect(change.renewal).toEqual({ renewed: [], waiting: null, tell: null })
  expect(await listUnlockers(change.session)).toHaveLength(2)
  expect(await renewCharts(change.session)).toMatchObject({ renewed: [chart], waiting: [] })
})

test('a new root that was not published is wiped, and the old one stays', async () => {
  const { patient } = await newChart()
  const context = world.context({
    stores: [{ name: 'Down', rpcUrl: 'http://127.0.0.1:9', gatewayUrl: world.store.gatewayUrl }],
  })
  const drawn: Uint8Array[] = []
  const draw = vi.spyOn(crypto, 'getRandomValues')
  const old = Uint8Array.from(patient.keys.root)
  await expect(
    rotateAccountKey(
      { ...patient, context },
      {
        onProgress({ step }) {
          if (step !== 'storing') return
          for (const [view] of draw.mock.calls) {
            if (view instanceof Uint8Array && view.length === 32) drawn.push(view)
          }
        },
      },
    ),
  ).rejects.toMatchObject({ name: 'BytesNotConfirmedError' })
  draw.mockRestore()
  expect(drawn[0]).toEqual(new Uint8Array(32))
  expect(patient.keys.root).toEqual(old)
  expect(await listUnlockers(patient)).toHaveLength(2)
})

test('charts that cannot be listed since the own profile is unreadable are spoken of', async () => {
  const { patient, chart } = await newChart()
  const { profile } = patient.keys
  const proxy = await startProxy(world.store.rpcUrl)
  const lost = cidOfPointer(profile).toString()
  proxy.rewrite = (path, body) => (path.includes(lost) ? Buffer.alloc(body.length) : body)
  const context = world.context({
    stores: [{ name: 'The store', rpcUrl: proxy.url, gatewayUrl: proxy.url }],
  })
  const problems: string[] = []
  patient.keys.memory.profiles.clear()
  const session = { ...patient, context }
  const charts = await listOwnCharts(session, { onProblem: ({ name }) => problems.push(name) })
  expect(charts).toMatchObject([{ id: chart }])
  expect(problems).toEqual(['ProfileUnreadableError'])
  expect(await renewCharts(session)).toMatchObject({ renewed: [], waiting: null })
  await proxy.stop()
})
