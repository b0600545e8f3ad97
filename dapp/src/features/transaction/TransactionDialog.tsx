import { Check, Clock, LoaderCircle, RefreshCw, TriangleAlert, Wallet } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import { cx } from '../../components/cx.ts'
import { formatLongUntil } from '../../components/format/until.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useChart } from '../../hooks/useChart.ts'
import { useConfig } from '../../hooks/useConfig.ts'
import type { ActRequest, ActState, GrantAccessRequest, ShareRecordRequest } from '../../worker/types.ts'
import { givenWords } from '../../worker/givenWords.ts'
import { actSteps } from './actSteps.ts'
import type { ActStep } from './actSteps.ts'
import { accountOf, actCall, actSentence, actTitle } from './actWords.ts'

/**
 * The act in hand, step by step. It opens by itself and closes when the act is done or was refused. Once the act was
 * sent the dialog may be closed: the act goes on, and a line on the page brings the dialog back. Filing records shows its
 * progress in the list instead.
 */
export function TransactionDialog() {
  const { state, run, cancel, retry, dismiss } = useAct()
  const [hidden, setHidden] = useState<ActRequest | null>(null)
  if (!hasDialog(state)) return null
  if (state.status === 'running' && hidden === state.request) {
    return (
      <div
        role="status"
        className="fixed inset-e-4 bottom-20 z-20 flex items-center gap-x-3 rounded-control border border-line bg-raised py-1 ps-4 pe-1 text-sm text-ink-2 shadow-pop lg:bottom-6"
      >
        <LoaderCircle className="animate-spin" />
        {actTitle(state.request)}…
        <Button kind="quiet" size="small" onPress={() => setHidden(null)}>
          Show
        </Button>
      </div>
    )
  }

  const onTakeAsItIs = () => {
    if (state.request.kind === 'acceptChart') void run({ ...state.request, isIncomplete: true })
  }
  const letIn = state.status === 'running' && state.given !== undefined ? givenWords(state.given) : null
  const end = () => (state.status === 'running' ? setHidden(state.request) : dismiss())
  return (
    <Dialog title={actTitle(state.request)} isOpen onClose={state.status === 'failed' ? dismiss : undefined}>
      <ActSentence request={state.request} />
      {state.status === 'running' && state.isRetried ? (
        <p role="status" className="mt-2 flex gap-1.5 text-sm text-ink-2">
          <RefreshCw className="mt-[0.1em]" />
          <span>
            Another device changed {'chart' in state.request ? 'this chart' : 'your account'} meanwhile. Your
            change is made again on top of it.
            {letIn === null ? null : ` ${letIn}: the new locks open to them too.`}
          </span>
        </p>
      ) : null}
      {state.request.kind === 'reencryptHistory' ? <HistoryProgress state={state} /> : null}
      <ol className="mt-5">
        {actSteps(state).map((step) => (
          <StepLine key={step.key} step={step} state={state} onRetry={retry} onTakeAsItIs={onTakeAsItIs} />
        ))}
      </ol>
      <div className="mt-5 flex items-start justify-between gap-4">
        <ActDetails state={state} />
        {state.status === 'running' && state.canCancel ? (
          <Button onPress={cancel}>Cancel</Button>
        ) : (
          <Button onPress={end}>Close</Button>
        )}
      </div>
    </Dialog>
  )
}

function hasDialog(state: ActState): state is Extract<ActState, { status: 'running' | 'failed' }> {
  if (state.status !== 'running' && state.status !== 'failed') return false
  return state.request.kind !== 'addRecords' && state.request.kind !== 'fileNote'
}

/** What the act does, where its title does not say all of it. */
function ActSentence({ request }: { readonly request: ActRequest }) {
  if (request.kind === 'grantAccess') return <GrantSentence request={request} />
  if (request.kind === 'shareRecord') return <ShareSentence request={request} />
  const words = actSentence(request)
  return words === null ? null : <p className="mt-1 text-sm text-ink-2">{words}</p>
}

function ShareSentence({ request }: { readonly request: ShareRecordRequest }) {
  const record = useChart(request.chart).data?.records.find(({ number }) => number === request.number)
  return (
    <p className="mt-1 text-sm text-ink-2">
      Can read one record,{' '}
      <b className="font-semibold text-pen">
        <bdi>{record?.details?.title ?? `Record ${request.number}`}</bdi>
      </b>
      , until <b className="font-semibold text-pen">{formatLongUntil(request.until)}</b>.
    </p>
  )
}

/** How far all batches are; the steps below show the one in hand. */
function HistoryProgress({ state }: { readonly state: Shown }) {
  const file = state.progress?.file
  if (file === undefined) return null
  return (
    <div className="mt-4">
      <progress className="bar" aria-label="Re-encrypting" max={file.count} value={file.index} />
      <p role="status" className="mt-1 text-sm text-ink-2 tabular-nums">
        {file.index} of {file.count} records
      </p>
    </div>
  )
}

