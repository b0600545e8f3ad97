import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { PermissionSentence } from './PermissionSentence.tsx'
import type { PermissionSentenceProps } from './PermissionSentence.tsx'
import { untilOfDay } from './format/until.ts'

afterEach(cleanup)

function sentence(props: Partial<PermissionSentenceProps>): string {
  const { container } = render(
    <PermissionSentence
      who="Dr Amara Nwosu"
      read={['Allergies', 'Heart']}
      write={['Heart']}
      purpose="TREAT"
      until={untilOfDay('2027-01-15')}
      {...props}
    />,
  )
  const text = container.textContent ?? ''
  cleanup()
  return text
}

it('says what may be read and what may be added to', () => {
  expect(sentence({})).toBe(
    'Dr Amara Nwosu can read Allergies and Heart, and add to Heart, for treatment, until 15 January 2027.',
  )
})

it('joins the two when they are the same', () => {
  expect(sentence({ write: ['Heart', 'Allergies'] })).toBe(
    'Dr Amara Nwosu can read and add to Allergies and Heart, for treatment, until 15 January 2027.',
  )
})

it('says that nothing can be read', () => {
  expect(sentence({ read: [], who: null, until: undefined })).toBe(
    'Can add to Heart, for treatment. Can read nothing.',
  )
})

it('leaves out who and until when, where they stand beside it', () => {
  expect(sentence({ who: null, write: [], until: undefined, purpose: 'HPAYMT' })).toBe(
    'Can read Allergies and Heart, for payment.',
  )
})

it('addresses the reader', () => {
  expect(sentence({ who: 'you', write: [] })).toBe(
    'You can read Allergies and Heart, for treatment, until 15 January 2027.',
  )
})

it('draws filled-in parts as it is told, and keeps names apart from the direction of the text', () => {
  const { container } = render(
    <PermissionSentence
      who="Dr Amara Nwosu"
      read={['Heart']}
      write={[]}
      purpose="TREAT"
      fill={(part, text) => <i data-part={part}>{text}</i>}
    />,
  )
  expect([...container.querySelectorAll('i')].map((part) => part.dataset['part'])).toEqual([
    'who',
    'read',
    'purpose',
  ])
  expect([...container.querySelectorAll('bdi')].map((part) => part.textContent)).toEqual([
    'Dr Amara Nwosu',
    'Heart',
  ])
})
