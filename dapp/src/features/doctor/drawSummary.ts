import type { Item, Part, Result, Summary } from '../viewer/index.ts'

/** What several health records say together. */
export type DrawnSummary = {
  /** Those that count today, newest first. */
  readonly allergies: readonly Item[]
  /** Some record has a list of allergies, be it empty or the words that there are none. */
  readonly hasAllergyList: boolean
  readonly problems: readonly Item[]
  readonly medications: readonly Item[]
  /** The newest result of each test that is outside the laboratory's range. */
  readonly outside: readonly Result[]
}

/** FHIR's words for what no longer holds, or never did. */
const OVER = new Set([
  'resolved',
  'inactive',
  'remission',
  'completed',
  'stopped',
  'cancelled',
  'entered-in-error',
  'not-taken',
  'ended',
  'draft',
])

/**
 * Joins summaries into one. Where two records name the same thing, the one that stands first in the list is believed.
 *
 * @param summaries Newest record first.
 */
export function drawSummary(summaries: readonly Summary[]): DrawnSummary {
  const parts = summaries.flatMap((summary) => summary.parts)
  const items = (kind: Part['kind']) =>
    newestOfEach(
      parts.filter((part) => part.kind === kind).flatMap((part) => part.items),
      nameOf,
    )
  const results = newestOfEach(
    parts.flatMap((part) => part.results).toSorted(byDate),
    (result) => `${result.group ?? ''} ${nameOf(result)} ${result.unit ?? ''}`,
  )
  return {
    allergies: items('allergies').filter((item) => item.isSerious),
    hasAllergyList: parts.some((part) => part.kind === 'allergies'),
    problems: items('problems').filter(isNow).toSorted(byDate),
    medications: items('medications').filter(isNow).toSorted(byDate),
    outside: results.filter(
      ({ verdict }) => verdict === 'high' || verdict === 'low' || verdict === 'abnormal',
    ),
  }
}

function isNow(item: Item): boolean {
  return !item.notes.some((note) => OVER.has(note))
}

function nameOf({ name }: { readonly name: string }): string {
  return name.trim().toLocaleLowerCase()
}

function byDate(a: { readonly date: string | null }, b: { readonly date: string | null }): number {
  return (b.date ?? '').localeCompare(a.date ?? '')
}

function newestOfEach<T>(rows: readonly T[], key: (row: T) => string): readonly T[] {
  const seen = new Map<string, T>()
  for (const row of rows) if (!seen.has(key(row))) seen.set(key(row), row)
  return [...seen.values()]
}
