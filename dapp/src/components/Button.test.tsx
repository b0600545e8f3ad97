import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { Button } from './Button.tsx'

afterEach(cleanup)

it('does what it says', async () => {
  const onPress = vi.fn<() => void>()
  render(<Button onPress={onPress}>Give access</Button>)
  await userEvent.setup().click(screen.getByRole('button', { name: 'Give access' }))
  expect(onPress).toHaveBeenCalledOnce()
})

it('says why it cannot be used, to everyone', async () => {
  const onPress = vi.fn<() => void>()
  render(
    <Button onPress={onPress} reason="Choose at least one section first.">
      Give access
    </Button>,
  )
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Give access' })
  const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '')
  expect(button.disabled).toBe(true)
  expect(reason?.textContent).toBe('Choose at least one section first.')
  await userEvent.setup().click(button)
  expect(onPress).not.toHaveBeenCalled()
})

it('keeps its focus and takes no second press while it is busy', async () => {
  const onPress = vi.fn<() => void>()
  render(
    <Button onPress={onPress} busy="Storing…">
      File it
    </Button>,
  )
  const button = screen.getByRole('button', { name: 'Storing…' })
  button.focus()
  await userEvent.setup().click(button)
  expect(document.activeElement).toBe(button)
  expect(onPress).not.toHaveBeenCalled()
})
