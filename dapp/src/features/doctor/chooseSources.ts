import type { RecordSummary } from '../../worker/types.ts'

const MOST_RECORDS = 120
const MOST_BYTES = 12_000_000

export type Sources = {
  /** Newest first. */
  readonly records: readonly RecordSummary[]
  /** How many there are, with those left out because they are many or large. */
  readonly total: number
}

/** The health data that a summary is drawn from: what can be read and was not corrected since, as much as a page may fetch unasked. */
export function chooseSources(records: readonly RecordSummary[]): Sources {
  const corrected = new Set(records.map((record) => record.supersedes))
  const all = records
    .filter(
      (record) => record.details?.mediaType === 'application/fhir+json' && !corrected.has(record.number),
    )
    .toSorted((a, b) => b.number - a.number)
  let bytes = 0
  const chosen = all.slice(0, MOST_RECORDS).filter((record) => {
    const size = record.details?.size ?? 0
    if (bytes + size > MOST_BYTES) return false
    bytes += size
    return true
  })
  return { records: chosen, total: all.length }
}
