import type { Address, Hash, Hex, PublicClient, TypedDataDefinition } from 'viem'
import type { ChartkeyConfig } from '../config.ts'
import type { PurposeCode } from './purposes.ts'

export type { PurposeCode } from './purposes.ts'

/** A chart's id: keccak256(abi.encode(opener, n)). */
export type ChartId = Hex

/** A 32-byte sha-256 digest of a root block; zero for none. */
export type Pointer = Hex

/**
 * What the client needs of a wallet. Only asynchronous calls with plain data, so that it can be proxied to a worker.
 *
 * A refusal by its user must reach the caller as an error with EIP-1193's code 4001.
 */
export type Wallet = {
  readonly account: Address
  chainId(): Promise<number>
  /** Signs EIP-712 typed data (`eth_signTypedData_v4`): 65 bytes, `r || s || v`. */
  signTypedData(typedData: WalletTypedData): Promise<Hex>
  /** Asks the user, sends, and gives the transaction's hash. */
  sendTransaction(transaction: WalletTransaction): Promise<Hash>
}

export type WalletTypedData = Pick<TypedDataDefinition, 'primaryType'> & {
  readonly domain: Record<string, unknown>
  readonly types: Record<string, readonly { readonly name: string; readonly type: string }[]>
  readonly message: Record<string, unknown>
}

export type WalletTransaction = {
  readonly to: Address
  readonly data: Hex
  readonly gas?: bigint
}

/** Access to one deployment of Chartkey's contracts. */
export type Chain = {
  readonly publicClient: PublicClient
  readonly config: ChartkeyConfig
  /** Remembers what indexed events told, per deployment. Public data only. */
  readonly cache: KeyValueStorage | null
}

/** A small store of texts: localStorage, IndexedDB or a file. Never given a secret. */
export type KeyValueStorage = {
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  keys(): Promise<string[]>
}

/** A chart's state. Numbers of epochs, tenures and records start at 1. */
export type ChartState = {
  readonly id: ChartId
  readonly owner: Address
  readonly count: number
  readonly epoch: number
  readonly tenure: number
  readonly keyed: boolean
  /** The current keyring's pointer: the one to build on, keyed or not. */
  readonly keyring: Pointer
  /** The last keyring that the owner set: another one than the current when a delegate set that. */
  readonly ownerKeyring: Pointer
  readonly head: Hex
  /** The last offer of the present tenure, live or expired; null when there is none. */
  readonly offer: OfferState | null
}

/** An offer of the chart to another account. */
export type OfferState = {
  readonly successor: Address
  /** Seconds; the offer is live while the block time is below it. */
  readonly until: number
}

/** A delegation of the present tenure. */
export type DelegateState = {
  readonly delegate: Address
  /** Seconds; the delegation is live while the block time is below it. */
  readonly until: number
}

/** A share of one record, of the present tenure. */
export type ShareState = ShareId & {
  /** Seconds; the share is live while the block time is below it. */
  readonly until: number
}

/** Which record is shared with whom. */
export type ShareId = { readonly number: number; readonly reader: Address }

/** A record's links as the chain holds them. */
export type RecordLinks = {
  readonly number: number
  /** Of the root block as it is stored now. */
  readonly pointer: Pointer
  /** Of the root block as first filed, which the head is made of: the same unless the record was relocated. */
  readonly original: Pointer
  readonly author: Address
  /** Block time, in seconds. */
  readonly time: number
  readonly section: number
  /** The number of the record that this one amends; 0 for none. */
  readonly supersedes: number
  readonly epoch: number
}

/** A grant as the chain holds it; `read` and `write` list section numbers. */
export type GrantState = {
  readonly grantee: Address
  readonly read: readonly number[]
  readonly write: readonly number[]
  /** Seconds; the grant is live while the block time is below it. */
  readonly until: number
  readonly sinceEpoch: number
  readonly purpose: PurposeCode
}

/** The compare-and-swap that every change of a keyring or a grant carries. `to` zero gives none (ending calls only). */
export type KeyringUpdate = {
  readonly from: Pointer
  readonly to: Pointer
  readonly epoch: number
  readonly nextEpoch: number
}
