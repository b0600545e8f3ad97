import { BaseError } from './BaseError.ts'
import type { BaseErrorOptions } from './BaseError.ts'

/** The network failed, or the store did not answer in time. */
export class StoreUnreachableError extends BaseError {
  override name = 'StoreUnreachableError' as const
  readonly store: string

  constructor(store: string, options: BaseErrorOptions = {}) {
    super(`The store “${store}” cannot be reached. Check that it is running, then try again.`, options)
    this.store = store
  }
}

/** The store answered, and refused. `status` is HTTP's. */
export class StoreRefusedError extends BaseError {
  override name = 'StoreRefusedError' as const
  readonly store: string
  readonly status: number

  constructor(store: string, status: number, options: BaseErrorOptions = {}) {
    super(
      status === 401 || status === 403
        ? `The store “${store}” does not accept requests from here. Check its token and its list of origins.`
        : status === 413
          ? `The store “${store}” takes no more bytes at once. Raise its limit, or choose another store.`
          : `The store “${store}” could not do this (HTTP ${status}). Try again, or choose another store.`,
      options,
    )
    this.store = store
    this.status = status
  }
}

/** The store said yes in words that Kubo does not use. */
export class StoreAnswerInvalidError extends BaseError {
  override name = 'StoreAnswerInvalidError' as const
  readonly store: string

  constructor(store: string, reason: string, options: BaseErrorOptions = {}) {
    super(
      `The store “${store}” gave an answer that cannot be relied on: ${reason}. Choose another store.`,
      options,
    )
    this.store = store
  }
}

/** The store has a gateway only, or none that Chartkey may write to. */
export class StoreReadOnlyError extends BaseError {
  override name = 'StoreReadOnlyError' as const

  constructor(store: string) {
    super(`The store “${store}” can only be read. Add a store of your own to write to.`)
  }
}

/** The store took the blocks and cannot keep them: one is missing by now, as after a collection of garbage. */
export class StorePinFailedError extends BaseError {
  override name = 'StorePinFailedError' as const
  readonly store: string

  constructor(store: string, options: BaseErrorOptions = {}) {
    super(`The store “${store}” did not keep all that was sent. Send it again.`, options)
    this.store = store
  }
}

/** Fewer stores than required have confirmed the bytes; nothing may be filed that points to them. */
export class BytesNotConfirmedError extends BaseError {
  override name = 'BytesNotConfirmedError' as const
  readonly confirmed: readonly string[]
  readonly failures: readonly { readonly store: string; readonly error: BaseError }[]

  constructor(
    required: number,
    confirmed: readonly string[],
    failures: readonly { readonly store: string; readonly error: BaseError }[],
  ) {
    const first = failures[0]?.error
    super(
      required === 1 && failures.length === 1 && first !== undefined
        ? `Nothing was filed, because the bytes could not be stored. ${first.shortMessage}`
        : `Nothing was filed, because only ${confirmed.length} of ${required} required stores kept the bytes. ` +
            'Check the stores, then try again.',
      {
        ...(first === undefined ? {} : { cause: first }),
        details: failures.map(({ store, error }) => `${store}: ${error.name}`).join(', '),
      },
    )
    this.confirmed = confirmed
    this.failures = failures
  }
}

/** No store that answered has the block. */
export class BlockNotFoundError extends BaseError {
  override name = 'BlockNotFoundError' as const

  constructor(stores: readonly string[]) {
    super(
      `No store has these bytes (asked: ${stores.join(', ')}). Add the store of the person who filed them.`,
    )
  }
}

/** A store gave bytes whose hash is not the one asked for, and no other store gave the right ones. */
export class BlockTamperedError extends BaseError {
  override name = 'BlockTamperedError' as const
  readonly stores: readonly string[]

  constructor(stores: readonly string[], options: BaseErrorOptions = {}) {
    super(
      `The bytes from ${stores.map((store) => `“${store}”`).join(', ')} are not those that were filed. ` +
        'They were not used. Add another store that has them.',
      options,
    )
    this.stores = stores
  }
}

/** A block is beyond the 2 MiB that stores exchange. */
export class BlockTooLargeError extends BaseError {
  override name = 'BlockTooLargeError' as const

  constructor(limit: number) {
    super(`This block has more than the ${limit} bytes that a block may have.`)
  }
}

/** A content id or a digest that Chartkey never writes. */
export class CidUnsupportedError extends BaseError {
  override name = 'CidUnsupportedError' as const

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`This content id cannot be used: ${reason}.`, options)
  }
}

/** Every block is the one named, and together they are no file. */
export class FileMalformedError extends BaseError {
  override name = 'FileMalformedError' as const

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`These bytes are not a file that Chartkey can read: ${reason}.`, options)
  }
}

export class FileTooLargeError extends BaseError {
  override name = 'FileTooLargeError' as const

  constructor(limit: number) {
    super(`This file has more than the ${limit} bytes that were announced. It was not read.`)
  }
}
