import type { Address, Hash, Hex } from 'viem'
import type { Chain, ChartId, GrantState, Pointer, PurposeCode, ShareState, Wallet } from '../chain/types.ts'
import type { ChartkeyConfig } from '../config.ts'
import type { Store } from '../ipfs/types.ts'
import type { NoteCheck, NoteState } from '../notes/types.ts'
import type { SessionKeys } from './keys.ts'

export type { Chain, ChartId, KeyValueStorage, Pointer, PurposeCode, Wallet } from '../chain/types.ts'

/** One deployment: where the chain, the contracts and the stores are. */
export type Context = {
  readonly config: ChartkeyConfig
  readonly chain: Chain
  readonly stores: readonly Store[]
  /** Remembers transactions that are on their way, so that a reload can wait for them. */
  readonly journal: Journal | null
  /** Remembers what stores are to give up, or may have to, and what they are still to be given. */
  readonly leftovers: Leftovers | null
}

export type JournalEntry = {
  readonly hash: Hash
  readonly account: Address
  readonly act: Act
  readonly chart: ChartId | null
  /** Seconds since 1970, by this machine's clock. */
  readonly sentAt: number
  /** Roots that were stored for it alone. */
  readonly stored: readonly Pointer[]
}

export type Journal = {
  add(entry: JournalEntry): Promise<void>
  remove(hash: Hash): Promise<void>
  list(): Promise<JournalEntry[]>
}

/** A root of which stores may hold too much, or too little. */
export type Leftover =
  | {
      /** Stored for a relocation that may still be on its way: `from` is the pointer that it replaces. */
      readonly kind: 'prepared'
      readonly pointer: Pointer
      readonly chart: ChartId
      readonly number: number
      readonly from: Pointer
      readonly keyEpoch: number
    }
  | {
      /** Stored for an act that was not seen to its end: to be given up when the chain comes to name it nowhere. */
      readonly kind: 'stored'
      readonly pointer: Pointer
      readonly place: Place
      /** Seconds since 1970, by this machine's clock. */
      readonly notedAt: number
    }
  | {
      /** Named by the chain until an act that was to be sent names `by` in its place: to be given up once that is final. */
      readonly kind: 'superseded'
      readonly pointer: Pointer
      readonly by: Pointer
      readonly place: Place
      /** The record that it is an old copy of; null for anything else. */
      readonly number: number | null
      /** Seconds since 1970, by this machine's clock. */
      readonly notedAt: number
    }
  | {
      /** A record's present root that a re-encryption found to be broken: it is not offered again. */
      readonly kind: 'broken'
      readonly pointer: Pointer
      readonly chart: ChartId
      readonly problem: string
    }
  | {
      /** Given up, though not by this store, which did not answer. */
      readonly kind: 'replaced'
      readonly pointer: Pointer
      readonly store: string
      /** The record that it is an old copy of; null for anything else. */
      readonly about: { readonly chart: ChartId; readonly number: number } | null
    }
  | {
      /** Stored where enough stores confirmed it, though not in this one: to be delivered, as long as the chain names it. */
      readonly kind: 'owed'
      readonly pointer: Pointer
      readonly store: string
      readonly place: Place
      /** Seconds since 1970, by this machine's clock. */
      readonly notedAt: number
    }

/** Where the chain names a root: as a keyring or a record of a chart, or as an account's profile. */
export type Place = { readonly chart: ChartId } | { readonly account: Address }

export type Leftovers = {
  /** One entry for each pointer; for those that name a store, or what comes in its place, one for each of both. */
  set(entry: Leftover): Promise<void>
  remove(entry: Leftover): Promise<void>
  list(): Promise<Leftover[]>
}

export type Act =
  | 'publish'
  | 'open'
  | 'add'
  | 'grant'
  | 'revoke'
  | 'rotate'
  | 'reseal'
  | 'nameDelegate'
  | 'removeDelegate'
  | 'share'
  | 'offer'
  | 'endOffer'
  | 'accept'
  | 'endAll'
  | 'relocate'

