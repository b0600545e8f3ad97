import type { Address } from 'viem'
import type { GivenAccess } from '../flows/types.ts'
import { BaseError } from './BaseError.ts'
import type { BaseErrorOptions } from './BaseError.ts'

export class AccountMissingError extends BaseError {
  override name = 'AccountMissingError' as const

  constructor() {
    super('This account is not set up on this network. Set it up first.')
  }
}

export class AccountExistsError extends BaseError {
  override name = 'AccountExistsError' as const

  constructor() {
    super('This account is set up already. Unlock it instead.')
  }
}

/** The person to whom access should be given has no published profile, hence no key to seal to. */
export class ProfileMissingError extends BaseError {
  override name = 'ProfileMissingError' as const

  constructor() {
    super(
      'This person has not set up Chartkey on this network, so there is no key to share with. Ask them to do so first.',
    )
  }
}

/** The chain names a profile that no store holds, or that is not the account's own. */
export class ProfileUnreadableError extends BaseError {
  override name = 'ProfileUnreadableError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('This person’s profile cannot be read now. Try again, or ask them to publish it again.', options)
  }
}

/** This tab opened the account before its key was renewed on another device. */
export class AccountKeyRenewedError extends BaseError {
  override name = 'AccountKeyRenewedError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'This account’s key was renewed on another device since it was unlocked here. Nothing was changed. ' +
        'Lock it, unlock it again and repeat this.',
      options,
    )
  }
}

/** Other devices kept changing the account's profile while this one tried. */
export class AccountBusyError extends BaseError {
  override name = 'AccountBusyError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'The account is being changed from elsewhere again and again. Wait a moment and try again.',
      options,
    )
  }
}

export class UnlockerMissingError extends BaseError {
  override name = 'UnlockerMissingError' as const

  constructor() {
    super('This way to unlock is not there any more. Look at the list again.')
  }
}

export class UnlockerExistsError extends BaseError {
  override name = 'UnlockerExistsError' as const

  constructor() {
    super('The account can be unlocked in this way already. Choose another way.')
  }
}

export class TooManyUnlockersError extends BaseError {
  override name = 'TooManyUnlockersError' as const

  constructor(limit: number) {
    super(`An account has at most ${limit} ways to unlock. Remove one first.`)
  }
}

export class RecoveryCodeNeededError extends BaseError {
  override name = 'RecoveryCodeNeededError' as const

  constructor() {
    super('The recovery code cannot be removed, since it is the last way back. Replace it by a new one.')
  }
}

/** The key that the owner was shown is not the one that is published now. */
export class KeyChangedAgainError extends BaseError {
  override name = 'KeyChangedAgainError' as const

  constructor() {
    super('This person’s key has changed once more, so it was not taken. Ask them again and compare.')
  }
}

export class WalletNeededError extends BaseError {
  override name = 'WalletNeededError' as const

  constructor() {
    super(
      'The account was opened without its wallet, so it can be read only. Connect the wallet to change anything.',
    )
  }
}

export class SessionLockedError extends BaseError {
  override name = 'SessionLockedError' as const

  constructor() {
    super('The account is locked. Unlock it and try again.')
  }
}

export class NameInvalidError extends BaseError {
  override name = 'NameInvalidError' as const

  constructor(reason: string) {
    super(`This name cannot be used: ${reason}.`)
  }
}

/** A chart keeps a limited number of private names. */
export class NamesFullError extends BaseError {
  override name = 'NamesFullError' as const

  constructor(limit: number) {
    super(
      `The chart has ${limit} people’s names, the most that it can keep. Its owner can forget those of people ` +
        'who have no access any more; or leave the name out.',
    )
  }
}

/** A name stays while its person has access. */
export class NameInUseError extends BaseError {
  override name = 'NameInUseError' as const

  constructor() {
    super('This person has access, or holds keys until they are renewed. End that first.')
  }
}

export class ChartMissingError extends BaseError {
  override name = 'ChartMissingError' as const

  constructor() {
    super('There is no such chart on this network. Check its id and the network.')
  }
}

