import { KeyRound, TriangleAlert } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import { PersonChip } from '../../components/PersonChip.tsx'
import { cx } from '../../components/cx.ts'
import { formatList } from '../../components/format/formatList.ts'
import { formatTimeLeft, formatUntil, isSoon } from '../../components/format/until.ts'
import { useNow } from '../../components/useNow.ts'
import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import { labelsOf, nameOfGrantee, notRead } from './grantWords.ts'

export type GrantRowProps = {
  readonly grant: GrantSummary
  readonly chart: ChartContents
  /** Why nothing can be changed now. */
  readonly isLocked: boolean
  readonly onChange: () => void
  readonly onEnd: () => void
  /** The person confirmed their changed key. */
  readonly onAcceptKey: () => void
}

/** One account's access: its end in the margin, who and what on the page. A card on a phone. */
export function GrantRow({ grant, chart, isLocked, onChange, onEnd, onAcceptKey }: GrantRowProps) {
  const now = useNow()
  const soon = !grant.isExpired && isSoon(grant.until, now)
  const isMarked = soon || grant.isExpired
  const without = notRead(chart, grant)
  const name = nameOfGrantee(grant)
  return (
    <li
      className={cx(
        'sm:ledger-columns group/grant max-sm:mb-3 max-sm:overflow-hidden max-sm:rounded-sheet max-sm:border max-sm:border-line',
        isMarked && 'max-sm:border-amber-line',
      )}
    >
      <p
        className={cx(
          'text-sm leading-snug text-ink-2 tabular-nums sm:pe-4 sm:pt-4 sm:pb-3 sm:text-end',
          'max-sm:flex max-sm:justify-between max-sm:gap-2 max-sm:border-b max-sm:px-3.5 max-sm:py-2',
          isMarked
            ? 'max-sm:border-amber-line max-sm:bg-amber-tint'
            : 'max-sm:border-margin-rule max-sm:bg-inset',
        )}
      >
        <span>
          <span className="sm:hidden">Until </span>
          <time className="font-semibold text-ink sm:block">{formatUntil(grant.until)}</time>
        </span>
        <span className={cx(isMarked && 'font-bold text-amber')}>{formatTimeLeft(grant.until, now)}</span>
      </p>
      <div
        className={cx(
          'grid items-start gap-x-6 gap-y-2 py-3.5 lg:grid-cols-[16.5rem_minmax(0,1fr)_auto] sm:max-lg:grid-cols-[minmax(0,1fr)_auto]',
          'max-sm:px-3.5',
          isMarked
            ? 'sm:-me-4 sm:ms-px sm:rounded-e-control sm:bg-amber-tint sm:px-[calc(1rem-1px)]'
            : 'sm:ms-4 sm:border-line sm:group-[li+li]/grant:border-t',
        )}
      >
        <PersonChip address={grant.grantee} name={grant.name} />
        <div className="sm:max-lg:col-span-2 sm:max-lg:row-start-2">
          <p className="text-ink-2">
            <PermissionSentence
              who={null}
              read={labelsOf(chart.sections, grant.read)}
              write={labelsOf(chart.sections, grant.write)}
              purpose={grant.purpose}
            />{' '}
            {grant.read.length === 0 || without.length === 0 ? null : (
              <>
                Not: <bdi>{formatList(without)}</bdi>.
              </>
            )}
          </p>
          {grant.isExpired ? (
            <p className="mt-1 flex gap-1.5 text-sm font-semibold text-amber">
              <KeyRound className="mt-[0.1em]" />
              Access of {name} ran out on {formatUntil(grant.until)}. Until you change the locks, that account
              could still open records filed since.
            </p>
          ) : null}
          {grant.isProfileChanged ? (
            <>
              <p className="mt-1 flex gap-1.5 text-sm font-semibold text-amber">
                <TriangleAlert className="mt-[0.1em]" />
                This person’s key has changed since you let them in. Ask them before you go on.
              </p>
              <Button
                size="small"
                className="mt-1.5"
                isDisabled={isLocked || grant.profile === null}
                onPress={onAcceptKey}
                aria-label={`Use the new key of ${name}`}
              >
                They confirmed it: use the new key
              </Button>
            </>
          ) : null}
          {grant.isKeyMissing && !grant.isExpired ? (
            <p className="mt-1 flex gap-1.5 text-sm font-semibold text-amber">
              <TriangleAlert className="mt-[0.1em]" />
              The key did not reach this account, so it can read nothing yet. Change the access, and give it
              again.
            </p>
          ) : null}
        </div>
        <div className="flex items-start gap-1 max-sm:*:flex-1 lg:-me-2.5 lg:-mt-1">
          <Button
            kind={soon ? 'secondary' : 'quiet'}
            size="small"
            isDisabled={isLocked}
            onPress={onChange}
            aria-label={`${soon ? 'Extend' : 'Change'} access of ${name}`}
          >
            {soon ? 'Extend' : 'Change'}
          </Button>
          {grant.isExpired ? null : (
            <Button
              kind="danger-quiet"
              size="small"
              isDisabled={isLocked}
              onPress={onEnd}
              aria-label={`End access of ${name}`}
            >
              End access
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}
