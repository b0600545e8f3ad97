import { expect, it } from 'vitest'

import { localKey } from '../lib/accounts.ts'
import { createActor, type Actor } from '../lib/createActor.ts'
import { fhirBundle, pdf, png } from '../lib/documents.ts'
import { remember, rememberPublic } from '../lib/secrets.ts'
import type { Stack } from '../lib/startStack.ts'
import { blockNumber } from '../lib/rpc.ts'
import { chartsPage } from '../pages/chartsPage.ts'
import { doctorChartPage } from '../pages/doctorChartPage.ts'
import { recordsPage } from '../pages/recordsPage.ts'
import { setUpPage } from '../pages/setUpPage.ts'
import { sharingPage } from '../pages/sharingPage.ts'
import { startPage } from '../pages/startPage.ts'
import { expectLockedOut, keepKeys, type KeptKeys } from './keptKeys.ts'

const TITLE = 'Ilse Quellmoos'
const SECTIONS = ['Laboratory', 'Letters', 'Psychotherapy', 'Visits']
const DOCTOR = 'Dr Ruth Ahorn'
const HIDDEN = {
  section: 'Psychotherapy',
  title: 'Session of Tuesday',
  text: 'Spoke of the Eulenspiegel dream again.',
}
const NOTE = {
  section: 'Visits',
  title: 'Iron infusion planned',
  text: 'Plan: Holunder infusion in two weeks.',
}
const LATER = {
  section: 'Laboratory',
  title: 'Second opinion',
  text: 'The Wacholder clinic sees it otherwise.',
}

