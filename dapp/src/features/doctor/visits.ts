/** When this account looked at a chart in this browser. Numbers of records and times alone: no name, title or section. */
export type Visit = {
  /** The chart's last record at the end of the visit before; null in the first visit. */
  readonly since: number | null
  /** The milliseconds timestamp at which that visit ended; null in the first. */
  readonly sinceAt: number | null
  /** The chart's last record that was listed. */
  readonly seen: number
  /** The milliseconds timestamp of the last look. */
  readonly at: number
}

/** A look after a longer pause than this is another visit: a reload, or a glance at another page, is none. */
const PAUSE_MS = 30 * 60_000

/** The visit that a look now belongs to: the one before, or a new one that follows it. */
export function visitNow(before: Visit | null, { count, now }: { count: number; now: number }): Visit {
  if (before === null) return { since: null, sinceAt: null, seen: count, at: now }
  if (now - before.at > PAUSE_MS) return { since: before.seen, sinceAt: before.at, seen: count, at: now }
  return { ...before, seen: Math.max(before.seen, count), at: now }
}

/** What was kept of a chart; null when nothing was, or it is not what this page keeps. */
export function readVisit(key: string, storage: Pick<Storage, 'getItem'> = localStorage): Visit | null {
  try {
    const { since, sinceAt, seen, at } = JSON.parse(storage.getItem(key) ?? 'null') as Visit
    const isVisit = [since ?? 0, sinceAt ?? 0, seen, at].every(
      (value) => Number.isSafeInteger(value) && value >= 0,
    )
    return isVisit ? { since, sinceAt, seen, at } : null
  } catch {
    return null
  }
}

/** Keeps a visit, where this browser can keep it. */
export function keepVisit(key: string, visit: Visit, storage: Pick<Storage, 'setItem'> = localStorage): void {
  try {
    storage.setItem(key, JSON.stringify(visit))
  } catch {
    // A full or forbidden storage forgets it; then nothing is called new.
  }
}
