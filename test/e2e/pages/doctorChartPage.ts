import type { Locator } from 'playwright-core'

import type { Actor } from '../lib/createActor.ts'

/** A patient's chart as a doctor sees it. */
export function doctorChartPage({ page }: Actor) {
  return {
    list: page.getByRole('list', { name: 'Records, newest first' }),
    row(title: string): Locator {
      return page
        .getByRole('list', { name: 'Records, newest first' })
        .getByRole('button')
        .filter({ has: page.getByText(title, { exact: true }) })
    },
    /** Opens a record beside the list. */
    async read(title: string): Promise<Locator> {
      await this.row(title).click()
      const pane = page.getByRole('article', { name: title })
      await pane.getByText('Checked', { exact: true }).waitFor()
      return pane
    },
    async write({ section, title, text }: { section: string; title: string; text: string }) {
      await page.getByLabel('File into').selectOption({ label: section })
      await page.getByLabel('Title', { exact: true }).fill(title)
      await page.getByLabel('Note', { exact: true }).fill(text)
      await page.getByRole('button', { name: 'Sign and file' }).click()
    },
    ended: page.getByText('Access has ended'),
  }
}
