import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { NoteCheck } from '../../worker/types.ts'
import { NoteBadge } from './NoteBadge.tsx'

afterEach(cleanup)

const NOTE: NoteCheck = {
  state: 'signed',
  problem: null,
  signer: '0x93bE41000000000000000000000000000000C07a',
  isByContract: false,
  document: `0x${'ab'.repeat(32)}`,
  at: '2026-10-14T12:00:00.000Z',
  title: 'Visit note',
  text: 'Holter in four weeks.',
  amends: null,
}

function said(parts: Partial<NoteCheck> | null, author = 'Dr Amara Nwosu'): string | null {
  const { container } = render(
    <NoteBadge note={parts === null ? null : { ...NOTE, ...parts }} author={author} />,
  )
  return container.textContent
}

it('says who signed, and when', () => {
  expect(said({})).toBe('Signed by Dr Amara Nwosu, 14 October 2026')
  expect(said({}, 'You')).toBe('Signed by you, 14 October 2026')
  expect(screen.queryByRole('alert')).toBeNull()
})

it.each<[string, Partial<NoteCheck>]>([
  ['Not signed', { state: 'unsigned' }],
  ['Signed in a way that this page cannot check', { state: 'foreign' }],
  [
    'The signature is not checked: only the chain can say, and it does not answer',
    { state: 'needs-chain', signer: null },
  ],
])('says plainly: %s', (sentence, parts) => {
  expect(said(parts)).toBe(sentence)
})

it.each<[string, NoteCheck['problem']]>([
  ['The signature does not fit: this is not what that account signed.', 'signature'],
  ['The signature does not fit: it was made for another chart.', 'place'],
  ['The signature does not fit: another account made it, and Dr Amara Nwosu filed it.', 'author'],
  ['The signature does not fit: it corrects another record than this one does.', 'amends'],
  ['The signature does not fit: what was signed cannot be told from this document.', 'form'],
])('warns: %s', (sentence, problem) => {
  expect(said({ state: 'invalid', problem, signer: null })).toBe(sentence)
  expect(screen.getByRole('alert').textContent).toBe(sentence)
})

it('says nothing of what no one could have signed', () => {
  expect(said(null)).toBe('')
})
