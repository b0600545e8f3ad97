import { FolderSync, ShieldCheck } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatBytes } from '../../components/format/formatBytes.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useHistoryState } from '../../hooks/useHistoryState.ts'
import type { ActState, ChartContents, HistoryState } from '../../worker/types.ts'
import { nameOfAccount } from './grantWords.ts'
import { countRecords } from './history.ts'

export type ReencryptPanelProps = {
  readonly chart: Pick<ChartContents, 'id'>
  readonly canAct: boolean
  /** Where several charts have one each. */
  readonly title?: string
}

/** Encrypting anew what was filed under earlier locks: what it does, what it cannot do, and how far it is. */
export function ReencryptPanel({ chart, canAct, title }: ReencryptPanelProps) {
  const { run, state } = useAct()
  const history = useHistoryState(chart.id)
  return (
    <ReencryptView
      history={history.data}
      problem={history.data === undefined ? (history.failure?.sentence ?? null) : null}
      stopped={stoppedOf(state, chart.id)}
      isRunning={state.status === 'running'}
      canAct={canAct}
      title={title}
      onStart={() => void run({ kind: 'reencryptHistory', chart: chart.id })}
      onRetry={history.refresh}
    />
  )
}

export type ReencryptViewProps = {
  /** Undefined until it was looked up. */
  readonly history: HistoryState | undefined
  readonly problem: string | null
  /** What is to be said of a run that ended early. */
  readonly stopped: string | null
  readonly isRunning: boolean
  readonly canAct: boolean
  readonly title?: string | undefined
  readonly onStart: () => void
  readonly onRetry: () => void
}

export function ReencryptView({
  history,
  problem,
  stopped,
  isRunning,
  canAct,
  title,
  onStart,
  onRetry,
}: ReencryptViewProps) {
  return (
    <Panel isInset>
      <h3 className="flex items-center gap-2">
        <FolderSync />
        {title === undefined ? 'What was filed before' : <bdi>{title}</bdi>}
      </h3>
      <div className="mt-1 max-w-176 space-y-2 text-sm text-ink-2">
        <p>
          Ending an access keeps that account from what is filed afterwards. What was filed before stays
          encrypted as it was, so whoever kept its keys could open it from a copy.
        </p>
        <p>
          Re-encrypting encrypts it anew under the present locks, and has your stores drop the old copies. It
          <b> cannot recall</b> what somebody read, or copied before.
        </p>
        <State history={history} problem={problem} onRetry={onRetry} />
        <Rest history={history} />
        {stopped === null ? null : <p className="font-semibold text-amber">{stopped}</p>}
      </div>
      {history === undefined || !isUnfinished(history) ? null : (
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button
            isDisabled={isRunning}
            onPress={onStart}
            reason={canAct ? undefined : 'Connect your wallet to re-encrypt.'}
          >
            {startLabel(history)}
          </Button>
          {canAct && history.confirmations > 0 ? (
            <span className="text-sm text-ink-2">
              Your wallet asks {history.confirmations === 1 ? 'once' : `${history.confirmations} times`}. You
              can stop, and carry on later.
            </span>
          ) : null}
        </div>
      )}
    </Panel>
  )
}

/** Whether there is something that carrying on would do. */
function isUnfinished({ remaining, confirmations, superseded, leftovers }: HistoryState): boolean {
  return remaining > 0 || confirmations > 0 || superseded > 0 || leftovers > 0
}

function startLabel({ done, remaining }: HistoryState): string {
  if (remaining === 0) return 'Finish what is left'
  return done === 0 ? `Re-encrypt ${countRecords(remaining)}` : `Carry on with ${countRecords(remaining)}`
}

type StateProps = Pick<ReencryptViewProps, 'history' | 'problem' | 'onRetry'>

function State({ history, problem, onRetry }: StateProps) {
  if (history === undefined) {
    return problem === null ? (
      <p role="status">Looking at what was filed before…</p>
    ) : (
      <p className="flex flex-wrap items-center gap-x-3">
        <span>{problem}</span>
        <Button size="small" onPress={onRetry}>
          Try again
        </Button>
      </p>
    )
  }
  if (history.total === 0 && !isUnfinished(history))
    return <p>Nothing was filed under earlier locks, so there is nothing to do.</p>
  if (history.remaining === 0 && isUnfinished(history)) {
    return (
      <p className="font-semibold text-ink">
        Every record filed under earlier locks that opens is re-encrypted, but it is not finished yet.
      </p>
    )
  }
  if (history.remaining === 0) {
    return (
      <p className="flex gap-1.5 font-semibold text-spruce">
        <ShieldCheck className="mt-[0.1em]" />
        <span>
          {history.total === 1 ? 'The one record' : `All ${history.total} records`} filed under earlier locks{' '}
          {history.total === 1 ? 'is' : 'are'} re-encrypted.
        </span>
      </p>
    )
  }
  return (
    <div>
      <p className="font-semibold text-ink tabular-nums">
        {history.remaining} of {countRecords(history.total)} {history.remaining === 1 ? 'remains' : 'remain'}
        {history.bytesRemaining > 0 ? (
          <>, {formatBytes(history.bytesRemaining)} to encrypt and store</>
        ) : null}
        .
      </p>
      {history.done === 0 ? null : (
        <progress
          className="bar mt-1.5 max-w-96"
          aria-label="Re-encrypted so far"
          max={history.total}
          value={history.done}
        />
      )}
    </div>
  )
}

/** What could not be encrypted anew, what shares still need, and what a store still holds. */
function Rest({ history }: Pick<ReencryptViewProps, 'history'>) {
  if (history === undefined) return null
  const { failed, leftovers, superseded, remaining, confirmations } = history
  return (
    <>
      {failed.length === 0 ? null : (
        <>
          <p>
            {failed.length === 1
              ? 'One record could not be re-encrypted, so it stays as it is:'
              : `${failed.length} records could not be re-encrypted, so they stay as they are:`}
          </p>
          <ul className="list-disc space-y-1 pl-5">
            {failed.map(({ number, author, problem: why }) => (
              <li key={number}>
                Record {number}, by <bdi title={author}>{nameOfAccount(author, null)}</bdi>: {why}
              </li>
            ))}
          </ul>
        </>
      )}
      {remaining === 0 && confirmations > 0 ? (
        <p>Records that you share one by one are to be sealed anew for those who read them.</p>
      ) : null}
      {superseded === 0 ? null : (
        <p>
          {superseded === 1 ? 'One old copy stays' : `${superseded} old copies stay`} in your stores until the
          chain is final about the new {superseded === 1 ? 'one' : 'ones'}, and no share needs{' '}
          {superseded === 1 ? 'it' : 'them'}.
        </p>
      )}
      {leftovers === 0 ? null : (
        <p>
          {leftovers === 1 ? 'One old copy is' : `${leftovers} old copies are`} still in a store that did not
          answer. It is asked again with every visit.
        </p>
      )}
    </>
  )
}

function stoppedOf(state: ActState, chart: string): string | null {
  if (state.status !== 'rejected' && state.status !== 'failed') return null
  if (state.request.kind !== 'reencryptHistory' || state.request.chart !== chart) return null
  return state.status === 'rejected'
    ? 'You said no in your wallet, so it stopped there. What is done stays done.'
    : 'It stopped before the end. What is done stays done, and the rest is as it was.'
}