export type AccountKind = 'patient' | 'practitioner' | 'organization'
export type UnlockerKind = 'recovery' | 'wallet' | 'passkey' | 'metamask'

/** An account opened with one of its unlockers. Without a wallet it can read and cannot act. */
export type Session = {
  readonly context: Context
  readonly account: Address
  readonly kind: AccountKind
  readonly name: string | null
  readonly wallet: Wallet | null
  readonly keys: SessionKeys
}

export type AccountState =
  | 'none'
  | {
      readonly account: Address
      readonly kind: AccountKind
      /** Self-asserted. */
      readonly name: string | null
      readonly unlockers: readonly UnlockerKind[]
      readonly profile: Pointer
    }

/** What `prepareAccount` made and `publishAccount` files. Holds the root secret: keep it in memory only. */
export type AccountDraft = {
  readonly account: Address
  readonly kind: AccountKind
  readonly name: string | null
  /** To be written down, shown once and asked back. */
  readonly recoveryCode: string
  readonly root: Uint8Array
  readonly profile: { readonly pointer: Pointer; readonly bytes: Uint8Array }
  /** The profile digest that it replaces. */
  readonly previous: Hex
}

/**
 * What a flow is doing. `asking-wallet` waits for the user; `mining` carries the transaction's hash; `retrying`
 * means that another device or person changed the chart meanwhile and the work is done anew on top of it.
 */
export type Progress = {
  readonly step:
    | 'reading'
    | 'encrypting'
    | 'storing'
    | 'confirming-bytes'
    | 'asking-wallet'
    | 'mining'
    | 'confirming'
    | 'retrying'
    | 'done'
  /** Bytes or items done, of `total`, where the step can be measured. */
  readonly done?: number
  readonly total?: number
  /** The file in hand, where there are several. */
  readonly file?: { readonly index: number; readonly count: number; readonly name: string }
  readonly hash?: Hash
  readonly act?: Act
  /**
   * Who was let in by somebody else since this session saw the chart last: the new keys are sealed to them too. Only where
   * there is somebody.
   */
  readonly given?: GivenAccess
}

