import { BaseError } from '../../client/errors/BaseError.ts'

/** One sentence for whoever typed a command: what failed and what to do, never a stack. */
export function failureSentence(error: unknown): string {
  if (error instanceof BaseError) return error.shortMessage
  if (!(error instanceof Error)) return 'Something failed that has no name.'
  const [first = ''] = error.message.split('\n')
  return first === '' ? error.name : first
}
