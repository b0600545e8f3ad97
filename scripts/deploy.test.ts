import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { parseChartkeyConfig } from '#client'
import { startNodeProcess } from './lib/processes.ts'
import { startChain } from './lib/startChain.ts'
import type { RunningChain } from './lib/startChain.ts'

let chain: RunningChain
let folder: string
beforeAll(async () => {
  chain = await startChain()
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-deploy-'))
}, 60_000)
afterAll(async () => {
  await chain.stop()
  await rm(folder, { recursive: true, force: true })
})

async function deploy(...args: string[]): Promise<{ code: number; output: string }> {
  const child = startNodeProcess(['scripts/deploy.ts', ...args])
  const code = await child.exited
  return { code, output: child.tail() }
}

test('a second deployment finds what the first one deployed, and keeps its stores', async () => {
  const out = path.join(folder, 'chartkey.json')
  const store = 'Cellar,http://127.0.0.1:5009,http://127.0.0.1:8089'
  expect(await deploy('--rpc-url', chain.rpcUrl, '--store', store, '--out', out)).toMatchObject({ code: 0 })
  const first = parseChartkeyConfig(await readFile(out, 'utf8'))
  expect(first).toMatchObject({
    chain: { id: 31337, rpcUrl: chain.rpcUrl, local: true, confirmations: 0 },
    contracts: { deployBlock: 1 },
    stores: [{ name: 'Cellar', rpcUrl: 'http://127.0.0.1:5009', gatewayUrl: 'http://127.0.0.1:8089' }],
    demo: true,
  })
  expect(await deploy('--rpc-url', chain.rpcUrl, '--out', out)).toMatchObject({ code: 0 })
  expect(parseChartkeyConfig(await readFile(out, 'utf8'))).toEqual(first)
}, 60_000)

test.each([
  [['--network', 'moon'], 'There is no network "moon". Choose among local, sepolia.'],
  [['--store', 'x'], '"x" is not a store. Write NAME,RPC-URL,GATEWAY-URL.'],
])(
  '%j is refused with a sentence',
  async (args, sentence) => {
    expect(await deploy(...args)).toEqual({ code: 1, output: sentence })
  },
  60_000,
)

test('a node that is not there is named', async () => {
  const { code, output } = await deploy(
    '--rpc-url',
    'http://127.0.0.1:9',
    '--out',
    path.join(folder, 'x.json'),
  )
  expect(code).toBe(1)
  expect(output.split('\n')).toHaveLength(1)
}, 60_000)
