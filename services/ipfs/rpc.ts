import type { IncomingMessage, ServerResponse } from 'node:http'
import { CID } from 'multiformats/cid'
import * as dagCbor from '@ipld/dag-cbor'
import * as dagPb from '@ipld/dag-pb'
import { importer } from 'ipfs-unixfs-importer'
import type { ImportCandidate, ImporterOptions, WritableStorage } from 'ipfs-unixfs-importer'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'
import * as raw from 'multiformats/codecs/raw'
import { sha256, sha512 } from 'multiformats/hashes/sha2'
import { MAX_BLOCK_BYTES } from './blockstore.ts'
import { RequestError } from './errors.ts'
import { boundaryOf, readMultipart } from './multipart.ts'
import type { Part } from './multipart.ts'
import { parsePath } from './parseCid.ts'
import { peerIdOf } from './peerId.ts'
import { readCar } from './readCar.ts'
import type { Repo } from './repo.ts'
import { decodeUnixfs, resolvePath, walkFile } from './unixfs.ts'
import { walkDag } from './walkDag.ts'

/** What the node says it is. */
export const NODE_VERSION = '0.1.0'

/** One call of the RPC: its options, the paths it names, and the files it carries. */
export type Call = {
  readonly repo: Repo
  readonly options: URLSearchParams
  readonly request: IncomingMessage
  /** The body, cut off at the limit. */
  readonly body: AsyncIterable<Uint8Array>
  readonly response: ServerResponse
}

type Answer = AsyncGenerator<object | Uint8Array, void, undefined>

const INTERIOR_CODECS: Readonly<Record<string, number>> = {
  raw: raw.code,
  'dag-pb': dagPb.code,
  'dag-cbor': dagCbor.code,
}
const HASHES = { 'sha2-256': sha256, 'sha2-512': sha512 }

/**
 * The calls that are understood, by their paths under `/api/v0/`. Each gives the lines of its NDJSON answer, or bytes.
 *
 * @see https://docs.ipfs.tech/reference/kubo/rpc/
 */
