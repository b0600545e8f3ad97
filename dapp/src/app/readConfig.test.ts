import { afterEach, expect, test, vi } from 'vitest'
import { readError } from '../worker/readError.ts'
import { readConfig } from './readConfig.ts'

afterEach(() => vi.unstubAllGlobals())

const CONFIG = {
  version: 1,
  chain: { id: 31337, name: 'Local chain', rpcUrl: 'http://127.0.0.1:8545', local: true, confirmations: 0 },
  contracts: {
    registrar: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
    credentials: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
    charts: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
    deployBlock: 1,
    deployBlockHash: `0x${'ab'.repeat(32)}`,
  },
  stores: [{ name: 'Local', rpcUrl: 'http://127.0.0.1:5001', gatewayUrl: 'http://127.0.0.1:5001' }],
  storesRequired: 1,
  demo: true,
  maxFileBytes: 104_857_600,
}

function serve(answer: () => Promise<Response>) {
  const fetched = vi.fn<typeof fetch>(answer)
  vi.stubGlobal('fetch', fetched)
  return fetched
}

async function sentenceOf(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.then(
    () => null,
    (caught: unknown) => caught,
  )
  const read = readError(error)
  return read.kind === 'failed' ? `${read.failure.name}: ${read.failure.sentence}` : read.kind
}

test('chartkey.json is read from beside the page, past every cache', async () => {
  const fetched = serve(async () => Response.json(CONFIG))
  expect(await readConfig()).toEqual(CONFIG)
  expect(fetched).toHaveBeenCalledExactlyOnceWith(new URL('chartkey.json', document.baseURI), {
    cache: 'no-store',
  })
})

test.each([
  ['answered with 404', async () => new Response('', { status: 404 })],
  ['not reached', () => Promise.reject(new TypeError('Failed to fetch'))],
])('one that is %s is said to be missing', async (_, answer) => {
  serve(answer)
  expect(await sentenceOf(readConfig())).toBe(
    'ConfigMissingError: This site lacks its settings (chartkey.json), so it does not know its chain or stores. Tell who runs it.',
  )
})

test.each([
  ['no JSON', 'not json', 'it is not JSON'],
  ['of another version', JSON.stringify({ ...CONFIG, version: 2 }), '"version" is not 1'],
  [
    'for practice on a public chain',
    JSON.stringify({ ...CONFIG, chain: { ...CONFIG.chain, local: false } }),
    '"demo" is only for a local chain',
  ],
])('one that is %s is said to be broken, and where', async (_, text, reason) => {
  serve(async () => new Response(text))
  expect(await sentenceOf(readConfig())).toBe(
    `ConfigInvalidError: chartkey.json cannot be used: ${reason}. Deploy again, or correct the file.`,
  )
})
