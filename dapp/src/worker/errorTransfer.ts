import { transferHandlers } from 'comlink'

/** An error as it crosses between page and worker: comlink alone would keep its name and message only. */
export type PackedError = {
  readonly name: string
  readonly message: string
  /** What the situation carries: `shortMessage`, `code`, a revert's `data`... Plain values alone. */
  readonly fields: Record<string, Plain>
  readonly cause: PackedError | null
}

type Plain = string | number | bigint | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

type Thrown = { readonly value: unknown }

const MAX_CAUSES = 8
const MAX_NESTING = 3
const OWN = new Set(['name', 'message', 'stack', 'cause'])

/** Makes an end keep an error's plain fields and its chain of causes. To be called once in the page and once in the worker. */
export function installErrorTransfer(): void {
  const original = transferHandlers.get('throw')!
  transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => original.canHandle(value),
    serialize: ({ value }: Thrown) => [packError(value), []],
    deserialize(packed: PackedError) {
      throw unpackError(packed)
    },
  })
}

export function packError(error: unknown, depth = 0): PackedError {
  if (!isErrorLike(error)) {
    return {
      name: 'UnknownError',
      message: typeof error === 'string' ? error : typeof error,
      fields: {},
      cause: null,
    }
  }
  const fields: Record<string, Plain> = {}
  for (const [key, value] of Object.entries(error)) {
    const plain = OWN.has(key) ? undefined : toPlain(value, 0)
    if (plain !== undefined) fields[key] = plain
  }
  const { cause } = error
  return {
    name: typeof error.name === 'string' ? error.name : 'Error',
    message: error.message,
    fields,
    cause: cause === undefined || cause === null || depth >= MAX_CAUSES ? null : packError(cause, depth + 1),
  }
}

export function unpackError(packed: PackedError): Error {
  const cause = packed.cause === null ? undefined : unpackError(packed.cause)
  const error = new Error(packed.message, cause === undefined ? undefined : { cause })
  return Object.assign(error, packed.fields, { name: packed.name })
}

function isErrorLike(value: unknown): value is { name?: unknown; message: string; cause?: unknown } {
  return typeof value === 'object' && value !== null && typeof (value as Error).message === 'string'
}

function toPlain(value: unknown, nesting: number): Plain | undefined {
  if (value === null || /^(string|number|bigint|boolean)$/.test(typeof value)) return value as Plain
  if (typeof value !== 'object' || nesting >= MAX_NESTING) return undefined
  const plain = (part: unknown) => toPlain(part, nesting + 1)
  if (Array.isArray(value)) return value.map(plain).filter((part) => part !== undefined)
  if (isErrorLike(value))
    return { name: String(value.name), message: value.message, ...plainMembers(value, plain) }
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? plainMembers(value, plain) : undefined
}

function plainMembers(value: object, plain: (part: unknown) => Plain | undefined): Record<string, Plain> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !OWN.has(key))
      .map(([key, part]) => [key, plain(part)] as const)
      .filter((entry): entry is readonly [string, Plain] => entry[1] !== undefined),
  )
}
