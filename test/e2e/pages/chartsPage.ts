import type { Actor } from '../lib/createActor.ts'

/** The charts that patients opened to a doctor. */
export function chartsPage({ page }: Actor) {
  return {
    async go() {
      await page.getByRole('link', { name: 'Charts open to me' }).first().click()
    },
    chart(title: string) {
      return page.getByRole('row').filter({ hasText: title })
    },
    async open(title: string) {
      await page.getByRole('link', { name: `Open the chart of ${title}` }).click()
    },
    nothing: page.getByText('No chart is open to you'),
  }
}
