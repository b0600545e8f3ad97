import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Checkbox.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { formatUntil } from '../../components/format/until.ts'
import type { ChartContents, DelegateSummary, Failure, MadeByDelegate, ShareRef } from '../../worker/types.ts'
import { labelsOf, nameOfAccount, titleOfRecord } from './grantWords.ts'
import { keptByOther } from './keptByOther.ts'

export type RemoveDelegateDialogProps = {
  readonly chart: ChartContents
  readonly delegate: DelegateSummary
  /** What that person gave; undefined while it is looked up. */
  readonly made: MadeByDelegate | undefined
  readonly failure: Failure | null
  readonly onRetry: () => void
  readonly onRemove: (ended: {
    readonly grantees: readonly `0x${string}`[]
    readonly shares: readonly ShareRef[]
  }) => void
  readonly onKeep: () => void
}

/** Removes who acts for the owner, and with it what that person gave: all of it, unless the owner keeps some. */
export function RemoveDelegateDialog({
  chart,
  delegate,
  made,
  failure,
  onRetry,
  onRemove,
  onKeep,
}: RemoveDelegateDialogProps) {
  const [kept, setKept] = useState<readonly string[]>([])
  const name = nameOfAccount(delegate.delegate, delegate.name)
  const toggle = (key: string, isEnded: boolean) =>
    setKept(isEnded ? kept.filter((other) => other !== key) : [...kept, key])
  const keeps = keptByOther(chart, delegate.delegate, 'delegate')
  const grants = made?.grants ?? []
  const shares = made?.shares ?? []
  const isNone = grants.length + shares.length === 0
  return (
    <Dialog title={`Remove ${name}?`} isOpen onClose={onKeep} role="alertdialog">
      <div className="mt-2 space-y-3 text-ink-2">
        <p>
          {keeps === null
            ? 'From now on that account can do nothing in your name and read nothing new.'
            : `From now on that account can do nothing in your name. ${keeps} That stays, until you end it too.`}{' '}
          The locks change in the same step.
        </p>
        {failure !== null && made === undefined ? (
          <ErrorNotice title="What that person gave could not be looked up" onRetry={onRetry}>
            {failure.sentence} You can remove that account all the same; look through the list of access
            afterwards.
          </ErrorNotice>
        ) : made === undefined ? (
          <p role="status">Looking for what {name} gave to others…</p>
        ) : isNone ? (
          <p>{name} gave nobody access that is still open.</p>
        ) : (
          <fieldset>
            <legend>
              {name} gave these. What is ticked ends with it; what you untick stays open, in your name.
            </legend>
            <ul className="mt-2 border-t border-line text-ink">
              {grants.map((grant) => (
                <li key={grant.grantee} className="border-b border-line">
                  <Checkbox
                    isSelected={!kept.includes(grant.grantee)}
                    onChange={(isEnded) => toggle(grant.grantee, isEnded)}
                    className="py-1.5"
                  >
                    <span className="min-w-0 leading-snug">
                      <bdi className="font-semibold">{nameOfAccount(grant.grantee, grant.name)}</bdi>
                      <span className="block text-sm text-ink-2">
                        {grant.read.length > 0 ? 'Reads ' : 'Adds to '}
                        <bdi>
                          {formatList(
                            labelsOf(chart.sections, grant.read.length > 0 ? grant.read : grant.write),
                          )}
                        </bdi>
                        , until {formatUntil(grant.until)}
                      </span>
                    </span>
                  </Checkbox>
                </li>
              ))}
              {shares.map((share) => {
                const key = `${share.number}/${share.reader}`
                return (
                  <li key={key} className="border-b border-line">
                    <Checkbox
                      isSelected={!kept.includes(key)}
                      onChange={(isEnded) => toggle(key, isEnded)}
                      className="py-1.5"
                    >
                      <span className="min-w-0 leading-snug">
                        <bdi className="font-semibold">{nameOfAccount(share.reader, share.name)}</bdi>
                        <span className="block text-sm text-ink-2">
                          One record, <bdi>{titleOfRecord(chart, share.number)}</bdi>, until{' '}
                          {formatUntil(share.until)}
                        </span>
                      </span>
                    </Checkbox>
                  </li>
                )
              })}
            </ul>
          </fieldset>
        )}
        <p>What was read before cannot be taken back.</p>
      </div>
      <DialogActions>
        <Button
          kind="danger-solid"
          isDisabled={made === undefined && failure === null}
          onPress={() =>
            onRemove({
              grantees: grants.map(({ grantee }) => grantee).filter((grantee) => !kept.includes(grantee)),
              shares: shares
                .filter(({ number, reader }) => !kept.includes(`${number}/${reader}`))
                .map(({ number, reader }) => ({ number, reader })),
            })
          }
        >
          Remove
        </Button>
        <Button onPress={onKeep} autoFocus>
          Not now
        </Button>
      </DialogActions>
    </Dialog>
  )
}
