import { concatBytes, utf8 } from './bytes.ts'

const SCOPE = 52
const CHART = SCOPE + 32
const SUITE = 6

/**
 * Every label of the protocol, with the length in bytes of the context that follows it. One label serves one purpose;
 * contexts are concatenations of fixed-length fields, so no two inputs share an encoding.
 */
export const LABELS = {
  /** HKDF. Context: generation 4. */
  accountKey: ['account key', 4],
  /** HKDF. Context: kind 1, account 20, the unlocker's salt 32. */
  unlockerKey: ['unlocker key', 53],
  /** HKDF. No context: the signed text names account and salt. */
  walletSecret: ['wallet secret', 0],
  /** HKDF. Context: chart, section 1, epoch 4. */
  sectionKey: ['section key', CHART + 5],
  /** HKDF. Context: chart, section 1, filing epoch 4, key epoch 4. */
  relocatedSectionKey: ['relocated section key', CHART + 9],
  /** HKDF. Context: chart, section 1, the keyring's epoch 4. */
  historyStart: ['history start', CHART + 5],
  /** HKDF. No context. */
  historyNext: ['history next', 0],
  /** HKDF. No context. */
  ageIdentity: ['age identity', 0],

  /** Box. Context: scope, account 20. */
  vaultContents: ['vault contents', SCOPE + 20],
  /** Box. Context: chart, epoch 4. */
  earlierSecrets: ['earlier secrets', CHART + 4],
  /** Box. Context: chart, epoch 4. */
  keyringOwner: ['keyring owner', CHART + 4],
  /** Box. Context: chart, section 1, entry's epoch 4, the keyring's epoch 4. */
  historyEntry: ['history entry', CHART + 9],
  /** Box. Context: chart, section 1, filing epoch 4, key epoch 4, author 20, CID of the body 36. */
  metadata: ['metadata', CHART + 65],
  /** Box. Context: chart, section 1, filing epoch 4, key epoch 4, author 20. */
  originalRoot: ['original root', CHART + 29],

  /** HPKE. Context: suite 6, scope, account 20, vault salt 32, unlocker id 16, kind 1. */
  vaultRoot: ['vault root', SUITE + SCOPE + 69],
  /** HPKE. Context: suite 6, chart, epoch 4, reader 20, role 1. */
  keyringSeal: ['keyring seal', SUITE + CHART + 25],
  /** HPKE. Context: suite 6, chart, section 1, filing epoch 4, key epoch 4, author 20. */
  recordKey: ['record key', SUITE + CHART + 29],
  /** HPKE. Context: suite 6, chart, record's number 4, its pointer 32, reader 20. */
  share: ['share', SUITE + CHART + 56],

  /** SHA-256. Context: code 16. */
  recoveryChecksum: ['recovery code checksum', 16],
  /** SHA-256. Context: account 20, vault salt 32, unlocker id 16. */
  unlockerSalt: ['unlocker salt', 68],
  /** SHA-256. Context: account 20, the unlocker's salt 32. */
  passkeySalt: ['passkey salt', 52],
  /** SHA-256. Context: chart, epoch 4, reader 20. */
  keyringTag: ['keyring tag', CHART + 24],
  /** SHA-256. Context: chart, record's number 4, reader 20. */
  shareTag: ['share tag', CHART + 24],
  /** SHA-256. Context: chart, section 1, author 20, salt 32, SHA-256 of metadata 32, SHA-256 of document 32. */
  commitment: ['commitment', CHART + 117],
} as const satisfies Record<string, readonly [string, number]>

export type Label = keyof typeof LABELS

/** `chartkey/1 <label>` in UTF-8, a zero byte, and the context. */
export function domain(label: Label, ...fields: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [text, length] = LABELS[label]
  const context = concatBytes(...fields)
  if (context.length !== length) throw new Error(`the context of ${label} has ${context.length} bytes`)
  return concatBytes(utf8(`chartkey/1 ${text}`), Uint8Array.of(0), context)
}
