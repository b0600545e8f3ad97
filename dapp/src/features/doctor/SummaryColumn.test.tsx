import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import type { Item } from '../viewer/index.ts'
import { SummaryColumn } from './SummaryColumn.tsx'
import type { UseDrawnSummaryReturnType } from './useDrawnSummary.ts'

afterEach(cleanup)

function show(
  more: Partial<UseDrawnSummaryReturnType> = {},
  drawn: Partial<UseDrawnSummaryReturnType['drawn']> = {},
) {
  const summary: UseDrawnSummaryReturnType = {
    drawn: { allergies: [], hasAllergyList: true, problems: [], medications: [], outside: [], ...drawn },
    isLoading: false,
    read: 2,
    failed: 0,
    total: 2,
    ...more,
  }
  const { container } = render(<SummaryColumn summary={summary} />)
  return { text: () => container.textContent ?? '' }
}

const item = (name: string, notes: readonly string[] = []): Item => ({
  name,
  notes,
  date: '2011',
  isSerious: true,
})

it('begins with the allergies', () => {
  const { text } = show(
    {},
    { allergies: [item('Penicillin', ['Rash', 'IgE high'])], problems: [item('Asthma')] },
  )
  expect(text()).toMatch(
    /^AllergiesAllergy: Penicillin\. Rash, IgE high, 2011No other in what you can read\.Problems/,
  )
})

it('never says that there is no allergy, only that none can be read', () => {
  expect(show().text()).toContain('No allergy in what you can read. There may be one that you cannot see.')
  cleanup()
  expect(show({}, { hasAllergyList: false }).text()).toContain(
    'None of these records has a list of allergies.',
  )
})

it('says nothing of allergies before all was read', () => {
  expect(show({ isLoading: true, read: 1 }).text()).toBe('Reading the health data: 1 of 2…')
})

it('says what it was drawn from, and what is missing', () => {
  expect(show().text()).toContain('Drawn from the records that you can read.')
  cleanup()
  show({ read: 1, failed: 1 })
  expect(screen.getByRole('alert').textContent).toBe(
    'One health record could not be opened, so something may be missing here. Open it in the list to see why.',
  )
  cleanup()
  expect(show({ total: 50 }).text()).toContain('Drawn from 2 of the 50 health records')
})

it('shows the rest of a long list when asked', async () => {
  const user = userEvent.setup()
  const { text } = show(
    {},
    { medications: Array.from({ length: 8 }, (_, index) => item(`Medicine ${index + 1}`)) },
  )
  expect(text()).not.toContain('Medicine 7')
  await user.click(screen.getByRole('button', { name: 'Show all 8' }))
  expect(text()).toContain('Medicine 8')
})
