import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import path from 'node:path'

import type { ChartkeyConfig } from '../../client/config.ts'
import { freePort } from './freePort.ts'

export interface RunningSite {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

export interface StartSiteOptions {
  /** The folder of the built dApp. */
  readonly directory: string
  /** Served as `chartkey.json`; also decides where the page may connect to. */
  readonly config: ChartkeyConfig
  /** Taken when free, else the system chooses one. */
  readonly port?: number
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Serves the built dApp on 127.0.0.1 with its configuration and with the headers that a page holding keys needs. */
export async function startSite({ directory, config, port = 0 }: StartSiteOptions): Promise<RunningSite> {
  const root = path.resolve(directory)
  const headers = securityHeaders(config)
  const configText = JSON.stringify(config, null, 2) + '\n'
  const chosen = await freePort(port)
  // Another name for this address would make it another site's (DNS rebinding).
  const hosts = new Set([`127.0.0.1:${chosen}`, `localhost:${chosen}`])

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!hosts.has(request.headers.host ?? '')) return refuse(response, 421)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
    const target = URL.parse(request.url ?? '/', 'http://localhost')
    const name = target === null ? null : decode(target.pathname)
    if (name === null) return refuse(response, 400)
    if (name === '/chartkey.json') {
      response.setHeader('content-type', TYPES['.json']!)
      response.setHeader('cache-control', 'no-store')
      response.end(request.method === 'HEAD' ? undefined : configText)
      return
    }
    const file = path.join(root, name === '/' ? 'index.html' : name)
    if (!file.startsWith(root + path.sep)) return refuse(response, 404)
    void sendFile(response, file, request.method === 'HEAD')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(chosen, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${chosen}/`,
    port: chosen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The headers of every answer; the page may connect to the chain and the stores of `config` and to nothing else. */
export function securityHeaders(config: ChartkeyConfig): Record<string, string> {
  const peers = [config.chain.rpcUrl, ...config.stores.flatMap((store) => [store.rpcUrl, store.gatewayUrl])]
  const origins = [...new Set(peers.map((url) => new URL(url).origin))]
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' blob: data:",
      'frame-src blob:',
      'object-src blob:',
      `connect-src 'self' ${origins.join(' ')}`,
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
}

async function sendFile(response: ServerResponse, file: string, isHead: boolean): Promise<void> {
  const found = await stat(file).catch(() => null)
  if (found === null || !found.isFile()) return refuse(response, 404)
  const isHashed = path.basename(path.dirname(file)) === 'assets'
  response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
  response.setHeader('content-length', found.size)
  response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (isHead) {
    response.end()
    return
  }
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
}

function refuse(response: ServerResponse, status: number): void {
  response.statusCode = status
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.end(`${status}\n`)
}

function decode(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname)
    return name.includes('\0') || name.includes('\\') ? null : name
  } catch {
    return null
  }
}
