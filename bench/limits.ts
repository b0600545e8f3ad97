import type { BodyWork, CryptoAct } from './cryptoWork.ts'

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
  'delegate beyond owner: add': 4_900,
  'delegate beyond owner: without a keyring': 2_600,
  'delegate beyond owner: first keyring': 28_000,
  'delegate beyond owner: keyring after': 9_000,
} as const

export type Measure = keyof typeof LIMITS

/** How far a call's cost may move, as a fraction, between a chart with one record and one with 10,000. */
export const FLAT_WITHIN = 0.01

/** EIP-170: the most bytes of code that a contract may have. */
export const CODE_LIMIT = 24_576

/*
 * Set from the first run, on two busy cores, with room for a noisy machine:
 *
 *                                       Node   Chromium
 *   encrypt, decrypt (times age's)   3.8, 3.9   6.0, 6.9
 *   file, read a document            1.5, 2.8   1.4, 1.9
 *   unlock (seals)                        2.2        2.9
 *   open a chart, owner, grantee     5.2, 5.5   6.3, 5.6
 *   open 8 records                       12.5       17.4
 *   grant                                 7.1        9.6
 *   rotate, 1, 20, 200 readers    6.8, 29, 202  8.9, 42, 352
 *   keyring (bytes)             17,038, 84,286, 722,049
 *   most memory (MB)                      218        285
 *   a page's turns (ms)            1 in 100: 53 (idle 38), longest 344 (idle 102)
 */

/**
 * How many times as fast as bare `age-encryption` bodies are encrypted and decrypted at least, in Node and in Chromium;
 * filing and reading a document add its SHA-256, the padding and the record's keys.
 */
export const BODY_LIMITS: Readonly<Record<BodyWork, number>> = {
  encrypt: 3,
  decrypt: 3,
  'file a document': 1,
  'read a document': 1,
}

/** The longest that each act may take, counted in seals to an X-Wing key made beside it. */
export const ACT_LIMITS: Readonly<Record<CryptoAct, number>> = {
  unlock: 4,
  'open a chart of 8 sections, owner': 12,
  'open a chart of 8 sections, grantee': 12,
  'open 8 records': 26,
  grant: 15,
  'rotate, 1 reader': 15,
  'rotate, 20 readers': 60,
  'rotate, 200 readers': 480,
}

/** The most bytes of a keyring's root, by the number of readers beside the owner. */
export const KEYRING_LIMITS: Readonly<Record<number, number>> = { 1: 18_000, 20: 88_000, 200: 750_000 }

/** The most bytes that a process may have resident while a document of 2 GB (Node) or 1 GB (Chromium) passes through. */
export const MEMORY_LIMITS = { Node: 250_000_000, Chromium: 500_000_000 } as const

/**
 * How much longer, in milliseconds, the page may keep a turn waiting meanwhile than while it is idle: one turn in a
 * hundred, and the longest of all.
 */
export const PAUSE_LIMIT = { p99: 100, longest: 500 } as const