export const RPC_CALLS: Readonly<Record<string, (call: Call) => Answer>> = {
  async *version() {
    yield {
      Version: NODE_VERSION,
      Commit: '',
      Repo: '1',
      System: `${process.arch}/${process.platform}`,
      Golang: '',
      Node: process.version,
    }
  },

  async *id({ repo }) {
    const { id, publicKey } = peerIdOf(repo.pins.identity)
    yield {
      ID: id,
      PublicKey: publicKey,
      Addresses: [],
      AgentVersion: `chartkey/${NODE_VERSION}`,
      Protocols: [],
    }
  },

  async *cat({ repo, options }) {
    const root = await resolvePath(repo.blocks, pathOf(options))
    const node = decodeUnixfs(root, await repo.blocks.get(root))
    if (node.kind !== 'file') throw new RequestError(500, 'this dag node is a directory')
    const offset = integer(options, 'offset') ?? 0
    const length = integer(options, 'length') ?? Infinity
    for await (const { data } of walkFile(repo.blocks, root, offset, offset + length)) yield data
  },

  async *add(call) {
    const { repo, options } = call
    const answers = await repo.lock.shared(async () => {
      const isDry = flag(options, 'only-hash', false)
      const roots: CID[] = []
      const lines: object[] = []
      const sink: WritableStorage = {
        async put(cid, bytes) {
          if (!isDry) await repo.blocks.put(cid, bytes as Uint8Array)
          return cid
        },
      }
      for await (const entry of importer(candidates(call), sink, importerOptions(options))) {
        const name = entry.path === undefined || entry.path === '' ? entry.cid.toString() : entry.path
        lines.push({ Name: name, Hash: entry.cid.toString(), Size: entry.size.toString() })
        if (!name.includes('/')) roots.push(entry.cid)
      }
      await repo.blocks.flush()
      if (!isDry && flag(options, 'pin', true)) {
        for (const root of roots) await repo.pin(root, 'recursive', options.get('pin-name') ?? '')
      }
      return lines
    })
    yield* answers
  },

  async *'block/put'(call) {
    const { repo, options } = call
    const hash = options.get('mhtype') ?? 'sha2-256'
    if (!(hash === 'sha2-256' || hash === 'sha2-512')) {
      throw new RequestError(500, `unrecognized multihash function: ${hash}`)
    }
    const format = options.get('format') ?? ''
    const codec =
      format === 'v0' || format === 'protobuf' ? 'dag-pb' : format === 'cbor' ? 'dag-cbor' : format
    const name = codec === '' ? (options.get('cid-codec') ?? 'raw') : codec
    const code = INTERIOR_CODECS[name]
    if (code === undefined) throw new RequestError(500, `unknown codec: ${name}`)
    const answers = await repo.lock.shared(async () => {
      const lines: object[] = []
      for await (const part of files(call)) {
        const bytes = await collect(part.content, MAX_BLOCK_BYTES)
        const digest = await HASHES[hash].digest(bytes)
        const cid = format === 'v0' ? CID.createV0(digest as never) : CID.createV1(code, digest)
        await repo.blocks.put(cid, bytes)
        await repo.blocks.flush()
        if (flag(options, 'pin', false)) await repo.pin(cid, 'recursive')
        lines.push({ Key: cid.toString(), Size: bytes.length })
      }
      return lines
    })
    yield* answers
  },

  async *'block/get'({ repo, options, response }) {
    const bytes = await repo.blocks.get(rootOf(options))
    response.setHeader('content-type', 'application/vnd.ipld.raw')
    yield bytes
  },

  async *'block/stat'({ repo, options }) {
    const cid = rootOf(options)
    yield { Key: cid.toString(), Size: (await repo.blocks.get(cid)).length }
  },

  async *'dag/import'(call) {
    const { repo, options } = call
    const answers = await repo.lock.shared(async () => {
      const roots = new Map<string, CID>()
      const stats = { BlockCount: 0, BlockBytesCount: 0 }
      for await (const part of files(call)) {
        const car = await readCar(part.content)
        for (const root of car.roots) roots.set(root.toString(), root)
        for await (const { cid, bytes } of car.blocks) {
          try {
            await repo.blocks.put(cid, bytes)
          } catch (error) {
            if (!(error instanceof RequestError)) throw error
            throw new RequestError(
              error.status,
              `import failed at block "${cid.toString()}": ${error.message}`,
            )
          }
          stats.BlockCount += 1
          stats.BlockBytesCount += bytes.length
        }
      }
      await repo.blocks.flush()
      const lines: object[] = []
      if (flag(options, 'pin-roots', true) && !flag(options, 'local-only', false)) {
        for (const root of roots.values()) {
          lines.push({ Root: { Cid: { '/': root.toString() }, PinErrorMsg: await tryPin(repo, root) } })
        }
      }
      if (flag(options, 'stats', false)) lines.push({ Stats: stats })
      return lines
    })
    if (!flag(options, 'silent', false)) yield* answers
  },

  async *'pin/add'({ repo, options }) {
    const cids = rootsOf(options)
    const mode = flag(options, 'recursive', true) ? 'recursive' : 'direct'
    await repo.lock.shared(async () => {
      for (const cid of cids) await repo.pin(cid, mode, options.get('name') ?? '')
    })
    yield { Pins: cids.map(String) }
  },

  async *'pin/rm'({ repo, options }) {
    const cids = rootsOf(options)
    for (const cid of cids) repo.unpin(cid, flag(options, 'recursive', true))
    yield { Pins: cids.map(String) }
  },

  async *'pin/ls'({ repo, options }) {
    const type = options.get('type') ?? 'all'
    if (!['direct', 'indirect', 'recursive', 'all'].includes(type)) {
      throw new RequestError(500, `invalid type '${type}', must be one of {direct, indirect, recursive, all}`)
    }
    const withNames = flag(options, 'names', false) || options.has('name')
    const found = options.has('arg')
      ? pinsNamed(repo, options, type)
      : pinsListed(repo, type, options.get('name'))
    const lines = (async function* () {
      for await (const pin of found) {
        yield { Cid: pin.cid, Type: pin.type, ...(withNames && pin.name !== '' ? { Name: pin.name } : {}) }
      }
    })()
    if (flag(options, 'stream', false)) return yield* lines
    const keys: Record<string, object> = {}
    for await (const { Cid, Type, Name } of lines as AsyncIterable<{
      Cid: string
      Type: string
      Name?: string
    }>) {
      keys[Cid] = { Type, Name: Name ?? '' }
    }
    yield { Keys: keys }
  },

  async *'repo/gc'({ repo, options }) {
    const isQuiet = flag(options, 'silent', false)
    for await (const cid of repo.collectGarbage()) if (!isQuiet) yield { Key: { '/': cid.toString() } }
  },
}

type ListedPin = { readonly cid: string; readonly type: string; readonly name: string }

async function* pinsListed(
  repo: Repo,
  type: string,
  name: string | null,
): AsyncGenerator<ListedPin, void, undefined> {
  for (const pin of repo.pins.list()) {
    if (type !== 'all' && type !== pin.mode) continue
    if (name !== null && !pin.name.includes(name)) continue
    yield { cid: pin.cid, type: pin.mode, name: pin.name }
  }
  if ((type !== 'all' && type !== 'indirect') || name !== null) return
  const seen = new Set<string>()
  for (const pin of repo.pins.list('recursive')) {
    for await (const { cid } of walkDag(repo.blocks, CID.parse(pin.cid), { seen, skipRaw: true })) {
      const text = cid.toString()
      if (repo.pins.find(text) === null) yield { cid: text, type: 'indirect', name: '' }
    }
  }
}

