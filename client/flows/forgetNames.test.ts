import type { Address } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addRecords,
  forgetNames,
  grantAccess,
  listFormerPeople,
  loadChart,
  nameDelegate,
  removeDelegate,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
} from '#client'
import type { ChartId, Session } from '#client'
import { readChart } from '../chain/readChart.ts'
import type { GrantState } from '../chain/types.ts'
import { MAX_DELEGATE_KEYRING, MAX_PEOPLE, MAX_PERSON_NAME } from '../crypto/keyring.ts'
import type { KeyringContents, Reader } from '../crypto/keyring.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { SHARE_LENGTH } from '../crypto/share.ts'
import { NO_KEYRING } from './changeKeyring.ts'
import { readManaged } from './keyrings.ts'
import { addressOf } from '../../test/lib/cryptoBuilders.ts'
import { grantByChainAlone } from '../../test/lib/grantByChainAlone.ts'
import { setKeyringByHand } from '../../test/lib/setKeyringByHand.ts'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600

async function setUp(sections: readonly string[] = ['Heart']) {
  const { patient, chart } = await world.newPatient(sections)
  const carer = await world.newAccount('patient')
  await nameDelegate(patient, { chart, delegate: carer.account, until: inAnHour(), name: 'Carer' })
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  const doctor = await world.newAccount('practitioner', 'Dr Given')
  const grant = {
    chart,
    grantee: doctor.account,
    read: [heart],
    write: [heart],
    until: inAnHour(),
    purpose: 'TREAT',
  } as const
  return { patient, chart, carer, heart, doctor, grant }
}

const peopleOf = async (session: Session, chart: ChartId) =>
  (await readManaged(session, chart)).keyring.opened.contents.people

const newDevice = ({ wallet }: Session) => unlockAccount(world.context(), { wallet: wallet! })

/** Has an account set a keyring by hand, as large as it comes. */
async function setKeyring(session: Session, chart: ChartId, change: (contents: KeyringContents) => object) {
  const { contents } = (await readManaged(session, chart)).keyring.opened
  return setKeyringByHand(session, chart, { ...contents, ...change(contents) })
}

const strangers = Array.from({ length: MAX_PEOPLE }, (_, i) => ({
  account: addressOf(`${i}`),
  name: `${i} `.padEnd(MAX_PERSON_NAME, 'x'),
}))

test('the owner drops the names of people who have no access any more, and of nobody else', async () => {
  const { patient, chart, carer, heart, doctor, grant } = await setUp()
  const former = await world.newAccount('practitioner', 'Dr Former')
  const reader = await world.newAccount('practitioner', 'Dr Reader')
  await grantAccess(patient, { ...grant, name: 'Given' })
  await grantAccess(patient, { ...grant, grantee: former.account, name: 'Former' })
  await addRecords(former, { chart, section: heart, files: [note('Of the former one')] })
  await shareRecord(patient, { chart, number: 1, reader: reader.account, until: inAnHour(), name: 'Reader' })
  expect(await listFormerPeople(patient, { chart })).toEqual([])
  const { keyring } = (await readChart(patient.context.chain, { chart }))!
  expect(await forgetNames(patient, { chart })).toEqual([])
  expect((await readChart(patient.context.chain, { chart }))!.keyring).toBe(keyring)

  await revokeAccess(patient, { chart, grantee: former.account })
  const gone = { account: former.account, name: 'Former', records: 1 }
  expect(await listFormerPeople(patient, { chart })).toEqual([gone])
  await expect(forgetNames(carer, { chart })).rejects.toMatchObject({ name: 'NotOwnerError' })
  for (const { account } of [doctor, carer, reader]) {
    const accounts: Address[] = [account, former.account]
    await expect(forgetNames(patient, { chart, accounts })).rejects.toMatchObject({ name: 'NameInUseError' })
  }
  const { epoch } = await loadChart(patient, { chart })
  expect(await forgetNames(patient, { chart, accounts: [former.account] })).toEqual([gone])

  const device = await newDevice(patient)
  expect((await peopleOf(device, chart)).map(({ name }) => name).toSorted()).toEqual([
    'Carer',
    'Given',
    'Reader',
  ])
  const after = await loadChart(device, { chart })
  expect(after).toMatchObject({ epoch, keyringProblem: null })
  expect(after.records).toMatchObject([{ author: former.account, authorName: null, state: 'readable' }])
  expect((await loadChart(doctor, { chart })).records).toMatchObject([{ state: 'readable' }])
})

