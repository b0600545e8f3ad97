import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { InlineButton } from './InlineButton.tsx'

afterEach(cleanup)

it('is a button for mouse, keyboard and screen reader', async () => {
  const onPress = vi.fn<() => void>()
  const user = userEvent.setup()
  render(
    <InlineButton what="the purpose" onPress={onPress}>
      treatment
    </InlineButton>,
  )
  const button = screen.getByRole('button', { name: /^treatment *\(change the purpose\)$/ })
  await user.click(button)
  await user.tab()
  await user.tab({ shift: true })
  button.focus()
  await user.keyboard('{Enter} ')
  expect(onPress).toHaveBeenCalledTimes(3)
})
