import type { CodeableConcept, Period, Quantity, Reference } from './types.ts'

/** Narrow readers for values that may be anything. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The name of a concept: its text, or the first coding that has words, or a bare code. */
export function conceptText(value: unknown): string | null {
  const concept = asObject(value) as CodeableConcept | null
  if (concept === null) return null
  const codings = asList(concept.coding).map(asObject)
  return (
    asText(concept.text) ??
    codings.map(displayText).find((text) => text !== null) ??
    codings.map((coding) => asText(coding?.['code'])).find((text) => text !== null) ??
    null
  )
}

/** SNOMED CT ends its full names with what kind of thing they are, in brackets: for machines. */
function displayText(coding: Readonly<Record<string, unknown>> | null): string | null {
  const display = asText(coding?.['display'])
  return coding?.['system'] === 'http://snomed.info/sct'
    ? (display?.replace(/ \([a-z/ ]+\)$/, '') ?? null)
    : display
}

export function conceptCodes(value: unknown): readonly string[] {
  return asList(asObject(value)?.['coding']).flatMap((coding) => asText(asObject(coding)?.['code']) ?? [])
}

/** SNOMED CT's "no known allergy", and those of drugs, surroundings, food and insects. */
const NONE_KNOWN = new Set(['716186003', '409137002', '428607008', '429625007', '428197003'])

/** An entry that says there is none, or that nothing is known. */
export function isAbsence(value: unknown): boolean {
  return conceptCodes(value).some(
    (code) => NONE_KNOWN.has(code) || code.startsWith('no-') || code.endsWith('-info'),
  )
}

export function quantityText(
  value: unknown,
): { value: string; unit: string | null; number: number | null } | null {
  const quantity = asObject(value) as Quantity | null
  const number = asNumber(quantity?.value)
  if (quantity === null || number === null) return null
  const comparator = asText(quantity.comparator)
  return {
    value: comparator === null ? numberText(number) : `${comparator} ${numberText(number)}`,
    unit: unitText(asText(quantity.unit) ?? asText(quantity.code)),
    number,
  }
}

/** A unit in braces is UCUM's way to say that it is none. */
function unitText(unit: string | null): string | null {
  return unit === null || unit === '1' || /^\{.*\}$/.test(unit) ? null : unit
}

/** At most four digits after the point: machines write 6.010000001. */
export function numberText(number: number): string {
  return String(Math.round(number * 10_000) / 10_000)
}

/** The start of whatever kind of time a resource has. */
export function dateText(...values: readonly unknown[]): string | null {
  for (const value of values) {
    const text = asText(value) ?? asText((asObject(value) as Period | null)?.start)
    if (text !== null) return text
  }
  return null
}

export function referenceText(value: unknown): string | null {
  return asText((asObject(value) as Reference | null)?.display)
}

/** The words of a narrative, without its mark-up: nothing of it is run, loaded or shown as a page. */
export function narrativeText(value: unknown): string | null {
  const div = asText(asObject(value)?.['div'])
  if (div === null) return null
  const spaced = div
    .replace(/<\/(td|th)>/gi, ' </$1>')
    .replace(/<(\/?(p|tr|li|div|h\d|thead|tbody|table)|br)\b[^>]*>/gi, '\n$&')
  const text = new DOMParser().parseFromString(spaced, 'text/html').body.textContent ?? ''
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  return lines.filter(Boolean).join('\n') || null
}
