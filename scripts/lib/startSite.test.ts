import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ChartkeyConfig } from '../../client/config.ts'
import { startSite, type RunningSite } from './startSite.ts'

const config: ChartkeyConfig = {
  version: 1,
  chain: { id: 31337, name: 'This computer', rpcUrl: 'http://127.0.0.1:8545', local: true, confirmations: 0 },
  contracts: {
    registrar: `0x${'1'.repeat(40)}`,
    credentials: `0x${'4'.repeat(40)}`,
    charts: `0x${'2'.repeat(40)}`,
    deployBlock: 1,
    deployBlockHash: `0x${'3'.repeat(64)}`,
  },
  stores: [{ name: 'This computer', rpcUrl: 'http://127.0.0.1:5001', gatewayUrl: 'http://127.0.0.1:8080' }],
  storesRequired: 1,
  demo: true,
  maxFileBytes: 1_000,
}

let folder: string
let site: RunningSite

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-site-'))
  await mkdir(path.join(folder, 'dapp', 'assets'), { recursive: true })
  await writeFile(path.join(folder, 'secret.txt'), 'outside')
  await writeFile(path.join(folder, 'dapp', 'index.html'), '<!doctype html>')
  await writeFile(path.join(folder, 'dapp', 'assets', 'main-a1b2.js'), 'export {}')
  site = await startSite({ directory: path.join(folder, 'dapp'), config })
})

afterEach(async () => {
  await site.stop()
  await rm(folder, { recursive: true })
})

/** By node:http, since fetch tidies paths and refuses to set Host. */
function get(target: string, options: { method?: string; host?: string } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const asked = request(
        {
          port: site.port,
          host: '127.0.0.1',
          path: target,
          method: options.method ?? 'GET',
          headers: options.host === undefined ? {} : { host: options.host },
        },
        async (response) => {
          let body = ''
          for await (const chunk of response) body += String(chunk)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        },
      )
      asked.once('error', reject)
      asked.end()
    },
  )
}

describe('startSite', () => {
  it('serves the page, its parts and the configuration', async () => {
    const page = await get('/')
    expect(page).toMatchObject({ status: 200, body: '<!doctype html>' })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['cache-control']).toBe('no-cache')
    const part = await get('/assets/main-a1b2.js')
    expect(part.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(part.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(JSON.parse((await get('/chartkey.json')).body)).toEqual(config)
  })

  it('says in every answer where the page may connect to and who may frame it', async () => {
    for (const target of ['/', '/nothing', '/chartkey.json']) {
      const { headers } = await get(target)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['content-security-policy']).toContain(
        "connect-src 'self' http://127.0.0.1:8545 http://127.0.0.1:5001 http://127.0.0.1:8080;",
      )
      expect(headers['content-security-policy']).not.toMatch(/unsafe/)
    }
  })

  it('never leaves its folder', async () => {
    for (const target of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/%5c..%5csecret.txt',
      '/%00',
      '/%',
    ]) {
      const { status, body } = await get(target)
      expect([400, 404], target).toContain(status)
      expect(body).not.toContain('outside')
    }
  })

  it('refuses other methods and other names for its address', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405)
    expect((await get('/', { host: 'evil.example' })).status).toBe(421)
    expect((await get('/', { method: 'HEAD' })).status).toBe(200)
  })

  it('takes another port when the one asked for is busy', async () => {
    const second = await startSite({ directory: path.join(folder, 'dapp'), config, port: site.port })
    expect(second.port).not.toBe(site.port)
    await second.stop()
  })
})
