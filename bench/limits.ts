/**
 * The most gas that each call may cost. Where a limit is for what one call costs beyond another, the measure's name
 * says so.
 */
export const LIMITS = {
  'publish, first': 48_000,
  'publish, change': 48_000,
  open: 96_000,
  'add, owner': 90_000,
  'add, grantee': 90_000,
  'add, amending': 90_000,
  'add, delegate': 90_000,
  'add, each in a batch of 100': 54_000,
  'add, each in a batch of 100, amending': 54_000,
  'add for another author': 120_000,
  grant: 62_000,
  'grant, each of 10 at once': 62_000,
  'grant, signed': 95_000,
  'revoke with new keys': 38_000,
  share: 57_000,
  'relocate, first': 55_000,
  'relocate, again': 34_000,
  'end all access': 40_000,
  'check, canRead': 6_000,
  'check, canWrite': 6_000,
  'delegate beyond owner: grant without a keyring': 2_600,
  'delegate beyond owner: share without a keyring': 2_600,
  'delegate beyond owner: first keyring': 28_000,
  'delegate beyond owner: keyring after': 9_000,
} as const

export type Measure = keyof typeof LIMITS

/** How far a call's cost may move, as a fraction, between a chart with one record and one with 10,000. */
export const FLAT_WITHIN = 0.01

/** EIP-170: the most bytes of code that a contract may have. */
export const CODE_LIMIT = 24_576
