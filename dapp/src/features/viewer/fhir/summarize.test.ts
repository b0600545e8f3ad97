// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { summarize } from './summarize.ts'

const concept = (text: string, code?: string) => ({
  text,
  ...(code === undefined ? {} : { coding: [{ code }] }),
})

function document(sections: readonly object[], entries: readonly object[]): object {
  return {
    resourceType: 'Bundle',
    type: 'document',
    entry: [
      {
        fullUrl: 'urn:uuid:c',
        resource: {
          resourceType: 'Composition',
          title: 'Patient summary',
          date: '2026-10-14',
          section: sections,
        },
      },
      {
        fullUrl: 'urn:uuid:p',
        resource: {
          resourceType: 'Patient',
          name: [{ given: ['Ingrid'], family: 'Solvang' }],
          birthDate: '1955-05-03',
        },
      },
      ...entries.map((resource) => ({ fullUrl: `urn:uuid:${(resource as { id: string }).id}`, resource })),
    ],
  }
}

const LDL = {
  resourceType: 'Observation',
  id: 'ldl',
  code: concept('LDL cholesterol'),
  effectiveDateTime: '2026-10-08',
  valueQuantity: { value: 3.9, unit: 'mmol/L' },
  referenceRange: [{ high: { value: 3 } }],
}

describe('a document', () => {
  it('keeps its own sections, in order, with their entries', () => {
    const summary = summarize(
      document(
        [
          { title: 'Allergies', code: concept('', '48765-2'), entry: [{ reference: 'urn:uuid:a' }] },
          { title: 'Results', code: concept('', '30954-2'), entry: [{ reference: 'urn:uuid:ldl' }] },
        ],
        [
          {
            resourceType: 'AllergyIntolerance',
            id: 'a',
            code: concept('Penicillin'),
            clinicalStatus: concept('', 'active'),
            reaction: [{ manifestation: [concept('Rash')] }],
            onsetDateTime: '2011',
          },
          LDL,
        ],
      ),
    )
    expect(summary?.title).toBe('Patient summary')
    expect(summary?.patient).toEqual({ name: 'Ingrid Solvang', born: '1955-05-03' })
    expect(summary?.parts.map((part) => [part.kind, part.title])).toEqual([
      ['allergies', 'Allergies'],
      ['results', 'Results'],
    ])
    expect(summary?.parts[0]?.items).toEqual([
      { name: 'Penicillin', notes: ['Rash'], date: '2011', isSerious: true },
    ])
    expect(summary?.parts[1]?.results).toEqual([
      {
        name: 'LDL cholesterol',
        group: null,
        value: '3.9',
        unit: 'mmol/L',
        date: '2026-10-08',
        range: { low: null, high: 3, words: 'up to 3', value: 3.9 },
        verdict: 'high',
      },
    ])
  })

  it('falls back to the words of a section without entries, and runs nothing in them', () => {
    const summary = summarize(
      document(
        [
          {
            title: 'Plan',
            text: {
              div: '<div><p>Walk <b>daily</b></p><script>globalThis.hit = 1</script><img src="x" onerror="globalThis.hit = 1"></div>',
            },
          },
        ],
        [],
      ),
    )
    expect(summary?.parts[0]?.text?.startsWith('Walk daily')).toBe(true)
    expect('hit' in globalThis).toBe(false)
  })

  it('does not call the absence of allergies an allergy', () => {
    const none = {
      resourceType: 'AllergyIntolerance',
      id: 'n',
      code: concept('No known allergies', 'no-known-allergies'),
    }
    const summary = summarize(
      document(
        [{ title: 'Allergies', code: concept('', '48765-2'), entry: [{ reference: 'urn:uuid:n' }] }],
        [none],
      ),
    )
    expect(summary?.parts[0]?.items[0]?.isSerious).toBe(false)
  })
})

describe('results', () => {
  const verdict = (extra: object) => summarize({ ...LDL, ...extra })?.parts[0]?.results[0]?.verdict

  it('take the laboratory’s word before the range', () => {
    expect(verdict({ interpretation: [concept('', 'N')] })).toBe('in-range')
    expect(verdict({ interpretation: [concept('', 'L')] })).toBe('low')
  })

  it('have no verdict without a word or a range', () => {
    expect(verdict({ referenceRange: [] })).toBe(null)
  })

  it('keep the parts of a panel together', () => {
    const pressure = {
      resourceType: 'Observation',
      code: concept('Blood pressure'),
      component: [
        { code: concept('Systolic'), valueQuantity: { value: 148, unit: 'mmHg' } },
        { code: concept('Diastolic'), valueQuantity: { value: 86, unit: 'mmHg' } },
      ],
    }
    expect(summarize(pressure)?.parts[0]?.results.map((row) => [row.group, row.name, row.value])).toEqual([
      ['Blood pressure', 'Systolic', '148'],
      ['Blood pressure', 'Diastolic', '86'],
    ])
  })

  it('stand once where a report and the observation alone say the same', () => {
    const bundle = {
      resourceType: 'Bundle',
      entry: [
        { fullUrl: 'urn:uuid:1', resource: LDL },
        { fullUrl: 'urn:uuid:2', resource: { ...LDL, id: 'copy' } },
        {
          resource: {
            resourceType: 'DiagnosticReport',
            code: concept('Lipids'),
            result: [{ reference: 'urn:uuid:1' }],
          },
        },
      ],
    }
    expect(summarize(bundle)?.parts[0]?.results.map((row) => row.group)).toEqual(['Lipids'])
  })

  it('survive a report that contains itself', () => {
    const report = {
      resourceType: 'DiagnosticReport',
      id: 'r',
      code: concept('Panel'),
      result: [{ reference: 'DiagnosticReport/r' }],
    }
    expect(summarize({ resourceType: 'Bundle', entry: [{ resource: report }] })?.parts).toEqual([])
  })
})

it('is null for what is no FHIR', () => {
  expect([null, 7, [], {}, { resourceType: 4 }].map(summarize)).toEqual([null, null, null, null, null])
})
