import { cleanup, render, screen } from '@testing-library/react'
import type { ReactElement } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Credential } from '#client'
import { withCredentials } from '../../../testing/withCredentials.tsx'
import { Person } from './Person.tsx'
import { Vouched } from './Vouched.tsx'

afterEach(cleanup)

const DOCTOR = '0x93bE41000000000000000000000000000000C07a'
const CHAMBER: Credential = {
  authority: '0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21',
  authorityName: 'Nordvik Medical Chamber',
  attributes: ['PHYSICIAN', 'EMERGENCY'],
  until: new Date(2027, 11, 31, 12).getTime() / 1000,
}

const show = (credentials: readonly Credential[], element: ReactElement) =>
  render(withCredentials(element, credentials)).container

describe('a person', () => {
  it('is shown with who attests what of them', async () => {
    const shown = show([CHAMBER], <Person address={DOCTOR} name={null} publicName="Dr Amara Nwosu" />)
    await screen.findByText('Dr Amara Nwosu')
    expect(shown.textContent).toBe(
      'ANDr Amara NwosuPhysician and Emergency responder, Nordvik Medical Chamber',
    )
  })

  it('keeps the name that they give themselves out of sight while nobody vouches for them', async () => {
    const shown = show([], <Person address={DOCTOR} name={null} publicName="Dr Amara Nwosu" />)
    await screen.findByText('Nobody vouches for this account')
    expect(shown.textContent).not.toContain('Nwosu')
  })

  it('is called an organisation where the account is one', async () => {
    render(
      withCredentials(<Person address={DOCTOR} name="Havn Clinic" publicName={null} />, [], 'organization'),
    )
    expect(await screen.findByText('Your name for this organisation')).toBeTruthy()
  })

  it('is attested by an account where the authority gives no name', async () => {
    const nameless = { ...CHAMBER, authorityName: null, attributes: ['NURSE'] as const }
    const shown = show([nameless], <Person address={DOCTOR} name="Amara" publicName={null} />)
    await screen.findByText('Nurse,', { exact: false })
    expect(shown.textContent).toBe('AAmaraNurse, 0x7a4C…9E21')
  })
})

describe('before somebody is let in', () => {
  it('says who attests, and until when', async () => {
    const shown = show([CHAMBER], <Vouched account={DOCTOR} publicName="Dr Amara Nwosu" />)
    await screen.findByText('Nordvik Medical Chamber')
    expect(shown.textContent).toContain(
      'Physician and Emergency responder: attested by Nordvik Medical Chamber until 31 Dec 2027.',
    )
    expect(shown.textContent).not.toContain('Nobody vouches')
  })

  it('warns where nobody does', async () => {
    const shown = show([], <Vouched account={DOCTOR} publicName="Dr Amara Nwosu" />)
    await screen.findByText('Nobody vouches for this account.')
    expect(shown.textContent).toContain(
      'Let it in only if you know whose it is. It calls itself “Dr Amara Nwosu”.',
    )
  })
})
