import { BaseError } from './BaseError.ts'
import type { BaseErrorOptions } from './BaseError.ts'

/** Bytes from outside are not the object that they should be. `reason` names the first thing found wrong. */
export class ObjectMalformedError extends BaseError {
  override name = 'ObjectMalformedError' as const
  readonly object: string
  readonly reason: string

  constructor(object: string, reason: string, options: BaseErrorOptions = {}) {
    super(`This ${object} is damaged or was not written by Chartkey: ${reason}.`, options)
    this.object = object
    this.reason = reason
  }
}

/** An object from outside is beyond its size limit; it was not parsed. */
export class ObjectTooLargeError extends BaseError {
  override name = 'ObjectTooLargeError' as const

  constructor(object: string, size: number, limit: number) {
    super(`This ${object} has ${size} bytes, more than the ${limit} that one may have.`)
  }
}

export class VersionUnsupportedError extends BaseError {
  override name = 'VersionUnsupportedError' as const

  constructor(object: string) {
    super(`This ${object} was written by another version of Chartkey. Update Chartkey and try again.`)
  }
}

/** A value handed to the client's own functions breaks a limit of the format, as a label that is too long. */
export class ValueInvalidError extends BaseError {
  override name = 'ValueInvalidError' as const

  constructor(value: string, reason: string, options: BaseErrorOptions = {}) {
    super(`The ${value} cannot be used: ${reason}.`, options)
  }
}

/** A sealed or boxed text does not open: another key, another place, or changed bytes. */
export class DecryptionFailedError extends BaseError {
  override name = 'DecryptionFailedError' as const

  constructor(object: string, options: BaseErrorOptions = {}) {
    super(
      `The ${object} does not open with this key. It was sealed to another key, or its bytes changed.`,
      options,
    )
  }
}

export class PublicKeyInvalidError extends BaseError {
  override name = 'PublicKeyInvalidError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('The public key is not a valid X-Wing key. Ask its owner to publish their profile again.', options)
  }
}

export class RecoveryCodeInvalidError extends BaseError {
  override name = 'RecoveryCodeInvalidError' as const

  constructor(reason: string) {
    super(`This recovery code is not right: ${reason}. Compare it with what you wrote down.`)
  }
}

export class WalletNotDeterministicError extends BaseError {
  override name = 'WalletNotDeterministicError' as const

  constructor() {
    super(
      'The wallet signed the same text in two different ways, so its signature cannot unlock this account. ' +
        'Use the recovery code, or another wallet.',
    )
  }
}

export class WalletSignatureInvalidError extends BaseError {
  override name = 'WalletSignatureInvalidError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'The wallet’s signature is not one by this account’s own key, so it cannot unlock the account. ' +
        'Contract wallets cannot: use the recovery code.',
      options,
    )
  }
}

/** A passkey was asked, and gave no secret: it, this device or this browser lacks WebAuthn's PRF extension. */
export class PasskeyUnsupportedError extends BaseError {
  override name = 'PasskeyUnsupportedError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'This passkey gives no secret to unlock with. Use a passkey of another device, or another way to unlock.',
      options,
    )
  }
}

/** `eth_getEncryptionPublicKey` or `eth_decrypt` gave nothing that can be used. */
export class WalletEncryptionError extends BaseError {
  override name = 'WalletEncryptionError' as const

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`The wallet’s encryption cannot be used to unlock: ${reason}. Use another way.`, options)
  }
}

/** No unlocker of the vault belongs to the secret given. */
export class UnlockerUnknownError extends BaseError {
  override name = 'UnlockerUnknownError' as const

  constructor(kind: string) {
    super(
      kind === 'recovery'
        ? 'This recovery code does not belong to this account. Check the account’s address, or look for a newer code.'
        : 'This does not unlock the account, or it was removed from it. Use the recovery code.',
    )
  }
}

/** An unlocker matches and the vault does not open with it. */
export class VaultUnreadableError extends BaseError {
  override name = 'VaultUnreadableError' as const

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(
      `The account’s vault does not open: ${reason}. It was published for another network or is damaged.`,
      options,
    )
  }
}

