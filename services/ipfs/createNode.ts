import { timingSafeEqual, createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { NodeConfigInvalidError, RequestError } from './errors.ts'
import { answerGateway } from './gateway.ts'
import { openRepo } from './repo.ts'
import { RPC_CALLS } from './rpc.ts'

export type CreateNodeParameters = {
  /** Holds blocks and pins; made when missing. One node at a time uses it. */
  readonly directory: string
  /** Defaults to `127.0.0.1`. Any other than loopback demands a token, and `tls` or a proxy. */
  readonly host?: string
  /** Defaults to 0: any free one. */
  readonly port?: number
  /** Web pages that may use the node, as `http://127.0.0.1:5173`. */
  readonly origins?: readonly string[]
  /** Bearer token that the RPC demands. */
  readonly token?: string
  /** PEM texts. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Where clients reach the node, when not at `host` and `port`: the proxy's URL, which must be https. */
  readonly publicUrl?: string
  /** Bytes that one request may carry. Defaults to 2 GiB. */
  readonly maxBodyBytes?: number
  /** Seconds for which garbage collection spares what was just added. Defaults to an hour. */
  readonly graceSeconds?: number
}

export type IpfsNode = {
  readonly rpcUrl: string
  readonly gatewayUrl: string
  /** Ends open connections and waits until nothing is written any more. */
  close(): Promise<void>
}

const MAX_BODY_BYTES = 2 * 1024 ** 3
const GRACE_SECONDS = 3600
const MIN_TOKEN_LENGTH = 16
const IDLE_MS = 120_000
const REQUEST_MS = 3_600_000
const EXPOSED =
  'Content-Length, Content-Range, ETag, X-Ipfs-Path, X-Ipfs-Roots, X-Stream-Output, X-Chunked-Output'

/**
 * Starts a node: Kubo's RPC under `/api/v0` and a trustless gateway under `/ipfs`, on one port, with no peers.
 *
 * @throws NodeConfigInvalidError when it would be open to others; DirectoryInUseError when another node runs there.
 */
export async function createNode(parameters: CreateNodeParameters): Promise<IpfsNode> {
  const { directory, host = '127.0.0.1', port = 0, token, tls, maxBodyBytes = MAX_BODY_BYTES } = parameters
  const publicUrl = checkExposure(parameters)
  const origins = new Set((parameters.origins ?? []).map(checkOrigin))
  const repo = await openRepo({ directory, graceSeconds: parameters.graceSeconds ?? GRACE_SECONDS })
  const running = new Set<Promise<void>>()
  const hosts = new Set<string>(publicUrl === null ? [] : [publicUrl.host])

  const server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle)
  server.requestTimeout = REQUEST_MS
  server.timeout = IDLE_MS
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    repo.close()
    throw new NodeConfigInvalidError('its address or port is taken or not of this machine', { cause })
  }
  const bound = (server.address() as AddressInfo).port
  for (const name of [host, 'localhost', '127.0.0.1', '[::1]']) {
    hosts.add(`${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${bound}`)
  }
  const own = `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound}`
  const url = publicUrl?.origin ?? own

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const work = answer(request, response).catch((error: unknown) => fail(request, response, error))
    running.add(work)
    void work.finally(() => running.delete(work))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
    response.setHeader('referrer-policy', 'no-referrer')
    const { origin } = request.headers
    const isAllowed = origin !== undefined && origins.has(origin)
    response.setHeader('vary', 'Origin')
    if (isAllowed) {
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-expose-headers', EXPOSED)
    }
    // A page whose name was made to point at this machine sends its own name.
    if (!hosts.has(request.headers.host ?? ''))
      throw new RequestError(403, 'this host name is not served here')
    const url = new URL(request.url ?? '/', 'http://node')

    if (request.method === 'OPTIONS') {
      if (isAllowed) {
        response.setHeader('access-control-allow-methods', 'GET, HEAD, POST')
        response.setHeader(
          'access-control-allow-headers',
          'Authorization, Content-Type, Range, Accept, X-Requested-With',
        )
        response.setHeader('access-control-allow-private-network', 'true')
        response.setHeader('access-control-max-age', '600')
      }
      response.writeHead(204).end()
      return
    }
    if (url.pathname.startsWith('/ipfs/')) return answerGateway(repo.blocks, url, request, response)
    const name = /^\/api\/v0\/(.+?)\/?$/.exec(url.pathname)?.[1]
    if (name === undefined) throw new RequestError(404, '404 page not found')
    return answerRpc(name, url, request, response)
  }

  async function answerRpc(
    name: string,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'OPTIONS, POST')
      throw new RequestError(405, '405 - Method Not Allowed')
    }
    if (!isTrusted(request, origins)) throw new RequestError(403, '403 - Forbidden')
    if (token !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      response.setHeader('www-authenticate', 'Bearer')
      throw new RequestError(401, 'a valid bearer token is required')
    }
    const call = Object.hasOwn(RPC_CALLS, name) ? RPC_CALLS[name] : undefined
    if (call === undefined) throw new RequestError(404, '404 page not found')
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes)
      throw new RequestError(413, 'body too large')

    const answers = call({
      repo,
      options: url.searchParams,
      request,
      response,
      body: limited(request, maxBodyBytes),
    })
    const isBytes = name === 'cat' || name === 'block/get'
    for await (const item of answers) {
      if (!response.headersSent) {
        if (!response.hasHeader('content-type')) {
          response.setHeader('content-type', isBytes ? 'application/octet-stream' : 'application/json')
        }
        response.setHeader(isBytes ? 'x-stream-output' : 'x-chunked-output', '1')
        response.setHeader('cache-control', 'no-store')
      }
      const chunk = item instanceof Uint8Array ? item : `${JSON.stringify(item)}\n`
      if (!response.write(chunk)) await drained(response)
    }
    if (!response.headersSent)
      response.setHeader('content-type', isBytes ? 'application/octet-stream' : 'application/json')
    response.end()
  }

  return {
    rpcUrl: url,
    gatewayUrl: url,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await Promise.allSettled(running)
      repo.close()
    },
  }
}

