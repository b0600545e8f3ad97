import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import type { RecordLinks } from '../chain/types.ts'
import { AmendmentInvalidError } from '../errors/notes.ts'

type Link = Pick<RecordLinks, 'number' | 'supersedes'>

/** The number of the record that a chain of corrections began with, as far as the list goes. */
export function originalOf(all: readonly Link[], number: number): number {
  let current = number
  for (;;) {
    const before = linkOf(all, current)?.supersedes ?? 0
    // A correction comes after what it corrects; anything else is a node that lies.
    if (before === 0 || before >= current || linkOf(all, before) === undefined) return current
    current = before
  }
}

/**
 * Groups records by what they correct: each group by the number of its current record, which is its highest, with all
 * its numbers in ascending order.
 *
 * @param all Records of one chart in ascending order: all, or some.
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

function linkOf(all: readonly Link[], number: number): Link | undefined {
  const link = all[number - 1]
  return link?.number === number ? link : all.find((one) => one.number === number)
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
