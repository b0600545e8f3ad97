import '../../../testing/dom.ts'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { StolenView } from './StolenDialog.tsx'

afterEach(cleanup)

it('says what becomes new, who is told, and what cannot be taken back', async () => {
  const onChange = vi.fn<() => void>()
  render(<StolenView charts={2} onClose={() => {}} onChange={onChange} />)
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
  render(<StolenView charts={0} onClose={() => {}} onChange={() => {}} />)
  expect(screen.getByRole('alertdialog').textContent).not.toContain('locks')
})