/** A vault would hold more of something than any reader takes; nothing was sealed. */
export class VaultFullError extends BaseError {
  override name = 'VaultFullError' as const
  readonly what: 'charts' | 'keys'

  constructor(what: 'charts' | 'keys', limit: number) {
    super(
      what === 'charts'
        ? `An account keeps at most ${limit} charts that others handed to it. Hand one on first, or take this one over with another account.`
        : `An account keeps at most ${limit} earlier keys, so this one can draw no new key. Set up another account and hand your charts to it.`,
    )
    this.what = what
  }
}

/** Records of one section and epoch were encrypted anew as often as a history holds keys; nothing was sealed. */
export class RelocationsFullError extends BaseError {
  override name = 'RelocationsFullError' as const

  constructor(limit: number) {
    super(
      `Records of a section were re-encrypted ${limit} times, as often as a chart’s keys can tell. They stay as they are; open a new chart to file them anew.`,
    )
  }
}

export class ProfileMismatchError extends BaseError {
  override name = 'ProfileMismatchError' as const

  constructor(reason: string) {
    super(`This profile is not the account’s own: ${reason}.`)
  }
}

/** A keyring that decodes is for another chart, network or epoch than the chain names. */
export class KeyringMismatchError extends BaseError {
  override name = 'KeyringMismatchError' as const

  constructor(reason: string) {
    super(`This keyring belongs elsewhere: ${reason}. Ask the chart’s owner to renew its keys.`)
  }
}

/** The keyring holds no seal for the reader. */
export class KeyringNotSealedError extends BaseError {
  override name = 'KeyringNotSealedError' as const

  constructor() {
    super('This chart’s keys were not sealed to this account. Ask the chart’s owner to grant access again.')
  }
}

/** The keyring holds a seal for the reader which none of the reader's keys opens. */
export class KeyringUnreadableError extends BaseError {
  override name = 'KeyringUnreadableError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'The seal for this account in the chart’s keyring does not open with its key. ' +
        'Ask the chart’s owner to renew the chart’s keys.',
      options,
    )
  }
}

/** A keyring opens and contradicts itself or what was known before; nothing may be built on it. */
export class KeyringInvalidError extends BaseError {
  override name = 'KeyringInvalidError' as const
  readonly reason: string

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`This chart’s keyring is not sound: ${reason}. The chart’s owner should renew its keys.`, options)
    this.reason = reason
  }
}

/** A keyring has a limit, and one that a delegate sets a lower one. */
export class KeyringTooLargeError extends BaseError {
  override name = 'KeyringTooLargeError' as const

  constructor({ size, limit, by }: { size: number; limit: number; by: 'owner' | 'delegate' }) {
    super(
      `The chart’s keyring would have ${size} bytes, more than ${limit}. ` +
        (by === 'owner'
          ? 'Forget the names of people who have no access any more, or end the access of some readers.'
          : 'End the access of some readers, or ask the chart’s owner to make room.'),
    )
  }
}

export class SectionUnknownError extends BaseError {
  override name = 'SectionUnknownError' as const

  constructor(section: number) {
    super(`The chart’s keyring has no section ${section}.`)
  }
}

/** The reader was given no key for the record's section and epoch. Nothing is wrong with the record. */
export class RecordKeyMissingError extends BaseError {
  override name = 'RecordKeyMissingError' as const

  constructor() {
    super('This record lies in a section or a time that was not opened to this account.')
  }
}

/** The reader has the key that the record names, and what the author filed does not open with it. */
export class RecordUnreadableError extends BaseError {
  override name = 'RecordUnreadableError' as const

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`What the author filed cannot be read: ${reason}. Ask the author to file it again.`, options)
  }
}

/** A record opens, and is not what its commitment says. */
export class RecordTamperedError extends BaseError {
  override name = 'RecordTamperedError' as const

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`This record is not what was filed: ${reason}. Do not rely on it.`, options)
  }
}

/** The document changed or became unreadable while it was being encrypted. */
export class BodyChangedError extends BaseError {
  override name = 'BodyChangedError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('The file changed while it was being read. Choose it again.', options)
  }
}
