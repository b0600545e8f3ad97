import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountState,
  addRecords,
  grantAccess,
  listChartsOpenTo,
  listOwnCharts,
  loadChart,
  openChart,
  prepareAccount,
  publishAccount,
  readRecord,
  revokeAccess,
  unlockAccount,
} from '#client'
import { leakScan } from '../../test/lib/leakScan.ts'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

test('a patient sets up, files, shares with a doctor and ends it', async () => {
  const context = world.context()
  const wallet = world.newWallet()
  expect(await accountState(context, wallet.account)).toBe('none')
  const draft = await prepareAccount(context, { wallet, kind: 'patient' })
  const patient = await publishAccount(context, { wallet, draft })
  expect(await accountState(context, wallet.account)).toMatchObject({
    kind: 'patient',
    name: null,
    unlockers: ['recovery', 'wallet'],
  })
  const chart = await openChart(patient, { title: 'Ada’s health', sections: ['Medications', 'Laboratory'] })
  expect(await listOwnCharts(patient)).toMatchObject([
    { id: chart, title: 'Ada’s health', count: 0, isKeyed: true },
  ])

  const opened = await loadChart(patient, { chart })
  const section = (label: string) => opened.sections.find((entry) => entry.label === label)!.number
  const numbers = await addRecords(patient, {
    chart,
    section: section('Medications'),
    files: [note('Plan'), note('Pills')],
  })
  expect(numbers).toEqual([1, 2])
  expect(
    await addRecords(patient, { chart, section: section('Laboratory'), files: [note('Blood')] }),
  ).toEqual([3])

  const doctor = await world.newAccount('practitioner', 'Dr. Grace Hopper')
  expect(await listChartsOpenTo(doctor)).toEqual([])
  await grantAccess(patient, {
    chart,
    grantee: doctor.account,
    name: 'Grace from the clinic',
    read: [section('Medications')],
    write: [section('Medications')],
    until: Math.floor(Date.now() / 1000) + 86_400,
    purpose: 'TREAT',
  })
  expect(await listChartsOpenTo(doctor)).toMatchObject([{ id: chart, title: 'Ada’s health', problem: null }])
  const seen = await loadChart(doctor, { chart })
  expect(seen.sections).toEqual([
    { number: section('Medications'), label: 'Medications', canRead: true, canWrite: true },
  ])
  expect(seen.records.map(({ state }) => state)).toEqual(['readable', 'readable', 'no-access'])
  expect(await (await readRecord(doctor, { chart, number: 1 })).body.text()).toBe('Plan: a note of its own.')
  expect(
    await addRecords(doctor, { chart, section: section('Medications'), files: [note('Letter')] }),
  ).toEqual([4])

  const after = await loadChart(patient, { chart })
  expect(after.isHeadVerified).toBe(true)
  expect(after.records[3]).toMatchObject({
    author: doctor.account,
    authorName: 'Grace from the clinic',
    state: 'readable',
    details: { title: 'Letter.txt', mediaType: 'text/plain' },
  })
  expect(after.grants).toMatchObject([
    {
      grantee: doctor.account,
      name: 'Grace from the clinic',
      publicName: 'Dr. Grace Hopper',
      isExpired: false,
      isKeyMissing: false,
      isProfileChanged: false,
    },
  ])

  expect(await revokeAccess(patient, { chart, grantee: doctor.account })).toEqual({
    isKeyed: true,
    problem: null,
  })
  expect(await listChartsOpenTo(doctor)).toEqual([])
  await expect(loadChart(doctor, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
  await expect(
    addRecords(doctor, { chart, section: section('Medications'), files: [note('Late')] }),
  ).rejects.toMatchObject({ name: 'NoAccessError' })
  expect(
    await addRecords(patient, { chart, section: section('Medications'), files: [note('Secret')] }),
  ).toEqual([5])

  const again = await unlockAccount(world.context(), {
    account: patient.account,
    recoveryCode: draft.recoveryCode,
  })
  const restored = await loadChart(again, { chart })
  expect(restored.records.map(({ state }) => state)).toEqual(Array(5).fill('readable'))
  expect(restored.epoch).toBe(2)

  // Nothing of it is readable on the chain or in the store, but the doctor's own public name.
  const words = [
    'Ada’s health',
    'Medications',
    'Laboratory',
    'Plan.txt',
    'a note of its own',
    'Grace from the clinic',
  ]
  const place = { rpcUrl: world.chain.rpcUrl, directory: world.store.directory }
  const scan = await leakScan({ ...place, words: [...words, 'practitioner'] })
  expect(new Set(scan.leaks.map(({ word }) => word))).toEqual(new Set(['practitioner']))
  expect(scan.transactions).toBeGreaterThan(10)
  expect(scan.events).toBeGreaterThanOrEqual(10)
  expect(scan.storedFiles).toBeGreaterThan(15)
})
