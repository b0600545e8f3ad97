import type { ChartId } from '../../worker/types.ts'

/** The chart's id in what a person pasted: the id alone, or a link with it. Null when there is none. */
export function chartIdIn(text: string): ChartId | null {
  const found = /(?<![0-9a-z])0x[0-9a-f]{64}(?![0-9a-z])/i.exec(text)
  return found === null ? null : (found[0].toLowerCase() as ChartId)
}
