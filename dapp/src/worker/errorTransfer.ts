import { transferHandlers } from 'comlink'

/** An error as it crosses between page and worker: comlink alone would keep its name and message only. */
type PackedError = {
  readonly name: string
  readonly message: string
  /** What the situation carries: `shortMessage`, `code`, limits, account... Plain values alone. */
  readonly fields: Record<string, Plain>
  readonly cause: PackedError | null
}

type Plain = string | number | bigint | boolean | null

type Thrown = { readonly value: unknown }

const MAX_DEPTH = 8

/** Makes both ends keep an error's plain fields and its chain of causes. To be called once in each. */
export function installErrorTransfer(): void {
  const original = transferHandlers.get('throw')!
  transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => original.canHandle(value),
    serialize: ({ value }: Thrown) => [packError(value, 0), []],
    deserialize(packed: PackedError) {
      throw unpackError(packed)
    },
  })
}

export function packError(error: unknown, depth = 0): PackedError {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    return { name: 'Error', message: typeof error === 'string' ? error : 'Unknown', fields: {}, cause: null }
  }
  const fields: Record<string, Plain> = {}
  for (const [key, value] of Object.entries(error)) {
    if (key === 'name' || key === 'message' || key === 'stack' || key === 'cause') continue
    if (value === null || /^(string|number|bigint|boolean)$/.test(typeof value)) fields[key] = value as Plain
  }
  const { cause } = error as { cause?: unknown }
  return {
    name: error.name ?? 'Error',
    message: error.message,
    fields,
    cause: cause === undefined || cause === null || depth >= MAX_DEPTH ? null : packError(cause, depth + 1),
  }
}

export function unpackError(packed: PackedError): Error {
  const cause = packed.cause === null ? undefined : unpackError(packed.cause)
  const error = new Error(packed.message, cause === undefined ? undefined : { cause })
  return Object.assign(error, packed.fields, { name: packed.name })
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && typeof (value as Error).message === 'string'
}
