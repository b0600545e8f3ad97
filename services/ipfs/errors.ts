import type { CID } from 'multiformats/cid'
import { BaseError } from '../../client/errors/BaseError.ts'
import type { BaseErrorOptions } from '../../client/errors/BaseError.ts'

/** The node would be reachable from elsewhere without the protection that this needs. */
export class NodeConfigInvalidError extends BaseError {
  override name = 'NodeConfigInvalidError' as const

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`The store cannot start: ${reason}.`, options)
  }
}

export class DirectoryInUseError extends BaseError {
  override name = 'DirectoryInUseError' as const

  constructor(options: BaseErrorOptions = {}) {
    super('Another store uses this directory. End it, or choose another directory.', options)
  }
}

/** An answer other than success, in Kubo's words where Kubo has some. */
export class RequestError extends Error {
  override name = 'RequestError' as const
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The block is not here. The text is that of an offline Kubo. */
export class BlockMissingError extends RequestError {
  constructor(cid: CID) {
    super(500, `block was not found locally (offline): ipld: could not find ${cid.toString()}`)
  }
}

/** The file of a block does not hash to its name any more; adding the block again heals it. */
export class BlockCorruptError extends RequestError {
  constructor() {
    super(500, 'block in storage has different hash than requested')
  }
}
