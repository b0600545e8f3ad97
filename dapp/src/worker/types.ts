import type {
  AccessList,
  AccountKind,
  AccountState,
  ActedForChart,
  ChartContents,
  ChartId,
  ChartkeyConfig,
  Credential,
  EncryptionWallet,
  FileInput,
  GivenAccess,
  GrantChange,
  GrantHistory,
  HistoryState,
  KeyValueStorage,
  MadeByDelegate,
  OfferToMe,
  OpenedRecord,
  OpenToMeChart,
  OwnChart,
  PasskeyPrf,
  PendingOutcome,
  Period,
  PersonToTell,
  Pointer,
  Progress,
  PurposeCode,
  Renewal,
  SharedWithMe,
  UnlockerSummary,
  WaitingChart,
  Wallet,
} from '#client'
import type { Address, Hex } from 'viem'

export type {
  Act,
  AccessList,
  AccountKind,
  AccountState,
  ActedForChart,
  ChartContents,
  ChartId,
  ChartkeyConfig,
  DelegateSummary,
  FileInput,
  GivenAccess,
  GrantChange,
  GrantHistory,
  GrantSummary,
  HistoryState,
  MadeByDelegate,
  NoteCheck,
  OfferSummary,
  OfferToMe,
  OpenedRecord,
  OpenToMeChart,
  OwnChart,
  Period,
  PersonToTell,
  Progress,
  PurposeCode,
  ReaderSummary,
  RecordDetails,
  RecordState,
  RecordSummary,
  Renewal,
  SectionSummary,
  SharedWithMe,
  ShareSummary,
  UnlockerKind,
  UnlockerSummary,
  WaitingChart,
} from '#client'

export type ShareRef = { readonly number: number; readonly reader: Address }

/** The page's half of a wallet, proxied to the worker. Its account travels beside it, as plain data. */
export type PageWallet = Pick<Wallet, 'chainId' | 'signTypedData' | 'sendTransaction'> & EncryptionWallet

/** An account that is open in the worker. */
export type SessionInfo = {
  readonly account: Address
  readonly kind: AccountKind
  /** Self-asserted; null for patients. */
  readonly name: string | null
  /** False when it was opened without a wallet: it reads and cannot act. */
  readonly canAct: boolean
}

/** What `prepareAccount` hands to the page. The rest of the draft, with the root secret, stays in the worker. */
export type PreparedAccount = {
  readonly account: Address
  readonly kind: AccountKind
  readonly name: string | null
  /** Groups of four joined by hyphens. To be shown once and asked back. */
  readonly recoveryCode: string
}

/** A transaction that an earlier visit sent and did not see through. `sentAt` is in seconds. */
export type SentAct = PendingOutcome['entry']

/** How a transaction of an earlier visit ended: `problem` is a sentence, or null where it took effect. */
export type ResumedAct = {
  readonly act: SentAct['act']
  readonly problem: string | null
  /** The chain did not answer: it is still on its way, for all that is known. */
  readonly isUnanswered: boolean
}

export type PublishAccountRequest = { readonly kind: 'publishAccount' }

export type OpenChartRequest = {
  readonly kind: 'openChart'
  readonly title: string
  readonly sections: readonly string[]
}

export type AddRecordsRequest = {
  readonly kind: 'addRecords'
  readonly chart: ChartId
  readonly section: number
  readonly files: readonly FileInput[]
}

/** Writes, signs and files a note: the wallet is asked twice. */
export type FileNoteRequest = {
  readonly kind: 'fileNote'
  readonly chart: ChartId
  readonly section: number
  readonly title: string
  readonly text: string
  /** The number of the record that it corrects, of the same author and section; null for none. */
  readonly amends: number | null
}

export type GrantAccessRequest = {
  readonly kind: 'grantAccess'
  readonly chart: ChartId
  readonly grantee: Address
  /** The private name that the owner gives to this account. */
  readonly name: string | null
  readonly read: readonly number[]
  readonly write: readonly number[]
  /** Seconds; exclusive. */
  readonly until: number
  readonly purpose: PurposeCode
  /** `all`: also what was filed before; `from-now`: only what is filed from now on; else since those locks. */
  readonly history: GrantHistory
}

