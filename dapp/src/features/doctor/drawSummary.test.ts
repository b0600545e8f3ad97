import { expect, it } from 'vitest'
import type { Item, Part, Result, Summary } from '../viewer/index.ts'
import { drawSummary } from './drawSummary.ts'

function item(name: string, more: Partial<Item> = {}): Item {
  return { name, notes: [], date: null, isSerious: false, ...more }
}

function result(name: string, more: Partial<Result> = {}): Result {
  return { name, group: null, value: '1', unit: 'mmol/L', date: null, range: null, verdict: null, ...more }
}

function summary(...parts: (Partial<Part> & Pick<Part, 'kind'>)[]): Summary {
  return {
    title: null,
    date: null,
    patient: null,
    parts: parts.map((part) => ({ title: part.kind, items: [], results: [], text: null, ...part })),
  }
}

const names = (rows: readonly { readonly name: string }[]) => rows.map((row) => row.name)

it('names each thing once, as the newest record has it', () => {
  const drawn = drawSummary([
    summary({ kind: 'medications', items: [item('Ramipril', { notes: ['10 mg'] })] }),
    summary({ kind: 'medications', items: [item('ramipril ', { notes: ['5 mg'] }), item('Apixaban')] }),
  ])
  expect(drawn.medications.map((one) => [one.name, one.notes])).toEqual([
    ['Ramipril', ['10 mg']],
    ['Apixaban', []],
  ])
})

it('leaves out what is over', () => {
  const drawn = drawSummary([
    summary(
      { kind: 'problems', items: [item('Fracture', { notes: ['resolved'] }), item('Asthma')] },
      { kind: 'medications', items: [item('Amoxicillin', { notes: ['3 a day', 'completed'] })] },
    ),
  ])
  expect(names(drawn.problems)).toEqual(['Asthma'])
  expect(drawn.medications).toEqual([])
})

it('tells an empty list of allergies from none at all', () => {
  const none = drawSummary([summary({ kind: 'allergies', items: [item('No known allergies')] })])
  expect([none.allergies, none.hasAllergyList]).toEqual([[], true])
  expect(drawSummary([summary({ kind: 'problems' })]).hasAllergyList).toBe(false)
})

it('keeps every allergy that counts today', () => {
  const drawn = drawSummary([
    summary({ kind: 'allergies', items: [item('Penicillin', { isSerious: true })] }),
    summary({ kind: 'allergies', items: [item('Nuts', { isSerious: true }), item('Dust')] }),
  ])
  expect(names(drawn.allergies)).toEqual(['Penicillin', 'Nuts'])
})

it('shows a test only while its newest result is outside the range', () => {
  const drawn = drawSummary([
    summary({
      kind: 'results',
      results: [
        result('LDL', { verdict: 'high', date: '2026-01-02' }),
        result('LDL', { verdict: 'in-range', date: '2026-10-08' }),
        result('Potassium', { verdict: 'in-range', date: '2026-01-02' }),
      ],
    }),
    summary({ kind: 'results', results: [result('Potassium', { verdict: 'low', date: '2026-10-08' })] }),
  ])
  expect(names(drawn.outside)).toEqual(['Potassium'])
})
