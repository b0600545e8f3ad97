import { decodeErrorResult, isHex } from 'viem'
import type { Hex } from 'viem'
import { BaseError } from '../errors/BaseError.ts'
import {
  ChainRequestFailedError,
  ChainUnreachableError,
  DeploymentMissingError,
  InsufficientFundsError,
  TransactionRevertedError,
  UserRejectedError,
  WalletFailedError,
} from '../errors/chain.ts'
import { chartsAbi } from './abi/charts.ts'
import { registrarAbi } from './abi/registrar.ts'

const USER_REJECTED = 4001
const UNREACHABLE = new Set([
  'HttpRequestError',
  'TimeoutError',
  'WebSocketRequestError',
  'SocketClosedError',
])
const DEEPEST = 20

/**
 * Whether the wallet's user declined (EIP-1193 code 4001). The name is looked at too, since an error that crossed
 * from a worker keeps its name and loses its code.
 */
export function isUserRejection(error: unknown): boolean {
  return causes(error).some(
    (cause) =>
      cause.code === USER_REJECTED ||
      cause.code === 'ACTION_REJECTED' ||
      cause.name === 'UserRejectedRequestError' ||
      cause.name === 'UserRejectedError',
  )
}

/** What a question to the node of the chain failed with, as one of the client's own errors. */
export function chainError(error: unknown): BaseError {
  if (error instanceof BaseError) return error
  const all = causes(error)
  const revert = decodeRevert(all, error)
  if (revert !== null) return revert
  if (all.some((cause) => UNREACHABLE.has(cause.name) || isFetchFailure(cause))) {
    return new ChainUnreachableError({ cause: error, details: 'no answer' })
  }
  if (all.some((cause) => /AbiDecodingZeroDataError|ContractFunctionZeroDataError/.test(cause.name))) {
    return new DeploymentMissingError('there is no contract at this address')
  }
  if (all.some(isFundsFailure))
    return new InsufficientFundsError({ cause: error, details: 'refused by the node' })
  return new ChainRequestFailedError({ cause: error, details: firstName(all) })
}

/** What a request to the wallet failed with. A rejection is looked for before any other cause. */
export function walletError(error: unknown): BaseError {
  if (isUserRejection(error)) return new UserRejectedError({ cause: error, details: 'code 4001' })
  const known = chainError(error)
  return known instanceof ChainRequestFailedError
    ? new WalletFailedError({ cause: error, details: known.details })
    : known
}

type Cause = {
  readonly name: string
  readonly code: unknown
  readonly message: string
  readonly details: string
  readonly data: unknown
}

function causes(error: unknown): Cause[] {
  const found: Cause[] = []
  let current = error
  while (typeof current === 'object' && current !== null && found.length < DEEPEST) {
    const cause = causeOf(current)
    found.push(cause)
    current = cause.next
  }
  return found
}

/** What may be relied on of something thrown: wallets throw anything, also what cannot be read or made a text. */
function causeOf(thrown: object): Cause & { next: unknown } {
  try {
    const { name, code, message, details, data, cause } = thrown as Record<string, unknown>
    const nested = (data ?? {}) as { originalError?: unknown; data?: unknown }
    return {
      name: textOf(name),
      code,
      message: textOf(message),
      details: textOf(details),
      // Nodes differ in where they put a revert's bytes: `data`, or `data.data`.
      data: typeof data === 'object' ? nested.data : data,
      next: cause ?? nested.originalError,
    }
  } catch {
    return { name: '', code: undefined, message: '', details: '', data: undefined, next: undefined }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function decodeRevert(all: readonly Cause[], cause: unknown): TransactionRevertedError | null {
  const data = all.map(revertData).find((hex) => hex !== null && hex !== undefined)
  if (data !== undefined && data !== null) {
    try {
      const { errorName, args } = decodeErrorResult({ abi: [...chartsAbi, ...registrarAbi], data })
      return new TransactionRevertedError({
        errorName,
        args: args ?? [],
        cause,
      })
    } catch {
      return new TransactionRevertedError({ errorName: null, cause })
    }
  }
  const isRevert = all.some(({ name, code }) => name === 'ExecutionRevertedError' || code === 3)
  return isRevert ? new TransactionRevertedError({ errorName: null, cause }) : null
}

function revertData({ data }: Cause): Hex | null {
  return isHex(data) && data.length >= 10 ? data : null
}

function isFetchFailure({ name, message }: Cause): boolean {
  return name === 'TypeError' && /fetch|network|load failed/i.test(message)
}

function isFundsFailure({ name, message, details }: Cause): boolean {
  return (
    name === 'InsufficientFundsError' ||
    /insufficient funds|doesn't have enough funds/i.test(`${message} ${details}`)
  )
}

function firstName(all: readonly Cause[]): string {
  return all.at(-1)?.name || 'unknown'
}
