// @vitest-environment jsdom
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { summarize } from './summarize.ts'
import type { Summary } from './types.ts'

const MOST_ROWS = 5000

function rowsOf(summary: Summary | null): number {
  return (summary?.parts ?? []).reduce((sum, part) => sum + part.items.length + part.results.length, 0)
}

/** FHIR of which every name may hold anything. */
const fhir = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      'Bundle',
      'Composition',
      'urn:uuid:a',
      'Observation/a',
      '#a',
      'a',
      '<div><script>x</script>',
      -0,
      1e308,
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('resource'),
  ),
  resource: fc.dictionary(
    fc.constantFrom(
      'resourceType',
      'id',
      'entry',
      'resource',
      'fullUrl',
      'section',
      'title',
      'code',
      'coding',
      'text',
      'div',
      'reference',
      'result',
      'hasMember',
      'contained',
      'component',
      'valueQuantity',
      'value',
      'unit',
      'referenceRange',
      'low',
      'high',
      'name',
      'given',
      'family',
      'note',
      'dosage',
      'interpretation',
      'emptyReason',
      'date',
      '__proto__',
    ),
    tie('value'),
    { maxKeys: 8 },
  ),
}))
const types = [
  'Bundle',
  'Composition',
  'Observation',
  'DiagnosticReport',
  'AllergyIntolerance',
  'Patient',
  'MedicationStatement',
  'Immunization',
]
const resource = fc
  .tuple(fc.constantFrom(...types), fhir.resource)
  .map(([resourceType, rest]) => ({ ...(rest as object), resourceType }))
const bundle = fc.array(resource, { maxLength: 6 }).map((resources) => ({
  resourceType: 'Bundle',
  entry: resources.map((one, i) => ({ fullUrl: i === 0 ? 'urn:uuid:a' : `urn:uuid:${i}`, resource: one })),
}))

it('whatever is filed as health data is read, or left to the original', () => {
  fc.assert(
    fc.property(fc.oneof(fhir.value, resource, bundle, fc.jsonValue()), (value) => {
      const summary = summarize(JSON.parse(JSON.stringify(value)))
      expect(rowsOf(summary)).toBeLessThanOrEqual(MOST_ROWS)
      for (const part of summary?.parts ?? []) expect(part.title).toBeTypeOf('string')
    }),
    { numRuns: 3000 },
  )
})

it('what is nested deep is not followed', () => {
  let section: object = { title: 'deepest' }
  for (let i = 0; i < 1000; i++) section = { title: `${i}`, section: [section], text: { div: '<p>x</p>' } }
  const document = {
    resourceType: 'Bundle',
    entry: [{ resource: { resourceType: 'Composition', section: [section] } }],
  }
  expect(summarize(document)?.parts.length).toBe(5)
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
  expect(summarize(deep)).toBeNull()
  expect(
    summarize({ resourceType: 'Observation', code: deep, component: deep, contained: deep })?.parts,
  ).toEqual([])
})

it('references that lead in circles, or a thousand times to the same, come to an end', () => {
  const observation = (id: string) => ({
    resourceType: 'Observation',
    id,
    code: { text: id },
    hasMember: [{ reference: 'Observation/a' }, { reference: 'Observation/b' }],
    component: Array.from({ length: 1000 }, (_, i) => ({
      code: { text: `${id} ${i}` },
      valueString: `${i}`,
    })),
  })
  const report = {
    resourceType: 'DiagnosticReport',
    id: 'r',
    result: Array.from({ length: 10_000 }, (_, i) => ({ reference: `#${i}` })),
    contained: Array.from({ length: 10_000 }, (_, i) => ({
      resourceType: 'Observation',
      id: `${i}`,
      valueString: `${i}`,
    })),
  }
  const sections = Array.from({ length: 20_000 }, (_, i) => ({
    title: `Section ${i}`,
    entry: [{ reference: 'Observation/a' }, { reference: 'DiagnosticReport/r' }],
  }))
  const entry = [
    { resourceType: 'Composition', section: sections },
    observation('a'),
    observation('b'),
    report,
  ].map((one) => ({ resource: one }))
  const summary = summarize({ resourceType: 'Bundle', entry })
  expect(rowsOf(summary)).toBe(MOST_ROWS)
  expect(summary!.parts.length).toBeLessThanOrEqual(MOST_ROWS)
})

it('lists of a hundred thousand are cut to a page’s rows', () => {
  const component = Array.from({ length: 100_000 }, (_, i) => ({ code: { text: `${i}` }, valueInteger: i }))
  expect(rowsOf(summarize({ resourceType: 'Observation', component }))).toBe(MOST_ROWS)
  const entry = Array.from({ length: 100_000 }, (_, i) => ({
    resource: { resourceType: 'Condition', code: { text: `${i}` } },
  }))
  expect(rowsOf(summarize({ resourceType: 'Bundle', entry }))).toBe(MOST_ROWS)
})
