import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'
import type { BaseErrorOptions } from './BaseError.ts'

/** The wallet's user said no (EIP-1193 code 4001). An outcome, not a failure: nothing was sent. */
export class UserRejectedError extends BaseError {
  override name = 'UserRejectedError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('You declined the request in your wallet. Nothing was sent.', options)
  }
}

export class WalletFailedError extends BaseError {
  override name = 'WalletFailedError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('The wallet could not do this. Unlock it, look at what it says, and try again.', options)
  }
}

/** No new block for so long that waiting any longer makes no sense. */
export class ChainStalledError extends BaseError {
  override name = 'ChainStalledError' as const

  constructor() {
    super('The network has made no new block for a long time. Try again once it does.')
  }
}

/** The wallet answers for another account than the one that was opened. */
export class WrongAccountError extends BaseError {
  override name = 'WrongAccountError' as const

  constructor() {
    super('The wallet is on another account. Switch it back to the account that you opened, and try again.')
  }
}

export class WrongNetworkError extends BaseError {
  override name = 'WrongNetworkError' as const
  readonly given: number
  readonly wanted: number

  constructor({ given, wanted, name }: { given: number; wanted: number; name: string }) {
    super(`The wallet is on another network. Switch it to ${name} (chain ${wanted}) and try again.`, {
      details: `wallet on chain ${given}, wanted ${wanted}`,
    })
    this.given = given
    this.wanted = wanted
  }
}

export class InsufficientFundsError extends BaseError {
  override name = 'InsufficientFundsError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'The account cannot pay the transaction’s fee. Add funds to it on this network and try again.',
      options,
    )
  }
}

/** The node of the chain does not answer. `hash` is set when a transaction was already sent. */
export class ChainUnreachableError extends BaseError {
  override name = 'ChainUnreachableError' as const
  readonly hash: Hash | null

  constructor(options: BaseErrorOptions & { hash?: Hash } = {}) {
    super(
      options.hash === undefined
        ? 'The blockchain node does not answer. Check that it runs and that you are online, then try again.'
        : 'The blockchain node stopped answering after the transaction was sent; it may still be mined. ' +
            'Check the connection and look again before repeating it.',
      options,
    )
    this.hash = options.hash ?? null
  }
}

/** The node answers and holds another chain or no contracts: a restarted local chain, or a wrong `chartkey.json`. */
export class DeploymentMissingError extends BaseError {
  override name = 'DeploymentMissingError' as const

  constructor(reason: string) {
    super(`This network does not hold the contracts that chartkey.json names: ${reason}. Deploy again.`)
  }
}

/** The node refused a question for another reason than the contracts' own. */
export class ChainRequestFailedError extends BaseError {
  override name = 'ChainRequestFailedError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('The blockchain node could not answer this question. Try again, or use another node.', options)
  }
}

/**
 * The contracts refused the call, before it was sent (`hash` is null) or when it was mined. `errorName` is the
 * contracts' own error.
 */
export class TransactionRevertedError extends BaseError {
  override name = 'TransactionRevertedError' as const
  readonly errorName: string | null
  readonly args: readonly unknown[]
  readonly hash: Hash | null

  constructor({
    errorName,
    args = [],
    hash = null,
    cause,
  }: {
    errorName: string | null
    args?: readonly unknown[]
    hash?: Hash | null
    cause?: unknown
  }) {
    super(
      (errorName === null ? undefined : REVERT_SENTENCES[errorName]) ??
        'The contracts refused this transaction. Load the page’s data again and try once more.',
      { cause, details: errorName ?? 'no reason given' },
    )
    this.errorName = errorName
    this.args = args
    this.hash = hash
  }
}

/** A transaction left the network's queue without being mined, or another one took its place. */
export class TransactionDroppedError extends BaseError {
  override name = 'TransactionDroppedError' as const
  readonly hash: Hash
  /** Another transaction took its nonce: it can never be mined. */
  readonly isReplaced: boolean

  constructor({ hash, isReplaced }: { hash: Hash; isReplaced: boolean }) {
    super(
      isReplaced
        ? 'The transaction was cancelled or replaced in the wallet. Nothing was changed; try again if you still want it.'
        : 'The network dropped the transaction. Check in the wallet that it is gone, then try again.',
    )
    this.hash = hash
    this.isReplaced = isReplaced
  }
}

/** Whoever waited gave up; the transaction may still be mined. */
export class TransactionPendingError extends BaseError {
  override name = 'TransactionPendingError' as const
  readonly hash: Hash

  constructor({ hash }: { hash: Hash }) {
    super('The transaction is still waiting to be mined. Look again later, before repeating it.')
    this.hash = hash
  }
}

const REVERT_SENTENCES: Record<string, string> = {
  RegistrarStaleProfile:
    'This account was changed from another device meanwhile. Unlock it again, then repeat this.',
  ChartsNotOwner: 'Only the chart’s owner may do this.',
  ChartsAlreadyOpen: 'A chart with this number is open already. Load your charts again.',
  ChartsStaleKeyring: 'The chart’s keys were changed meanwhile. Load the chart again and repeat this.',
  ChartsStaleEpoch: 'The chart’s keys were rotated meanwhile. Load the chart again and repeat this.',
  ChartsWrongNextEpoch: 'The chart’s keys were rotated meanwhile. Load the chart again and repeat this.',
  ChartsUnkeyed:
    'An access ended while no new keys could be stored, so the chart takes no records. Its owner must renew its keys.',
  ChartsCannotWrite: 'This account may not file into this section: no access was given, or it has ended.',
  ChartsExpired: 'The end of this access lies in the past. Choose a later one.',
  ChartsOutlastsDelegate: 'This would outlast your own right to act for the owner. Choose an earlier end.',
  ChartsInvalidDelegate: 'The chart’s owner needs nobody’s leave to act. Choose another account.',
  ChartsNoDelegate: 'This person does not act for the owner.',
  ChartsInvalidSuccessor: 'The chart cannot be offered to its own owner.',
  ChartsNoOffer: 'There is no offer of this chart any more. Ask its owner for a new one.',
  ChartsNotSuccessor: 'The chart was offered to another account.',
  ChartsNoShare: 'This record is not shared with this person.',
  ChartsInvalidReader: 'This is not an account’s address.',
  ChartsStalePointer: 'The record was moved meanwhile. Load the chart again and repeat this.',
  ChartsNoGrant: 'This person has no access to end.',
  ChartsInvalidGrantee: 'Access cannot be given to the chart’s own owner.',
  ChartsInvalidPermission: 'This access names no section, or a section, purpose or time that does not exist.',
  ChartsForeignAmendment: 'A record can only be amended by its author, in its own section.',
  ChartsUnknownRecord: 'The chart has no record of this number.',
}
