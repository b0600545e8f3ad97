import type { Actor } from '../lib/createActor.ts'

/** Where everybody arrives: connect a wallet, then set up or unlock. */
export function startPage({ page }: Actor) {
  return {
    async connect(wallet = 'Test wallet') {
      await page.getByRole('button', { name: 'Connect your wallet' }).first().click()
      await page.getByRole('dialog').getByRole('button', { name: wallet }).click()
    },
    async goToSetUp() {
      await page.getByRole('link', { name: 'Set it up' }).click()
    },
    async unlock() {
      await page.getByRole('button', { name: 'Unlock with your wallet' }).click()
    },
  }
}
