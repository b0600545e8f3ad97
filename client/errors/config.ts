import { BaseError } from './BaseError.ts'

export class ConfigInvalidError extends BaseError {
  override name = 'ConfigInvalidError' as const

  constructor(reason: string, options: { cause?: Error } = {}) {
    super(`chartkey.json cannot be used: ${reason}. Deploy again, or correct the file.`, options)
  }
}
