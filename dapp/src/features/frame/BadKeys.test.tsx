import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { DOCTOR, buildChart, buildDelegate } from '../../../testing/buildChart.ts'
import type { ChartContents } from '../../worker/types.ts'
import { BadKeysBanner } from './BadKeys.tsx'

afterEach(cleanup)

const problem = { message: 'It is not sound.', delegate: DOCTOR } as const

function show(parts: Partial<ChartContents>, canAct = true) {
  const on = { onRemove: vi.fn<() => void>(), onLook: vi.fn<() => void>() }
  render(<BadKeysBanner chart={buildChart(parts)} canAct={canAct} isBusy={false} {...on} />)
  return on
}

it('names who set them, says what is unharmed, and offers the one thing to do', async () => {
  const on = show({ keyringProblem: problem, delegates: [buildDelegate({ name: 'Kari Solvang' })] })
  expect(screen.getByRole('alert').textContent).toContain(
    'Kari Solvang set keys for this chart that cannot be used. What was filed before is unharmed',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Remove Kari Solvang' }))
  expect(on.onRemove).toHaveBeenCalledOnce()
})

it('leads to who acts where nobody can be named', async () => {
  const on = show({ keyringProblem: { ...problem, delegate: null } })
  expect(screen.getByText(/^Somebody who acts for you set keys/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'See who acts for you' }))
  expect(on.onLook).toHaveBeenCalledOnce()
})

it('offers nothing to who can only read', () => {
  show({ keyringProblem: problem }, false)
  expect(screen.queryByRole('button')).toBe(null)
})
