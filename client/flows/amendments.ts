import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import type { RecordLinks } from '../chain/types.ts'
import { AmendmentInvalidError } from '../errors/notes.ts'

type Link = Pick<RecordLinks, 'number' | 'supersedes'>

/** The number of the record that a chain of corrections began with. */
export function originalOf(all: readonly Link[], number: number): number {
  let current = number
  for (;;) {
    const before = all[current - 1]?.supersedes ?? 0
    // A correction comes after what it corrects; anything else is a node that lies.
    if (before === 0 || before >= current) return current
    current = before
  }
}

/**
 * Groups records by what they correct: each by the number of the group's current record, which is its highest, with all
 * numbers of the group in ascending order.
 *
 * @param all Every record of the chart, by number from 1.
 */
export function groupRecords(all: readonly Link[]): ReadonlyMap<number, readonly number[]> {
  const byOriginal = Map.groupBy(
    all.map(({ number }) => number),
    (number) => originalOf(all, number),
  )
  return new Map(
    [...byOriginal.values()].map((numbers) => [Math.max(...numbers), numbers.toSorted((a, b) => a - b)]),
  )
}

/**
 * The record that is to be corrected: the chain takes a correction of the same author and section alone.
 *
 * @throws AmendmentInvalidError
 */
export function requireAmendable(
  all: readonly RecordLinks[],
  { number, section, author }: { number: number; section: number; author: Address },
): RecordLinks {
  const record = all[number - 1]
  if (record === undefined) throw new AmendmentInvalidError(`the chart has no record number ${number}`)
  if (!isAddressEqual(record.author, author)) {
    throw new AmendmentInvalidError('another account filed it; file a record of your own beside it')
  }
  if (record.section !== section) throw new AmendmentInvalidError('it lies in another section')
  return record
}
