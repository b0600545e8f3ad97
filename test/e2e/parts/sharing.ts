import { encodeFunctionData, type Hex } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'

import {
  chartsAbi,
  createLocalWallet,
  listSharedWithMe,
  loadChart,
  lockSession,
  readRecord,
  rotateAccountKey,
  type ChartId,
  type Session,
} from '#client'
import { localKey } from '../lib/accounts.ts'
import { createActor, type Actor } from '../lib/createActor.ts'
import { newAccount, newPatient } from '../lib/newPeople.ts'
import { directClient, directConfig } from '../lib/rpc.ts'
import { remember, rememberPublic } from '../lib/secrets.ts'
import type { Stack } from '../lib/startStack.ts'
import { recordsPage } from '../pages/recordsPage.ts'
import { settingsPage } from '../pages/settingsPage.ts'
import { sharingPage } from '../pages/sharingPage.ts'
import { startPage } from '../pages/startPage.ts'

const TITLE = 'Edda Lindgrund'
const OWN_TITLE = 'Kaspar Lindgrund'
const SECTIONS = ['Findings', 'Diary']
const LETTER = 'Letter of the eye clinic'
const DIARY = 'How the week went'
const LATER = 'Second letter of the eye clinic'
const DOCTOR = 'Dr Wanda Schlehdorn'
const CARER = 'Uncle Kaspar'

/** Sets a keyring that no store has, as who acts for the owner might. */
async function spoilKeyring(
  stack: Stack,
  { privateKey, chart }: { privateKey: Hex; chart: ChartId },
): Promise<void> {
  const config = directConfig(stack)
  const { charts } = config.contracts
  const client = directClient(stack)
  const read = { address: charts, abi: chartsAbi, functionName: 'chartOf', args: [chart] } as const
  const { keyring, epoch } = await client.readContract(read)
  const update = { from: keyring, to: `0x${'5a'.repeat(32)}`, epoch, nextEpoch: epoch } as const
  const data = encodeFunctionData({ abi: chartsAbi, functionName: 'reseal', args: [chart, update] })
  const hash = await createLocalWallet({ config, privateKey }).sendTransaction({ to: charts, data })
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
}

