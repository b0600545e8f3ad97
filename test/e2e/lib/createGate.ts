import { createServer, request, type Server } from 'node:http'

import { freePort } from '../../../scripts/lib/freePort.ts'

export interface Gate {
  /** Where the page finds what lies behind. */
  readonly url: string
  /** Nobody listens at the address any more, as when the machine behind is off. */
  close(): Promise<void>
  /** Listens again at the same address. */
  open(): Promise<void>
}

/** Stands before a server, so that it can go and come back at one address without losing what it holds. */
export async function createGate(target: string): Promise<Gate> {
  const { hostname, port: targetPort } = new URL(target)
  const port = await freePort()
  let server: Server | null = null

  async function open(): Promise<void> {
    if (server !== null) return
    const next = createServer((incoming, outgoing) => {
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
          answer.pipe(outgoing)
        },
      )
      forward.once('error', () => outgoing.destroy())
      outgoing.once('close', () => forward.destroy())
      incoming.pipe(forward)
    })
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject)
      next.listen(port, '127.0.0.1', resolve)
    })
    server = next
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
  return { url: `http://127.0.0.1:${port}`, open, close }
}
