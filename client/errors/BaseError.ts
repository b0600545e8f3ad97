export type BaseErrorOptions = {
  /** What went wrong underneath. Its message becomes `details` unless `details` is given. */
  cause?: unknown
  /** Technical words for a log or a bug report. Never keys, plaintext, names or addresses. */
  details?: string
}

/**
 * The root of every error that the client throws. Each situation is a subclass with a literal `name`.
 *
 * `shortMessage` is one or two sentences which say what happened and what to do; `message` adds the details.
 */
export class BaseError extends Error {
  override name: string = 'BaseError'
  readonly shortMessage: string
  readonly details: string

  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    const details = options.details ?? describeCause(options.cause)
    const message = details === '' ? shortMessage : `${shortMessage}\n\nDetails: ${details}`
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.shortMessage = shortMessage
    this.details = details
  }

  /** The innermost error of the chain of causes, or the first for which `test` holds, or null when none does. */
  walk(): unknown
  walk(test: (error: unknown) => boolean): unknown
  walk(test?: (error: unknown) => boolean): unknown {
    return walkCauses(this, test)
  }
}

function walkCauses(start: unknown, test?: (error: unknown) => boolean): unknown {
  const seen = new Set<unknown>()
  let error = start
  while (!seen.has(error)) {
    seen.add(error)
    if (test?.(error) === true) return error
    const cause = error instanceof Error ? error.cause : undefined
    if (cause === undefined || cause === null) break
    error = cause
  }
  return test === undefined ? error : null
}

function describeCause(cause: unknown): string {
  if (cause === undefined || cause === null) return ''
  if (cause instanceof BaseError) return cause.details === '' ? cause.shortMessage : cause.details
  if (cause instanceof Error) return typeof cause.message === 'string' ? cause.message : ''
  return typeof cause
}