test('names that fill a chart keep nobody from ending access, and make room when they are dropped', async () => {
  const { patient, chart, carer, doctor, grant } = await setUp()
  const size = await setKeyring(carer, chart, () => ({ people: strangers }))
  expect(size).toBeLessThan(MAX_DELEGATE_KEYRING)

  await expect(grantAccess(patient, { ...grant, name: 'Given' })).rejects.toMatchObject({
    name: 'NamesFullError',
  })
  await grantAccess(patient, grant)
  expect(await revokeAccess(patient, { chart, grantee: doctor.account })).toMatchObject({ isKeyed: true })
  expect(await forgetNames(patient, { chart })).toHaveLength(MAX_PEOPLE)
  await grantAccess(patient, { ...grant, name: 'Given' })
  expect(await peopleOf(await newDevice(patient), chart)).toMatchObject([{ name: 'Given' }])
})

test('a keyring that leaves the owner no room is not taken from a delegate', async () => {
  const { patient, chart, carer, grant } = await setUp()
  const [{ publicKey }] = carer.keys.pairs
  const share = (number: number): KeyringContents['shares'][number] => ({
    account: addressOf('nobody'),
    publicKey,
    profile: NO_KEYRING,
    number,
    pointer: NO_KEYRING,
    sealed: randomBytes(SHARE_LENGTH),
  })
  const size = await setKeyring(carer, chart, () => ({
    people: strangers,
    shares: Array.from({ length: 180 }, (_, i) => share(i + 1)),
  }))
  expect(size).toBeGreaterThan(MAX_DELEGATE_KEYRING)

  const device = await newDevice(patient)
  expect((await loadChart(device, { chart })).keyringProblem).toMatchObject({ delegate: carer.account })
  await expect(grantAccess(device, grant)).rejects.toMatchObject({ name: 'DelegateKeyringInvalidError' })
  const end = { chart, delegate: carer.account, grantees: [], shares: [] }
  expect(await removeDelegate(device, end)).toEqual({ isKeyed: true, problem: null })
  await grantAccess(device, { ...grant, name: 'Given' })
})

test('a relocation that the owner did not make is not taken from a delegate', async () => {
  const { patient, chart, carer, heart } = await setUp()
  await rotateChart(patient, { chart })
  const device = await newDevice(patient)
  await loadChart(device, { chart })
  await rotateChart(patient, { chart })
  await setKeyring(carer, chart, ({ epoch }) => ({
    relocations: [{ section: heart, epoch: 1, keyEpoch: epoch }],
  }))
  for (const session of [device, await newDevice(patient)]) {
    const { keyringProblem } = await loadChart(session, { chart })
    expect(keyringProblem).toMatchObject({ delegate: carer.account })
  }
})

test('who acts for the owner is told to leave it room, while the owner goes on', async () => {
  const labels = Array.from({ length: 64 }, (_, i) => `${i} `.padEnd(100, 'x'))
  const { patient, chart, carer } = await setUp(labels)
  const all = labels.map((_, number) => number)
  const { contents } = (await readManaged(patient, chart)).keyring.opened
  const readers: Reader[] = []
  for (let i = 0; i < 16; i++) {
    const grantee = addressOf(`reader ${i}`)
    const grant: GrantState = {
      grantee,
      read: all,
      write: [],
      until: inAnHour(),
      sinceEpoch: 1,
      purpose: 'TREAT',
    }
    await grantByChainAlone(patient, chart, grant)
    const { publicKey, profile } = contents.readers[0]!
    readers.push({ account: grantee, role: 'grantee', publicKey, profile, read: all, write: [], since: 1 })
  }
  const size = await setKeyring(patient, chart, () => ({
    people: strangers,
    readers: [...contents.readers, ...readers],
  }))
  expect(size).toBeGreaterThan(MAX_DELEGATE_KEYRING)

  await expect(rotateChart(carer, { chart })).rejects.toMatchObject({ name: 'KeyringTooLargeError' })
  await rotateChart(patient, { chart })
})

test('a chart without keys gets new ones with the names dropped', async () => {
  const { patient, chart, doctor, grant } = await setUp()
  await grantAccess(patient, { ...grant, name: 'Given' })
  const down = world.context({
    stores: world.config.stores.map((store) => ({ ...store, rpcUrl: 'http://127.0.0.1:9' })),
  })
  const ended = await revokeAccess({ ...patient, context: down }, { chart, grantee: doctor.account })
  expect(ended.isKeyed).toBe(false)
  expect(await forgetNames(patient, { chart })).toMatchObject([{ name: 'Given' }])
  expect((await peopleOf(patient, chart)).map(({ name }) => name)).toEqual(['Carer'])
  expect(await loadChart(await newDevice(patient), { chart })).toMatchObject({ isKeyed: true })
})