/** What of an access decides which records open, and whether the locks change. */
export type GrantTerms = Pick<GrantAccessRequest, 'chart' | 'grantee' | 'read' | 'write' | 'history'>

export type RevokeAccessRequest = {
  readonly kind: 'revokeAccess'
  readonly chart: ChartId
  readonly grantee: Address
  /** For the sentences only. */
  readonly name: string | null
  /** The accesses that were shown. */
  readonly seen?: AccessList
}

/** Ends what somebody else gave unseen: a transaction each. */
export type EndGivenRequest = {
  readonly kind: 'endGiven'
  readonly chart: ChartId
  readonly grantees: readonly Address[]
  readonly shares: readonly ShareRef[]
}

/** Opens one record to one account until a time. */
export type ShareRecordRequest = {
  readonly kind: 'shareRecord'
  readonly chart: ChartId
  readonly number: number
  readonly reader: Address
  /** The private name that the owner gives to this account. */
  readonly name: string | null
  /** Seconds; exclusive. */
  readonly until: number
}

export type EndShareRequest = {
  readonly kind: 'endShare'
  readonly chart: ChartId
  readonly number: number
  readonly reader: Address
  /** For the sentences only. */
  readonly name: string | null
}

/** Lets an account act for the owner until a time. */
export type NameDelegateRequest = {
  readonly kind: 'nameDelegate'
  readonly chart: ChartId
  readonly delegate: Address
  readonly name: string | null
  /** Seconds; exclusive. */
  readonly until: number
}

/** Removes who acts for the owner, together with the accesses and shares named. */
export type RemoveDelegateRequest = {
  readonly kind: 'removeDelegate'
  readonly chart: ChartId
  readonly delegate: Address
  /** For the sentences only. */
  readonly name: string | null
  readonly grantees: readonly Address[]
  readonly shares: readonly ShareRef[]
  /** The accesses that were shown: what is not named above stays. */
  readonly seen?: AccessList
}

/** Offers the chart to another account, which may take it over until a time. */
export type OfferChartRequest = {
  readonly kind: 'offerChart'
  readonly chart: ChartId
  readonly successor: Address
  readonly name: string | null
  /** Seconds; exclusive. */
  readonly until: number
}

export type EndOfferRequest = {
  readonly kind: 'endOffer'
  readonly chart: ChartId
  /** The accesses that were shown. */
  readonly seen?: AccessList
}

/** Takes over a chart that was offered to this account. */
export type AcceptChartRequest = {
  readonly kind: 'acceptChart'
  readonly chart: ChartId
  /** Also when some of its records do not open, and never will. */
  readonly isIncomplete: boolean
  /** For the sentences only. */
  readonly title: string | null
}

/** Ends every access but the owner's. */
export type EndAllAccessRequest = { readonly kind: 'endAllAccess'; readonly chart: ChartId }

/** Encrypts what was filed earlier anew and drops the old copies, batch by batch. What is done stays done. */
export type ReencryptHistoryRequest = { readonly kind: 'reencryptHistory'; readonly chart: ChartId }

/** What lets others in, or hands on, without giving access to sections. */
export type SharingRequest =
  | ShareRecordRequest
  | EndShareRequest
  | EndGivenRequest
  | NameDelegateRequest
  | RemoveDelegateRequest
  | OfferChartRequest
  | EndOfferRequest
  | AcceptChartRequest
  | EndAllAccessRequest
  | ReencryptHistoryRequest

/** Changes the locks. */
export type RotateChartRequest = {
  readonly kind: 'rotateChart'
  readonly chart: ChartId
  /** Of what others gave unseen: what the owner keeps. */
  readonly keep?: AccessList
}

/** Files the way to unlock that was prepared last. */
export type AddUnlockerRequest = { readonly kind: 'addUnlocker'; readonly name: string }

export type RenameUnlockerRequest = {
  readonly kind: 'renameUnlocker'
  readonly id: Hex
  readonly name: string
}

/** `renew` draws a new account key too, and changes the locks of each own chart. */
export type RemoveUnlockerRequest = {
  readonly kind: 'removeUnlocker'
  readonly id: Hex
  readonly renew: boolean
}

