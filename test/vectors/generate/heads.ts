import { foldHead, genesisHead } from '../../../client/chain/foldHead.ts'
import { random } from '../forge.ts'
import { toHex } from '../reader/bytes.ts'
import type { ChartInput, LinkInput } from '../vectors.ts'
import { collect } from './collect.ts'
import { bytesOf } from './wallets.ts'

/** The head of a chart after these records, as the client folds it. */
export const clientHead = ({ chainId, contract, chart }: ChartInput, records: readonly LinkInput[]) => {
  const id = `0x${chart}` as const
  const genesis = genesisHead({ chainId, contract: `0x${contract}`, chart: id })
  const links = records.map((record) => ({
    ...record,
    pointer: `0x${record.pointer}` as const,
    original: `0x${record.original ?? record.pointer}` as const,
    author: `0x${record.author}` as const,
  }))
  return toHex(bytesOf(foldHead({ head: genesis, chart: id, records: links })))
}

export const generateHeads = async () => {
  const { accept, refuse, save } = collect('heads', 'Heads, folded from the records of a chart.')
  const at: ChartInput = { chainId: 1337, contract: toHex(random(20)), chart: toHex(random(32)) }
  const authors = [toHex(random(20)), toHex(random(20))] as const
  const record = (number: number, changes: Partial<LinkInput> = {}): LinkInput => ({
    number,
    pointer: toHex(random(32)),
    author: authors[number % 2]!,
    section: number,
    supersedes: 0,
    epoch: 1,
    time: 1_790_000_000 + number,
    ...changes,
  })
  const records = [
    record(1),
    record(2),
    record(3, { section: 1, supersedes: 1, epoch: 2 }),
    record(4, { section: 63 }),
  ]
  const folded = { ...at, records, head: clientHead(at, records) }
  await accept('no records', { ...at, records: [], head: clientHead(at, []) })
  await accept('one record', {
    ...at,
    records: records.slice(0, 1),
    head: clientHead(at, records.slice(0, 1)),
  })
  await accept('four records, one of which amends another', folded)
  const moved = records.map((link, i) =>
    i === 1 ? { ...link, pointer: toHex(random(32)), original: link.pointer } : link,
  )
  await accept('four records, one of which was relocated', { ...folded, records: moved })
  await refuse(
    'a relocated record by its present pointer',
    'contradiction',
    'head',
    'the head is over pointers as first filed',
    { ...folded, records: records.map((link, i) => ({ ...link, pointer: moved[i]!.pointer })) },
  )
  const last = [record(1, { section: 0, epoch: 2 ** 24 - 1, time: 2 ** 40 - 1 })]
  await accept('the greatest epoch and time', { ...at, records: last, head: clientHead(at, last) })

  const wrong = (
    name: string,
    category: Parameters<typeof refuse>[1],
    why: string,
    changes: Partial<typeof folded>,
  ) => refuse(name, category, 'head', why, { ...folded, ...changes })
  const changed = (index: number, change: Partial<LinkInput>) => ({
    records: records.map((link, i) => (i === index ? { ...link, ...change } : link)),
  })
  const swap = (list: readonly LinkInput[]) => [list[0]!, list[2]!, list[1]!, list[3]!]
  await wrong('another chain', 'another chain’s or contract’s', 'the first head is of one chain', {
    chainId: 1,
  })
  await wrong('another contract', 'another chain’s or contract’s', 'the first head is of one contract', {
    contract: toHex(random(20)),
  })
  await wrong('another chart', 'another chart’s', 'the first head is of one chart', {
    chart: toHex(random(32)),
  })
  await wrong('another head', 'flipped bit', 'the records fold to one head', { head: toHex(random(32)) })
  await wrong('a later head', 'missing', 'the last record is missing', { records: records.slice(0, 3) })
  await wrong('an earlier head', 'contradiction', 'a record is too many', {
    head: clientHead(at, records.slice(0, 3)),
  })
  await wrong('all records left out', 'missing', 'all records are missing', { records: [] })
  await wrong('the first record left out', 'missing', 'numbers start at 1', { records: records.slice(1) })
  await wrong('a record left out', 'missing', 'numbers have no gap', {
    records: [...records.slice(0, 1), ...records.slice(2)],
  })
  await wrong('a record left out and the rest renumbered', 'missing', 'the head is over each record', {
    records: [...records.slice(0, 1), ...records.slice(2)].map((link, i) => ({ ...link, number: i + 1 })),
  })
  await wrong('two records in another order', 'order', 'numbers ascend', { records: swap(records) })
  await wrong('two records in another order, renumbered', 'order', 'the head is over their order', {
    records: swap(records).map((link, i) => ({ ...link, number: i + 1 })),
  })
  await wrong('a record twice', 'order', 'the head is over each record once', {
    records: [...records, records[3]!],
  })
  await wrong(
    'another pointer',
    'flipped bit',
    'the head is over pointers',
    changed(1, { pointer: toHex(random(32)) }),
  )
  await wrong(
    'another author',
    'another one’s',
    'the head is over authors',
    changed(1, { author: authors[1] }),
  )
  await wrong(
    'another section',
    'another section’s',
    'the head is over sections',
    changed(3, { section: 62 }),
  )
  await wrong(
    'another record amended',
    'contradiction',
    'the head is over what records amend',
    changed(2, { supersedes: 2 }),
  )
  await wrong(
    'nothing amended',
    'contradiction',
    'the head is over what records amend',
    changed(2, { supersedes: 0 }),
  )
  await wrong('another epoch', 'another epoch’s', 'the head is over epochs', changed(2, { epoch: 1 }))
  await wrong('another time', 'contradiction', 'the head is over times', changed(0, { time: 1_790_000_000 }))
  return save()
}