/** The URL under which others reach the node; null when nobody else does. */
function checkExposure({ host = '127.0.0.1', token, tls, publicUrl }: CreateNodeParameters): URL | null {
  if (publicUrl !== undefined && !URL.canParse(publicUrl))
    throw new NodeConfigInvalidError('its public URL is not a URL')
  const url = publicUrl === undefined ? null : new URL(publicUrl)
  if (token !== undefined && (token.length < MIN_TOKEN_LENGTH || !/^[\x21-\x7e]+$/.test(token))) {
    throw new NodeConfigInvalidError(`its token has fewer than ${MIN_TOKEN_LENGTH} characters, or spaces`)
  }
  if (isLoopback(host) && (url === null || isLoopback(url.hostname))) return url
  if (token === undefined) throw new NodeConfigInvalidError('beyond this machine it needs a token')
  if (tls === undefined && url?.protocol !== 'https:') {
    throw new NodeConfigInvalidError(
      'beyond this machine it needs TLS, or the https URL of a proxy that ends it',
    )
  }
  return url
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function checkOrigin(text: string): string {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new NodeConfigInvalidError('an allowed origin is not of the form http://host:port')
  }
  return text
}

/** Kubo's rules against requests forged by web pages. */
function isTrusted({ headers }: IncomingMessage, origins: ReadonlySet<string>): boolean {
  const { origin, referer } = headers
  if (origin !== undefined && !origins.has(origin)) return false
  if (referer !== undefined && (!URL.canParse(referer) || !origins.has(new URL(referer).origin))) return false
  const isBrowser =
    (headers['user-agent'] ?? '').startsWith('Mozilla') || headers['sec-fetch-site'] !== undefined
  return origin !== undefined || referer !== undefined || !isBrowser
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

async function* limited(request: IncomingMessage, most: number): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0
  for await (const chunk of request) {
    length += (chunk as Uint8Array).length
    if (length > most) throw new RequestError(413, 'body too large')
    yield chunk as Uint8Array
  }
}

async function drained(response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  const onClose = () => gone.abort()
  response.once('close', onClose)
  try {
    await once(response, 'drain', { signal: gone.signal })
  } finally {
    response.off('close', onClose)
  }
}

/** Answers in Kubo's form; once the answer is under way it is cut off, so that nobody takes it for whole. */
function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const status = error instanceof RequestError ? error.status : 500
  const message = error instanceof RequestError ? error.message : 'internal error'
  const type = error instanceof RequestError || !(error instanceof Error) ? null : error.name
  response.removeHeader('content-disposition')
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(
    JSON.stringify({
      Message: type === null ? message : `${message} (${type})`,
      Code: status < 500 ? 1 : 0,
      Type: 'error',
    }) + '\n',
  )
  // The rest of the body is let in for a moment, or the client would see a lost connection instead of the answer.
  request.resume()
  const timer = setTimeout(() => request.destroy(), 5_000)
  request.once('close', () => clearTimeout(timer))
}