/** The account is neither the chart's owner nor holds a live grant. */
export class NoAccessError extends BaseError {
  override name = 'NoAccessError' as const

  constructor() {
    super('This chart is not open to this account: no access was given, or it has ended. Ask its owner.')
  }
}

export class NotOwnerError extends BaseError {
  override name = 'NotOwnerError' as const

  constructor() {
    super('Only the chart’s owner may do this.')
  }
}

export class CannotWriteError extends BaseError {
  override name = 'CannotWriteError' as const

  constructor() {
    super(
      'This account may not file into this section: no access was given, or it has ended. Ask the chart’s owner.',
    )
  }
}

/** Access ended while no new keyring could be stored. */
export class ChartUnkeyedError extends BaseError {
  override name = 'ChartUnkeyedError' as const

  constructor() {
    super(
      'An access ended while no new keys could be stored, so the chart takes no records. ' +
        'Its owner must renew its keys first.',
    )
  }
}

export class SectionMissingError extends BaseError {
  override name = 'SectionMissingError' as const

  constructor() {
    super('The chart has no such section. Choose one of its own.')
  }
}

/** Two sections of one chart would have the same name. */
export class SectionNameTakenError extends BaseError {
  override name = 'SectionNameTakenError' as const

  constructor(label: string) {
    super(`Two sections cannot both be called “${label}”. Give one of them another name.`)
  }
}

export class SectionsInvalidError extends BaseError {
  override name = 'SectionsInvalidError' as const

  constructor(reason: string) {
    super(`These sections cannot be used: ${reason}.`)
  }
}

export class FilesMissingError extends BaseError {
  override name = 'FilesMissingError' as const

  constructor() {
    super('No file was chosen. Choose at least one.')
  }
}

export class TooManyFilesError extends BaseError {
  override name = 'TooManyFilesError' as const

  constructor(count: number, limit: number) {
    super(`${count} files are too many for one transaction. Add at most ${limit} at a time.`)
  }
}

export class FileEmptyError extends BaseError {
  override name = 'FileEmptyError' as const
  readonly file: string

  constructor(file: string) {
    super(`“${file}” is empty. Choose a file with content.`)
    this.file = file
  }
}

export class FileOverLimitError extends BaseError {
  override name = 'FileOverLimitError' as const
  readonly file: string

  constructor(file: string, limit: number) {
    super(`“${file}” is larger than ${Math.floor(limit / 1_048_576)} MB, the most that one record may have.`)
    this.file = file
  }
}

export class FileTypeUnknownError extends BaseError {
  override name = 'FileTypeUnknownError' as const
  readonly file: string

  constructor(file: string, reason?: string) {
    super(
      `“${file}” ${reason ?? 'is of a type that Chartkey does not know'}. ` +
        'Add FHIR (JSON), PDF, PNG, JPEG, WebP or plain text.',
    )
    this.file = file
  }
}

/** Two files at once, or a file and a record of the same section, have the same title. */
export class TitleTakenError extends BaseError {
  override name = 'TitleTakenError' as const
  readonly title: string

  constructor(title: string) {
    super(
      `This section has a record called “${title}” already, or you chose two. Give this one another title.`,
    )
    this.title = title
  }
}

export class DateInvalidError extends BaseError {
  override name = 'DateInvalidError' as const

  constructor(value: string) {
    super(`“${value}” is not a date. Write it as year-month-day, as 2024-05-31.`)
  }
}

export class PermissionInvalidError extends BaseError {
  override name = 'PermissionInvalidError' as const

  constructor(reason: string) {
    super(`This access cannot be given: ${reason}.`)
  }
}

export class GrantMissingError extends BaseError {
  override name = 'GrantMissingError' as const

  constructor() {
    super('This person has no access to end. Load the chart again.')
  }
}

export class DelegateMissingError extends BaseError {
  override name = 'DelegateMissingError' as const

  constructor() {
    super('This person does not act for you. Load the chart again.')
  }
}

