import type { Actor } from '../lib/createActor.ts'

/** What belongs to the account: its ways to unlock. */
export function settingsPage({ page }: Actor) {
  const ways = page.getByRole('table', { name: 'Ways to unlock' })

  return {
    ways,
    async go() {
      await page.getByRole('link', { name: 'Settings' }).first().click()
      await ways.waitFor()
    },
    async addWay(way: string | RegExp, name: string) {
      await page.getByRole('button', { name: 'Add a way' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio', { name: way }).check({ force: true })
      await dialog.getByRole('textbox', { name: 'Its name' }).fill(name)
      await dialog.getByRole('button', { name: 'Go on' }).click()
    },
    async rename(name: string, next: string) {
      await ways.getByRole('button', { name: `Rename ${name}` }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Its name' }).fill(next)
      await dialog.getByRole('button', { name: 'Rename' }).click()
    },
    async remove(name: string) {
      await ways.getByRole('button', { name: `Remove ${name}` }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove it' }).click()
    },
    async replaceCard() {
      await ways.getByRole('button', { name: 'Replace the card' }).click()
      await page.getByRole('button', { name: 'Show the new card' }).click()
    },
    async lock() {
      await page.getByRole('button', { name: 'Lock this tab' }).click()
    },
  }
}
