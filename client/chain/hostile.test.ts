import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { getAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BaseError } from '../errors/BaseError.ts'
import { ChainRequestFailedError } from '../errors/chain.ts'
import { checkDeployment } from './checkDeployment.ts'
import { createChain } from './createChain.ts'
import { chainError, isUserRejection, walletError } from './normalizeError.ts'
import { readChart } from './readChart.ts'
import { readChartsOpenTo } from './readChartsOpenTo.ts'
import { readGrant } from './readGrant.ts'
import { readProfilePointer } from './readProfilePointer.ts'
import { readRecords } from './readRecords.ts'
import type { Chain } from './types.ts'

const chart = `0x${'c1'.repeat(32)}` as const
const account = getAddress(`0x${'a1'.repeat(20)}`)

describe('what a wallet or a library throws', () => {
  const thrower = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no')
      },
    },
  )
  const odd = Object.assign(new Error('odd'), { message: { toString: 1 }, name: 7 })
  const cycle: { cause?: unknown } = {}
  cycle.cause = cycle
  const parts = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.anything({ withNullPrototype: true, withBigInt: true }),
      fc.constantFrom(
        thrower,
        odd,
        cycle,
        () => {},
        Symbol('s'),
        `0x${'00'.repeat(100_000)}`,
        '0x08c379a0',
        NaN,
      ),
      fc.record(
        {
          name: fc.oneof(
            fc.constantFrom('TypeError', 'HttpRequestError', 'ExecutionRevertedError'),
            tie('value'),
          ),
          message: fc.oneof(fc.constant('fetch failed'), tie('value')),
          details: tie('value'),
          code: fc.oneof(fc.constantFrom(3, -32603, 4900), tie('value')),
          data: tie('value'),
          cause: tie('value'),
          originalError: tie('value'),
        },
        { requiredKeys: [] },
      ),
    ),
  })).value

  it('is one of the client’s own errors, in words that are its own', () => {
    fc.assert(
      fc.property(parts, (thrown) => {
        for (const read of [chainError, walletError]) {
          const error = read(thrown)
          expect(error).toBeInstanceOf(BaseError)
          expect(error.shortMessage).toMatch(/^[A-Z].*\.$/s)
          expect(error.message).toBeTypeOf('string')
          expect(error.walk()).toBeDefined()
        }
        expect(isUserRejection(thrown)).toBeTypeOf('boolean')
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a hostile node', () => {
  let server: Server
  let chain: Chain
  let requests = 0
  /** What it answers to each method; the rest gets `result`. */
  let answer: (method: string) => unknown = () => null
  let isWrapped = true

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests++
      let text = ''
      request.on('data', (part: Buffer) => (text += part.toString()))
      request.on('end', () => {
        const asked = JSON.parse(text) as { id: number; method: string } | { id: number; method: string }[]
        const reply = (one: { id: number; method: string }) =>
          isWrapped ? { jsonrpc: '2.0', id: one.id, result: answer(one.method) } : answer(one.method)
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(Array.isArray(asked) ? asked.map(reply) : reply(asked)) ?? 'null')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    chain = createChain({
      version: 1,
      chain: { id: 31337, name: 'Chain', rpcUrl: url, local: true, confirmations: 0 },
      contracts: {
        registrar: account,
        credentials: account,
        charts: account,
        deployBlock: 1,
        deployBlockHash: `0x${'12'.repeat(32)}`,
      },
      stores: [{ name: 'Store', rpcUrl: url, gatewayUrl: url }],
      storesRequired: 1,
      demo: true,
      maxFileBytes: 1000,
    })
  })
  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
  })

  const questions: readonly (() => Promise<unknown>)[] = [
    () => checkDeployment(chain),
    () => readProfilePointer(chain, { account }),
    () => readChart(chain, { chart }),
    () => readRecords(chain, { chart, to: 3 }),
    () => readGrant(chain, { chart, grantee: account }),
    () => readChartsOpenTo(chain, { account }),
  ]

  async function survives(ask: () => Promise<unknown>): Promise<BaseError | null> {
    try {
      await ask()
      return null
    } catch (error) {
      if (error instanceof BaseError) return error
      throw error
    }
  }

  const word = fc
    .constantFrom('00', 'ff', '20', '40', '01', '7f')
    .map((byte) => byte.padStart(64, byte === 'ff' ? 'f' : '0'))
  const words = fc.array(word, { maxLength: 40 }).map((all) => `0x${all.join('')}`)
  const log = fc.record({
    address: fc.constant(account),
    topics: fc.array(words, { maxLength: 5 }),
    data: words,
    blockNumber: fc.constantFrom('0x1', null, 'x'),
    transactionHash: fc.constantFrom(`0x${'33'.repeat(32)}`, null),
    logIndex: fc.constantFrom('0x0', {}),
  })
  const results = fc.oneof(
    words,
    fc.jsonValue({ maxDepth: 3 }),
    fc.array(log, { maxLength: 3 }),
    fc.constantFrom(
      '0x',
      '0x0',
      '0x64',
      `0x${'0'.repeat(63)}`,
      `0x${'20'.padStart(64, '0')}${'f'.repeat(64)}`,
    ),
    fc.constant(`0x${'20'.padStart(64, '0').repeat(5_000)}`),
  )

  it('is answered to in words, and not asked for ever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...questions), results, async (ask, result) => {
        isWrapped = true
        answer = (method) => (method === 'eth_blockNumber' ? '0x64' : result)
        requests = 0
        await expect(survives(ask)).resolves.toBeDefined()
        expect(requests).toBeLessThan(60)
      }),
      { numRuns: 120 },
    )
  })

  it('is not asked for ever when it names a block that is far away', async () => {
    isWrapped = true
    answer = (method) => (method === 'eth_blockNumber' ? '0x1fffffffffffff' : [])
    requests = 0
    expect(await survives(() => readChartsOpenTo(chain, { account }))).toBeInstanceOf(ChainRequestFailedError)
    expect(requests).toBeLessThan(2_010)
  }, 120_000)

  it('is answered to in words, whatever it answers instead of JSON-RPC', async () => {
    const replies = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({
        error: fc.record({ code: fc.jsonValue(), message: fc.jsonValue(), data: fc.jsonValue() }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...questions), replies, async (ask, reply) => {
        isWrapped = false
        answer = () => reply
        requests = 0
        await expect(survives(ask)).resolves.toBeDefined()
        expect(requests).toBeLessThan(60)
      }),
      { numRuns: 100 },
    )
  }, 120_000)
})
