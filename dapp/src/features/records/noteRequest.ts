import type { AddRecordsRequest, ChartContents } from '../../worker/types.ts'

/** A typed text as a record: a plain text file of that title. */
export function noteRequest(
  chart: Pick<ChartContents, 'id'>,
  section: number,
  title: string,
  text: string,
): AddRecordsRequest {
  return {
    kind: 'addRecords',
    chart: chart.id,
    section,
    files: [
      { name: 'entry.txt', blob: new Blob([text.trim(), '\n'], { type: 'text/plain' }), title: title.trim() },
    ],
  }
}

/** The titles of what this account can read in one section. */
export function titlesIn(chart: Pick<ChartContents, 'records'>, section: number): readonly string[] {
  return chart.records
    .filter((record) => record.section === section)
    .flatMap((record) => (record.details === null ? [] : [record.details.title]))
}
