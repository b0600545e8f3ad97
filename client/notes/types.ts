import type { Address, Hex } from 'viem'
import type { ChartId, Pointer } from '../chain/types.ts'

/** What a signature under a note is bound to. */
export type NotePlace = {
  readonly chainId: number
  /** The Charts contract. */
  readonly contract: Address
  readonly chart: ChartId
  readonly author: Address
}

/** A note that no one has signed yet. */
export type Note = NotePlace & {
  /** A FHIR R4 Bundle of type `document`, without `signature`. */
  readonly bundle: Readonly<Record<string, unknown>>
  /** SHA-256 of the Bundle's canonical JSON. */
  readonly document: Hex
  /** When it was written and signed: ISO 8601 in UTC. */
  readonly at: string
}

/**
 * - `signed`: its author signed exactly this document for this chart.
 * - `needs-chain`: its author is a contract, which alone can tell: `verifyNoteOnChain`.
 * - `unsigned`: nobody signed it.
 * - `foreign`: signed in a way that is not Chartkey's, hence not checked.
 * - `invalid`: there is a signature, and it does not fit; `problem` says why.
 */
export type NoteState = 'signed' | 'needs-chain' | 'unsigned' | 'foreign' | 'invalid'

/**
 * - `form`: not canonical JSON, or not the parts that a signed document has.
 * - `place`: for another chart, contract or chain.
 * - `author`: by another account than the record's.
 * - `amends`: corrects another record than the chain says.
 * - `signature`: not the account's signature of this document.
 */
export type NoteProblem = 'form' | 'place' | 'author' | 'amends' | 'signature'

/** What checking a document's signature told. */
export type NoteCheck = {
  readonly state: NoteState
  /** Null unless `state` is `invalid`. */
  readonly problem: NoteProblem | null
  /** Who signed; null unless `state` is `signed`. */
  readonly signer: Address | null
  /** The signer is a contract, which said so on the chain when it was asked. */
  readonly isByContract: boolean
  /** SHA-256 of what is signed; null where there is no signature of Chartkey's. */
  readonly document: Hex | null
  /** When it says that it was written, ISO 8601. */
  readonly at: string | null
  readonly title: string | null
  /** The text, when the document is one that `createNote` makes; null for other documents. */
  readonly text: string | null
  /** The pointer, as first filed, of the record that it says it corrects. */
  readonly amends: Pointer | null
}
