import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What a store can do wrong with a block that it is asked for, or with blocks that it is given:
 * - `lie` changes one byte, `swap` gives another block, `truncate` stops early and says that this is all,
 *   `cut` loses the connection half way, `swell` never stops, `drop` says not found, `break` fails,
 *   `hang` never answers, `page` gives a web page.
 * - `forget` says that it has stored and pinned what it threw away, `unpin` that it cannot pin, `babble` is no JSON.
 */
export type Fault =
  | 'lie'
  | 'swap'
  | 'truncate'
  | 'cut'
  | 'swell'
  | 'drop'
  | 'break'
  | 'hang'
  | 'page'
  | 'forget'
  | 'unpin'
  | 'babble'

export type FaultyProxy = {
  readonly rpcUrl: string
  readonly gatewayUrl: string
  /** The fault of the requests from now on; null for none. */
  fault: Fault | null
  /** Leaves the first requests of the fault alone. */
  spare: number
  /** Requests so far. */
  readonly requests: number
  stop(): Promise<void>
}

/** Stands in front of a store and passes everything on, but for the fault that is set. */
export async function startFaultyProxy(target: { rpcUrl: string; gatewayUrl: string }): Promise<FaultyProxy> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  let requests = 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin } = request.headers
    if (origin !== undefined) response.setHeader('access-control-allow-origin', origin)
    if (request.method === 'OPTIONS') {
      const allowed = 'accept, authorization, content-type'
      return void response.writeHead(204, { 'access-control-allow-headers': allowed }).end()
    }
    requests += 1
    const url = request.url ?? '/'
    const isRead = url.startsWith('/ipfs/')
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Uint8Array>))
    const fault = proxy.fault !== null && proxy.spare-- > 0 ? null : proxy.fault
    if (fault === 'hang') return
    if (fault === 'drop' && isRead) return void response.writeHead(404).end('not found')
    if (fault === 'break')
      return void response.writeHead(500).end('{"Message":"disk full","Code":0,"Type":"error"}')
    if (fault === 'page') {
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<h1>Welcome to the hotel’s network</h1>')
    }
    if (!isRead && fault === 'babble') return void response.writeHead(200).end('yes!')
    if (!isRead && fault === 'unpin') {
      const root = { Cid: { '/': rootOf(body) }, PinErrorMsg: 'could not find a block' }
      return void response.writeHead(200).end(`${JSON.stringify({ Root: root })}\n`)
    }
    if (!isRead && fault === 'forget') {
      const root = { Cid: { '/': rootOf(body) }, PinErrorMsg: '' }
      return void response.writeHead(200).end(`${JSON.stringify({ Root: root })}\n`)
    }

    const passed = await fetch(`${isRead ? target.gatewayUrl : target.rpcUrl}${url}`, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(
        ['content-type', 'accept', 'authorization']
          .filter((name) => request.headers[name] !== undefined)
          .map((name) => [name, request.headers[name] as string]),
      ),
      ...(body.length > 0 ? { body } : {}),
    })
    const bytes = Buffer.from(await passed.arrayBuffer())
    const type = { 'content-type': passed.headers.get('content-type') ?? '' }
    if (!isRead || passed.status !== 200 || fault === null) {
      response.writeHead(passed.status, type).end(bytes)
    } else if (fault === 'lie') {
      bytes[bytes.length >> 1]! ^= 1
      response.writeHead(200, type).end(bytes)
    } else if (fault === 'swap') {
      response.writeHead(200, type).end('a block, though another')
    } else if (fault === 'truncate') {
      response.writeHead(200, type).end(bytes.subarray(0, bytes.length - 1))
    } else if (fault === 'cut') {
      response.writeHead(200, { ...type, 'content-length': bytes.length })
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy())
    } else if (fault === 'swell') {
      response.writeHead(200, type)
      const more = Buffer.alloc(65_536)
      while (!response.destroyed) if (!response.write(more)) await once(response, 'drain').catch(() => {})
    } else {
      response.writeHead(passed.status, type).end(bytes)
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const proxy: FaultyProxy = {
    rpcUrl: url,
    gatewayUrl: url,
    fault: null,
    spare: 0,
    get requests() {
      return requests
    },
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return proxy
}

/** The root that the pinned CAR of a form names, by a search for its bytes; good enough for one that lies. */
function rootOf(body: Buffer): string {
  const at = body.indexOf(Buffer.from([0xd8, 0x2a, 0x58, 0x25, 0x00]))
  return at < 0 ? '' : base32(body.subarray(at + 5, at + 5 + 36))
}

function base32(bytes: Uint8Array): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  let bits = 0
  let value = 0
  let text = 'b'
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet[(value >> (bits - 5)) & 31]
    value &= 0xff
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text
}
