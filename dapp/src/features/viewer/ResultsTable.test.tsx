import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { ResultsTable } from './ResultsTable.tsx'
import type { Result } from './fhir/types.ts'

afterEach(cleanup)

const LDL: Result = {
  name: 'LDL cholesterol',
  group: 'Lipids',
  value: '3.9',
  unit: 'mmol/L',
  date: '2026-10-08',
  range: { low: null, high: 3, words: 'up to 3', value: 3.9 },
  verdict: 'high',
}

it('says in words what the bar and the colour say', () => {
  render(
    <ResultsTable
      label="Results"
      results={[LDL, { ...LDL, name: 'HDL cholesterol', verdict: 'in-range' }]}
    />,
  )
  const table = screen.getByRole('table', { name: 'Results' })
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map((header) => header.textContent),
  ).toEqual(['Test', 'Result', 'The laboratory’s range', 'Verdict and day', 'Lipids, 8 Oct 2026'])
  const rows = within(table)
    .getAllByRole('row')
    .map((row) => row.textContent)
  expect(rows.slice(2)).toEqual([
    'LDL cholesterol3.9 mmol/Lup to 3High',
    'HDL cholesterol3.9 mmol/Lup to 3In range',
  ])
})
