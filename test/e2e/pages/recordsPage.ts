import type { Locator } from 'playwright-core'

import type { Actor } from '../lib/createActor.ts'
import type { TestDocument } from '../lib/documents.ts'

/** The patient's list of records, and the dialog that files into it. */
export function recordsPage({ page }: Actor) {
  const dialog = page.getByRole('dialog')

  return {
    async isOpen() {
      await page
        .getByRole('list', { name: 'Records, newest first' })
        .or(page.getByText('No records yet'))
        .first()
        .waitFor()
    },
    chartId(): `0x${string}` {
      const id = /\/charts?\/(0x[0-9a-f]{64})/.exec(page.url())?.[1]
      if (id === undefined) throw new Error('The page is about no chart.')
      return id as `0x${string}`
    },
    /** Drops files on the page, as from the desktop. */
    async drop(documents: readonly TestDocument[]) {
      const files = documents.map(({ name, mimeType, buffer }) => ({
        name,
        mimeType,
        base64: buffer.toString('base64'),
      }))
      const transfer = await page.evaluateHandle((given) => {
        const data = new DataTransfer()
        for (const { name, mimeType, base64 } of given) {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
          data.items.add(new File([bytes], name, { type: mimeType }))
        }
        return data
      }, files)
      for (const type of ['dragenter', 'dragover', 'drop']) {
        await page.dispatchEvent('body', type, { dataTransfer: transfer })
      }
      await dialog.waitFor()
    },
    /** Chooses files by the system's dialog. */
    async choose(documents: readonly TestDocument[]) {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose files' }).first().click()
      await (
        await chooser
      ).setFiles(documents.map(({ name, mimeType, buffer }) => ({ name, mimeType, buffer })))
      await dialog.waitFor()
    },
    dialog,
    async fileInto(section: string) {
      await dialog.getByLabel('File into').selectOption({ label: section })
    },
    /** Gives the file at this place another title. */
    async rename(place: number, title: string) {
      await dialog.getByLabel('Title', { exact: true }).nth(place).fill(title)
    },
    async file() {
      await dialog.getByRole('button', { name: /^File (it|\d+ records)$/ }).click()
    },
    async cancel() {
      await dialog.getByRole('button', { name: 'Cancel' }).click()
    },
    async write({ section, title, text }: { section: string; title: string; text: string }) {
      await page.getByRole('button', { name: 'Type an entry' }).click()
      await dialog.getByLabel('File into').selectOption({ label: section })
      await dialog.getByLabel('Title').fill(title)
      await dialog.getByLabel('Text').fill(text)
      await dialog.getByRole('button', { name: 'File it' }).click()
    },
    /** Waits until it stands in the list, and not merely on its way there. */
    async filed(title: string): Promise<Locator> {
      const link = page.getByRole('link').filter({ has: page.getByText(title, { exact: true }) })
      await link.waitFor()
      return link
    },
    row(title: string): Locator {
      return page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) })
    },
    async open(title: string) {
      await page
        .getByRole('link')
        .filter({ has: page.getByText(title, { exact: true }) })
        .click()
    },
    /** What is said of an upload that stopped. */
    stopped: page.getByRole('alert').filter({ hasText: 'Stopped' }),
    async carryOn() {
      await page.getByRole('button', { name: /^(Carry on|Try again)$/ }).click()
    },
    async removeStopped() {
      await page.getByRole('button', { name: 'Remove' }).click()
    },
  }
}
