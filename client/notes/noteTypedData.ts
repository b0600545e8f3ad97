import { hashTypedData } from 'viem'
import type { Address, Hex } from 'viem'
import type { Note, NotePlace } from './types.ts'

const STATEMENT =
  'I wrote this note and sign it as its author. It is for this chart alone, and the document is its SHA-256.'

const FIELDS = [
  { name: 'statement', type: 'string' },
  { name: 'author', type: 'address' },
  { name: 'chart', type: 'bytes32' },
  { name: 'document', type: 'bytes32' },
] as const

export type NoteTypedData = {
  readonly domain: {
    readonly name: 'Chartkey'
    readonly version: '1'
    readonly chainId: number
    readonly verifyingContract: Address
  }
  readonly types: { readonly Note: readonly { readonly name: string; readonly type: string }[] }
  readonly primaryType: 'Note'
  readonly message: {
    readonly statement: string
    readonly author: Address
    readonly chart: Hex
    readonly document: Hex
  }
}

/**
 * What a wallet signs for a note (EIP-712). Of what the note says it holds the hash alone, since wallets may show what
 * they are asked to sign to others.
 */
export function noteTypedData({
  chainId,
  contract,
  chart,
  author,
  document,
}: NotePlace & Pick<Note, 'document'>): NoteTypedData {
  return {
    domain: { name: 'Chartkey', version: '1', chainId, verifyingContract: contract },
    types: { Note: FIELDS },
    primaryType: 'Note',
    message: { statement: STATEMENT, author, chart, document },
  }
}

/** The 32 bytes that are signed. */
export function noteDigest(note: NotePlace & Pick<Note, 'document'>): Hex {
  const { types, ...typedData } = noteTypedData(note)
  return hashTypedData({ ...typedData, types: { Note: [...types.Note] } })
}
