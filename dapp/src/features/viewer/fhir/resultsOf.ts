import {
  asList,
  asNumber,
  asObject,
  asText,
  conceptCodes,
  conceptText,
  dateText,
  numberText,
  quantityText,
} from './read.ts'
import type { Range, Resource, Result } from './types.ts'

/** An Observation as rows of a table: one, or one for each of its components. */
export function resultsOf(observation: Resource, group: string | null): readonly Result[] {
  const name = conceptText(observation['code']) ?? 'Result'
  const date = dateText(
    observation['effectiveDateTime'],
    observation['effectivePeriod'],
    observation['effectiveInstant'],
    observation['issued'],
  )
  const own = resultOf(observation, name, group, date)
  const parts = asList(observation['component']).flatMap((part) => {
    const component = asObject(part)
    if (component === null) return []
    const row = resultOf(component, conceptText(component['code']) ?? name, own === null ? name : group, date)
    return row === null ? [] : [row]
  })
  return own === null ? parts : [own, ...parts]
}

function resultOf(
  source: Readonly<Record<string, unknown>>,
  name: string,
  group: string | null,
  date: string | null,
): Result | null {
  const quantity = quantityText(source['valueQuantity'])
  const range = rangeOf(source['referenceRange'], quantity?.number ?? null)
  const value = quantity?.value ?? plainValue(source)
  if (value === null) return null
  return {
    name,
    group,
    value,
    unit: quantity?.unit ?? null,
    date,
    range,
    verdict: verdictOf(source['interpretation'], range),
  }
}

function plainValue(source: Readonly<Record<string, unknown>>): string | null {
  const text =
    asText(source['valueString']) ??
    conceptText(source['valueCodeableConcept']) ??
    asText(source['valueDateTime']) ??
    asText(source['valueTime'])
  if (text !== null) return text
  const integer = asNumber(source['valueInteger'])
  if (integer !== null) return String(integer)
  if (typeof source['valueBoolean'] === 'boolean') return source['valueBoolean'] ? 'Yes' : 'No'
  const between = asObject(source['valueRange'])
  const low = quantityText(between?.['low'])
  const high = quantityText(between?.['high'])
  if (low !== null && high !== null) return `${low.value} to ${high.value} ${high.unit ?? ''}`.trim()
  const ratio = asObject(source['valueRatio'])
  const above = quantityText(ratio?.['numerator'])
  const below = quantityText(ratio?.['denominator'])
  if (above !== null && below !== null) return `${above.value} : ${below.value}`
  return source['dataAbsentReason'] === undefined
    ? null
    : `Not known: ${conceptText(source['dataAbsentReason']) ?? 'no reason given'}`
}

function rangeOf(value: unknown, measured: number | null): Range | null {
  const first = asObject(asList(value)[0])
  if (first === null) return null
  const low = asNumber(asObject(first['low'])?.['value'])
  const high = asNumber(asObject(first['high'])?.['value'])
  const words = asText(first['text']) ?? rangeWords(low, high)
  return words === null ? null : { low, high, words, value: low === null && high === null ? null : measured }
}

function rangeWords(low: number | null, high: number | null): string | null {
  if (low !== null && high !== null) return `${numberText(low)} to ${numberText(high)}`
  if (high !== null) return `up to ${numberText(high)}`
  return low === null ? null : `${numberText(low)} or more`
}

/** What the laboratory says of the value, or else what its own range says. */
function verdictOf(interpretation: unknown, range: Range | null): Result['verdict'] {
  for (const code of asList(interpretation).flatMap(conceptCodes)) {
    if (/^(H|HH|HU|HX|>)$/.test(code)) return 'high'
    if (/^(L|LL|LU|LX|<)$/.test(code)) return 'low'
    if (/^(A|AA|POS|R)$/.test(code)) return code === 'POS' || code === 'R' ? null : 'abnormal'
    if (code === 'N') return 'in-range'
  }
  if (range === null || range.value === null) return null
  if (range.high !== null && range.value > range.high) return 'high'
  if (range.low !== null && range.value < range.low) return 'low'
  return 'in-range'
}