function GrantSentence({ request }: { readonly request: GrantAccessRequest }) {
  const sections = useChart(request.chart).data?.sections ?? []
  const labels = (numbers: readonly number[]) =>
    sections.filter((section) => numbers.includes(section.number)).map((section) => section.label)
  return (
    <p className="mt-1 text-sm text-ink-2">
      <PermissionSentence
        who={null}
        read={labels(request.read)}
        write={labels(request.write)}
        purpose={request.purpose}
        until={request.until}
      />
    </p>
  )
}

type Shown = Extract<ActState, { status: 'running' | 'failed' }>

function StepLine({
  step,
  state,
  onRetry,
  onTakeAsItIs,
}: {
  readonly step: ActStep
  readonly state: Shown
  readonly onRetry: () => void
  readonly onTakeAsItIs: () => void
}) {
  const isNow = step.state === 'now'
  return (
    <li
      className="group/step relative grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 pb-4 leading-snug last:pb-0"
      aria-current={isNow ? 'step' : undefined}
    >
      <span
        aria-hidden="true"
        className="absolute inset-s-[13.25px] top-7 bottom-0 w-[1.5px] bg-line-strong group-last/step:hidden"
      />
      <span
        className={cx(
          'grid size-7 place-items-center rounded-round border-[1.5px] [&>.lucide]:size-4 [&>.lucide]:stroke-2',
          step.state === 'done' && 'border-spruce bg-spruce-tint text-spruce',
          isNow && 'border-spruce bg-spruce text-on-spruce',
          step.state === 'later' && 'border-line-strong bg-raised text-ink-3',
          step.state === 'failed' && 'border-madder bg-madder text-on-madder',
        )}
      >
        <StepIcon step={step} />
      </span>
      <div>
        <p
          className={cx(
            'pt-0.5',
            step.state === 'done' && 'text-ink-2',
            isNow && 'font-bold',
            step.state === 'later' && 'text-ink-3',
            step.state === 'failed' && 'font-bold text-madder',
          )}
        >
          <StepName step={step} />
        </p>
        {isNow && state.status === 'running' ? <StepNote step={step} state={state} /> : null}
        {step.state === 'failed' && state.status === 'failed' ? (
          <div role="alert">
            <p className="text-sm text-ink-2">{state.failure.sentence}</p>
            <Button size="small" className="mt-2" onPress={onRetry}>
              {state.failure.cure === 'carry-on' ? 'Carry on' : 'Try again'}
            </Button>
            {state.request.kind === 'acceptChart' && state.failure.name === 'ChartIncompleteError' ? (
              <Button size="small" className="mt-2 ms-2" onPress={onTakeAsItIs}>
                Take it as it is
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </li>
  )
}

function StepIcon({ step }: { readonly step: ActStep }): ReactNode {
  if (step.state === 'failed') return <TriangleAlert aria-label="Failed:" />
  if (step.state === 'done') return <Check aria-label="Done:" />
  if (step.key === 'wallet') return <Wallet />
  if (step.key === 'wait') return <Clock />
  if (step.key === 'done') return <Check />
  return step.state === 'now' ? (
    <LoaderCircle className="animate-spin" />
  ) : (
    <span className="size-1.5 rounded-round bg-current" />
  )
}

function StepName({ step }: { readonly step: ActStep }): string {
  const isOver = step.state === 'done'
  switch (step.key) {
    case 'encrypt':
      return isOver ? 'Encrypted on this computer' : 'Encrypt on this computer'
    case 'store':
      return isOver ? 'Stored, and read back to be sure' : 'Store'
    case 'wallet':
      return isOver ? 'Confirmed in your wallet' : 'Confirm in your wallet'
    case 'wait':
      return 'Wait for the chain'
    case 'done':
      return 'Done'
  }
}

function StepNote({
  step,
  state,
}: {
  readonly step: ActStep
  readonly state: Extract<ActState, { status: 'running' }>
}) {
  const note = stepNote(step, state)
  return note === null ? null : <p className="text-sm text-ink-2">{note}</p>
}

function stepNote(step: ActStep, state: Extract<ActState, { status: 'running' }>): string | null {
  if (step.key === 'wallet') {
    const account = accountOf(state.request)
    const ends = account === null ? '' : ` Check that it shows the account ending in ${account.slice(-4)}.`
    return state.request.kind === 'reencryptHistory'
      ? 'Until you do, this one stays as it is.'
      : `Until you do, nothing has changed.${ends}`
  }
  if (step.key === 'wait') return 'It is on its way. You may close this box; it carries on.'
  return null
}

function ActDetails({ state }: { readonly state: Shown }) {
  const { chain, contracts } = useConfig()
  const { request } = state
  const account = accountOf(request)
  return (
    <Details>
      <Facts
        facts={[
          ['Call', actCall(request)],
          [
            'Contract',
            `${actCall(request).startsWith('Registrar') ? contracts.registrar : contracts.charts} on ${chain.name} (${chain.id})`,
          ],
          ...(account === null ? [] : [['Account', account] as const]),
          ...('chart' in request ? [['Chart', request.chart] as const] : []),
          ...(state.hash === null ? [] : [['Transaction', state.hash] as const]),
          ...(state.status === 'failed'
            ? [['Error', state.failure.details ?? state.failure.name] as const]
            : []),
        ]}
      />
    </Details>
  )
}