/** Files the recovery code that was prepared last, in place of the one before. */
export type ReplaceRecoveryCodeRequest = { readonly kind: 'replaceRecoveryCode'; readonly renew: boolean }

export type RotateAccountKeyRequest = { readonly kind: 'rotateAccountKey' }

/** Carries on with a renewal of the account key that stopped half-way. */
export type RenewChartsRequest = { readonly kind: 'renewCharts' }

/** Takes a person's changed key, once the owner has asked them. */
export type AcceptChangedKeyRequest = {
  readonly kind: 'acceptChangedKey'
  readonly chart: ChartId
  readonly grantee: Address
  /** The profile that was shown. */
  readonly profile: Pointer
  /** For the sentences only. */
  readonly name: string | null
}

/** What changes the account and its ways to unlock. */
export type AccountRequest =
  | AddUnlockerRequest
  | RenameUnlockerRequest
  | RemoveUnlockerRequest
  | ReplaceRecoveryCodeRequest
  | RotateAccountKeyRequest
  | RenewChartsRequest

/** One thing that a person does and that ends in a transaction. */
export type ActRequest =
  | SharingRequest
  | AccountRequest
  | AcceptChangedKeyRequest
  | PublishAccountRequest
  | OpenChartRequest
  | AddRecordsRequest
  | FileNoteRequest
  | GrantAccessRequest
  | RevokeAccessRequest
  | RotateChartRequest

export type ActKind = ActRequest['kind']

/** How an act went that ends something. */
export type EndingResult = {
  /** False when it ended and the locks are still to be changed. */
  readonly isKeyed: boolean
  /** What others gave meanwhile, which the owner had not seen. */
  readonly given?: GivenAccess
}

/** What each act gives. */
export type ActResults = {
  publishAccount: SessionInfo
  openChart: { readonly chart: ChartId }
  addRecords: { readonly numbers: readonly number[] }
  fileNote: { readonly number: number }
  grantAccess: null
  revokeAccess: EndingResult
  rotateChart: null
  shareRecord: null
  endShare: null
  endGiven: EndingResult
  nameDelegate: null
  removeDelegate: EndingResult
  offerChart: null
  endOffer: EndingResult
  acceptChart: null
  endAllAccess: EndingResult
  reencryptHistory: HistoryState
  acceptChangedKey: null
  addUnlocker: null
  renameUnlocker: null
  /** Null where the account key stayed. */
  removeUnlocker: Renewal | null
  replaceRecoveryCode: Renewal | null
  rotateAccountKey: Renewal | null
  renewCharts: Renewal | null
}

export type ActResult = ActResults[ActKind]

export type OnProgress = (progress: Progress) => void

/**
 * The worker's whole surface. It holds the session: keys and secrets are made, used and wiped there, and none crosses
 * to the page but the recovery code of a new account and the plaintext of what was opened.
 */