async function* pinsNamed(
  repo: Repo,
  options: URLSearchParams,
  type: string,
): AsyncGenerator<ListedPin, void, undefined> {
  for (const cid of rootsOf(options)) {
    const pin = repo.pins.find(cid.toString())
    if (pin !== null && (type === 'all' || type === pin.mode)) {
      yield { cid: pin.cid, type: pin.mode, name: pin.name }
      continue
    }
    const ancestor =
      pin === null && (type === 'all' || type === 'indirect') ? await ancestorOf(repo, cid) : null
    if (ancestor === null) {
      throw new RequestError(500, `path '${options.get('arg')}' is not pinned`)
    }
    yield { cid: cid.toString(), type: `indirect through ${ancestor}`, name: '' }
  }
}

async function ancestorOf(repo: Repo, cid: CID): Promise<string | null> {
  for (const pin of repo.pins.list('recursive')) {
    for await (const block of walkDag(repo.blocks, CID.parse(pin.cid), { skipRaw: true })) {
      if (block.cid.equals(cid)) return pin.cid
    }
  }
  return null
}

async function tryPin(repo: Repo, root: CID): Promise<string> {
  try {
    await repo.pin(root, 'recursive')
    return ''
  } catch (error) {
    if (error instanceof RequestError) return error.message
    throw error
  }
}

async function* files({ request, body }: Call): AsyncGenerator<Part, void, undefined> {
  let isEmpty = true
  for await (const part of readMultipart(body, boundaryOf(request.headers['content-type']))) {
    isEmpty = false
    yield part
  }
  if (isEmpty) throw new RequestError(400, 'file argument is required')
}

async function* candidates(call: Call): AsyncGenerator<ImportCandidate, void, undefined> {
  const isWrapped = flag(call.options, 'wrap-with-directory', false)
  for await (const part of files(call)) {
    const path = part.filename
    if (part.contentType === 'application/x-directory') yield { path }
    else if (path === '' && isWrapped) throw new RequestError(400, 'a file in a directory needs a name')
    else yield path === '' ? { content: part.content } : { path, content: part.content }
  }
}

function importerOptions(options: URLSearchParams): ImporterOptions {
  const isV0 = options.get('cid-version') === '0'
  const chunk = /^size-(\d{1,7})$/.exec(options.get('chunker') ?? '')
  if (options.has('chunker') && chunk === null)
    throw new RequestError(400, 'only chunkers of size-N are supported')
  const chunkSize = chunk === null ? undefined : Number(chunk[1])
  if (chunkSize !== undefined && (chunkSize === 0 || chunkSize > MAX_BLOCK_BYTES - 1024)) {
    throw new RequestError(400, 'chunker size is out of range')
  }
  const links = integer(options, 'max-file-links')
  return {
    profile: isV0 ? 'unixfs-v0-2015' : 'unixfs-v1-2025',
    ...(options.has('raw-leaves') ? { rawLeaves: flag(options, 'raw-leaves', true) } : {}),
    ...(chunkSize === undefined ? {} : { chunker: fixedSize({ chunkSize }) }),
    ...(links === null ? {} : { layout: balanced({ maxChildrenPerNode: links }) }),
    wrapWithDirectory: flag(options, 'wrap-with-directory', false),
    // The body comes in one after the other, and so must its files be read.
    fileImportConcurrency: 1,
    blockWriteConcurrency: 4,
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of bytes) {
    length += part.length
    if (length > most)
      throw new RequestError(
        500,
        "produced block is over 2MiB: big blocks can't be exchanged with other peers.",
      )
    parts.push(Uint8Array.from(part))
  }
  return new Uint8Array(Buffer.concat(parts))
}

function pathOf(options: URLSearchParams) {
  const text = options.get('arg')
  if (text === null || text === '') throw new RequestError(400, 'argument "ipfs-path" is required')
  return parsePath(text)
}

function rootsOf(options: URLSearchParams): CID[] {
  const paths = options.getAll('arg').map(parsePath)
  if (paths.length === 0) throw new RequestError(400, 'argument "ipfs-path" is required')
  if (paths.some(({ segments }) => segments.length > 0)) {
    throw new RequestError(500, 'paths inside a DAG are not supported by this call')
  }
  return paths.map(({ cid }) => cid)
}

function rootOf(options: URLSearchParams): CID {
  return rootsOf(options)[0]!
}

function flag(options: URLSearchParams, name: string, otherwise: boolean): boolean {
  const text = options.get(name)
  if (text === null) return otherwise
  if (text === '' || text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw new RequestError(400, `option ${JSON.stringify(name)} is not a boolean`)
}

function integer(options: URLSearchParams, name: string): number | null {
  const text = options.get(name)
  if (text === null) return null
  const value = Number(text)
  if (text === '' || !Number.isSafeInteger(value) || value < 0) {
    throw new RequestError(400, `option ${JSON.stringify(name)} is not a natural number`)
  }
  return value
}
