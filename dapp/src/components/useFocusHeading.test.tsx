import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { useFocusHeading } from './useFocusHeading.ts'

afterEach(cleanup)

function Wizard({ step }: { readonly step: number }) {
  useFocusHeading(step)
  return (
    <main>
      <h1>Step {step}</h1>
      {step === 2 ? <input aria-label="Name" autoFocus /> : null}
    </main>
  )
}

it('moves the focus to the heading of the next step, not to that of the first', () => {
  const { rerender } = render(<Wizard step={0} />)
  expect(document.activeElement).toBe(document.body)
  rerender(<Wizard step={1} />)
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Step 1' }))
})

it('leaves it to a field that takes it', () => {
  const { rerender } = render(<Wizard step={1} />)
  rerender(<Wizard step={2} />)
  expect(document.activeElement).toBe(screen.getByLabelText('Name'))
})