export type WorkerApi = {
  /** Must come first. */
  start(config: ChartkeyConfig, storage: KeyValueStorage): void
  accountState(account: Address): Promise<AccountState>
  credentialsOf(account: Address): Promise<readonly Credential[]>
  prepareAccount(
    wallet: PageWallet,
    parameters: { account: Address; kind: AccountKind; name: string | null },
  ): Promise<PreparedAccount>
  unlockWithWallet(wallet: PageWallet, parameters: { account: Address }): Promise<SessionInfo>
  unlockWithRecoveryCode(parameters: { account: Address; recoveryCode: string }): Promise<SessionInfo>
  unlockWithPasskey(prf: PasskeyPrf, parameters: { account: Address }): Promise<SessionInfo>
  unlockWithMetaMask(wallet: PageWallet, parameters: { account: Address }): Promise<SessionInfo>
  listUnlockers(): Promise<readonly UnlockerSummary[]>
  listChartsToRenew(): Promise<readonly WaitingChart[]>
  /** Who is to be told that this account's key changed. */
  listPeopleToTell(): Promise<readonly PersonToTell[]>
  /** Asks a passkey for what it unlocks with. What comes of it waits in the worker for `addUnlocker`. */
  preparePasskey(prf: PasskeyPrf, parameters: { credentialId: Uint8Array }): Promise<void>
  prepareWallet(
    wallet: PageWallet,
    parameters: { account: Address; kind: 'wallet' | 'metamask' },
  ): Promise<void>
  /** A new code, to be shown once and asked back. It waits in the worker for `replaceRecoveryCode`. */
  prepareRecoveryCode(): Promise<string>
  /** Gives an open session the wallet of its own account, or takes it away. */
  setWallet(wallet: PageWallet | null): SessionInfo
  /** What an earlier visit sent and did not see through, oldest first. Needs no session. */
  listSent(): Promise<readonly SentAct[]>
  /** Waits for it. */
  resumePending(): Promise<readonly ResumedAct[]>
  listOwnCharts(): Promise<readonly OwnChart[]>
  /** Those of them that the account received by transfer, as its profile lists them; fails where that cannot be read. */
  listReceivedCharts(): Promise<readonly ChartId[]>
  listChartsOpenTo(): Promise<readonly OpenToMeChart[]>
  listChartsActedFor(): Promise<readonly ActedForChart[]>
  loadChart(chart: ChartId): Promise<ChartContents>
  listPeriods(chart: ChartId): Promise<readonly Period[]>
  listMadeByDelegate(parameters: { chart: ChartId; delegate: Address }): Promise<MadeByDelegate>
  listOffersToMe(): Promise<readonly OfferToMe[]>
  listSharedWithMe(): Promise<readonly SharedWithMe[]>
  readHistoryState(chart: ChartId): Promise<HistoryState>
  /** What giving this access would change. Asks the wallet nothing. */
  readGrantChange(terms: GrantTerms): Promise<GrantChange>
  readRecord(parameters: { chart: ChartId; number: number }): Promise<OpenedRecord>
  act(id: number, request: ActRequest, onProgress: OnProgress): Promise<ActResult>
  /** Stops the act of that id where it is; it then ends by an `AbortError`. */
  cancel(id: number): void
}

/** A problem, ready to be shown. */
export type Failure = {
  /** The error's literal name, for Details and for tests. */
  readonly name: string
  /** What failed, what is unharmed, what to do. */
  readonly sentence: string
  /** The technical cause, for Details only. */
  readonly details: string | null
  readonly cure: FailureCure
  /** The numbers of the records that it is about. */
  readonly records?: readonly number[]
}

export type FailureCure =
  | 'try-again'
  | 'carry-on'
  | 'switch-network'
  | 'try-another-store'
  | 'reload'
  | 'unlock'
  | 'change-input'
  | null

/** How one call ended. A refusal in the wallet is an outcome, not an error. */
export type Outcome<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'rejected' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly failure: Failure }

export type ActState =
  | { readonly status: 'idle' }
  | {
      readonly status: 'running'
      readonly request: ActRequest
      /** Null until the first report. */
      readonly progress: Progress | null
      /** The transaction's hash, once it was sent. */
      readonly hash: Hex | null
      /** Somebody else changed the chart meanwhile, and the work was done anew on top of that. */
      readonly isRetried: boolean
      /** Whom others let in meanwhile, who get the new keys too. */
      readonly given?: GivenAccess
      /** Nothing was sent to the chain and nothing is being asked by the wallet. */
      readonly canCancel: boolean
      /** The milliseconds timestamp at which the present step began: for speed and time left. */
      readonly stepStartedAt: number
    }
  | {
      readonly status: 'done'
      readonly request: ActRequest
      readonly result: ActResult
      readonly hash: Hex | null
    }
  | { readonly status: 'rejected'; readonly request: ActRequest }
  | {
      readonly status: 'failed'
      readonly request: ActRequest
      /** Where it stopped. */
      readonly progress: Progress | null
      readonly hash: Hex | null
      readonly failure: Failure
    }

export type ToastMessage = {
  readonly id: number
  readonly tone: 'done' | 'declined' | 'notice'
  readonly text: string
}

export type SessionState =
  | { readonly status: 'none' }
  | { readonly status: 'locked'; readonly account: Address }
  | ({ readonly status: 'unlocked' } & SessionInfo)
