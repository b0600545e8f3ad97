import { cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { NameTab } from './NameTab.tsx'

afterEach(cleanup)

const CHOICES = [
  { href: '/chart/1/records', lead: 'Your chart', name: 'Ingrid Solvang', isCurrent: true },
  { href: '/chart/2/records', lead: 'You act for', name: 'Mara Solvang', isCurrent: false },
]

it('says whose chart it is, and is no button where there is no other', () => {
  render(<NameTab lead="Your chart" name="Ingrid Solvang" choices={CHOICES.slice(0, 1)} />)
  expect(screen.getByText('Ingrid Solvang')).toBeTruthy()
  expect(screen.queryByRole('button')).toBe(null)
})

it('opens the list of charts, and says which is open and for whom one acts', async () => {
  render(<NameTab lead="Your chart" name="Ingrid Solvang" choices={CHOICES} />)
  const tab = screen.getByRole('button', { name: /Ingrid Solvang/ })
  expect(tab.getAttribute('aria-expanded')).toBe('false')
  expect(screen.queryByRole('navigation', { name: 'Charts' })).toBe(null)
  await userEvent.click(tab)
  const list = within(screen.getByRole('navigation', { name: 'Charts' }))
  expect(list.getAllByRole('link').map((link) => link.textContent)).toEqual([
    'Your chartIngrid Solvang',
    'You act forMara Solvang',
  ])
  expect(list.getByRole('link', { name: /Ingrid/ }).getAttribute('aria-current')).toBe('true')
})

it('closes by Escape, with the focus back on the tab, and by a choice', async () => {
  const user = userEvent.setup()
  render(<NameTab lead="Your chart" name="Ingrid Solvang" choices={CHOICES} />)
  const tab = screen.getByRole('button', { name: /Ingrid Solvang/ })
  await user.click(tab)
  await user.tab()
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('navigation', { name: 'Charts' })).toBe(null)
  expect(document.activeElement).toBe(tab)
  await user.click(tab)
  await user.click(screen.getByRole('link', { name: /Mara/ }))
  expect(screen.queryByRole('navigation', { name: 'Charts' })).toBe(null)
})

it('closes by a press elsewhere', async () => {
  const user = userEvent.setup()
  render(
    <>
      <NameTab lead="Your chart" name="Ingrid Solvang" choices={CHOICES} />
      <p>Elsewhere</p>
    </>,
  )
  await user.click(screen.getByRole('button', { name: /Ingrid Solvang/ }))
  await user.click(screen.getByText('Elsewhere'))
  expect(screen.queryByRole('navigation', { name: 'Charts' })).toBe(null)
})
