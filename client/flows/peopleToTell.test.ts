import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChangedKey,
  addRecords,
  endShare,
  grantAccess,
  listChartsToRenew,
  listPeopleToTell,
  loadChart,
  nameDelegate,
  offerChart,
  openChart,
  renewCharts,
  rotateAccountKey,
  rotateChart,
  shareRecord,
  unlockAccount,
} from '#client'
import type { ChartId, Session } from '#client'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const until = Math.floor(Date.now() / 1000) + 86_400

async function newPatient() {
  const { patient, chart } = await world.newPatient(['Heart'])
  const section = (await loadChart(patient, { chart })).sections[0]!.number
  return { patient, chart, section }
}

const confirm = (patient: Session, chart: ChartId, { account, keys }: Session) =>
  acceptChangedKey(patient, { chart, grantee: account, profile: keys.profile })

test('who let an account in by whatever right is named until its new key is confirmed, on any device', async () => {
  const doctor = await world.newAccount('practitioner', 'Dr Robbed')
  const { account } = doctor
  const { patient, chart, section } = await newPatient()
  const another = async () => {
    const id = await openChart(patient, { title: 'Another', sections: ['Heart'] })
    return { chart: id, section: (await loadChart(patient, { chart: id })).sections[0]!.number }
  }
  const granting = { chart, section }
  const [sharing, offering, naming] = [await another(), await another(), await another()]
  const rights = { read: [granting.section], write: [], until, purpose: 'TREAT' } as const
  await grantAccess(patient, { chart: granting.chart, grantee: account, ...rights })
  const files = [note('Letter')]
  const [number] = await addRecords(patient, { ...sharing, files })
  await shareRecord(patient, { chart: sharing.chart, number: number!, reader: account, until })
  await offerChart(patient, { chart: offering.chart, successor: account, until })
  await nameDelegate(patient, { chart: naming.chart, delegate: account, until })
  expect(await listPeopleToTell(doctor)).toEqual([])

  const { session, renewal } = await rotateAccountKey(doctor)
  const named = (...places: [{ chart: ChartId }, string][]) =>
    places.map(([place, as]) => ({ chart: place.chart, owner: patient.account, as, generation: 1 }))
  const all = named([naming, 'delegate'], [offering, 'successor'], [granting, 'grantee'], [sharing, 'reader'])
  expect(renewal!.renewed).toEqual([naming.chart])
  expect(renewal!.tell).toMatchObject(all)
  // No act needs to be remembered for it.
  const device = await unlockAccount(world.context(), { wallet: doctor.wallet! })
  expect(await listPeopleToTell(device)).toMatchObject(all)
  // New locks alone confirm nothing.
  await rotateChart(patient, { chart: granting.chart })
  expect(await listPeopleToTell(device)).toHaveLength(4)

  await confirm(patient, naming.chart, session)
  await confirm(patient, offering.chart, session)
  expect(await listPeopleToTell(device)).toMatchObject(named([granting, 'grantee'], [sharing, 'reader']))
  await confirm(patient, granting.chart, session)
  await endShare(patient, { chart: sharing.chart, number: number!, reader: account })
  expect(await listPeopleToTell(device)).toEqual([])
}, 120_000)

test('a renewal that is stopped says what it did, who waits, and whom to tell', async () => {
  const { patient, chart, section } = await newPatient()
  const doctor = await world.newAccount('practitioner', 'Dr Hurried')
  const grant = { chart, read: [section], write: [], until, purpose: 'TREAT' } as const
  await grantAccess(patient, { ...grant, grantee: doctor.account })
  const own = [
    await openChart(doctor, { title: 'First', sections: ['One'] }),
    await openChart(doctor, { title: 'Second', sections: ['One'] }),
  ]
  const controller = new AbortController()
  let isRotated = false
  const { session, renewal } = await rotateAccountKey(doctor, {
    signal: controller.signal,
    onProgress: ({ step, act }) => {
      if (isRotated) controller.abort()
      isRotated ||= step === 'done' && act === 'rotate'
    },
  })
  expect(renewal).toMatchObject({
    renewed: [own[0]],
    waiting: [{ chart: own[1], problem: null }],
    tell: [{ chart, owner: patient.account, title: 'Health chart', as: 'grantee' }],
  })
  expect(await listChartsToRenew(session)).toMatchObject([{ chart: own[1] }])
  expect(await renewCharts(session, { signal: AbortSignal.abort() })).toMatchObject({
    renewed: [],
    waiting: [{ chart: own[1] }],
  })
  expect(await renewCharts(session)).toMatchObject({ renewed: [own[1]], waiting: [] })
})
