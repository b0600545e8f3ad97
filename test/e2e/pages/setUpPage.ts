import type { Actor } from '../lib/createActor.ts'

export interface PatientForm {
  readonly title: string
  readonly sections: readonly string[]
}

/** The steps from a new account to a chart, or to a public name. */
export function setUpPage({ page }: Actor) {
  async function goOn() {
    await page.getByRole('button', { name: 'Go on' }).click()
  }

  return {
    async choosePatient() {
      await page.getByRole('radio', { name: /A patient/ }).check({ force: true })
      await goOn()
    },
    async chooseDoctor(name: string) {
      await page.getByRole('radio', { name: /A doctor, nurse or therapist/ }).check({ force: true })
      await page.getByLabel('Public name').fill(name)
      await goOn()
    },
    async sign() {
      await page.getByRole('button', { name: 'Sign twice in your wallet' }).click()
    },
    /** The code on the card, as it is shown. */
    async readCode(): Promise<string> {
      const card = page.getByRole('region', { name: 'Recovery card' })
      await card.waitFor()
      const items = await card.getByRole('listitem').allInnerTexts()
      return items.map((text) => /[0-9A-Z]{4}$/.exec(text.trim())?.[0] ?? '').join('-')
    },
    async goToAskBack() {
      await page.getByRole('button', { name: 'I wrote it down by hand' }).click()
    },
    /** Types the two groups that are asked back; `spoil` makes the first one wrong. */
    async answerBack(code: string, { spoil = false } = {}) {
      const groups = code.split('-')
      const fields = await page.getByRole('textbox', { name: /^Group \d$/ }).all()
      if (fields.length !== 2) throw new Error(`${fields.length} groups are asked back.`)
      for (const [index, field] of fields.entries()) {
        const label = await field.evaluate(
          (input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '',
        )
        const group = groups[Number(/\d/.exec(label)?.[0]) - 1] ?? ''
        await field.fill(spoil && index === 0 ? '0000' : group)
      }
      await goOn()
    },
    async openChart({ title, sections }: PatientForm) {
      await page.getByLabel('Name on the chart').fill(title)
      for (;;) {
        const buttons = await page.getByRole('button', { name: /^Leave out/ }).all()
        if (buttons.length <= sections.length) break
        await buttons.at(-1)!.click()
      }
      for (const [index, label] of sections.entries()) {
        const field = page.getByRole('textbox', { name: `Section ${index + 1}`, exact: true })
        if ((await field.count()) === 0) await page.getByRole('button', { name: 'Add a section' }).click()
        await field.fill(label)
      }
      await page.getByRole('button', { name: 'Open my chart' }).click()
    },
    async publish() {
      await page.getByRole('button', { name: 'Publish my account' }).click()
    },
  }
}
