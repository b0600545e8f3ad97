import { expect, it } from 'vitest'
import { sectionProblems } from './SectionsStep.tsx'

it('finds empty names and names that stand twice, at their second place', () => {
  expect(sectionProblems(['Heart', ' heart ', '', 'Eyes'])).toEqual([
    null,
    'There is a section of this name already. Write another one.',
    'Write a name, or leave this section out.',
    null,
  ])
})
