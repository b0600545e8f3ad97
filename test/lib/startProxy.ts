import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands between the client and a real chain or store, and can misbehave. */
export type Proxy = {
  readonly url: string
  /** While true, connections are cut without an answer. */
  isDown: boolean
  /** Changes an answer's bytes, by path. */
  rewrite: ((path: string, body: Buffer) => Buffer) | null
  stop(): Promise<void>
}

/** Starts a proxy of an HTTP service on a free port of 127.0.0.1. */
export async function startProxy(target: string): Promise<Proxy> {
  const server = createServer((incoming, outgoing) => {
    if (proxy.isDown) {
      incoming.destroy()
      return
    }
    const path = incoming.url ?? '/'
    const headers = { ...incoming.headers, host: new URL(target).host }
    const forwarded = request(new URL(path, target), { method: incoming.method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        const { 'transfer-encoding': _, 'content-length': __, ...kept } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, kept)
        outgoing.end(proxy.rewrite === null ? body : proxy.rewrite(path, body))
      })
    })
    forwarded.on('error', () => outgoing.destroy())
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isDown: false,
    rewrite: null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return proxy
}
