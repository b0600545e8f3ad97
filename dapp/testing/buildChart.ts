import type {
  ChartContents,
  DelegateSummary,
  GrantSummary,
  OfferSummary,
  RecordSummary,
  ShareSummary,
} from '../src/worker/types.ts'

export const OWNER = '0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21'
export const DOCTOR = '0x93bE41000000000000000000000000000000C07a'

/** A chart for tests: two sections, no records, nothing shared. */
export function buildChart(parts: Partial<ChartContents> = {}): ChartContents {
  return {
    id: `0x${'12'.repeat(32)}`,
    role: 'owner',
    actsUntil: null,
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
    delegates: [],
    shares: [],
    offer: null,
    undecided: { grants: [], shares: [] },
    grant: null,
    keyringProblem: null,
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

const LATER = new Date(2099, 0, 1).getTime() / 1000

const READER = {
  name: null,
  publicName: null,
  until: LATER,
  isExpired: false,
  isProfileChanged: false,
  isKeyUnconfirmed: false,
  profile: null,
  isKeyMissing: false,
} as const

/** The doctor's access, which lasts, to no section. */
export function buildGrant(parts: Partial<GrantSummary> = {}): GrantSummary {
  return { ...READER, grantee: DOCTOR, read: [], write: [], sinceEpoch: 1, purpose: 'TREAT', ...parts }
}

export function buildDelegate(parts: Partial<DelegateSummary> = {}): DelegateSummary {
  return { ...READER, delegate: DOCTOR, ...parts }
}

export function buildShare(parts: Partial<ShareSummary> = {}): ShareSummary {
  return { ...READER, reader: DOCTOR, number: 1, ...parts }
}

export function buildOffer(parts: Partial<OfferSummary> = {}): OfferSummary {
  return { ...READER, successor: DOCTOR, ...parts }
}
