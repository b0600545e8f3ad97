import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { GrantChange } from '../../worker/types.ts'
import { GrantEffects } from './GrantEffects.tsx'

afterEach(cleanup)

const NOTHING = { read: [], write: [], records: [] }
const CHANGE: GrantChange = {
  added: { read: [41], write: [], records: [1, 4] },
  dropped: NOTHING,
  rotates: false,
  sinceEpoch: 1,
  untilBefore: null,
}

const say = (change: Partial<GrantChange>, isNew = true, reads = true) => {
  render(
    <ul>
      <GrantEffects change={{ ...CHANGE, ...change }} who="Dr Nwosu" isNew={isNew} reads={reads} />
    </ul>,
  )
  return screen.getAllByRole('listitem').map((item) => item.textContent)
}

it('says how many records open at once, and that the locks stay', () => {
  expect(say({})).toEqual([
    '2 records filed so far open to Dr Nwosu at once.',
    'The locks stay as they are, and nothing changes for anybody else.',
  ])
})

it('says that nothing filed so far opens, and why the locks change', () => {
  expect(say({ added: { ...NOTHING, read: [41] }, rotates: true })).toEqual([
    'No record filed so far opens to Dr Nwosu.',
    'The locks change in the same step. Whoever has access now gets the new keys; whose access ran out does not.',
  ])
})

it('says that what an account has no longer opens what follows', () => {
  expect(say({ added: NOTHING, dropped: { ...NOTHING, records: [1] }, rotates: true }, false)).toEqual([
    'The locks change in the same step, so nothing filed from then on opens with the keys that Dr Nwosu has now.',
  ])
})

it('says nothing of records to who is let in to add alone', () => {
  expect(say({ added: { ...NOTHING, write: [41] } }, true, false)).toHaveLength(1)
})
