import { RpcRequestError, UserRejectedRequestError, encodeErrorResult } from 'viem'
import { expect, test } from 'vitest'
import { chartsAbi } from './abi/charts.ts'
import { chainError, isUserRejection, walletError } from './normalizeError.ts'

const chart = `0x${'c1'.repeat(32)}` as const
const data = encodeErrorResult({ abi: chartsAbi, errorName: 'ChartsStaleEpoch', args: [chart, 1, 2] })

test.each([
  Object.assign(new Error('no'), { code: 4001 }),
  { code: 4001, message: 'a plain object, as some wallets throw' },
  new UserRejectedRequestError(new Error('no')),
  Object.assign(new Error('wrapped'), { cause: { code: 4001 } }),
  Object.assign(new Error('deep'), { data: { originalError: { code: 4001 } } }),
  Object.assign(new Error('crossed from a worker'), { name: 'UserRejectedRequestError' }),
])('a rejection is found wherever it is: %o', (error) => {
  expect(isUserRejection(error)).toBe(true)
  expect(walletError(error)).toMatchObject({ name: 'UserRejectedError' })
})

test('a rejection is looked for before any other cause', () => {
  const error = Object.assign(new Error('insufficient funds, and the user said no'), { code: 4001, data })
  expect(walletError(error)).toMatchObject({
    name: 'UserRejectedError',
    shortMessage: 'You declined the request in your wallet. Nothing was sent.',
  })
})

test.each([data, { data, message: 'as Hardhat nests it' }])('a revert is decoded from %j', (nested) => {
  const cause = new RpcRequestError({
    body: {},
    url: 'http://127.0.0.1',
    error: { code: 3, message: 'execution reverted', data: nested },
  })
  expect(chainError(Object.assign(new Error('call failed'), { cause }))).toMatchObject({
    name: 'TransactionRevertedError',
    errorName: 'ChartsStaleEpoch',
    args: [chart, 1, 2],
    hash: null,
    shortMessage: 'The chart’s keys were rotated meanwhile. Load the chart again and repeat this.',
  })
})

test.each([
  [new TypeError('fetch failed'), 'ChainUnreachableError'],
  [new TypeError('Load failed'), 'ChainUnreachableError'],
  [new TypeError('undefined is not a function'), 'ChainRequestFailedError'],
  [new Error("sender doesn't have enough funds to send tx"), 'InsufficientFundsError'],
  [new Error('something else'), 'ChainRequestFailedError'],
  ['a text', 'ChainRequestFailedError'],
])('%o is a %s', (error, name) => {
  expect(chainError(error)).toMatchObject({ name })
})

test('what a wallet cannot do is not the node’s fault', () => {
  expect(walletError(new Error('locked'))).toMatchObject({ name: 'WalletFailedError' })
})

test('details name a cause without its words', () => {
  expect(chainError(new Error('0xsecret')).details).toBe('Error')
})
