import type { Address } from 'viem'

import type { Actor } from '../lib/createActor.ts'

export interface Permission {
  readonly grantee: Address
  /** What the patient calls this person. */
  readonly name: string
  readonly read: readonly string[]
  readonly write: readonly string[]
  /** The title of a purpose. */
  readonly purpose?: RegExp
  /** The last day, as `2027-01-31`. */
  readonly day?: string
}

/** Who has access, and the steps that give it. */
export function sharingPage({ page }: Actor) {
  async function goOn() {
    await page.getByRole('button', { name: 'Go on' }).click()
  }

  return {
    async go() {
      await page.getByRole('link', { name: 'Sharing' }).first().click()
      await page.getByRole('heading', { level: 1 }).first().waitFor()
    },
    async startGiving() {
      await page.getByRole('button', { name: 'Give access' }).first().click()
      await page.getByRole('heading', { name: 'Who do you let in?' }).waitFor()
    },
    async enterAddress(address: string) {
      await page.getByLabel('Their address, or the text of their link or QR code').fill(address)
    },
    /** Goes through the four steps up to the sentence that is read back. */
    async fillIn({ grantee, name, read, write, purpose, day }: Permission) {
      await page.getByLabel('Their address, or the text of their link or QR code').fill(grantee)
      await page.getByLabel('Your name for this person').fill(name)
      await goOn()
      for (const label of read)
        await page.getByRole('checkbox', { name: `Read ${label}` }).check({ force: true })
      for (const label of write)
        await page.getByRole('checkbox', { name: `Add to ${label}` }).check({ force: true })
      await goOn()
      if (purpose !== undefined) await page.getByRole('radio', { name: purpose }).check({ force: true })
      if (day !== undefined) await page.getByLabel('Last day of access').fill(day)
      await goOn()
      await page.getByRole('heading', { name: 'Please read this before you agree' }).waitFor()
    },
    async give() {
      await page.getByRole('button', { name: 'Give access', exact: true }).click()
    },
    /** Opens what was given to somebody, as the sentence that is read back. */
    async change(name: string) {
      await page.getByRole('button', { name: new RegExp(`^(Change|Extend) access of ${name}$`) }).click()
      await page.getByRole('heading', { name: 'Please read this before you agree' }).waitFor()
    },
    /** Goes back from the sentence to one of its parts. */
    async changePart(what: string) {
      await page
        .getByRole('button', { name: new RegExp(`\\(change ${what}\\)$`) })
        .first()
        .click()
    },
    goOn,
    async chooseHistory(name: string | RegExp) {
      await page.getByRole('radio', { name }).check({ force: true })
    },
    async changeAccess() {
      await page.getByRole('button', { name: 'Change access', exact: true }).click()
    },
    /** Names somebody who acts for the owner, up to the sentence that is read back. */
    async nameDelegate({ delegate, name }: { delegate: Address; name: string }) {
      await page.getByRole('link', { name: 'Let someone act for you' }).click()
      await page.getByLabel('Their address, or the text of their link or QR code').fill(delegate)
      await page.getByLabel('Your name for this person').fill(name)
      await goOn()
      await page.getByText('can act for you in the chart of').waitFor()
      await page.getByRole('button', { name: 'Let them act for me' }).click()
    },
    async offer({ successor, name }: { successor: Address; name: string }) {
      await page.getByRole('link', { name: 'Hand over this chart' }).click()
      await page.getByLabel('Their address, or the text of their link or QR code').fill(successor)
      await page.getByLabel('Your name for this person').fill(name)
      await goOn()
      await page.getByText('can take over the chart of').waitFor()
      await page.getByRole('button', { name: 'Offer this chart' }).click()
    },
    /** Shares the record that is open. */
    async shareRecord({ reader, name }: { reader: Address; name: string }) {
      await page.getByRole('button', { name: 'Share this record' }).click()
      const dialog = page.getByRole('dialog', { name: 'Share this record' })
      await dialog.getByLabel('Their address, or the text of their link or QR code').fill(reader)
      await dialog.getByLabel('Your name for this person').fill(name)
      await dialog.getByRole('button', { name: 'Share it' }).click()
    },
    access(name: string) {
      return page
        .getByRole('list', { name: 'Who has access' })
        .getByRole('listitem')
        .filter({ hasText: name })
    },
    async end(name: string) {
      await page.getByRole('button', { name: `End access of ${name}`, exact: true }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'End access' }).click()
    },
  }
}
