import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigInvalidError } from './errors/config.ts'
import { parseChartkeyConfig } from './config.ts'

const config = {
  version: 1,
  chain: { id: 31337, name: 'Local chain', rpcUrl: 'http://127.0.0.1:8545', local: true, confirmations: 0 },
  contracts: {
    registrar: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
    credentials: '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0',
    charts: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
    deployBlock: 1,
    deployBlockHash: `0x${'12'.repeat(32)}`,
  },
  stores: [{ name: 'Here', rpcUrl: 'http://127.0.0.1:5001', gatewayUrl: 'http://127.0.0.1:5001' }],
  storesRequired: 1,
  demo: true,
  maxFileBytes: 1000,
}

test('a configuration parses from text and from a value', () => {
  expect(parseChartkeyConfig(JSON.stringify(config))).toEqual(config)
  expect(parseChartkeyConfig(config)).toEqual(config)
})

test('a closing slash is left out of URLs', () => {
  const chain = { ...config.chain, rpcUrl: 'https://node.example/' }
  expect(parseChartkeyConfig({ ...config, chain }).chain.rpcUrl).toBe('https://node.example')
})

test.each([
  ['not json', 'it is not JSON'],
  [{ ...config, version: 2 }, '"version" is not 1'],
  [{ ...config, extra: 1 }, '"the file" has an unknown member "extra"'],
  [{ ...config, stores: [] }, '"stores" is not a list of at least one store'],
  [{ ...config, storesRequired: 2 }, '"storesRequired" asks for 2 of 1 stores'],
  [{ ...config, chain: { ...config.chain, local: false } }, '"demo" is only for a local chain'],
  [{ ...config, chain: { ...config.chain, id: 0 } }, '"chain.id" is not a whole number of at least 1'],
  [
    { ...config, chain: { ...config.chain, rpcUrl: 'https://me:secret@node.example' } },
    '"chain.rpcUrl" is not an http or https URL without credentials',
  ],
  [
    { ...config, stores: [{ ...config.stores[0], gatewayUrl: 'ftp://127.0.0.1' }] },
    '"stores[0].gatewayUrl" is not an http or https URL without credentials',
  ],
  [{ ...config, contracts: { ...config.contracts, charts: '0x12' } }, '"contracts.charts" is not an address'],
])('%j is refused', (value, reason) => {
  expect(() => parseChartkeyConfig(value)).toThrow(
    `chartkey.json cannot be used: ${reason}. Deploy again, or correct the file.`,
  )
})

test('a hostile one is refused in words, whatever it is', () => {
  const members = [
    ...Object.keys(config),
    ...Object.keys(config.chain),
    ...Object.keys(config.contracts),
    '__proto__',
  ]
  const parts = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(
        1,
        'http://a:b@c',
        'javascript:1',
        'http://'.repeat(9),
        1e300,
        -0,
        '0x',
        ...Object.values(config),
      ),
      fc.dictionary(fc.constantFrom(...members, 'rpcUrl', 'name'), tie('value'), { maxKeys: 8 }),
    ),
  })).value
  const survives = (input: unknown) => {
    try {
      return parseChartkeyConfig(input).version === 1
    } catch (error) {
      return error instanceof ConfigInvalidError
    }
  }
  const changed = fc
    .tuple(fc.constantFrom(...members), parts)
    .map(([name, value]) => ({ ...config, [name]: value }))
  fc.assert(
    fc.property(fc.oneof(parts, changed, fc.anything()), (value) => {
      expect(survives(value)).toBe(true)
      expect(survives(JSON.stringify(value))).toBe(true)
    }),
    { numRuns: 3000 },
  )
  const deep = ['['.repeat(200_000), `${'{"chain":'.repeat(100_000)}1${'}'.repeat(100_000)}`, '\u0000', '']
  expect(deep.every(survives)).toBe(true)
})
