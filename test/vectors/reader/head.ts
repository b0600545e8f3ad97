import { type Bytes, concat, equal, unsigned, utf8 } from './bytes.ts'
import { type Chart } from './keyring.ts'
import { refuse } from './refuse.ts'
import { keccak } from './unlockers.ts'

export interface Link {
  readonly number: number
  readonly pointer: Bytes
  /** The pointer as first filed, where the record was relocated since. */
  readonly original: Bytes | null
  readonly author: Bytes
  readonly section: number
  readonly supersedes: number
  readonly epoch: number
  readonly time: number
}

/** Words of 32 bytes, as Solidity's `abi.encode` lays out numbers and addresses. */
const word = (value: number | Uint8Array) =>
  typeof value === 'number' ? unsigned(value, 32) : concat(new Uint8Array(32 - value.length), value)

/** The pointer of a record as it was first filed. */
export const firstPointer = ({ pointer, original }: Pick<Link, 'pointer' | 'original'>) => original ?? pointer

/** The head of a chart after these records, in the order of their numbers from 1 on. */
export const foldHead = ({ chainId, contract, chart }: Chart, records: readonly Link[]): Bytes => {
  const label = concat(utf8('chartkey/1 head'), new Uint8Array(17))
  let head = keccak(concat(label, word(chainId), word(contract), word(chart)))
  for (const [i, record] of records.entries()) {
    const { number, author, section, supersedes, epoch, time } = record
    if (number !== i + 1) refuse('head', 'has a gap or another order')
    const words = [head, chart, number, firstPointer(record), author, section, supersedes, epoch, time]
    head = keccak(concat(...words.map(word)))
  }
  return head
}

export const checkHead = (chart: Chart, records: readonly Link[], head: Uint8Array) =>
  equal(foldHead(chart, records), head) || refuse('head', 'is not what the records fold to')
