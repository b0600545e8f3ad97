import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dagCborBlock } from '../../test/lib/blocks.ts'
import { createStore } from '../../client/ipfs/createStore.ts'
import { StoreRefusedError } from '../../client/errors/ipfs.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'
import type { TestNode } from '../../test/lib/startTestNode.ts'
import { createNode } from './createNode.ts'
import { DirectoryInUseError, NodeConfigInvalidError } from './errors.ts'

const PAGE = 'http://127.0.0.1:3000'
const STRANGER = 'https://stranger.example'
const TOKEN = 'a-token-of-enough-characters'

/** A request with whatever headers, as a browser or an attacker would send. */
function send(url: string, method: string, headers: Record<string, string> = {}, body?: string) {
  return new Promise<IncomingMessage & { text: string }>((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve(Object.assign(response, { text })))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('pages and the node', () => {
  let node: TestNode
  let version: string

  beforeAll(async () => {
    node = await startTestNode({ origins: [PAGE] })
    version = `${node.rpcUrl}/api/v0/version`
  })

  afterAll(() => node?.stop())

  it('lets a page of the list, and programs, call the RPC', async () => {
    const page = await send(version, 'POST', {
      origin: PAGE,
      referer: `${PAGE}/`,
      'user-agent': 'Mozilla/5.0',
    })
    expect(page.statusCode).toBe(200)
    expect(page.headers['access-control-allow-origin']).toBe(PAGE)
    expect(page.headers.vary).toContain('Origin')
    expect((await send(version, 'POST', { 'user-agent': 'curl/8' })).statusCode).toBe(200)
    expect((await send(version, 'POST')).statusCode).toBe(200)
  })

  it.each([
    ['another origin', { origin: STRANGER }],
    ['a sandboxed page', { origin: 'null' }],
    ['the node’s own origin', { origin: 'http://127.0.0.1' }],
    ['another referer', { referer: `${STRANGER}/page` }],
    ['a referer that is no URL', { referer: 'nonsense' }],
    ['a browser that hides where it comes from', { 'user-agent': 'Mozilla/5.0' }],
    ['a browser’s form', { 'sec-fetch-site': 'cross-site', 'user-agent': 'x' }],
    ['a listed origin with another referer', { origin: PAGE, referer: `${STRANGER}/` }],
  ])('refuses the RPC to %s', async (_, headers) => {
    const refused = await send(version, 'POST', headers)
    expect(refused.statusCode).toBe(403)
    expect(refused.headers['access-control-allow-origin']).not.toBe(STRANGER)
    expect(JSON.parse(refused.text)).toEqual({ Message: '403 - Forbidden', Code: 1, Type: 'error' })
  })

  it('refuses names that were made to point at this machine', async () => {
    for (const path of ['/api/v0/version', '/ipfs/bafkqaaa?format=raw']) {
      const method = path.startsWith('/api') ? 'POST' : 'GET'
      expect((await send(node.rpcUrl + path, method, { host: 'rebound.example' })).statusCode).toBe(403)
    }
    const { port } = new URL(node.rpcUrl)
    expect((await send(version, 'POST', { host: `localhost:${port}` })).statusCode).toBe(200)
  })

  it('answers the preflight of a page of the list, and no other', async () => {
    const ask = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
    const listed = await send(version, 'OPTIONS', { origin: PAGE, ...ask })
    expect(listed.statusCode).toBe(204)
    expect(listed.headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-methods': 'GET, HEAD, POST',
    })
    expect(listed.headers['access-control-allow-headers']).toContain('Authorization')
    const stranger = await send(version, 'OPTIONS', { origin: STRANGER, ...ask })
    expect(stranger.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('opens the gateway’s answers to pages of the list alone', async () => {
    const url = `${node.gatewayUrl}/ipfs/bafkqaaa?format=raw`
    expect((await send(url, 'GET', { origin: PAGE })).headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'x-content-type-options': 'nosniff',
    })
    expect(
      (await send(url, 'GET', { origin: STRANGER })).headers['access-control-allow-origin'],
    ).toBeUndefined()
  })

  it('takes POST for the RPC and GET for the gateway, and knows no other paths', async () => {
    expect((await send(version, 'GET')).statusCode).toBe(405)
    expect((await send(`${node.gatewayUrl}/ipfs/bafkqaaa?format=raw`, 'POST')).statusCode).toBe(405)
    for (const name of ['constructor', '__proto__', 'config', 'files/ls', '']) {
      expect((await send(`${node.rpcUrl}/api/v0/${name}`, 'POST')).statusCode).toBe(404)
    }
    expect((await send(`${node.rpcUrl}/`, 'GET')).statusCode).toBe(404)
  })

  it('never answers with a page', async () => {
    for (const path of ['/', '/ipfs/', '/ipfs/<script>', '/api/v0/cat?arg=<script>']) {
      const { headers } = await send(node.rpcUrl + encodeURI(path), path.startsWith('/api') ? 'POST' : 'GET')
      expect(headers['content-type']).toBe('application/json')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toContain('sandbox')
    }
  })
})

describe('limits', () => {
  it('refuses a body beyond the limit, announced or not, and keeps running', async () => {
    const node = await startTestNode({ maxBodyBytes: 1_000_000 })
    const store = createStore({ name: 'Small', ...node })
    const blocks = await Promise.all(
      [1, 2].map((n) =>
        dagCborBlock(new Uint8Array([0x5a, 0x00, 0x09, 0x27, 0xc0, ...new Uint8Array(600_000).fill(n)])),
      ),
    )
    const error: unknown = await store.importBlocks(blocks).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(StoreRefusedError)
    expect((error as StoreRefusedError).status).toBe(413)

    const chunked = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        `${node.rpcUrl}/api/v0/dag/import`,
        { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      )
      sent.on('error', reject)
      for (let i = 0; i < 20; i++) sent.write(Buffer.alloc(65_536))
      sent.end()
    })
    expect(chunked).toBe(413)
    await store.importBlocks(blocks.slice(0, 1))
    await node.stop()
  })
})

describe('a token', () => {
  let node: TestNode

  beforeAll(async () => {
    node = await startTestNode({ token: TOKEN })
  })

  afterAll(() => node?.stop())

  it('is demanded by the RPC, and not by the gateway', async () => {
    const url = `${node.rpcUrl}/api/v0/version`
    expect((await send(url, 'POST')).statusCode).toBe(401)
    expect((await send(url, 'POST', { authorization: `Bearer ${TOKEN}x` })).statusCode).toBe(401)
    expect((await send(url, 'POST', { authorization: `Bearer ${TOKEN}` })).statusCode).toBe(200)
    expect((await send(`${node.gatewayUrl}/ipfs/bafkqaaa?format=raw`, 'GET')).statusCode).toBe(200)
  })

  it('is sent by the client, which says what to do without', async () => {
    const block = await dagCborBlock(Uint8Array.of(0xa0))
    await createStore({ name: 'Mine', ...node, token: TOKEN }).importBlocks([block], { pinned: block.cid })
    await expect(createStore({ name: 'Mine', ...node }).importBlocks([block])).rejects.toThrow(
      'The store “Mine” does not accept requests from here. Check its token and its list of origins.',
    )
  })
})

describe('createNode', () => {
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'chartkey-node-'))
  })

  afterAll(() => rm(directory, { recursive: true, force: true }))

  it.each([
    ['a token', { host: '0.0.0.0' }],
    ['a token', { host: '192.0.2.1', tls: { key: '', cert: '' } }],
    ['a token', { publicUrl: 'https://store.example' }],
    ['TLS, or the https URL of a proxy that ends it', { host: '0.0.0.0', token: TOKEN }],
    ['TLS, or the https URL of a proxy that ends it', { publicUrl: 'http://store.example', token: TOKEN }],
  ])('beyond this machine demands %s: %o', async (needed, parameters) => {
    await expect(createNode({ directory, ...(parameters as object) })).rejects.toThrow(
      `The store cannot start: beyond this machine it needs ${needed}.`,
    )
  })

  it.each([
    { token: 'short' },
    { token: 'a token with several spaces' },
    { origins: ['*'] },
    { origins: ['http://127.0.0.1:3000/'] },
    { publicUrl: 'nonsense' },
  ])('refuses %o', async (parameters) => {
    await expect(createNode({ directory, ...parameters })).rejects.toThrow(NodeConfigInvalidError)
  })

  it('serves the name of a proxy that ends TLS', async () => {
    const node = await createNode({ directory, publicUrl: 'https://store.example', token: TOKEN, port: 0 })
    expect(node).toMatchObject({ rpcUrl: 'https://store.example', gatewayUrl: 'https://store.example' })
    await node.close()
  })

  it('keeps a second node off its directory, and off its port', async () => {
    const node = await createNode({ directory })
    await expect(createNode({ directory })).rejects.toThrow(DirectoryInUseError)
    const other = await mkdtemp(path.join(tmpdir(), 'chartkey-node-'))
    const port = Number(new URL(node.rpcUrl).port)
    await expect(createNode({ directory: other, port })).rejects.toThrow('address or port is taken')
    await node.close()
    await (await createNode({ directory, port })).close()
    await (await createNode({ directory: other })).close()
    await rm(other, { recursive: true })
  })
})
