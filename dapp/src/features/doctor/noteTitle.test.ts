import { expect, it } from 'vitest'
import { noteTitle } from './noteTitle.ts'

it('a note’s title is one that the section does not have', () => {
  expect(noteTitle('15 October 2026', [])).toBe('Note of 15 October 2026')
  expect(noteTitle('15 October 2026', ['note of 15 October 2026 ', 'Note of 15 October 2026 (2)'])).toBe(
    'Note of 15 October 2026 (3)',
  )
})
