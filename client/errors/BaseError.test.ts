import { describe, expect, it } from 'vitest'
import { BaseError } from './BaseError.ts'

class StoreSilentError extends BaseError {
  override name = 'StoreSilentError' as const
}

describe('BaseError', () => {
  it('shows its sentence alone when there is nothing underneath', () => {
    const error = new StoreSilentError('The store does not answer. Try again.')
    expect(error.message).toBe('The store does not answer. Try again.')
    expect(error.shortMessage).toBe('The store does not answer. Try again.')
    expect(error.details).toBe('')
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('StoreSilentError')
    expect('cause' in error).toBe(false)
  })

  it('adds the message of its cause as details', () => {
    const error = new StoreSilentError('The store does not answer.', { cause: new TypeError('fetch failed') })
    expect(error.message).toBe('The store does not answer.\n\nDetails: fetch failed')
    expect(error.details).toBe('fetch failed')
  })

  it('passes on the details of a cause of its own kind, not its whole message', () => {
    const inner = new StoreSilentError('Inner.', { cause: new Error('deep') })
    expect(new StoreSilentError('Outer.', { cause: inner }).message).toBe('Outer.\n\nDetails: deep')
    expect(new StoreSilentError('Outer.', { cause: new StoreSilentError('Inner.') }).details).toBe('Inner.')
  })

  it('names an unknown throwable by its type alone', () => {
    expect(new StoreSilentError('Outer.', { cause: 'a secret text' }).details).toBe('string')
    expect(new StoreSilentError('Outer.', { cause: { key: 'secret' } }).details).toBe('object')
  })

  it('walks down to the innermost cause, or to the first that a test accepts', () => {
    const deep = new TypeError('deep')
    const middle = new StoreSilentError('Middle.', { cause: deep })
    const outer = new BaseError('Outer.', { cause: middle })
    expect(outer.walk()).toBe(deep)
    expect(outer.walk((error) => error instanceof StoreSilentError)).toBe(middle)
    expect(outer.walk((error) => error instanceof RangeError)).toBe(null)
  })

  it('ends its walk in a ring of causes', () => {
    const a = new BaseError('a')
    const b = new BaseError('b', { cause: a })
    a.cause = b
    expect(b.walk((error) => error instanceof RangeError)).toBe(null)
  })
})
