import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseChartkeyConfig } from '#client'
import { startNodeProcess } from './lib/processes.ts'
import { startChain } from './lib/startChain.ts'
import type { RunningChain } from './lib/startChain.ts'

const ACCOUNT_0 = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const ACCOUNT_1 = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

let chain: RunningChain
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-deploy-'))
  file = path.join(folder, 'chartkey.json')
  chain = await startChain()
}, 120_000)
afterAll(async () => {
  await chain?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function rpc<T>(method: string, ...params: unknown[]): Promise<T> {
  const response = await fetch(chain.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return ((await response.json()) as { result: T }).result
}

const start = (...args: string[]) => startNodeProcess(['scripts/deploy.ts', ...args])
const toChain = (...args: string[]) =>
  start('--rpc-url', chain.rpcUrl, '--out', file, '--governance', ACCOUNT_1, ...args)
const STORE = 'Cellar,http://127.0.0.1:5009,http://127.0.0.1:8089'

it('resumes a deployment that was killed, deploys nothing twice, keeps its stores, and tells what it did', async () => {
  await rpc('evm_setAutomine', false)
  const killed = toChain()
  let pending = 0
  while (pending === 0) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    pending = Number(await rpc('eth_getTransactionCount', ACCOUNT_0, 'pending'))
  }
  process.kill(killed.pid, 'SIGKILL')
  await killed.exited
  await rpc('evm_mine')
  await rpc('evm_setAutomine', true)

  const resumed = toChain('--store', STORE)
  expect(await resumed.exited, resumed.tail()).toBe(0)
  expect(Number(await rpc('eth_getTransactionCount', ACCOUNT_0, 'latest'))).toBe(3)
  expect(resumed.tail()).toContain(`Governance of the credentials: ${ACCOUNT_1}`)
  expect(resumed.tail()).toMatch(/Charts +0x\w{40} {2}\d+ bytes, \d+ left under EIP-170/)
  const config = parseChartkeyConfig(await readFile(file, 'utf8'))
  expect(config).toMatchObject({
    chain: { id: 31337, rpcUrl: chain.rpcUrl, local: true, confirmations: 0 },
    stores: [{ name: 'Cellar', rpcUrl: 'http://127.0.0.1:5009', gatewayUrl: 'http://127.0.0.1:8089' }],
    demo: true,
  })

  const again = toChain()
  expect(await again.exited, again.tail()).toBe(0)
  expect(parseChartkeyConfig(await readFile(file, 'utf8'))).toEqual(config)
  expect(Number(await rpc('eth_getTransactionCount', ACCOUNT_0, 'latest'))).toBe(3)
}, 600_000)

it.each([
  ['sepolia', 'Sepolia (chain 11155111)'],
  ['baseSepolia', 'Base Sepolia (chain 84532)'],
])(
  'tries a deployment to %s without sending anything there',
  async (network, title) => {
    const tried = start('--network', network, '--dry-run', '--governance', ACCOUNT_1)
    expect(await tried.exited, tried.tail()).toBe(0)
    expect(tried.tail()).toContain(`Would deploy on ${title}`)
    expect(tried.tail()).toContain(`npx hardhat verify --network ${network}`)
    expect(tried.tail()).toContain('Nothing was sent and nothing written.')
  },
  300_000,
)

it('asks who governs the credentials of a public network', async () => {
  const refused = start('--network', 'sepolia')
  expect(await refused.exited).toBe(1)
  expect(refused.tail()).toContain('Nobody is named to govern the credentials.')
}, 120_000)

async function deploy(...args: string[]): Promise<{ code: number; output: string }> {
  const child = startNodeProcess(['scripts/deploy.ts', ...args])
  const code = await child.exited
  return { code, output: child.tail() }
}

it.each([
  [['--network', 'moon'], 'There is no network "moon". Choose among local, sepolia, baseSepolia.'],
  [['--store', 'x'], '"x" is not a store. Write NAME,RPC-URL,GATEWAY-URL.'],
])(
  '%j is refused with a sentence',
  async (args, sentence) => {
    expect(await deploy(...args)).toEqual({ code: 1, output: sentence })
  },
  60_000,
)

it('a node that is not there is named', async () => {
  const { code, output } = await deploy(
    '--rpc-url',
    'http://127.0.0.1:9',
    '--out',
    path.join(folder, 'x.json'),
  )
  expect(code).toBe(1)
  expect(output.split('\n')).toHaveLength(1)
}, 60_000)
