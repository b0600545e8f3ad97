import { readFileSync } from 'node:fs'
import type { Store } from './reader/blocks.ts'
import { fromHex } from './reader/bytes.ts'
import type { Check, Role, UnlockerKind } from './reader/index.ts'

/** Bytes in hex, without a prefix. */
export type Hex = string

/** What stores serve beside the file's blocks, or instead of them: null where they have nothing. */
interface Served {
  readonly serves?: Readonly<Record<Hex, Hex | null>>
}

export type UnlockerInput =
  | { readonly kind: 'recovery'; readonly code: string }
  | { readonly kind: 'wallet'; readonly signatures: readonly [Hex, Hex] }
  /** A passkey that answers `output` when it is asked about `asked`. */
  | { readonly kind: 'passkey'; readonly asked: Hex; readonly output: Hex }
  /** A wallet whose encryption key has this X25519 secret. */
  | { readonly kind: 'metamask'; readonly walletKey: Hex }

export interface ReaderInput {
  readonly account: Hex
  readonly role: Role
  readonly read: readonly number[]
  readonly write: readonly number[]
  readonly since: number
}

export interface ChartInput {
  readonly chainId: number
  readonly contract: Hex
  readonly chart: Hex
}

export interface LinkInput {
  readonly number: number
  readonly pointer: Hex
  /** The pointer as first filed, where the record was relocated since. */
  readonly original?: Hex
  readonly author: Hex
  readonly section: number
  readonly supersedes: number
  readonly epoch: number
  readonly time: number
}

export interface Inputs {
  codes: { readonly text: string }
  wallets: { readonly account: Hex; readonly salt: Hex; readonly signatures: readonly [Hex, Hex] }
  profiles: Served & {
    readonly chainId: number
    readonly registrar: Hex
    readonly account: Hex
    readonly pointer: Hex
    readonly unlocker: UnlockerInput
  }
  keyrings: Served &
    ChartInput & {
      readonly epoch: number
      readonly pointer: Hex
      readonly reader: Hex
      readonly role: Role
      /** The reader's account keys, the current one first. */
      readonly secretKeys: readonly Hex[]
      /** What a grantee may, as the chain gives it; needed where the keyring names it by another right. */
      readonly grant?: Pick<ReaderInput, 'read' | 'write' | 'since'>
      /** Who has access, as the chain gives it; for an owner, delegate or successor. */
      readonly readers?: readonly ReaderInput[]
      /** Whether a delegate set it, as the chain says; the owner did if left out. */
      readonly isDelegates?: true
      /** The keyring that the reader knew before; of one that a delegate set, the owner's last own one. */
      readonly known?: {
        readonly epoch: number
        readonly pointer: Hex
        readonly readers: readonly ReaderInput[]
      }
    }
  records: Served &
    ChartInput & {
      readonly section: number
      readonly epoch: number
      readonly author: Hex
      readonly pointer: Hex
      /** The pointer as first filed, where the record was relocated since. */
      readonly original?: Hex
      /** The pointer, as first filed, of the record that it supersedes on the chain. */
      readonly amends: Hex | null
      /** The section's keys for its epoch that the reader has. */
      readonly keys: readonly { readonly keyEpoch: number; readonly seed: Hex }[]
    }
  shares: Served &
    ChartInput & {
      readonly epoch: number
      readonly keyring: Hex
      readonly reader: Hex
      /** The reader's account keys, the current one first. */
      readonly secretKeys: readonly Hex[]
      /** The record, as the chain gives it. */
      readonly record: Omit<LinkInput, 'supersedes' | 'time'> & {
        /** The pointer, as first filed, of the record that it supersedes. */
        readonly amends: Hex | null
      }
    }
  notes: ChartInput & {
    readonly author: Hex
    /** The pointer of the record that it supersedes on the chain. */
    readonly amends: Hex | null
    /** The bytes of the record's document. */
    readonly bytes: Hex
  }
  heads: ChartInput & { readonly records: readonly LinkInput[]; readonly head: Hex }
  charts: Served &
    ChartInput & {
      readonly registrar: Hex
      readonly account: Hex
      readonly profile: Hex
      readonly unlocker: UnlockerInput
      readonly role: Role
      readonly epoch: number
      readonly keyring: Hex
      readonly readers: readonly ReaderInput[]
      readonly head: Hex
      readonly records: readonly LinkInput[]
    }
}

interface KeyOutput {
  readonly section: number
  readonly epoch: number
  readonly keyEpoch: number
  readonly seed: Hex
}

export interface MetadataOutput {
  readonly salt: Hex
  readonly title: string
  readonly mediaType: string
  readonly createdAt: string
  readonly happenedAt: string | null
  readonly size: number
  readonly digest: Hex
  readonly cipherSize: number
  readonly amends: Hex | null
}