export type FlowOptions = {
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export type SectionSummary = {
  readonly number: number
  readonly label: string
  readonly canRead: boolean
  readonly canWrite: boolean
}

/** What a record's author wrote beside its body. Times are ISO strings. */
export type RecordDetails = {
  readonly title: string
  readonly mediaType: string
  readonly createdAt: string
  readonly happenedAt: string | null
  /** Bytes of the document. */
  readonly size: number
}

/**
 * - `readable`: opened and checked against the chain.
 * - `no-access`: in a section or an epoch that this account was not given.
 * - `unreadable`: this account holds the key, and it does not open what the author filed.
 * - `tampered`: what opened is not what was filed, or the blocks are not those of the pointer.
 * - `unavailable`: no store has it now.
 */
export type RecordState = 'readable' | 'no-access' | 'unreadable' | 'tampered' | 'unavailable'

export type RecordSummary = {
  readonly number: number
  readonly pointer: Pointer
  readonly author: Address
  /** The private name that the owner gave, or "you" is left to the page: null. */
  readonly authorName: string | null
  readonly section: number
  /** Block time in seconds. */
  readonly filedAt: number
  readonly epoch: number
  /** The number of the record that it amends; 0 for none. */
  readonly supersedes: number
  readonly state: RecordState
  /** Present when `state` is `readable`. */
  readonly details: RecordDetails | null
  /** Why it is not readable, as a sentence. */
  readonly problem: string | null
}

/** What every reader has in common: who it is, until when, and whether its key is the one that it publishes now. */
export type ReaderSummary = {
  /** The private name that the owner gave. */
  readonly name: string | null
  /** The name that the account publishes of itself. */
  readonly publicName: string | null
  /** Seconds. */
  readonly until: number
  /** An expired one holds its keys until the next rotation, which the next filing makes. */
  readonly isExpired: boolean
  /** The account published another key than the one that the keys are sealed to. */
  readonly isProfileChanged: boolean
  /** To the owner: who acts for it had the keys sealed to another key than the owner had for this account. */
  readonly isKeyUnconfirmed: boolean
  /** The pointer of the account's profile as published now; null when it cannot be read. */
  readonly profile: Pointer | null
  /** The chain gives access, and the keyring holds no key for it. */
  readonly isKeyMissing: boolean
}

export type GrantSummary = ReaderSummary & {
  readonly grantee: Address
  readonly read: readonly number[]
  readonly write: readonly number[]
  readonly sinceEpoch: number
  readonly purpose: PurposeCode
}

/** Somebody who acts for the owner. */
export type DelegateSummary = ReaderSummary & { readonly delegate: Address }

/** One record that is open to somebody by itself. */
export type ShareSummary = ReaderSummary & { readonly reader: Address; readonly number: number }

/** Somebody who may take the chart over, and holds its keys until then. */
export type OfferSummary = ReaderSummary & { readonly successor: Address }

/** Grants and shares of a chart. */
export type AccessList = { readonly grants: readonly GrantState[]; readonly shares: readonly ShareState[] }

/** Who gave an access, as the transaction of its newest event tells. */
export type Giver = {
  /** Null when that cannot be told. */
  readonly by: Address | null
  /** The private name that the owner gave to that account. */
  readonly byName: string | null
  /** Seconds; null when that cannot be told. */
  readonly givenAt: number | null
}

/** Grants and shares that somebody else gave. */
export type GivenAccess = {
  readonly grants: readonly (GrantSummary & Giver)[]
  readonly shares: readonly (ShareSummary & Giver)[]
}

export type ChartContents = {
  readonly id: ChartId
  /** A reader has single records alone, each shared by itself. */
  readonly role: 'owner' | 'delegate' | 'grantee' | 'reader'
  /** For a delegate: when its right to act ends, in seconds. Null for others. */
  readonly actsUntil: number | null
  readonly owner: Address
  readonly title: string
  readonly epoch: number
  /** False after access ended while the stores were down: nobody can file until `rotateChart`. */
  readonly isKeyed: boolean
  readonly sections: readonly SectionSummary[]
  readonly records: readonly RecordSummary[]
  /** For owner and delegates, as all of the lists below; empty for others. */
  readonly grants: readonly GrantSummary[]
  readonly delegates: readonly DelegateSummary[]
  /** For others: the records that are shared with this account. */
  readonly shares: readonly ShareSummary[]
  readonly offer: OfferSummary | null
  /**
   * What somebody gave who acts for the owner no more, unseen by the owner: to be ended or kept (`endGiven`, or `rotateChart`
   * with `keep`). Until then it is sealed no new keys. For owner and delegates.
   */
  readonly undecided: GivenAccess
  /** For a grantee: its own grant. */
  readonly grant: GrantSummary | null
  /**
   * For the owner: a delegate set keys that cannot be used, and what is shown is what the owner's last own keys open.
   * Ending the delegation gives the chart new keys.
   */
  readonly keyringProblem: { readonly message: string; readonly delegate: Address | null } | null
  /** The records listed are all that was filed, in order and unaltered. */
  readonly isHeadVerified: boolean
  /** The block time of the state shown, in seconds. */
  readonly checkedAt: number
}

export type OwnChart = {
  readonly id: ChartId
  /** Which of the account's own openings it was, from 0; null for one received by transfer. */
  readonly n: number | null
  /** Null when its keyring cannot be opened now. */
  readonly title: string | null
  readonly count: number
  readonly epoch: number
  readonly isKeyed: boolean
}

/** A chart whose owner this account acts for. */
export type ActedForChart = {
  readonly id: ChartId
  readonly owner: Address
  /** Null when its keyring cannot be opened now; `problem` says why. */
  readonly title: string | null
  readonly problem: string | null
  /** Seconds. */
  readonly until: number
  readonly sections: readonly SectionSummary[]
  readonly count: number
  readonly epoch: number
  readonly isKeyed: boolean
}

/** A chart that someone opened to this account. */
export type OpenToMeChart = {
  readonly id: ChartId
  readonly owner: Address
  /** Null when its keyring cannot be opened now; `problem` says why. */
  readonly title: string | null
  readonly problem: string | null
  readonly grant: GrantSummary
  readonly sections: readonly SectionSummary[]
  readonly count: number
}

/** One document to file. The title defaults to the name, which is never published. */
export type FileInput = {
  readonly name: string
  readonly blob: Blob
  readonly title?: string
  /** Refused when the content says otherwise. */
  readonly mediaType?: string
  /** The day that it is about, ISO, as `2024-05-31`. */
  readonly happenedAt?: string
}

/** One record opened and checked whole: its body is what its author filed. */
export type OpenedRecord = {
  readonly summary: RecordSummary
  readonly body: Blob
  /** What its signature says, where it is a FHIR document; null for anything else. */
  readonly note: NoteCheck | null
}

/** One record for a folder outside Chartkey: the age file opens with `age -d -i`. */
export type ExportedRecord = {
  readonly number: number
  /** A file name without an extension, from number and title. */
  readonly name: string
  readonly summary: RecordSummary
  /** The age file, the padding cut. Null when the record is not readable. */
  readonly age: Blob | null
  /** The text of the identity file. Null when the record is not readable. */
  readonly identity: string | null
  readonly metadata: Record<string, unknown>
}

export type VerifyReport = {
  readonly chart: ChartId
  /** Head, keyring, every record in reach, every block and every signature of a note are right, and the chart has keys: `problems` names nothing. */
  readonly isSound: boolean
  readonly isHeadVerified: boolean
  /** For owner and delegates: the keyring follows from its secret and is sealed to who may read, no one else. Null: not checked. */
  readonly isKeyringSound: boolean | null
  readonly count: number
  readonly verified: number
  readonly records: readonly {
    readonly number: number
    readonly state: RecordState
    readonly problem: string | null
    /** What the document's signature says; null for what is no FHIR document or was not read. */
    readonly note: NoteState | null
  }[]
  readonly blocks: number
  readonly bytes: number
  readonly problems: readonly string[]
}

/** The epochs in which records were filed: a grant's history may begin with any of them. */
export type Period = {
  readonly epoch: number
  /** Seconds: when its first record was filed. */
  readonly from: number
  /** How many records were filed in it. */
  readonly records: number
}

/** How far back a grant reaches: to the first record, to what is filed from now on, or to an epoch. */
export type GrantHistory = 'all' | 'from-now' | { readonly since: number }

/** What an access would be beside what it is. */
export type GrantReach = {
  /** Section numbers. */
  readonly read: readonly number[]
  readonly write: readonly number[]
  /** Records of the sections to read that were filed so far. */
  readonly records: readonly number[]
}

/** What giving an access would change: to be said before it is signed. */
export type GrantChange = {
  readonly added: GrantReach
  /** What was read or kept before stays known; what is filed from then on does not open. */
  readonly dropped: GrantReach
  /** Whether the keys rotate, so that the chart has another epoch afterwards. */
  readonly rotates: boolean
  readonly sinceEpoch: number
  /** Seconds; null when there was no access. */
  readonly untilBefore: number | null
}

/** One record that was shared with this account by itself. */
export type SharedWithMe = {
  readonly chart: ChartId
  readonly number: number
  readonly owner: Address
  /** Seconds. */
  readonly until: number
  /** Null when it cannot be opened now; `problem` says why. */
  readonly title: string | null
  readonly problem: string | null
}

/** How far the re-encryption of what was filed under earlier keys is. */
export type HistoryState = {
  /** Records filed in earlier epochs that can be encrypted again. */
  readonly total: number
  /** Of those, the ones that are under keys of the present epoch. */
  readonly done: number
  readonly remaining: number
  /** Bytes of the remaining documents. */
  readonly bytesRemaining: number
  /** How often the wallet will ask until all is done. */
  readonly confirmations: number
  /** Old copies that a store was to give up and has not, since it did not answer. Tried again by every visit. */
  readonly leftovers: number
  /** Old copies that stay until the chain is final about the new ones, and no share needs them any more. */
  readonly superseded: number
  /** Records that do not open, so that they stay as they are. */
  readonly failed: readonly { readonly number: number; readonly author: Address; readonly problem: string }[]
}
