import { expect, test } from 'vitest'
import { foldHead, genesisHead } from './foldHead.ts'
import type { RecordLinks } from './types.ts'

const chart = `0x${'c1'.repeat(32)}` as const
const contract = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const record = (number: number): RecordLinks => ({
  number,
  pointer: `0x${'ab'.repeat(32)}`,
  original: `0x${'ab'.repeat(32)}`,
  author: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  time: 1_800_000_000,
  section: 7,
  supersedes: 0,
  epoch: 1,
})

test('a genesis head belongs to one chart of one contract on one chain', () => {
  const head = genesisHead({ chainId: 1, contract, chart })
  expect(genesisHead({ chainId: 2, contract, chart })).not.toBe(head)
  expect(genesisHead({ chainId: 1, contract: record(1).author, chart })).not.toBe(head)
  expect(genesisHead({ chainId: 1, contract, chart: `0x${'c2'.repeat(32)}` })).not.toBe(head)
})

test('a fold goes on from where another ended', () => {
  const head = genesisHead({ chainId: 1, contract, chart })
  const records = [record(1), record(2), record(3)]
  const whole = foldHead({ head, chart, records })
  const half = foldHead({ head, chart, records: records.slice(0, 1) })
  expect(foldHead({ head: half, chart, records: records.slice(1) })).toBe(whole)
})

test.each([
  { original: `0x${'ac'.repeat(32)}` as const },
  { author: contract } as const,
  { time: 1_800_000_001 },
  { section: 8 },
  { supersedes: 1 },
  { epoch: 2 },
  { number: 3 },
])('a head changes with %j', (change) => {
  const head = genesisHead({ chainId: 1, contract, chart })
  const fold = (second: RecordLinks) => foldHead({ head, chart, records: [record(1), second] })
  expect(fold({ ...record(2), ...change })).not.toBe(fold(record(2)))
})

test('a head does not change when a record is relocated', () => {
  const head = genesisHead({ chainId: 1, contract, chart })
  const moved = { ...record(1), pointer: `0x${'ac'.repeat(32)}` } as const
  expect(foldHead({ head, chart, records: [moved] })).toBe(foldHead({ head, chart, records: [record(1)] }))
})
