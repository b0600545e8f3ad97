import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { ChartOver } from './ChartOver.tsx'

afterEach(cleanup)

it('says to a former owner who has the chart, and what that means', () => {
  const { container } = render(<ChartOver title="Mara Solvang" isOwner />)
  expect(screen.getByRole('heading', { name: 'This chart is no longer yours' })).toBeTruthy()
  expect(container.textContent).toContain(
    'The chart of Mara Solvang was taken over by the account that you offered it to. From now on you can read and file nothing new in it.',
  )
})

it('says to who acted that this is over', () => {
  render(<ChartOver title="Mara Solvang" isOwner={false} />)
  expect(screen.getByRole('heading', { name: 'You no longer act here' })).toBeTruthy()
})
