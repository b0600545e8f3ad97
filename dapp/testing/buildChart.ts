import type { ChartContents, RecordSummary } from '../src/worker/types.ts'

export const OWNER = '0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21'
export const DOCTOR = '0x93bE41000000000000000000000000000000C07a'

/** A chart for tests: two sections, no records, nothing shared. */
export function buildChart(parts: Partial<ChartContents> = {}): ChartContents {
  return {
    id: `0x${'12'.repeat(32)}`,
    role: 'owner',
    owner: OWNER,
    title: 'Ingrid Solvang',
    epoch: 1,
    isKeyed: true,
    sections: [
      { number: 41, label: 'Heart', canRead: true, canWrite: true },
      { number: 7, label: 'Lab results', canRead: true, canWrite: true },
    ],
    records: [],
    grants: [],
    grant: null,
    isHeadVerified: true,
    checkedAt: 1_792_000_000,
    ...parts,
  }
}

/** A readable record of the owner's for tests. */
export function buildRecord(
  number: number,
  title: string,
  parts: Partial<RecordSummary> = {},
): RecordSummary {
  return {
    number,
    pointer: `0x${'34'.repeat(32)}`,
    author: OWNER,
    authorName: null,
    section: 41,
    filedAt: new Date(2026, 9, number).getTime() / 1000,
    epoch: 1,
    supersedes: 0,
    state: 'readable',
    details: {
      title,
      mediaType: 'text/plain',
      createdAt: '2026-10-01T00:00:00Z',
      happenedAt: null,
      size: 120,
    },
    problem: null,
    ...parts,
  }
}
