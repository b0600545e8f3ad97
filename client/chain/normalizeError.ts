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
  if (all.some((cause) => UNREACHABLE.has(cause.name ?? '') || isFetchFailure(cause))) {
    return new ChainUnreachableError({ cause: error, details: 'no answer' })
  }
  if (all.some((cause) => /AbiDecodingZeroDataError|ContractFunctionZeroDataError/.test(cause.name ?? ''))) {
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
  name?: string
  code?: unknown
  message?: string
  details?: string
  data?: unknown
  status?: unknown
}

function causes(error: unknown): Cause[] {
  const found: Cause[] = []
  let current = error
  while (typeof current === 'object' && current !== null && found.length < DEEPEST) {
    found.push(current)
    const next = current as { cause?: unknown; data?: { originalError?: unknown } }
    current = next.cause ?? next.data?.originalError
  }
  return found
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

/** Nodes differ in where they put a revert's bytes: `data`, or `data.data`. */
function revertData({ data }: Cause): Hex | null {
  const nested = typeof data === 'object' && data !== null ? (data as { data?: unknown }).data : data
  return isHex(nested) && nested.length >= 10 ? nested : null
}

function isFetchFailure({ name, message }: Cause): boolean {
  return name === 'TypeError' && /fetch|network|load failed/i.test(message ?? '')
}

function isFundsFailure({ name, message, details }: Cause): boolean {
  return (
    name === 'InsufficientFundsError' ||
    /insufficient funds|doesn't have enough funds/i.test(`${message} ${details}`)
  )
}

function firstName(all: readonly Cause[]): string {
  return all.at(-1)?.name ?? 'unknown'
}
