import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { DOCTOR, buildChart, buildDelegate } from '../../../testing/buildChart.ts'
import { BadKeys } from './BadKeys.tsx'

afterEach(cleanup)

const problem = { message: 'It is not sound.', delegate: DOCTOR } as const

function show(parts: Parameters<typeof buildChart>[0], canAct = true) {
  const chart = buildChart(parts)
  const { hook, history } = memoryLocation({ record: true })
  render(
    <Router hook={hook}>
      <BadKeys chart={chart} canAct={canAct} />
    </Router>,
  )
  return { chart, history }
}

it('names who set them, says what is unharmed, and leads to the one thing to do', async () => {
  const { chart, history } = show({
    keyringProblem: problem,
    delegates: [buildDelegate({ name: 'Kari Solvang' })],
  })
  expect(screen.getByRole('alert').textContent).toContain(
    'Kari Solvang set keys for this chart that cannot be used. What was filed before is unharmed',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Remove Kari Solvang' }))
  expect(history).toContain(`/chart/${chart.id}/sharing`)
})

it('leads to who acts where nobody can be named', () => {
  show({ keyringProblem: { ...problem, delegate: null } })
  expect(screen.getByText(/^Somebody who acts for you set keys/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'See who acts for you' })).toBeTruthy()
})

it('offers nothing to who can only read', () => {
  show({ keyringProblem: problem }, false)
  expect(screen.queryByRole('button')).toBe(null)
})
