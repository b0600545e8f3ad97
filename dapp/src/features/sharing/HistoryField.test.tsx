import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, it } from 'vitest'
import { buildChart, buildRecord } from '../../../testing/buildChart.ts'
import type { Period } from '../../worker/types.ts'
import { HistoryField } from './HistoryField.tsx'
import type { History } from './history.ts'

afterEach(cleanup)

const at = (month: number) => new Date(2026, month - 1, 3).getTime() / 1000
const chart = buildChart({
  records: [
    buildRecord(1, 'One', { epoch: 1 }),
    buildRecord(2, 'Two', { epoch: 2 }),
    buildRecord(3, 'Three', { epoch: 3 }),
  ],
})
const PERIODS: readonly Period[] = [
  { epoch: 1, from: at(1), records: 1 },
  { epoch: 2, from: at(3), records: 1 },
  { epoch: 3, from: at(5), records: 1 },
]

function Field({ periods, start }: { readonly periods: readonly Period[]; readonly start: History }) {
  const [history, setHistory] = useState(start)
  return (
    <>
      <HistoryField chart={chart} periods={periods} read={[41]} history={history} onHistory={setHistory} />
      <output>{JSON.stringify(history)}</output>
    </>
  )
}

const chosen = () => screen.getByText(/^("|\{)/).textContent

it('takes everything, what was filed since a date, or nothing of what is there, and says what stays closed', async () => {
  render(<Field periods={PERIODS} start="all" />)
  expect(screen.getByText('No record in these sections stays closed to them.')).toBeTruthy()
  await userEvent.click(screen.getByRole('radio', { name: /since a date/ }))
  expect(chosen()).toBe('{"since":3}')
  expect(screen.getByText('2 records already in these sections stay closed to them.')).toBeTruthy()
  await userEvent.selectOptions(screen.getByLabelText('Since'), '3 Mar 2026, 2 records')
  expect(chosen()).toBe('{"since":2}')
  expect(screen.getByText('1 record already in these sections stays closed to them.')).toBeTruthy()
  await userEvent.click(screen.getByRole('radio', { name: 'Only what is filed from now on' }))
  expect(chosen()).toBe('"from-now"')
  expect(screen.getByText('3 records already in these sections stay closed to them.')).toBeTruthy()
})

it('offers no date where the locks never changed', () => {
  render(<Field periods={PERIODS.slice(0, 1)} start="all" />)
  expect(screen.queryByRole('radio', { name: /since a date/ })).toBe(null)
})

it('keeps a beginning that no date stands for any more', () => {
  render(<Field periods={[]} start={{ since: 2 }} />)
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Since' }).selectedOptions[0]?.text).toBe(
    'as it is now',
  )
})
