import { beforeAll, expect, it } from 'vitest'

import { grantAccess, loadChart, verifyNote, type ChartId } from '#client'
import { localKey } from '../lib/accounts.ts'
import { createActor, type Actor } from '../lib/createActor.ts'
import { newAccount, newPatient } from '../lib/newPeople.ts'
import { remember, rememberPublic } from '../lib/secrets.ts'
import type { Stack } from '../lib/startStack.ts'
import { expectNoTrace, readTraces } from '../lib/traces.ts'
import { chartsPage } from '../pages/chartsPage.ts'
import { doctorChartPage } from '../pages/doctorChartPage.ts'
import { recordsPage } from '../pages/recordsPage.ts'
import { startPage } from '../pages/startPage.ts'

const TITLE = 'Alma Weidenkamp'
const SECTION = 'Cardiology'
const DOCTOR = 'Dr Oskar Lerchenfeld'
const NAME = 'Oskar of the heart clinic'
const NOTE = { section: SECTION, title: 'Bisoprolol dose', text: 'Bisoprolol 50 mg <in the morning> & rest.' }
const CORRECTED = 'Bisoprolol 5 mg <in the morning> & rest.'

/** What a doctor writes is signed: the wallet is asked, everybody sees by whom, and the file alone can prove it. */
export function signedNotes(stack: () => Stack): void {
  let patient: Actor
  let doctor: Actor
  let chart: ChartId

  const openAsPatient = async (title: string) => {
    await patient.page.getByRole('link', { name: 'Records' }).first().click()
    await recordsPage(patient).filed(title)
    await recordsPage(patient).open(title)
  }

  beforeAll(async () => {
    remember(TITLE, SECTION, NAME, NOTE.title, 'Bisoprolol')
    rememberPublic(DOCTOR)
    const made = await newPatient(stack(), { privateKey: localKey(10), title: TITLE, sections: [SECTION] })
    chart = made.chart
    const session = await newAccount(stack(), {
      privateKey: localKey(11),
      kind: 'practitioner',
      name: DOCTOR,
    })
    const [section] = (await loadChart(made.session, { chart })).sections
    await grantAccess(made.session, {
      chart,
      grantee: session.account,
      name: NAME,
      read: [section!.number],
      write: [section!.number],
      until: Math.floor(Date.now() / 1000) + 86_400,
      purpose: 'TREAT',
    })
    patient = await createActor(stack(), { name: 'patient of a signer', privateKey: localKey(10) })
    doctor = await createActor(stack(), { name: 'doctor who signs', privateKey: localKey(11) })
    for (const actor of [patient, doctor]) {
      await startPage(actor).connect()
      await startPage(actor).unlock()
    }
    await recordsPage(patient).isOpen()
    await chartsPage(doctor).open(TITLE)
  })

  it('leaves nothing when the doctor declines to sign, or to file', async () => {
    const before = await readTraces(stack(), doctor.account, chart)
    const page = doctorChartPage(doctor)
    await doctor.wallet.hold()
    await page.write(NOTE)
    await doctor.page.getByText('Sign the note in your wallet. Then confirm that it is filed.').waitFor()
    await doctor.wallet.reject()
    await doctor.page.getByText('You said no in your wallet. Nothing was filed.').waitFor()
    await expectNoTrace(stack(), before, doctor.account, chart)

    await doctor.page.getByRole('button', { name: 'Ask again' }).click()
    await doctor.page.getByText('Sign the note in your wallet. Then confirm that it is filed.').waitFor()
    await doctor.wallet.approve()
    await doctor.page.getByText('Confirm in your wallet. Until you do, nothing has changed.').waitFor()
    await doctor.wallet.reject()
    await doctor.page.getByText('You said no in your wallet. Nothing was filed.').waitFor()
    await expectNoTrace(stack(), before, doctor.account, chart)
    await doctor.page.getByRole('button', { name: 'Remove' }).click()
    await doctor.wallet.automatically()
  })

  it('shows the wallet words and a hash, never the note', async () => {
    const asked = await doctor.wallet.asked()
    const signing = asked.filter(({ kind }) => kind === 'sign-typed-data')
    expect(signing.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(asked)).not.toContain('Bisoprolol')
  })

  it('is filed, and the patient sees who signed it', async () => {
    await doctorChartPage(doctor).write(NOTE)
    await doctorChartPage(doctor).row(NOTE.title).waitFor()
    const pane = await doctorChartPage(doctor).read(NOTE.title)
    await pane.getByText(/^Signed by you, \d/).waitFor()

    await openAsPatient(NOTE.title)
    await patient.page.getByText(NOTE.text, { exact: true }).waitFor()
    await patient.page.getByText(new RegExp(`^Signed by ${NAME}, \\d`)).waitFor()
    expect(await patient.page.getByRole('button', { name: 'Correct' }).count()).toBe(0)
  })

  it('is downloaded as a file that proves itself', async () => {
    const download = patient.page.waitForEvent('download')
    await patient.page.getByRole('button', { name: 'Download' }).click()
    const chunks: Buffer[] = []
    for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer)
    const { chain, contracts } = stack().config
    const place = { chainId: chain.id, contract: contracts.charts, chart, author: doctor.account }
    expect(await verifyNote(new Uint8Array(Buffer.concat(chunks)), place)).toMatchObject({
      state: 'signed',
      signer: doctor.account,
      text: NOTE.text,
    })
  })

  it('is corrected by its author, and the list shows the corrected one', async () => {
    const pane = doctor.page.getByRole('article', { name: NOTE.title })
    await pane.getByRole('link', { name: 'Open in full' }).click()
    await doctor.page.getByRole('button', { name: 'Correct' }).click()
    const dialog = doctor.page.getByRole('dialog')
    await dialog.getByLabel('Note').fill(CORRECTED)
    await dialog.getByRole('button', { name: 'Sign and file' }).click()
    const row = doctorChartPage(doctor).row(NOTE.title)
    await row.getByText('Corrected').waitFor()
    expect(await row.count()).toBe(1)

    await patient.page.getByText(/^This was corrected on/).waitFor()
    await patient.page.getByRole('link', { name: 'Read the corrected one' }).click()
    await patient.page.getByText(CORRECTED, { exact: true }).waitFor()
    await patient.page.getByText(new RegExp(`^Signed by ${NAME}, \\d`)).waitFor()
    await patient.page.getByRole('heading', { name: 'Other versions' }).waitFor()
  })

  it('complains of nothing on either page', () => {
    expect(patient.problems).toEqual([])
    expect(doctor.problems).toEqual([])
  })
}
