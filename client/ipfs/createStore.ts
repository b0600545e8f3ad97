import type { CID } from 'multiformats/cid'
import {
  BlockNotFoundError,
  BlockTamperedError,
  BlockTooLargeError,
  StoreAnswerInvalidError,
  StorePinFailedError,
  StoreReadOnlyError,
  StoreRefusedError,
  StoreUnreachableError,
} from '../errors/ipfs.ts'
import { assertSupportedCid, matchesCid } from './cid.ts'
import { encodeCar } from './encodeCar.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'
import type { RequestOptions, Store } from './types.ts'

export type CreateStoreParameters = {
  /** For people: names the store in messages. */
  readonly name: string
  /** Kubo RPC, as `http://127.0.0.1:5001`. Left out for a store that is only read. */
  readonly rpcUrl?: string | undefined
  /** Trustless gateway, as `http://127.0.0.1:8080`. */
  readonly gatewayUrl: string
  /** Bearer token of the RPC. Never sent to the gateway. */
  readonly token?: string | undefined
  /** Milliseconds after which an answer is given up. */
  readonly timeouts?: { readonly read?: number; readonly write?: number }
}

const READ_TIMEOUT = 60_000
const WRITE_TIMEOUT = 300_000
const MAX_ANSWER_BYTES = 1024 * 1024
/** What Kubo and the embedded node say of a block whose file no longer hashes to its name. */
const DAMAGED = /different hash than requested/

type Answer = {
  readonly Root?: { readonly Cid?: { readonly '/'?: unknown }; readonly PinErrorMsg?: unknown } | null
  readonly Stats?: { readonly BlockCount?: unknown } | null
  readonly Type?: unknown
  readonly Message?: unknown
}