/** Single records, people who act, old records encrypted anew, and a chart that goes to another account. */
export function sharing(stack: () => Stack): void {
  let owner: Actor
  let carer: Actor
  let doctor: Session
  let chart: ChartId

  const sayTo = (actor: Actor, text: string | RegExp) =>
    actor.page.getByText(text).filter({ visible: true }).first().waitFor()
  const say = (text: string | RegExp) => sayTo(owner, text)
  const seenByDoctor = async () => {
    const { records } = await loadChart(doctor, { chart })
    return records.filter(({ state }) => state === 'readable').map(({ details }) => details?.title)
  }
  const goToSharing = async () => {
    await owner.page.getByRole('link', { name: 'Sharing' }).first().click()
    await owner.page.getByRole('heading', { level: 1, name: 'Sharing' }).waitFor()
  }

  beforeAll(async () => {
    remember(TITLE, OWN_TITLE, ...SECTIONS, LETTER, DIARY, LATER, CARER, 'Holzapfel', 'Weissdorn')
    rememberPublic(DOCTOR)
    const text = (words: string) => new Blob([words], { type: 'text/plain' })
    const made = await newPatient(stack(), {
      privateKey: localKey(14),
      title: TITLE,
      sections: SECTIONS,
      files: [{ name: 'letter.txt', title: LETTER, blob: text('Pressure of the left eye: Holzapfel 19') }],
    })
    chart = made.chart
    lockSession(made.session)
    const other = await newPatient(stack(), {
      privateKey: localKey(15),
      title: OWN_TITLE,
      sections: ['Everything'],
    })
    lockSession(other.session)
    doctor = await newAccount(stack(), { privateKey: localKey(16), kind: 'practitioner', name: DOCTOR })
    owner = await createActor(stack(), { name: 'owner', privateKey: localKey(14) })
    await startPage(owner).connect()
    await startPage(owner).unlock()
    const records = recordsPage(owner)
    await records.filed(LETTER)
    await records.write({ section: 'Diary', title: DIARY, text: 'Weissdorn tea each evening' })
    await records.filed(DIARY)
  })
  afterAll(async () => {
    await owner?.leave()
    await carer?.leave()
  })

  it('shares one record with an account that reads it and no other, and ends that', async () => {
    const records = recordsPage(owner)
    await records.open(LETTER)
    await sharingPage(owner).shareRecord({ reader: doctor.account, name: DOCTOR })
    await say(`${DOCTOR} can read this record now.`)
    const readers = owner.page.getByRole('region', { name: 'Who can read this' })
    await readers.getByText(DOCTOR).waitFor()

    const [shared] = await listSharedWithMe(doctor)
    expect(shared).toMatchObject({ chart, number: 1, title: LETTER })
    const { body } = await readRecord(doctor, { chart, number: 1 })
    expect(await body.text()).toContain('Holzapfel')
    await expect(readRecord(doctor, { chart, number: 2 })).rejects.toThrow()

    await goToSharing()
    const access = sharingPage(owner).access(DOCTOR)
    await access.getByText(LETTER).waitFor()
    await access.getByRole('button', { name: /^End access/ }).click()
    await owner.page.getByRole('alertdialog').getByRole('button', { name: 'End access' }).click()
    await say('The record is no longer shared with this account.')
    expect(await listSharedWithMe(doctor)).toEqual([])
    expect(owner.problems).toEqual([])
  })

  it('narrows an access by a section, says what changes, and changes the locks', async () => {
    const page = sharingPage(owner)
    await page.startGiving()
    await page.fillIn({ grantee: doctor.account, name: DOCTOR, read: SECTIONS, write: [] })
    await page.give()
    await page.access(DOCTOR).getByText('Diary').waitFor()
    expect(await seenByDoctor()).toEqual([LETTER, DIARY])

    await page.change(DOCTOR)
    await page.changePart('the sections to read')
    await owner.page.getByRole('checkbox', { name: 'Read Diary' }).uncheck({ force: true })
    await page.goOn()
    await page.goOn()
    await say('Can no longer read Diary.')
    await say(/The locks change in the same step, so nothing filed from then on/)
    await page.changeAccess()
    await page.access(DOCTOR).getByText('Not: Diary.').waitFor()
    expect(await seenByDoctor()).toEqual([LETTER])
    expect((await loadChart(doctor, { chart })).epoch).toBe(2)
  })

  it('gives access to what was filed since the locks changed, and names what stays closed', async () => {
    const page = sharingPage(owner)
    await owner.page.getByRole('link', { name: 'Records' }).first().click()
    await recordsPage(owner).write({ section: 'Findings', title: LATER, text: 'Holzapfel 17 on both sides' })
    await recordsPage(owner).filed(LATER)
    await goToSharing()
    await page.change(DOCTOR)
    await page.changePart('how far back they can read')
    await page.chooseHistory(/since a date/)
    await say('1 record already in these sections stays closed to them.')
    await page.goOn()
    await say('1 record filed before no longer opens to them.')
    await page.changeAccess()
    await page.access(DOCTOR).getByText('1 record filed earlier stays closed to them.').waitFor()
    expect(await seenByDoctor()).toEqual([LATER])
  })

  it('re-encrypts what was filed before: stops when the wallet declines, carries on, and all opens as before', async () => {
    await say(/cannot recall what somebody read/)
    const start = owner.page.getByRole('button', { name: /^Re-encrypt \d records?$/ })
    await start.waitFor()
    await owner.wallet.hold()
    await start.click()
    await owner.page.getByRole('dialog').getByText('Until you do, this one stays as it is.').waitFor()
    await owner.wallet.reject()
    await say('You said no in your wallet. What was re-encrypted stays so; the rest is as it was.')
    await owner.wallet.automatically()
    await owner.page.getByRole('button', { name: /^(Re-encrypt|Carry on with) \d records?$/ }).click()
    await say(/filed under earlier locks (is|are) re-encrypted/)
    await owner.page.getByRole('link', { name: 'Records' }).first().click()
    for (const title of [LETTER, DIARY]) {
      await recordsPage(owner).open(title)
      await say('This is exactly what you filed.')
      await owner.page.goBack()
    }
    expect(await seenByDoctor()).toEqual([LATER])
    expect(owner.problems).toEqual([])
  })

  it('shows that a person’s key has changed, and takes the new one when they confirmed it', async () => {
    doctor = (await rotateAccountKey(doctor)).session
    await goToSharing()
    await say(/This person’s key has changed since you let them in/)
    await owner.page.getByRole('button', { name: `Use the new key of ${DOCTOR}` }).click()
    await owner.page.getByRole('button', { name: 'I asked: use the new key' }).click()
    await say(`The new key of ${DOCTOR} is used from now on.`)
    expect(await seenByDoctor()).toEqual([LATER])
  })

  it('after a theft, draws a new key and changes the locks; who let this account in is to be told', async () => {
    const { epoch } = await loadChart(doctor, { chart })
    await settingsPage(owner).go()
    await owner.page.getByRole('button', { name: 'Something was lost or stolen' }).click()
    await owner.page.getByRole('alertdialog').getByRole('button', { name: 'Change all keys' }).click()
    await say('Your account has a new key.')
    expect((await loadChart(doctor, { chart })).epoch).toBe(epoch + 1)
    expect(owner.problems).toEqual([])
  })

  it('opens a shared record in the page of who it was shared with, and nothing else of the chart', async () => {
    await owner.page.getByRole('link', { name: 'Records' }).first().click()
    await recordsPage(owner).open(LETTER)
    carer = await createActor(stack(), { name: 'carer', privateKey: localKey(15) })
    await sharingPage(owner).shareRecord({ reader: carer.account, name: CARER })
    await say(`${CARER} can read this record now.`)

    await startPage(carer).connect()
    await startPage(carer).unlock()
    const { page } = carer
    await page.getByRole('link', { name: 'Charts open to me' }).first().click()
    await page.getByRole('heading', { name: 'Single records shared with you' }).waitFor()
    await page.getByRole('link', { name: `Open ${LETTER}` }).click()
    await sayTo(carer, /Holzapfel 19/)
    await sayTo(carer, /Nothing was changed since/)
    expect(await page.getByText(DIARY).count()).toBe(0)

    await owner.page.getByRole('button', { name: `End access of ${CARER} to this record` }).click()
    await owner.page.getByRole('alertdialog').getByRole('button', { name: 'End access' }).click()
    await say('The record is no longer shared with this account.')
    expect(carer.problems).toEqual([])
  })

  it('lets somebody act: the name tab turns to that chart, and what is not theirs to do is left out', async () => {
    await goToSharing()
    await sharingPage(owner).nameDelegate({ delegate: carer.account, name: CARER })
    await say(`${CARER} can act for you now.`)
    await sharingPage(owner)
      .access(CARER)
      .getByText(/Can do what the owner can/)
      .waitFor()

    const { page } = carer
    await page.getByRole('button', { name: /^(Your chart|You act for|Single records)/ }).click()
    await page.getByRole('link', { name: new RegExp(TITLE) }).click()
    await recordsPage(carer).filed(LATER)
    await sayTo(carer, 'What that leaves out')
    await recordsPage(carer).open(LETTER)
    await sharingPage(carer).shareRecord({ reader: doctor.account, name: DOCTOR })
    await sayTo(carer, `${DOCTOR} can read this record now.`)
    await page.getByRole('link', { name: 'Sharing' }).first().click()
    await sharingPage(carer).access(DOCTOR).getByText(LETTER).waitFor()
    await sayTo(carer, /You cannot hand the chart over/)
    expect(await page.getByRole('button', { name: 'End all access' }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Hand over this chart' }).count()).toBe(0)
    expect((await listSharedWithMe(doctor)).map(({ title }) => title)).toEqual([LETTER])
  })

  it('says when who acts spoilt the keys, and removes that person with what they gave; nothing is lost', async () => {
    owner.allowProblems(/404/)
    carer.allowProblems(/404/)
    await spoilKeyring(stack(), { privateKey: localKey(15), chart })
    await say(`${CARER} set keys for this chart that cannot be used.`)
    await say('What was filed before is unharmed')
    await owner.page.getByRole('button', { name: `Remove ${CARER}`, exact: true }).click()
    const dialog = owner.page.getByRole('alertdialog')
    await dialog.getByText(/^One record/).waitFor()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await say(`${CARER} no longer acts for you.`)
    await sharingPage(owner).access(CARER).waitFor({ state: 'detached' })
    await carer.page.getByRole('heading', { name: 'You no longer act here' }).waitFor()
    expect(await listSharedWithMe(doctor)).toEqual([])
    expect(owner.problems).toEqual([])
  })

  it('withdraws an offer, and ends all access at once', async () => {
    const { page } = owner
    await sharingPage(owner).offer({ successor: carer.account, name: CARER })
    await page.getByRole('button', { name: `Withdraw the offer to ${CARER}` }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw it' }).click()
    const said = page.getByText('The offer is withdrawn. The chart stays yours.')
    await said.waitFor()

    const desktop = page.viewportSize()!
    await page.setViewportSize({ width: 390, height: 480 })
    await page.getByRole('button', { name: 'End all access' }).click()
    const dialog = page.getByRole('alertdialog')
    const title = dialog.getByRole('heading')
    await title.evaluate((element) => element.scrollIntoView({ block: 'end' }))
    const [toast, head] = [await said.boundingBox(), await title.boundingBox()]
    expect(head!.y).toBeGreaterThan(toast!.y + toast!.height)
    await page.setViewportSize(desktop)
    expect(await seenByDoctor()).toEqual([LATER])
    await dialog.getByText('the access of one account').waitFor()
    await dialog.getByRole('button', { name: 'End all access' }).click()
    await say('All access has ended. From now on nobody but you can read or file.')
    await page.getByRole('heading', { name: 'Nobody but you has access' }).waitFor()
    await expect(loadChart(doctor, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
    expect(owner.problems).toEqual([])
  })

  it('hands the chart over: offered, taken after all of it was opened, and no longer the former owner’s', async () => {
    await sharingPage(owner).offer({ successor: carer.account, name: CARER })
    await say(`${CARER} can take over this chart now.`)
    const { page } = carer
    await page.goto(stack().url)
    await startPage(carer).unlock()
    const offer = page.getByRole('region', { name: 'A chart is offered to you' })
    await offer.getByText(TITLE).waitFor()
    await offer.getByRole('button', { name: 'Take it over' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take it over' }).click()
    await sayTo(carer, 'The chart is yours now.')
    await page.getByRole('button', { name: new RegExp(`Your chart.*${TITLE}`) }).waitFor()
    await recordsPage(carer).open(LETTER)
    await sayTo(carer, /This is exactly what the former owner/)
    await sayTo(carer, /Nothing was changed since/)
    await owner.page.getByRole('heading', { name: 'This chart is no longer yours' }).waitFor()
    expect(carer.problems).toEqual([])
    expect(owner.problems).toEqual([])
  })
}
