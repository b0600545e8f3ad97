import { expose, wrap } from 'comlink'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreUnreachableError, TransactionRevertedError } from '#client'
import { installErrorTransfer, packError, unpackError } from './errorTransfer.ts'

let channel: MessageChannel
let thrown: unknown

beforeEach(() => {
  installErrorTransfer()
  channel = new MessageChannel()
  expose(
    {
      fail() {
        throw thrown
      },
    },
    channel.port1,
  )
})
afterEach(() => {
  channel.port1.close()
  channel.port2.close()
})

async function across(error: unknown): Promise<Error> {
  thrown = error
  const remote = wrap<{ fail(): void }>(channel.port2)
  try {
    await remote.fail()
  } catch (caught) {
    return caught as Error
  }
  throw new Error('nothing was thrown')
}

test('an error keeps its name, sentence, fields and causes across the worker’s edge', async () => {
  const cause = new StoreUnreachableError('Local', { details: 'no answer' })
  const error = new TransactionRevertedError({ errorName: 'ChartsStaleEpoch', args: ['0x01', 2n, 3], cause })
  const caught = await across(error)
  expect(caught).toBeInstanceOf(Error)
  expect(caught).toMatchObject({
    name: 'TransactionRevertedError',
    message: error.message,
    shortMessage: error.shortMessage,
    errorName: 'ChartsStaleEpoch',
    args: ['0x01', 2n, 3],
    hash: null,
    cause: {
      name: 'StoreUnreachableError',
      shortMessage: cause.shortMessage,
      store: 'Local',
      details: 'no answer',
    },
  })
})

test('a wallet’s error keeps its code and its data', async () => {
  const error = Object.assign(new Error('reverted'), { code: 3, data: { data: '0x1234', message: 'x' } })
  expect(await across(error)).toMatchObject({ code: 3, data: { data: '0x1234' } })
})

test('what cannot cross is left behind, and never stops the error itself', async () => {
  const error = Object.assign(new Error('odd'), { run: () => 1, page: new Map(), code: 7 })
  const caught = await across(error)
  expect(caught).toMatchObject({ message: 'odd', code: 7 })
  expect(caught).not.toHaveProperty('run')
  expect(caught).not.toHaveProperty('page')
})

test.each([undefined, null, 7, 'text', {}])('anything thrown arrives as an error: %j', async (value) => {
  expect(await across(value)).toBeInstanceOf(Error)
})

test('causes that go in a circle end', () => {
  const one = new Error('one')
  one.cause = one
  expect(unpackError(packError(one)).message).toBe('one')
})
