import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { PersonChip } from './PersonChip.tsx'

afterEach(cleanup)

const ADDRESS = '0x31f0000000000000000000000000000000a7D2ff'
const text = (element: React.ReactElement) => render(element).container.textContent

it('shows whose name it is', () => {
  expect(text(<PersonChip address={ADDRESS} name="Dr Amara Nwosu" />)).toBe(
    'ANDr Amara NwosuYour name for this person',
  )
})

it('shows an account without a name as one that nobody vouches for', () => {
  expect(text(<PersonChip address={ADDRESS} name={null} />)).toBe(
    '0x31f0…D2ffNobody vouches for this account',
  )
})

it('keeps the initials from screen readers, and takes them from any script', () => {
  const { container } = render(<PersonChip address={ADDRESS} name="سلمى منصور" />)
  expect(container.querySelector('[aria-hidden="true"]')?.textContent).toBe('سم')
})

const CREDENTIAL = { what: 'Physician', by: 'Nordvik Medical Chamber', publicName: 'Dr Amara Nwosu' }

it('shows what is attested and by whom, with the reader’s own name first', () => {
  expect(text(<PersonChip address={ADDRESS} name="Amara from the clinic" credential={CREDENTIAL} />)).toBe(
    'ACAmara from the clinicPhysician, Nordvik Medical Chamber',
  )
})

it('shows an account’s own name beside who attests it, and nowhere else', () => {
  expect(text(<PersonChip address={ADDRESS} name={null} credential={CREDENTIAL} />)).toBe(
    'ANDr Amara NwosuPhysician, Nordvik Medical Chamber',
  )
  expect(
    text(<PersonChip address={ADDRESS} name={null} credential={{ ...CREDENTIAL, publicName: null }} />),
  ).toBe('0x31f0…D2ffPhysician, Nordvik Medical Chamber')
})
