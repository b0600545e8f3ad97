import type { ChartContents, OpenToMeChart } from '../../worker/types.ts'

/** A chart of the list, and its contents once they were read. */
export type OpenChart = { readonly chart: OpenToMeChart; readonly contents: ChartContents | null }

/** When the newest record that this account can see was filed, in seconds. Null when there is none, or not known yet. */
export function lastEntryOf({ contents }: OpenChart): number | null {
  const times = (contents?.records ?? [])
    .filter((record) => record.state !== 'no-access')
    .map((record) => record.filedAt)
  return times.length === 0 ? null : Math.max(...times)
}

/** The charts with every word in name or sections, newest entries first. */
export function selectCharts(charts: readonly OpenChart[], words: string): readonly OpenChart[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return charts
    .filter(({ chart }) => {
      const text = [chart.title, chart.id, ...chart.sections.map((section) => section.label)]
        .join(' ')
        .toLocaleLowerCase()
      return wanted.every((word) => text.includes(word))
    })
    .toSorted(
      (a, b) =>
        (lastEntryOf(b) ?? 0) - (lastEntryOf(a) ?? 0) ||
        (a.chart.title ?? '').localeCompare(b.chart.title ?? ''),
    )
}
