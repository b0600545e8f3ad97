import { describe, expect, it } from 'vitest'
import { BaseError } from '#client'
import { readWithClient } from './readWithClient.ts'
import type { Check } from './reader/index.ts'
import { type Kind, KINDS, loadVectors, storeOf } from './vectors.ts'

const refusal = async (read: () => Promise<unknown>) => {
  try {
    await read()
    return null
  } catch (error) {
    return error
  }
}

/** The names of the client's errors in a refusal, outermost first. */
const namesOf = (error: unknown): string => {
  if (!(error instanceof BaseError)) throw error
  const inner = error.cause instanceof BaseError ? ` < ${namesOf(error.cause)}` : ''
  return `${error.name}${inner}`
}

/** Found in any block before it is opened. */
const BLOCK = {
  hash: ['BlockTamperedError'],
  missing: ['BlockNotFoundError'],
  version: ['VersionUnsupportedError'],
}

const MALFORMED = ['ObjectMalformedError']
const KEYRING_MALFORMED = [...MALFORMED, 'KeyringInvalidError < ObjectMalformedError']
const RECORD_MALFORMED = [...MALFORMED, 'RecordUnreadableError < ObjectMalformedError']
const BOX_CLOSED = ['RecordUnreadableError < DecryptionFailedError']
const SEAL_CLOSED = ['KeyringUnreadableError < DecryptionFailedError']
const TAMPERED = ['RecordTamperedError']

/** What the client says of what the second reader refuses by a check. */
const ERRORS: Record<Kind, Partial<Record<Check, readonly string[]>>> = {
  codes: { code: ['RecoveryCodeInvalidError'] },
  wallets: {
    signature: [
      'WalletSignatureInvalidError',
      'WalletSignatureInvalidError < ValueInvalidError',
      'WalletNotDeterministicError',
    ],
  },
  profiles: {
    ...BLOCK,
    box: ['VaultUnreadableError < DecryptionFailedError', 'WalletEncryptionError'],
    encoding: MALFORMED,
    key: ['UnlockerUnknownError', 'ProfileMismatchError', 'WalletEncryptionError'],
    padding: MALFORMED,
    place: ['ProfileMismatchError'],
    seal: ['VaultUnreadableError < DecryptionFailedError'],
    shape: [...MALFORMED, 'PasskeyUnsupportedError', 'VaultUnreadableError'],
    signature: ['WalletSignatureInvalidError'],
  },
  keyrings: {
    ...BLOCK,
    box: ['DecryptionFailedError', 'KeyringInvalidError < DecryptionFailedError'],
    encoding: KEYRING_MALFORMED,
    history: [...KEYRING_MALFORMED, 'KeyringInvalidError'],
    key: ['KeyringNotSealedError', 'KeyringInvalidError'],
    known: ['KeyringInvalidError'],
    padding: MALFORMED,
    place: ['KeyringMismatchError'],
    roster: ['KeyringInvalidError', 'KeyringInvalidError < ValueInvalidError'],
    seal: SEAL_CLOSED,
    shape: [...KEYRING_MALFORMED, 'KeyringInvalidError', 'KeyringInvalidError < ValueInvalidError'],
    size: ['ObjectTooLargeError', 'KeyringInvalidError'],
  },
  records: {
    ...BLOCK,
    amends: TAMPERED,
    body: [...TAMPERED, 'FileMalformedError', 'FileTooLargeError'],
    box: BOX_CLOSED,
    commitment: TAMPERED,
    encoding: RECORD_MALFORMED,
    key: ['RecordUnreadableError', 'RecordUnreadableError < RecordKeyMissingError'],
    original: TAMPERED,
    padding: ['RecordUnreadableError < ObjectMalformedError'],
    place: ['RecordUnreadableError'],
    seal: BOX_CLOSED,
    shape: RECORD_MALFORMED,
    size: ['ObjectTooLargeError'],
  },
  shares: {
    ...BLOCK,
    amends: TAMPERED,
    box: BOX_CLOSED,
    commitment: TAMPERED,
    key: ['ShareKeyMissingError'],
    original: TAMPERED,
    place: ['KeyringMismatchError', 'RecordUnreadableError'],
    seal: SEAL_CLOSED,
    shape: MALFORMED,
  },
  notes: {
    amends: TAMPERED,
    encoding: TAMPERED,
    place: TAMPERED,
    shape: TAMPERED,
    signature: TAMPERED,
  },
  heads: { head: TAMPERED },
  charts: {
    ...BLOCK,
    amends: TAMPERED,
    head: TAMPERED,
    key: ['RecordUnreadableError', 'RecordUnreadableError < RecordKeyMissingError', 'UnlockerUnknownError'],
    original: TAMPERED,
    place: ['KeyringMismatchError', 'ProfileMismatchError'],
    roster: ['KeyringInvalidError'],
    seal: [...SEAL_CLOSED, ...BOX_CLOSED],
  },
}

/** Vectors with a sound part that an earlier check could take for the reason: where the client finds the fault. */
const FAULTS: Readonly<Record<string, string>> = {
  'an unlocker of an unknown kind': 'vault.unlockers[1].kind',
  'an unlocker with a key too many': 'has an unknown key',
  '17 unlockers': 'vault.unlockers',
  '257 earlier keys': 'earlierKeys',
  '1,025 charts': 'charts',
}

describe.each(KINDS)('the client and %s.json', (kind) => {
  const { blocks, accepted, refused } = loadVectors<Kind>(kind)
  const read = readWithClient[kind]

  const open = (vector: (typeof accepted)[number]) => read(vector as never, storeOf(blocks, vector))
  const refuse = (vector: (typeof refused)[number]) =>
    refusal(() => read(vector as never, storeOf(blocks, vector)))

  it.each(accepted)('reads: $name', async (vector) => {
    expect(await open(vector)).toEqual(vector.expected)
  })

  it.each(refused)('refuses: $name, since $why', async (vector) => {
    const error = await refuse(vector)
    expect(error).toBeInstanceOf(BaseError)
    expect(ERRORS[kind][vector.check] ?? []).toContain(namesOf(error))
    const fault = kind === 'profiles' ? FAULTS[vector.name] : undefined
    expect((error as BaseError).shortMessage).toContain(fault ?? '')
  })
})
