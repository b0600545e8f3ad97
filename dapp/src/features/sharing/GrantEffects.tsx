import { FolderOpen, KeyRound } from 'lucide-react'
import type { GrantChange } from '../../worker/types.ts'
import { countRecords } from './history.ts'

export type GrantEffectsProps = {
  readonly change: GrantChange
  readonly who: string
  /** The account has no access now. */
  readonly isNew: boolean
  /** The access lets it read something. */
  readonly reads: boolean
}

/** What follows from giving an access for the records and for the locks, as items of the list of consequences. */
export function GrantEffects({ change: { added, dropped, rotates }, who, isNew, reads }: GrantEffectsProps) {
  const count = added.records.length
  const isNarrowed = dropped.read.length + dropped.records.length > 0
  return (
    <>
      {isNew && reads ? (
        <li>
          <FolderOpen />
          <span>
            {count === 0 ? (
              <>
                <b>No record</b> filed so far opens to <bdi>{who}</bdi>.
              </>
            ) : (
              <>
                <b>{countRecords(count)}</b> filed so far {count === 1 ? 'opens' : 'open'} to <bdi>{who}</bdi>{' '}
                at once.
              </>
            )}
          </span>
        </li>
      ) : null}
      <li>
        <KeyRound />
        <span>
          {!rotates ? (
            <>The locks stay as they are, and nothing changes for anybody else.</>
          ) : isNarrowed ? (
            <>
              <b>The locks change</b> in the same step, so nothing filed from then on opens with the keys that{' '}
              <bdi>{who}</bdi> has now.
            </>
          ) : (
            <>
              <b>The locks change</b> in the same step. Whoever has access now gets the new keys; whose access
              ran out does not.
            </>
          )}
        </span>
      </li>
    </>
  )
}
