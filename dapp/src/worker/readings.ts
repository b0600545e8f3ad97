import type { FailureCure } from './types.ts'

export type Reading = {
  /** Where the page says it otherwise than the client does. */
  readonly sentence?: string
  readonly cure: FailureCure
}

const TAMPERED =
  'This record is not what was filed. What the store sent does not match the chain, so it is not shown.'

/** How errors are said and what leads out of them, by their names. */
export const READINGS: Record<string, Reading> = {
  BytesNotConfirmedError: { cure: 'carry-on' },
  BodyChangedError: { cure: 'change-input' },
  BlockNotFoundError: { cure: 'try-another-store' },
  BlockTamperedError: { sentence: TAMPERED, cure: 'try-another-store' },
  RecordTamperedError: { sentence: TAMPERED, cure: 'try-another-store' },
  HeadMismatchError: { cure: 'try-another-store' },
  WrongNetworkError: { cure: 'switch-network' },
  WrongAccountError: { cure: 'try-again' },
  WalletNotDeterministicError: {
    sentence:
      'Your wallet gave two different signatures. It cannot be used as a way to unlock; choose another wallet.',
    cure: 'change-input',
  },
  WalletSignatureInvalidError: { cure: 'change-input' },
  RecoveryCodeInvalidError: { cure: 'change-input' },
  FileEmptyError: { cure: 'change-input' },
  FileOverLimitError: { cure: 'change-input' },
  FileTypeUnknownError: { cure: 'change-input' },
  FilesMissingError: { cure: 'change-input' },
  TooManyFilesError: { cure: 'change-input' },
  TitleTakenError: { cure: 'change-input' },
  DateInvalidError: { cure: 'change-input' },
  NameInvalidError: { cure: 'change-input' },
  NoteInvalidError: { cure: 'change-input' },
  NoteSignatureWrongError: { cure: 'try-again' },
  AmendmentInvalidError: { cure: null },
  SectionNameTakenError: { cure: 'change-input' },
  SectionsInvalidError: { cure: 'change-input' },
  PermissionInvalidError: { cure: 'change-input' },
  ProfileMissingError: {
    sentence:
      'This person has not set up Chartkey yet, so there is no key to give. Send them the address of this page first.',
    cure: 'change-input',
  },
  UnlockerExistsError: { cure: 'change-input' },
  UnlockerMissingError: { cure: 'change-input' },
  TooManyUnlockersError: { cure: 'change-input' },
  VaultFullError: { cure: null },
  RelocationsFullError: { cure: null },
  RecoveryCodeNeededError: { cure: 'change-input' },
  PasskeyUnsupportedError: { cure: 'change-input' },
  WalletEncryptionError: { cure: 'change-input' },
  AccountKeyRenewedError: { cure: 'unlock' },
  KeyChangedAgainError: { cure: null },
  UnlockerUnknownError: { cure: 'change-input' },
  ValueInvalidError: { cure: 'change-input' },
  // Nothing that this person can do again would help.
  AccountExistsError: { cure: null },
  CannotWriteError: { cure: null },
  ChartMissingError: { cure: null },
  GrantMissingError: { cure: null },
  NoAccessError: { cure: null },
  NotOwnerError: { cure: null },
  DelegateMissingError: { cure: null },
  OfferMissingError: { cure: null },
  DelegateKeyringInvalidError: { cure: null },
  RecordMissingError: { cure: null },
  RecordNoAccessError: { cure: null },
  RecordUnreadableError: { cure: null },
  StoreReadOnlyError: { cure: null },
  VersionUnsupportedError: { cure: 'reload' },
  SessionLockedError: { sentence: 'This tab was locked meanwhile. Unlock it to go on.', cure: 'unlock' },
  WorkerStoppedError: { cure: 'reload' },
  ConfigMissingError: { cure: 'reload' },
  ConfigInvalidError: { cure: 'reload' },
  DeploymentMissingError: { cure: 'reload' },
}

/** Wallets' and libraries' own errors, by their EIP-1193 or JSON-RPC code. */
export const CODES: Record<number, Required<Reading>> = {
  [-32002]: {
    sentence: 'Your wallet is already asking you something. Open it and answer there first.',
    cure: 'try-again',
  },
  4100: {
    sentence: 'Your wallet does not offer this account here. Allow it in your wallet, then try again.',
    cure: 'try-again',
  },
  4200: { sentence: 'Your wallet cannot do this. Use another wallet.', cure: 'change-input' },
  4900: {
    sentence: 'Your wallet is not connected to any network. Check its connection, then try again.',
    cure: 'try-again',
  },
  4901: {
    sentence: 'Your wallet is not connected to this network. Switch it, then try again.',
    cure: 'switch-network',
  },
  4902: {
    sentence: 'Your wallet does not know this network. Add it in your wallet, then try again.',
    cure: 'switch-network',
  },
}
