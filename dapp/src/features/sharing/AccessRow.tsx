import type { ReactNode } from 'react'
import { KeyRound } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { cx } from '../../components/cx.ts'
import { formatTimeLeft, formatUntil, isSoon } from '../../components/format/until.ts'
import { useNow } from '../../components/useNow.ts'
import type { ReaderSummary } from '../../worker/types.ts'
import { AccessNote } from './AccessNote.tsx'
import { ChangedKeyNote } from './ChangedKeyNote.tsx'
import { nameOfAccount } from './grantWords.ts'
import { WhoHasAccess } from './WhoHasAccess.tsx'

/** What every row is given besides what it tells of. */
export type RowContext = {
  /** The chart is this account's own. */
  readonly isOwner: boolean
  /** The row tells of this account itself. */
  readonly isMe: boolean
  /** Nothing can be changed now. */
  readonly isLocked: boolean
  /** The person confirmed their changed key. */
  readonly onAcceptKey: () => void
}

export type RowAction = {
  /** What stands on the button. */
  readonly word: string
  /** What follows it for who hears the button alone. */
  readonly of: string
  readonly onPress: () => void
}

export type AccessRowProps = RowContext & {
  readonly account: `0x${string}`
  readonly reader: ReaderSummary
  /** Changes it, until when above all. Absent for who may not, or where nothing can be changed. */
  readonly change?: Omit<RowAction, 'word'> | undefined
  readonly end?: RowAction | undefined
  /** Said when its time is over. */
  readonly ranOut?: ReactNode
  /** Said when no key has reached that account. */
  readonly noKey?: string
  /** What it allows. */
  readonly children: ReactNode
}

/** One thing that is open to one account: its end in the margin, who and what on the page. A card on a phone. */
export function AccessRow({
  account,
  reader,
  isOwner,
  isMe,
  isLocked,
  onAcceptKey,
  change,
  end,
  ranOut,
  noKey,
  children,
}: AccessRowProps) {
  const { until, isExpired } = reader
  const now = useNow()
  const isEndingSoon = !isExpired && isSoon(until, now)
  const isMarked = isExpired || isEndingSoon
  return (
    <li
      data-row=""
      className={cx(
        'sm:ledger-columns group/access max-sm:mb-3 max-sm:overflow-hidden max-sm:rounded-sheet max-sm:border max-sm:border-line',
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
          <time className="font-semibold text-ink sm:block">{formatUntil(until)}</time>
        </span>
        <span className={cx(isMarked && 'font-bold text-amber')}>{formatTimeLeft(until, now)}</span>
      </p>
      <div
        className={cx(
          'grid items-start gap-x-6 gap-y-2 py-3.5 lg:grid-cols-[16.5rem_minmax(0,1fr)_auto] sm:max-lg:grid-cols-[minmax(0,1fr)_auto]',
          'max-sm:px-3.5',
          isMarked
            ? 'sm:-me-4 sm:ms-px sm:rounded-e-control sm:bg-amber-tint sm:px-[calc(1rem-1px)]'
            : 'sm:ms-4 sm:border-line sm:group-[[data-row]+[data-row]]/access:border-t',
        )}
      >
        <WhoHasAccess
          account={account}
          name={reader.name}
          publicName={reader.publicName}
          isOwner={isOwner}
          isMe={isMe}
        />
        <div className="min-w-0 sm:max-lg:col-span-2 sm:max-lg:row-start-2">
          {children}
          {isExpired && ranOut !== undefined ? <AccessNote icon={<KeyRound />}>{ranOut}</AccessNote> : null}
          <ChangedKeyNote
            reader={reader}
            name={nameOfAccount(account, reader.name)}
            isLocked={isLocked}
            onAcceptKey={onAcceptKey}
          />
          {reader.isKeyMissing && !isExpired && noKey !== undefined ? <AccessNote>{noKey}</AccessNote> : null}
        </div>
        {change === undefined && end === undefined ? null : (
          <div className="flex items-start gap-1 max-sm:*:flex-1 lg:-me-2.5 lg:-mt-1">
            {change === undefined ? null : (
              <RowButton
                kind={isEndingSoon ? 'secondary' : 'quiet'}
                isLocked={isLocked}
                action={{ ...change, word: isEndingSoon ? 'Extend' : 'Change' }}
              />
            )}
            {end === undefined ? null : <RowButton kind="danger-quiet" isLocked={isLocked} action={end} />}
          </div>
        )}
      </div>
    </li>
  )
}

type RowButtonProps = {
  readonly kind: 'secondary' | 'quiet' | 'danger-quiet'
  readonly action: RowAction
  readonly isLocked: boolean
}

function RowButton({ kind, action: { word, of, onPress }, isLocked }: RowButtonProps) {
  return (
    <Button kind={kind} size="small" isDisabled={isLocked} onPress={onPress} aria-label={`${word} ${of}`}>
      {word}
    </Button>
  )
}

/** A heading between the rows, on the page's side of the margin. */
export function AccessGroup({ children }: { readonly children: ReactNode }) {
  return (
    <li className="pt-4 pb-1 text-sm font-bold text-ink-2 max-sm:pt-2 max-sm:pb-2 sm:ps-[calc(var(--margin-width)+1rem)]">
      {children}
    </li>
  )
}