/** Makes a store from where it answers. Nothing is sent until it is used. */
export function createStore(parameters: CreateStoreParameters): Store {
  const { name, token } = parameters
  const rpcUrl = parameters.rpcUrl?.replace(/\/+$/, '')
  const gatewayUrl = parameters.gatewayUrl.replace(/\/+$/, '')
  const readTimeout = parameters.timeouts?.read ?? READ_TIMEOUT
  const writeTimeout = parameters.timeouts?.write ?? WRITE_TIMEOUT

  /** Posts one call and gives the lines of its answer. */
  async function call(
    path: string,
    car: readonly Uint8Array[] | null,
    signal: AbortSignal | undefined,
  ): Promise<readonly Answer[]> {
    if (rpcUrl === undefined) throw new StoreReadOnlyError(name)
    const limited = limit(signal, writeTimeout)
    const boundary = crypto.randomUUID()
    try {
      const response = await fetch(`${rpcUrl}/api/v0/${path}`, {
        method: 'POST',
        body: car === null ? null : formOf(car, boundary),
        redirect: 'error',
        signal: limited,
        ...UNOBSERVED,
        headers: {
          ...(car === null ? {} : { 'content-type': `multipart/form-data; boundary=${boundary}` }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      })
      const text = new TextDecoder().decode(await readAll(response, MAX_ANSWER_BYTES))
      if (!response.ok) throw new StoreRefusedError(name, response.status, { details: messageOf(text) })
      return parseLines(text)
    } catch (error) {
      throw outcome(error, signal)
    }
  }

  function outcome(error: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted === true) return signal.reason
    if (error instanceof StoreRefusedError || error instanceof StoreReadOnlyError) return error
    if (error instanceof SyntaxError) {
      return new StoreAnswerInvalidError(name, 'it is not JSON', { cause: error })
    }
    if (error instanceof AnswerTooLong) return new StoreAnswerInvalidError(name, 'it is too long')
    return new StoreUnreachableError(name, { cause: error })
  }

  return {
    name,
    gatewayUrl,
    isWritable: rpcUrl !== undefined,

    async importBlocks(blocks, { pinned, signal } = {}) {
      const roots = pinned === undefined ? blocks.slice(0, 1).map(({ cid }) => cid) : [pinned]
      const answers = await call(
        `dag/import?pin-roots=${pinned !== undefined}&stats=true`,
        encodeCar(roots, blocks),
        signal,
      )
      const failed = answers.find(({ Type }) => Type === 'error')
      if (failed !== undefined) throw new StoreRefusedError(name, 500, { details: textOf(failed.Message) })
      const count = answers.find(({ Stats }) => Stats !== undefined)?.Stats?.BlockCount
      if (count !== undefined && count !== blocks.length) {
        throw new StoreAnswerInvalidError(name, `it did not count ${blocks.length} blocks`)
      }
      if (pinned === undefined) return
      const root = answers.find(({ Root }) => Root?.Cid?.['/'] === pinned.toString())?.Root
      if (root === undefined || root === null)
        throw new StoreAnswerInvalidError(name, 'it does not name the root')
      const { PinErrorMsg: problem = '' } = root
      if (problem !== '') throw new StorePinFailedError(name, { details: textOf(problem) })
    },

    async pin(root, { signal } = {}) {
      assertSupportedCid(root)
      try {
        await call(`pin/add?arg=${root.toString()}`, null, signal)
      } catch (error) {
        if (error instanceof StoreRefusedError && isMissingBlock(error.details)) {
          throw new StorePinFailedError(name, { cause: error })
        }
        throw error
      }
    },

    async unpin(root, { signal } = {}) {
      try {
        await call(`pin/rm?arg=${root.toString()}`, null, signal)
      } catch (error) {
        if (error instanceof StoreRefusedError && /not pinned/.test(error.details)) return
        throw error
      }
    },

    async fetchBlock(cid: CID, { signal }: RequestOptions = {}) {
      assertSupportedCid(cid)
      const limited = limit(signal, readTimeout)
      let bytes: Uint8Array
      try {
        const response = await fetch(`${gatewayUrl}/ipfs/${cid.toString()}?format=raw`, {
          headers: { accept: 'application/vnd.ipld.raw' },
          signal: limited,
          ...UNOBSERVED,
        })
        if (response.status === 404 || response.status === 410) {
          await response.body?.cancel()
          throw new BlockNotFoundError([name])
        }
        if (!response.ok) {
          const message = messageOf(new TextDecoder().decode(await readAll(response, MAX_ANSWER_BYTES)))
          if (DAMAGED.test(message)) throw new BlockTamperedError([name])
          throw new StoreRefusedError(name, response.status, { details: message })
        }
        bytes = await readAll(response, MAX_BLOCK_BYTES)
      } catch (error) {
        if (error instanceof BlockNotFoundError || error instanceof BlockTamperedError) throw error
        if (error instanceof AnswerTooLong) throw new BlockTooLargeError(MAX_BLOCK_BYTES)
        throw outcome(error, signal)
      }
      if (!(await matchesCid(cid, bytes))) throw new BlockTamperedError([name])
      return bytes
    },
  }
}

/** No cookies, no trace of the page that asked, nothing kept by the browser. */
const UNOBSERVED = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' } as const

class AnswerTooLong extends Error {}

/**
 * The CAR as the only file of a form, in one piece: Node streams a FormData, and ends the process when a store refuses
 * before all of it was sent.
 */
function formOf(car: readonly Uint8Array[], boundary: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  return join([
    encoder.encode(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="blocks.car"\r\n` +
        'Content-Type: application/vnd.ipld.car\r\n\r\n',
    ),
    ...car,
    encoder.encode(`\r\n--${boundary}--\r\n`),
  ])
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

function limit(signal: AbortSignal | undefined, milliseconds: number): AbortSignal {
  const timeout = AbortSignal.timeout(milliseconds)
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout])
}

async function readAll(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > most) {
      await reader.cancel()
      throw new AnswerTooLong()
    }
    parts.push(value)
  }
  return join(parts)
}

function parseLines(text: string): Answer[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const value: unknown = JSON.parse(line)
      if (typeof value !== 'object' || value === null) throw new SyntaxError('not an object')
      return value
    })
}

function messageOf(text: string): string {
  try {
    return textOf(parseLines(text)[0]?.Message)
  } catch {
    return text.slice(0, 200)
  }
}

/** A store's own words, which may be anything, for an error's details. */
function textOf(message: unknown): string {
  return typeof message === 'string' ? message.slice(0, 500) : ''
}

function isMissingBlock(message: string): boolean {
  return /not found|could not find/i.test(message)
}