export class ShareMissingError extends BaseError {
  override name = 'ShareMissingError' as const

  constructor() {
    super('This record is not shared with this person. Load the chart again.')
  }
}

/** The chain lets the account read a record, and no key that it has opens what the keyring holds for it. */
export class ShareKeyMissingError extends BaseError {
  override name = 'ShareKeyMissingError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'This record is shared with this account, but its key is not there, or is sealed to an earlier key. ' +
        'Ask the chart’s owner to share it again.',
      options,
    )
  }
}

/** There is no offer of the chart, or it is another account's, or has ended. */
export class OfferMissingError extends BaseError {
  override name = 'OfferMissingError' as const

  constructor() {
    super('There is no such offer, or it has ended. Load the chart again, or ask its owner for a new one.')
  }
}

/** A successor cannot open all that the chart holds, so that accepting it would lose something for good. */
export class ChartIncompleteError extends BaseError {
  override name = 'ChartIncompleteError' as const
  /** The records that cannot be opened. */
  readonly numbers: readonly number[]

  constructor(numbers: readonly number[]) {
    super(
      `The chart was not taken over, since ${numbers.length === 1 ? 'one record does' : `${numbers.length} records do`} ` +
        'not open. Ask its owner to renew the keys and offer it again, or take it as it is.',
    )
    this.numbers = numbers
  }
}

export class RecordMissingError extends BaseError {
  override name = 'RecordMissingError' as const

  constructor(number: number) {
    super(`The chart has no record number ${number}.`)
  }
}

/** The record's section or epoch was not opened to this account. Nothing is wrong with the record. */
export class RecordNoAccessError extends BaseError {
  override name = 'RecordNoAccessError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'This record lies in a section or a time that was not opened to this account. Ask the chart’s owner.',
      options,
    )
  }
}

/** Other devices kept changing the chart while this one tried. */
export class ChartBusyError extends BaseError {
  override name = 'ChartBusyError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('The chart is being changed from elsewhere again and again. Wait a moment and try again.', options)
  }
}

/** The records that the node listed do not fold to the head that the contract holds. */
export class HeadMismatchError extends BaseError {
  override name = 'HeadMismatchError' as const

  constructor() {
    super(
      'The list of records is not the one that the chain commits to. Do not rely on it; use another node.',
    )
  }
}

/**
 * A delegate set a keyring that cannot be fetched or is not sound. The owner's last own keyring stays, so nothing that
 * was filed before is lost.
 */
export class DelegateKeyringInvalidError extends BaseError {
  override name = 'DelegateKeyringInvalidError' as const
  /** Who set it; null when that cannot be told. */
  readonly delegate: Address | null

  constructor({ delegate, ...options }: BaseErrorOptions & { delegate: Address | null }) {
    super(
      'Somebody who acts for you set keys for this chart that cannot be used. What was filed before is safe: ' +
        'end their right to act, and the chart gets new keys.',
      options,
    )
    this.delegate = delegate
  }
}

/** Something ended on the chain, and what followed did not work. */
export class KeysNotRenewedError extends BaseError {
  override name = 'KeysNotRenewedError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('It has ended, and the chart has no new keys yet. Renew them before anything is filed.', options)
  }
}

/**
 * Somebody else let accounts in, which the owner had not seen when it decided something. No keys are sealed to them until
 * they are ended (`endGiven`) or kept (`rotateChart` with `keep`).
 */
export class AccessGivenMeanwhileError extends BaseError {
  override name = 'AccessGivenMeanwhileError' as const
  readonly given: GivenAccess

  constructor({ given, ...options }: BaseErrorOptions & { given: GivenAccess }) {
    const accounts = [
      ...given.grants.map(({ grantee, name }) => name ?? grantee),
      ...given.shares.map(({ reader, name }) => name ?? reader),
    ]
    super(
      `Unseen by you, access was given to ${[...new Set(accounts)].join(', ')}. ` +
        'No new keys are sealed to what you have not seen: end that access, or keep it.',
      options,
    )
    this.given = given
  }
}
