import { encode as encodeCbor } from '@ipld/dag-cbor'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { varint } from 'multiformats'
import type { CID } from 'multiformats/cid'
import type { Blockstore } from './blockstore.ts'
import { BlockMissingError, RequestError } from './errors.ts'
import { parseCid } from './parseCid.ts'
import { decodeUnixfs, walkFile } from './unixfs.ts'
import { walkDag } from './walkDag.ts'

const RAW = 'application/vnd.ipld.raw'
const CAR = 'application/vnd.ipld.car'

type Format =
  { readonly kind: 'raw' } | { readonly kind: 'car'; readonly scope: string; readonly range: string | null }

/**
 * Answers GET and HEAD of `/ipfs/{cid}` with blocks or CARs, which the reader checks; never with a deserialised file.
 *
 * @see https://specs.ipfs.tech/http-gateways/trustless-gateway/
 * @throws RequestError when there is nothing to answer with.
 */
export async function answerGateway(
  blockstore: Blockstore,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD, OPTIONS')
    throw new RequestError(405, 'only GET and HEAD are served here')
  }
  const [, , name = '', ...segments] = url.pathname.split('/')
  const cid = parseCid(name)
  if (cid === null) throw new RequestError(400, 'invalid cid')
  if (segments.some((segment) => segment !== ''))
    throw new RequestError(501, 'paths inside a DAG are not served here')
  const format = formatOf(url, request.headers.accept ?? '')

  const etag = etagOf(cid, format)
  const headers: Record<string, string> = {
    'cache-control': 'public, max-age=29030400, immutable',
    etag,
    'x-ipfs-path': `/ipfs/${cid.toString()}`,
    'x-ipfs-roots': cid.toString(),
    vary: 'Accept, Origin',
  }
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim())
  const isKnown = known.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag.replace(/^W\//, ''))

  const bytes = await existing(blockstore, cid)
  if (isKnown) {
    response.writeHead(304, headers).end()
    return
  }
  if (format.kind === 'raw') return sendRaw(request, response, cid, bytes, headers)

  response.writeHead(200, {
    ...headers,
    'content-type': `${CAR}; version=1; order=dfs; dups=n`,
    'content-disposition': `attachment; filename="${cid.toString()}.car"`,
    'accept-ranges': 'none',
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  await pipeline(Readable.from(carOf(blockstore, cid, format), { objectMode: false }), response)
}

async function existing(blockstore: Blockstore, cid: CID): Promise<Uint8Array> {
  const bytes = await blockstore.find(cid)
  if (bytes === null) throw new RequestError(404, new BlockMissingError(cid).message)
  return bytes
}

function sendRaw(
  request: IncomingMessage,
  response: ServerResponse,
  cid: CID,
  bytes: Uint8Array,
  headers: Record<string, string>,
): void {
  const all = {
    ...headers,
    'content-type': RAW,
    'content-disposition': `attachment; filename="${cid.toString()}.bin"`,
    'accept-ranges': 'bytes',
  }
  const ifRange = request.headers['if-range']
  const range =
    ifRange === undefined || ifRange === headers.etag ? rangeOf(request.headers.range, bytes.length) : null
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}`, 'cache-control': 'no-store' }).end()
    return
  }
  const body = range === null ? bytes : bytes.subarray(range.from, range.to + 1)
  response.writeHead(range === null ? 200 : 206, {
    ...all,
    'content-length': body.length,
    ...(range === null ? {} : { 'content-range': `bytes ${range.from}-${range.to}/${bytes.length}` }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function formatOf(url: URL, accept: string): Format {
  const asked = url.searchParams.get('format')
  const kind =
    asked === 'raw' || (asked === null && accept.includes(RAW))
      ? 'raw'
      : asked === 'car' || (asked === null && accept.includes(CAR))
        ? 'car'
        : null
  if (kind === null) {
    throw new RequestError(406, `only trustless formats are served: ask for ${RAW} or ${CAR}`)
  }
  if (kind === 'raw') return { kind }
  const version = /application\/vnd\.ipld\.car[^,]*;\s*version=([^;,\s]+)/.exec(accept)?.[1]
  if ((url.searchParams.get('car-version') ?? version ?? '1') !== '1') {
    throw new RequestError(406, 'only CAR version 1 is served')
  }
  const scope = url.searchParams.get('dag-scope') ?? 'all'
  if (!['block', 'entity', 'all'].includes(scope))
    throw new RequestError(400, 'dag-scope is not block, entity or all')
  const range = url.searchParams.get('entity-bytes')
  if (range !== null && !/^-?\d{1,15}:(\*|-?\d{1,15})$/.test(range)) {
    throw new RequestError(400, 'entity-bytes is not FROM:TO')
  }
  return { kind, scope: range === null ? scope : 'entity', range }
}

function etagOf(cid: CID, format: Format): string {
  if (format.kind === 'raw') return `"${cid.toString()}.raw"`
  return `W/"${cid.toString()}.car.${format.scope}${format.range === null ? '' : `.${format.range.replace(':', '-')}`}"`
}

/** The first range of a header, or null when the whole is to be sent (RFC 9110, 14.2). */
function rangeOf(
  header: string | undefined,
  length: number,
): { from: number; to: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return null
  const [, first = '', last = ''] = match
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first)
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1)
  if (first !== '' && last !== '' && Number(last) < from) return null
  return from >= length || from > to ? 'unsatisfiable' : { from, to }
}

async function* carOf(
  blockstore: Blockstore,
  root: CID,
  format: Extract<Format, { kind: 'car' }>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const header = encodeCbor({ version: 1, roots: [root] })
  yield prefixed(header.length)
  yield header
  const sent = new Set<string>()
  for await (const { cid, bytes } of blocksOf(blockstore, root, format)) {
    const key = cid.toString()
    if (sent.has(key) || bytes === null) continue
    sent.add(key)
    yield prefixed(cid.bytes.length + bytes.length)
    yield cid.bytes
    yield bytes
  }
}

async function* blocksOf(
  blockstore: Blockstore,
  root: CID,
  { scope, range }: Extract<Format, { kind: 'car' }>,
): AsyncGenerator<{ readonly cid: CID; readonly bytes: Uint8Array | null }, void, undefined> {
  if (scope === 'all') return yield* walkDag(blockstore, root)
  const bytes = await blockstore.get(root)
  if (scope === 'block') return yield { cid: root, bytes }
  const node = decodeUnixfs(root, bytes)
  if (node.kind === 'file') {
    const { from, to } = entityRange(range, node.size)
    return yield* walkFile(blockstore, root, from, to)
  }
  yield { cid: root, bytes }
  if (node.kind === 'shard') yield* shardsUnder(blockstore, root, bytes)
}

/** The nodes of a sharded directory, without its entries: links whose names are a prefix alone. */
async function* shardsUnder(
  blockstore: Blockstore,
  cid: CID,
  bytes: Uint8Array,
): AsyncGenerator<{ readonly cid: CID; readonly bytes: Uint8Array }, void, undefined> {
  const { links, prefixLength } = decodeUnixfs(cid, bytes)
  for (const link of links) {
    if (link.name.length !== prefixLength) continue
    const shard = await blockstore.get(link.cid)
    yield { cid: link.cid, bytes: shard }
    yield* shardsUnder(blockstore, link.cid, shard)
  }
}

/** `from` inclusive and `to` exclusive; both may be given from the end, and are clipped. */
function entityRange(range: string | null, size: number): { from: number; to: number } {
  if (range === null) return { from: 0, to: size }
  const [first = '0', last = '*'] = range.split(':')
  const place = (text: string) => (text.startsWith('-') ? Math.max(0, size + Number(text)) : Number(text))
  return { from: place(first), to: last === '*' ? size : Math.min(place(last) + 1, size) }
}

function prefixed(length: number): Uint8Array {
  return varint.encodeTo(length, new Uint8Array(varint.encodingLength(length)))
}
