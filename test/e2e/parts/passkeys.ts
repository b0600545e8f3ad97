import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { createContext, loadChart, unlockAccount, type ChartId, type Wallet } from '#client'
import { localKey } from '../lib/accounts.ts'
import { createActor, type Actor } from '../lib/createActor.ts'
import { note } from '../lib/documents.ts'
import { newPatient } from '../lib/newPeople.ts'
import { directConfig } from '../lib/rpc.ts'
import { remember } from '../lib/secrets.ts'
import type { Stack } from '../lib/startStack.ts'
import { recordsPage } from '../pages/recordsPage.ts'
import { settingsPage } from '../pages/settingsPage.ts'
import { setUpPage } from '../pages/setUpPage.ts'
import { startPage } from '../pages/startPage.ts'

const TITLE = 'Berta Eichgrund'
const FIRST = 'Prescription of August'

/** A real browser's WebAuthn with an authenticator of its own, from adding a passkey to removing it. */
export function passkeys(stack: () => Stack): void {
  let patient: Actor
  let devtools: CDPSession
  let wallet: Wallet
  let chart: ChartId
  let code = ''

  const say = (text: string | RegExp) =>
    patient.page.getByText(text).filter({ visible: true }).first().waitFor()
  const epochNow = async () => {
    const device = await unlockAccount(createContext(directConfig(stack())), { wallet })
    return (await loadChart(device, { chart })).epoch
  }
  /** A passkey needs a name in the address bar. */
  const at = () => stack().url.replace('127.0.0.1', 'localhost')

  beforeAll(async () => {
    remember(TITLE, FIRST, 'Steinbrech')
    const { buffer } = note({ text: 'Steinbrech syrup, 5 ml in the evening' })
    const made = await newPatient(stack(), {
      privateKey: localKey(13),
      title: TITLE,
      sections: ['Medications'],
      files: [
        {
          name: 'prescription.txt',
          title: FIRST,
          blob: new Blob([buffer as BlobPart], { type: 'text/plain' }),
        },
      ],
    })
    wallet = made.session.wallet!
    chart = made.chart
    patient = await createActor(
      { ...stack(), url: at() },
      { name: 'patient with a passkey', privateKey: localKey(13) },
    )
    devtools = await patient.context.newCDPSession(patient.page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        hasPrf: true,
      },
    })
    await startPage(patient).connect()
    await startPage(patient).unlock()
    await recordsPage(patient).filed(FIRST)
  })
  afterAll(async () => {
    await devtools?.detach()
    await patient?.leave()
  })

  it('adds a passkey, names it, and unlocks with it', async () => {
    const settings = settingsPage(patient)
    await settings.go()
    await settings.addWay(/Passkey/, 'My phone')
    await say('“My phone” unlocks your account from now on.')
    await settings.rename('My phone', 'The old phone')
    await settings.ways.getByText('The old phone').waitFor()
    await settings.lock()
    await patient.page.getByRole('button', { name: 'Unlock with a passkey' }).click()
    await recordsPage(patient).filed(FIRST)
    expect(patient.problems).toEqual([])
  })

  it('reads everything back by the passkey alone, without a wallet', async () => {
    const { page } = patient
    await settingsPage(patient).go()
    await page.getByRole('button', { name: /^Disconnect/ }).click()
    await page.evaluate(() => localStorage.clear())
    await page.goto('about:blank')
    await page.goto(`${at()}#/unlock`)
    await page.getByLabel('Account, as printed on the card').fill(patient.account)
    await page.getByRole('button', { name: 'Open with a passkey' }).click()
    await recordsPage(patient).filed(FIRST)
    await settingsPage(patient).go()
    await say('Connect your wallet to change these.')
    expect(await page.getByRole('button', { name: 'Add a way' }).isDisabled()).toBe(true)
  })

  it('replaces the recovery card, asks it back, and changes the locks with it', async () => {
    const { page } = patient
    const epoch = await epochNow()
    await page.goto(at())
    await page.reload()
    await startPage(patient).connect()
    await page.getByRole('button', { name: 'Unlock with a passkey' }).click()
    await recordsPage(patient).filed(FIRST)
    const settings = settingsPage(patient)
    await settings.go()
    await settings.replaceCard()
    const card = setUpPage(patient)
    code = await card.readCode()
    remember(code, code.replaceAll('-', ''))
    expect(code).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
    await card.goToAskBack()
    await card.answerBack(code, { spoil: true })
    await say(/That is not group/)
    await card.answerBack(code)
    await say(/^The new recovery code counts from now on/)
    expect(await epochNow()).toBe(epoch + 1)
  })

  it('opens by the new card, and no more by a passkey that was removed', async () => {
    const { page } = patient
    const settings = settingsPage(patient)
    await settings.ways.waitFor()
    await settings.remove('The old phone')
    await say('It no longer unlocks your account.')
    await settings.ways.getByText('The old phone').waitFor({ state: 'detached' })
    await settings.lock()
    await page.getByRole('button', { name: 'Unlock with your wallet' }).waitFor()
    expect(await page.getByRole('button', { name: 'Unlock with a passkey' }).count()).toBe(0)
    await page.getByRole('link', { name: 'I have a recovery card' }).click()
    await page.getByLabel('Account, as printed on the card').fill(patient.account)
    await page.getByLabel('Recovery code').fill(code)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await recordsPage(patient).filed(FIRST)
    expect(patient.problems).toEqual([])
  })
}
