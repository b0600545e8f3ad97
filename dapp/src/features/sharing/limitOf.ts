import type { ChartContents } from '../../worker/types.ts'

/** Beyond what nothing that is given may last, in seconds: the end of the time of who acts for the owner. */
export function limitOf(chart: Pick<ChartContents, 'role' | 'actsUntil'>): number | undefined {
  return chart.role === 'delegate' && chart.actsUntil !== null ? chart.actsUntil : undefined
}