/** The main job, end to end: set up, file, let a doctor in, end it. Each test goes on where the one before stopped. */
export function fourSteps(stack: () => Stack): void {
  let patient: Actor
  let doctor: Actor
  let kept: KeptKeys
  const bundle = fhirBundle()
  const letter = pdf()
  const picture = png()
  const files = [bundle, letter, picture]

  it('1. sets a patient up: two equal signatures, a recovery code asked back, a profile and a chart', async () => {
    remember(TITLE, ...SECTIONS)
    rememberPublic(DOCTOR)
    patient = await createActor(stack(), { name: 'patient', privateKey: localKey(6) })
    const start = startPage(patient)
    const setUp = setUpPage(patient)
    await start.connect()
    await start.goToSetUp()
    await setUp.choosePatient()
    await setUp.sign()
    const code = await setUp.readCode()
    expect(code).toMatch(/^(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
    await setUp.goToAskBack()
    await setUp.answerBack(code, { spoil: true })
    await patient.page.getByText(/That is not group \d/).waitFor()
    await setUp.answerBack(code)
    const before = await blockNumber(stack())
    await setUp.openChart({ title: TITLE, sections: SECTIONS })
    await recordsPage(patient).isOpen()

    const asked = await patient.wallet.asked()
    expect(asked.map(({ kind }) => kind)).toEqual([
      'connect',
      'sign-typed-data',
      'sign-typed-data',
      'send-transaction',
      'send-transaction',
    ])
    expect(await blockNumber(stack())).toBe(before + 2)
    await patient.page.getByText('No records yet').waitFor()
  })

  it('2. files a FHIR bundle, a PDF and an image by one transaction, and opens each again', async () => {
    const records = recordsPage(patient)
    remember(...files.flatMap(({ name, words }) => [name, name.replace(/\.\w+$/, ''), ...words]))
    const before = await blockNumber(stack())
    await records.drop(files)
    await records.fileInto('Laboratory')
    const progress = patient.page.getByRole('progressbar').first().waitFor()
    await records.file()
    await progress
    for (const { name } of files) {
      const row = await records.filed(name.replace(/\.\w+$/, ''))
      await row.getByText('Laboratory').waitFor()
      await row.getByText('You', { exact: true }).waitFor()
      await row.getByText(/^[\d.,]+ (bytes|[kM]B)$/).waitFor()
    }
    expect(await blockNumber(stack())).toBe(before + 1)

    await records.open('ferritin-march')
    await patient.page.getByText(/This is exactly what/).waitFor()
    await patient.page.getByText('Ferritin').first().waitFor()
    await patient.page.goBack()
    await records.open('discharge-letter')
    await patient.page.getByText(/This is exactly what/).waitFor()
    await patient.page.getByText('Read the text of this page').click()
    await patient.page.getByText('Discharged after Birkengrund stay').waitFor()
    await patient.page.goBack()
    await records.open('left-wrist-xray')
    await patient.page.getByText(/This is exactly what/).waitFor()
    const image = patient.page.getByRole('img', { name: 'left-wrist-xray' })
    await image.waitFor()
    expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(32)
    await patient.page.goBack()

    remember(HIDDEN.title, HIDDEN.text, 'Eulenspiegel')
    await records.write(HIDDEN)
    await (await records.filed(HIDDEN.title)).getByText('Psychotherapy').waitFor()
  })

  it('3a. lets a doctor into some sections, who reads those and no other', async () => {
    doctor = await createActor(stack(), { name: 'doctor', privateKey: localKey(7) })
    const setUp = setUpPage(doctor)
    await startPage(doctor).connect()
    await startPage(doctor).goToSetUp()
    await setUp.chooseDoctor(DOCTOR)
    await setUp.sign()
    const code = await setUp.readCode()
    await setUp.goToAskBack()
    await setUp.answerBack(code)
    await setUp.publish()
    await chartsPage(doctor).nothing.waitFor()

    const sharing = sharingPage(patient)
    await sharing.go()
    await sharing.startGiving()
    await sharing.fillIn({
      grantee: doctor.account,
      name: DOCTOR,
      read: ['Laboratory', 'Visits'],
      write: ['Visits'],
    })
    await patient.page.getByText(/cannot read/).waitFor()
    await sharing.give()
    await sharing.access(DOCTOR).waitFor()
    expect((await patient.wallet.asked()).filter(({ kind }) => kind === 'send-transaction')).not.toHaveLength(
      0,
    )

    const charts = chartsPage(doctor)
    await charts.chart(TITLE).waitFor()
    await charts.open(TITLE)
    const chart = doctorChartPage(doctor)
    await chart.row('ferritin-march').waitFor()
    expect(await doctor.page.getByText('Psychotherapy').count()).toBe(0)
    expect(await doctor.page.getByText(HIDDEN.title).count()).toBe(0)
    const pane = await chart.read('ferritin-march')
    await pane.getByText('Ferritin').first().waitFor()
    expect(await doctor.page.getByText('Eulenspiegel').count()).toBe(0)
  })

  it('3b. lets the doctor file a note, which the patient sees with its author', async () => {
    remember(NOTE.title, NOTE.text, 'Holunder')
    await doctorChartPage(doctor).write(NOTE)
    await doctorChartPage(doctor).row(NOTE.title).waitFor()

    const records = recordsPage(patient)
    await patient.page.getByRole('link', { name: 'Records' }).first().click()
    const row = await records.filed(NOTE.title)
    await row.getByText(DOCTOR).waitFor()
    await row.getByText('Visits').waitFor()
    await records.open(NOTE.title)
    await patient.page.getByText(NOTE.text, { exact: true }).waitFor()
    await patient.page.getByText(new RegExp(`^Signed by ${DOCTOR}`)).waitFor()
    await patient.page.goBack()
  })

  it('4a. ends the access and changes the locks in one transaction; the doctor’s list empties', async () => {
    kept = await keepKeys(stack(), { privateKey: localKey(7), chart: recordsPage(patient).chartId() })
    expect(kept.pairs.size).toBeGreaterThan(0)
    const sharing = sharingPage(patient)
    await sharing.go()
    await sharing.access(DOCTOR).waitFor()
    const before = await blockNumber(stack())
    await sharing.end(DOCTOR)
    await sharing.access(DOCTOR).waitFor({ state: 'detached' })
    expect(await blockNumber(stack())).toBe(before + 1)

    await doctorChartPage(doctor).ended.waitFor()
    await chartsPage(doctor).go()
    await chartsPage(doctor).nothing.waitFor()
  })

  it('4b. keeps the doctor from everything filed afterwards, even with every key and straight from chain and store', async () => {
    remember(LATER.title, LATER.text, 'Wacholder')
    const records = recordsPage(patient)
    await patient.page.getByRole('link', { name: 'Records' }).first().click()
    await records.write(LATER)
    await (await records.filed(LATER.title)).getByText('Laboratory').waitFor()
    await expectLockedOut(stack(), kept)
  })

  it('complains of nothing on either page', () => {
    expect(patient.problems).toEqual([])
    expect(doctor.problems).toEqual([])
  })
}
