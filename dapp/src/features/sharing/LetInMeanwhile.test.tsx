import '../../../testing/dom.ts'
import { cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import {
  DOCTOR,
  OWNER,
  buildChart,
  buildGrant,
  buildRecord,
  buildShare,
} from '../../../testing/buildChart.ts'
import type { ChartContents } from '../../worker/types.ts'
import { LetInMeanwhile } from './LetInMeanwhile.tsx'

afterEach(cleanup)

const OTHER = `0x${'33'.repeat(20)}` as const
const at = new Date(2026, 9, 14, 9, 5).getTime() / 1000
const UNDECIDED: ChartContents['undecided'] = {
  grants: [
    { ...buildGrant({ publicName: 'Dr Second', read: [41] }), by: OWNER, byName: 'Kari', givenAt: at },
    { ...buildGrant({ grantee: OTHER, name: 'Per', write: [7] }), by: null, byName: null, givenAt: null },
  ],
  shares: [{ ...buildShare({ number: 1 }), by: OWNER, byName: 'Kari', givenAt: at }],
}

function show(parts: Partial<ChartContents>) {
  const [onEnd, onKeep] = [vi.fn<() => void>(), vi.fn<() => void>()]
  const chart = buildChart({ records: [buildRecord(1, 'Letter')], ...parts })
  render(<LetInMeanwhile chart={chart} isLocked={false} onEnd={onEnd} onKeep={onKeep} />)
  return { onEnd, onKeep }
}

it('names which accounts were let in, by whom and since when', () => {
  show({ undecided: UNDECIDED, isKeyed: false })
  const short = `${DOCTOR.slice(0, 6)}…${DOCTOR.slice(-4)}`
  const items = within(screen.getByRole('alert')).getAllByRole('listitem')
  expect(items.map((item) => item.textContent)).toEqual([
    `${short} (calls itself Dr Second) reads Heart, until 31 Dec 2098.Given by Kari, on 14 Oct 2026 at 09:05.`,
    `Per (0x3333…3333) adds to Lab results, until 31 Dec 2098.Given by an account that the chain does not tell.`,
    `${short} reads one record, Letter, until 31 Dec 2098.Given by Kari, on 14 Oct 2026 at 09:05.`,
  ])
  expect(screen.getByText(/nothing can be filed/)).toBeTruthy()
})

it('ends them in one step, or keeps them', async () => {
  const { onEnd, onKeep } = show({ undecided: UNDECIDED })
  expect(screen.queryByText(/nothing can be filed/)).toBe(null)
  await userEvent.click(screen.getByRole('button', { name: 'End these too' }))
  expect(onEnd).toHaveBeenCalledOnce()
  await userEvent.click(screen.getByRole('button', { name: 'Keep them' }))
  expect(onKeep).toHaveBeenCalledOnce()
})

it('is not there where nothing is to be decided', () => {
  show({})
  expect(screen.queryByRole('alert')).toBe(null)
})
