import '../../../testing/dom.ts'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { StolenView } from './StolenDialog.tsx'

afterEach(cleanup)

it('says what becomes new, who is told, and what cannot be taken back', async () => {
  const onChange = vi.fn<() => void>()
  render(<StolenView charts={2} acted={0} onClose={() => {}} onChange={onChange} />)
  const dialog = screen.getByRole('alertdialog', { name: 'Change all keys of your account?' })
  for (const words of [
    'Your account gets a new key.',
    'it is sealed to each of them',
    'The locks of each of your 2 charts change',
    'Your wallet asks 3 times.',
    'People who let you in are shown that your key has changed',
    'What was read before cannot be taken back.',
  ]) {
    expect(dialog.textContent).toContain(words)
  }
  await userEvent.click(screen.getByRole('button', { name: 'Change all keys' }))
  expect(onChange).toHaveBeenCalledOnce()
})

it('says nothing of locks to who has no chart', () => {
  render(<StolenView charts={0} acted={0} onClose={() => {}} onChange={() => {}} />)
  expect(screen.getByRole('alertdialog').textContent).not.toContain('locks')
})

it.each([
  [0, 1, 'The locks of the chart that you act for change', 'Your wallet asks twice.'],
  [1, 2, 'The locks of your chart and the 2 charts that you act for change', 'Your wallet asks 4 times.'],
])('counts %i own charts and %i acted for', (charts, acted, locks, asks) => {
  render(<StolenView charts={charts} acted={acted} onClose={() => {}} onChange={() => {}} />)
  const { textContent } = screen.getByRole('alertdialog')
  expect(textContent).toContain(locks)
  expect(textContent).toContain(asks)
})
