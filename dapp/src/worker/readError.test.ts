import { BaseError as ViemError, UserRejectedRequestError } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  BaseError,
  BlockTamperedError,
  BytesNotConfirmedError,
  InsufficientFundsError,
  StoreUnreachableError,
  TransactionRevertedError,
  WalletNotDeterministicError,
  WrongNetworkError,
} from '#client'
import * as client from '#client'
import * as own from './errors.ts'
import { readError } from './readError.ts'
import { READINGS } from './readings.ts'

const failed = (error: unknown) => {
  const reading = readError(error)
  if (reading.kind !== 'failed') throw new Error(reading.kind)
  return reading.failure
}

describe('a refusal in the wallet', () => {
  test.each([
    ['EIP-1193’s code', Object.assign(new Error('no'), { code: 4001 })],
    ['a plain object with that code', { code: 4001, message: 'User denied' }],
    ['viem’s error', new UserRejectedRequestError(new Error('no'))],
    [
      'deep among causes',
      new Error('a', { cause: new BaseError('b', { cause: { code: 4001, message: '' } }) }),
    ],
  ])('is an outcome and not an error: %s', (_, error) => {
    expect(readError(error)).toEqual({ kind: 'rejected' })
  })

  test('comes before the error around it', () => {
    const rejection = Object.assign(new Error('no'), { code: 4001 })
    expect(readError(new TransactionRevertedError({ errorName: 'ChartsExpired', cause: rejection }))).toEqual(
      {
        kind: 'rejected',
      },
    )
  })
})

test('an abort is a cancellation', () => {
  expect(readError(new DOMException('stopped', 'AbortError'))).toEqual({ kind: 'cancelled' })
})

describe('a failure', () => {
  test('of the client is said in its own words', () => {
    const error = new InsufficientFundsError()
    expect(failed(error)).toMatchObject({
      name: 'InsufficientFundsError',
      sentence: error.shortMessage,
      cure: 'try-again',
    })
  })

  test('is named by the outermost error that speaks', () => {
    const store = new StoreUnreachableError('Local')
    const failure = failed(new BytesNotConfirmedError(1, [], [{ store: 'Local', error: store }]))
    expect(failure.name).toBe('BytesNotConfirmedError')
    expect(failure.sentence).toMatch(/^Nothing was filed, because/)
    expect(failure.cure).toBe('carry-on')
  })

  test.each([
    [
      new BlockTamperedError(['Local']),
      'This record is not what was filed. What the store sent does not match the chain, so it is not shown.',
      'try-another-store',
    ],
    [
      new WalletNotDeterministicError(),
      'Your wallet gave two different signatures. It cannot be used as a way to unlock; choose another wallet.',
      'change-input',
    ],
  ])('has the page’s words where it has some', (error, sentence, cure) => {
    expect(failed(error)).toMatchObject({ sentence, cure })
  })

  test('tells the way out', () => {
    expect(failed(new WrongNetworkError({ given: 1, wanted: 31337, name: 'Local' })).cure).toBe(
      'switch-network',
    )
  })

  test.each([
    [-32002, 'Your wallet is already asking you something. Open it and answer there first.'],
    [4100, 'Your wallet does not offer this account here. Allow it in your wallet, then try again.'],
    [4902, 'Your wallet does not know this network. Add it in your wallet, then try again.'],
  ])('of a wallet is told by its code %i', (code, sentence) => {
    expect(failed(Object.assign(new Error('internal words'), { code })).sentence).toBe(sentence)
  })

  test('of a library is never shown in its own words', () => {
    const error = new ViemError('HTTP request failed.')
    const { sentence, details } = failed(error)
    expect(sentence).toBe('Something failed that Chartkey does not know. Nothing more was done. Try again.')
    expect(details).toContain('BaseError')
  })

  test.each([undefined, null, 'text', 7, {}])('is read from any throwable: %j', (thrown) => {
    expect(failed(thrown).sentence).toMatch(/Try again\.$/)
  })
})

test('every error that is read by its name exists', () => {
  const known = new Set([...Object.keys(client), ...Object.keys(own)])
  expect(Object.keys(READINGS).filter((name) => !known.has(name))).toEqual([])
})