export interface Outputs {
  codes: { readonly secret: Hex }
  wallets: { readonly secret: Hex }
  profiles: {
    readonly kind: string
    readonly name: string | null
    readonly stores: readonly string[]
    readonly root: Hex
    readonly generation: number
    readonly secretKey: Hex
    readonly earlierKeys: readonly { readonly generation: number; readonly secretKey: Hex }[]
    readonly unlockers: readonly {
      readonly id: Hex
      readonly kind: UnlockerKind
      readonly name: string
      readonly createdAt: number
    }[]
    readonly charts: readonly Hex[]
  }
  keyrings:
    | {
        readonly title: string
        readonly since: number
        readonly sections: readonly {
          readonly number: number
          readonly label: string
          readonly canRead: boolean
        }[]
        readonly keys: readonly KeyOutput[]
      }
    | {
        readonly title: string
        readonly secret: Hex
        readonly earlier: readonly { readonly epoch: number; readonly secret: Hex }[]
        readonly labels: readonly { readonly number: number; readonly label: string }[]
        readonly relocations: readonly (readonly [number, number, number])[]
        readonly roster: readonly (ReaderInput & { readonly publicKey: Hex; readonly profile: Hex })[]
        readonly shares: readonly {
          readonly account: Hex
          readonly publicKey: Hex
          readonly profile: Hex
          readonly number: number
          readonly pointer: Hex
        }[]
        readonly people: readonly { readonly account: Hex; readonly name: string }[]
        readonly keys: readonly KeyOutput[]
      }
  records: { readonly metadata: MetadataOutput }
  shares: { readonly recordKey: Hex; readonly metadata: MetadataOutput }
  notes: {
    /** A contract's signature is left to the chain. */
    readonly state: 'contract' | 'foreign' | 'signed' | 'unsigned'
    /** SHA-256 of what was signed. */
    readonly document: Hex | null
  }
  heads: { readonly head: Hex }
  charts: {
    readonly title: string
    readonly documents: readonly { readonly number: number; readonly metadata: MetadataOutput }[]
  }
}

export type Kind = keyof Inputs

export const KINDS = [
  'codes',
  'wallets',
  'profiles',
  'keyrings',
  'records',
  'shares',
  'notes',
  'heads',
  'charts',
] as const satisfies readonly Kind[]

/** What was done to something sound. */
export type Category =
  | 'another chain’s or contract’s'
  | 'another chart’s'
  | 'another epoch’s'
  | 'another one’s'
  | 'another section’s'
  | 'beyond a limit'
  | 'contradiction'
  | 'flipped bit'
  | 'missing'
  | 'not canonical'
  | 'order'
  | 'padding'
  | 'swapped'
  | 'too many or too few bytes'
  | 'unknown or missing key'
  | 'version'
  | 'wrong type or value'

export type Accepted<K extends Kind> = Inputs[K] & { readonly name: string; readonly expected: Outputs[K] }

export type RefusedVector<K extends Kind> = Inputs[K] & {
  readonly name: string
  readonly category: Category
  /** Why it must fail. */
  readonly why: string
  /** The first check of the second reader that must notice it. */
  readonly check: Check
}

/** A block in hex, whole or in parts; a part may be the CID of a whole block, a first byte and a length. */
export type FiledBlock = Hex | readonly (Hex | readonly [Hex, number, number])[]

export interface VectorFile<K extends Kind> {
  readonly about: string
  /** By the hex of their CIDs. */
  readonly blocks: Readonly<Record<Hex, Hex>>
  readonly accepted: readonly Accepted<K>[]
  readonly refused: readonly RefusedVector<K>[]
}

export const loadVectors = <K extends Kind>(kind: K): VectorFile<K> => {
  const text = readFileSync(new URL(`${kind}.json`, import.meta.url), 'utf8')
  const { blocks, ...file } = JSON.parse(text) as Omit<VectorFile<K>, 'blocks'> & {
    readonly blocks: Readonly<Record<Hex, FiledBlock>>
  }
  const wholeOf = (filed: FiledBlock): Hex =>
    typeof filed === 'string'
      ? filed
      : filed
          .map((part) => {
            if (typeof part === 'string') return part
            const [of, start, length] = part
            return wholeOf(blocks[of]!).slice(start * 2, (start + length) * 2)
          })
          .join('')
  return {
    ...file,
    blocks: Object.fromEntries(Object.entries(blocks).map(([cid, filed]) => [cid, wholeOf(filed)])),
  }
}

/** A store that serves a file's blocks, and what a vector says beside or instead. */
export const storeOf =
  (blocks: Readonly<Record<Hex, Hex>>, input: object): Store =>
  (cid) => {
    const served = (input as Served).serves?.[cid]
    const block = served === undefined ? blocks[cid] : served
    return block === undefined || block === null ? undefined : fromHex(block)
  }

export const byKey = (a: KeyOutput, b: KeyOutput) =>
  a.section - b.section || a.epoch - b.epoch || a.keyEpoch - b.keyEpoch
