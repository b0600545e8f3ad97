import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import { freePort } from '../../../scripts/lib/freePort.ts'

export interface Gate {
  /** Where the page finds what lies behind. */
  readonly url: string
  /** Nobody listens at the address any more, as when the machine behind is off. */
  close(): Promise<void>
  /** Listens again at the same address. */
  open(): Promise<void>
  /** Changes a byte of each answer to a path that this accepts; null lets all pass as they are. */
  spoil(accepts: ((path: string) => boolean) | null): void
}

/** Stands before a server, so that it can go, come back and lie at one address without losing what it holds. */
export async function createGate(target: string): Promise<Gate> {
  const { hostname, port: targetPort } = new URL(target)
  const port = await freePort()
  let server: Server | null = null
  let spoils: ((path: string) => boolean) | null = null

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const forward = request(
      {
        hostname,
        port: targetPort,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: `${hostname}:${targetPort}` },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        if (incoming.method !== 'GET' || spoils?.(incoming.url ?? '/') !== true) {
          answer.pipe(outgoing)
          return
        }
        answer.on('data', (chunk: Buffer) => {
          const changed = Buffer.from(chunk)
          changed[0] = (changed[0] ?? 0) ^ 1
          outgoing.write(changed)
        })
        answer.on('end', () => outgoing.end())
      },
    )
    forward.once('error', () => outgoing.destroy())
    outgoing.once('close', () => forward.destroy())
    incoming.pipe(forward)
  }

  async function open(): Promise<void> {
    if (server !== null) return
    const next = createServer(pass)
    server = next
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject)
      next.listen(port, '127.0.0.1', resolve)
    })
  }

  async function close(): Promise<void> {
    const last = server
    server = null
    if (last === null) return
    await new Promise<void>((resolve) => {
      last.close(() => resolve())
      last.closeAllConnections()
    })
  }

  await open()
  return { url: `http://127.0.0.1:${port}`, open, close, spoil: (accepts) => (spoils = accepts) }
}
