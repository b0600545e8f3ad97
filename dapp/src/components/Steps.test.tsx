import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { Steps } from './Steps.tsx'

afterEach(cleanup)

it('tells which step is done, which is now, and how many there are', () => {
  render(<Steps name="Give access" steps={['Who', 'Which sections', 'Why and until when']} current={1} />)
  const list = screen.getByRole('list', { name: 'Give access: step 2 of 3' })
  const items = within(list).getAllByRole('listitem')
  expect(items.map((item) => item.getAttribute('aria-current'))).toEqual([null, 'step', null])
  expect(within(items[0]!).getByLabelText('Done:')).toBeTruthy()
  expect(screen.getByText('Give access, step 2 of 3')).toBeTruthy()
})
