import { BaseError } from './BaseError.ts'
import type { BaseErrorOptions } from './BaseError.ts'

/** What was typed cannot be made a note. */
export class NoteInvalidError extends BaseError {
  override name = 'NoteInvalidError' as const

  constructor(reason: string) {
    super(`This note cannot be filed: ${reason}.`)
  }
}

/** What the wallet gave back is no signature of the account over the note. */
export class NoteSignatureWrongError extends BaseError {
  override name = 'NoteSignatureWrongError' as const

  constructor(options: BaseErrorOptions = {}) {
    super(
      'Your wallet signed something else than this note, or with another account. Nothing was filed. ' +
        'Choose the account in your wallet and try again.',
      options,
    )
  }
}

/** A record can be corrected by its own author alone, in its own section. */
export class AmendmentInvalidError extends BaseError {
  override name = 'AmendmentInvalidError' as const

  constructor(reason: string) {
    super(`This record cannot be corrected: ${reason}.`)
  }
}
