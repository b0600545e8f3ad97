import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Frame } from '../../components/Frame.tsx'
import { usePageTitle } from './usePageTitle.ts'

beforeEach(() => {
  window.scrollTo = () => {}
})
afterEach(() => {
  cleanup()
  location.hash = ''
})

function Page({ title, hasField }: { readonly title: string; readonly hasField?: boolean }) {
  usePageTitle(title)
  return (
    <Frame nav={[]} account="0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21" canAct>
      {hasField === true ? <input aria-label="Name" autoFocus /> : title}
    </Frame>
  )
}

function show(hash: string, page: React.ReactElement) {
  cleanup()
  location.hash = hash
  render(page)
}

it('moves the focus to the next page, and leaves it where it is on the first', () => {
  show('#/records', <Page title="Records" />)
  expect(document.title).toBe('Records · Chartkey')
  expect(document.activeElement).toBe(document.body)
  show('#/sharing', <Page title="Sharing" />)
  expect(document.activeElement).toBe(screen.getByRole('main'))
})

it('takes it from no field', () => {
  show('#/records', <Page title="Records" />)
  show('#/new', <Page title="Give access" hasField />)
  expect(document.activeElement).toBe(screen.getByLabelText('Name'))
})

it('has a way past the head of the page', () => {
  show('#/records', <Page title="Records" />)
  const skip = screen.getByRole('button', { name: 'To the content' })
  expect(document.querySelector('a, button')).toBe(skip)
  skip.click()
  expect(document.activeElement).toBe(screen.getByRole('main'))
})
