import { expect, it } from 'vitest'
import { fileProblem, titleOfFile, titleProblem } from './checkFiles.ts'

const file = (name: string, size: number) => ({ name, size, type: '' })

it('refuses what cannot be filed, with what to do', () => {
  const problem = (name: string, size: number) => fileProblem(file(name, size), 100_000_000)
  expect(problem('letter.pdf', 12_000)).toBe(null)
  expect(problem('letter.pdf', 0)).toBe('This file is empty. Choose another one.')
  expect(problem('scan.png', 212_000_000)).toBe('This file is 212 MB. The limit is 100 MB.')
  expect(problem('setup.exe', 12_000)).toBe(
    'This kind of file cannot be shown later. Choose FHIR (JSON), PDF, PNG, JPEG, WebP or text.',
  )
})

it('proposes the name without its ending as the title', () => {
  expect(['Holter_report 14 Oct.pdf', 'v1.2 notes.txt', '.json'].map(titleOfFile)).toEqual([
    'Holter report 14 Oct',
    'v1.2 notes',
    '.json',
  ])
})

it('wants titles that differ', () => {
  expect(titleProblem(' ', [], [])).toBe('Give it a title.')
  expect(titleProblem('Letter', ['letter '], [])).toBe('Two of these have the same title. Change one.')
  expect(titleProblem('Letter', [], ['LETTER'])).toBe(
    'This section has a record with this title. Choose another title.',
  )
  expect(titleProblem('Letter', ['Other'], ['Another'])).toBe(null)
})
