import { RefreshCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { formatLongUntil } from '../../components/format/until.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useChart } from '../../hooks/useChart.ts'
import { useConfig } from '../../hooks/useConfig.ts'
import { useStore } from '../../hooks/useStore.ts'
import { createStore } from '../../worker/store.ts'
import type { ActRequest, ActState, GrantAccessRequest, ShareRecordRequest } from '../../worker/types.ts'
import { CarryingOn } from './CarryingOn.tsx'
import { ON_ITS_WAY, SentDialog } from './SentDialog.tsx'
import { StepLine } from './StepLine.tsx'
import { givenWords } from '../../worker/givenWords.ts'
import { actSteps } from './actSteps.ts'
import type { ActStep } from './actSteps.ts'
import { accountOf, actCall, actSentence, actTitle } from './actWords.ts'

/** The act whose dialog was closed: it stays so on the next page. */
const closed = createStore<ActRequest | null>(null)

/**
 * The act in hand, step by step. It opens by itself and closes when the act is done or was refused. Once the act was
 * sent the dialog may be closed: the act goes on, and a line on the page brings the dialog back. Filing records shows its
 * progress in the list instead. What an earlier visit sent is shown too, until the chain has decided it.
 */
export function TransactionDialog() {
  const { state, run, cancel, retry, dismiss } = useAct()
  const hidden = useStore(closed)
  if (!hasDialog(state)) return <SentDialog />
  if (state.status === 'running' && hidden === state.request) {
    return <CarryingOn onShow={() => closed.set(null)}>{actTitle(state.request)}</CarryingOn>
  }

  const onTakeAsItIs = () => {
    if (state.request.kind === 'acceptChart') void run({ ...state.request, isIncomplete: true })
  }
  const letIn = state.status === 'running' && state.given !== undefined ? givenWords(state.given) : null
  const end = () => (state.status === 'running' ? closed.set(state.request) : dismiss())
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
          <StepLine key={step.key} step={step}>
            <StepWords step={step} state={state} onRetry={retry} onTakeAsItIs={onTakeAsItIs} />
          </StepLine>
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

type StepWordsProps = {
  readonly step: ActStep
  readonly state: Shown
  readonly onRetry: () => void
  readonly onTakeAsItIs: () => void
}

/** What is to be said of the step that the act has come to. */
function StepWords({ step, state, onRetry, onTakeAsItIs }: StepWordsProps) {
  if (step.state === 'now' && state.status === 'running') {
    const note = stepNote(step, state)
    return note === null ? null : <p className="text-sm text-ink-2">{note}</p>
  }
  if (step.state !== 'failed' || state.status !== 'failed') return null
  const isIncomplete = state.request.kind === 'acceptChart' && state.failure.name === 'ChartIncompleteError'
  return (
    <div role="alert">
      <p className="text-sm text-ink-2">{state.failure.sentence}</p>
      {isIncomplete ? (
        <p className="mt-1 text-sm text-ink-2">
          Taken as it is, {recordWords(state.failure.records ?? [])} closed to you as well.
        </p>
      ) : null}
      <Button size="small" className="mt-2" onPress={onRetry}>
        {state.failure.cure === 'carry-on' ? 'Carry on' : 'Try again'}
      </Button>
      {isIncomplete ? (
        <Button size="small" className="mt-2 ms-2" onPress={onTakeAsItIs}>
          Take it as it is
        </Button>
      ) : null}
    </div>
  )
}

const MAX_NAMED = 8

/** `record 3 stays`, `records 3 and 7 stay`; of many, the first. */
function recordWords(numbers: readonly number[]): string {
  if (numbers.length === 1) return `record ${numbers[0]} stays`
  const named = numbers.slice(0, MAX_NAMED).map(String)
  const more = numbers.length - named.length
  return `records ${formatList(more === 0 ? named : [...named, `${more} more`])} stay`
}

function stepNote(step: ActStep, state: Extract<ActState, { status: 'running' }>): string | null {
  if (step.key === 'wallet') {
    const account = accountOf(state.request)
    const ends = account === null ? '' : ` Check that it shows the account ending in ${account.slice(-4)}.`
    return state.request.kind === 'reencryptHistory'
      ? 'Until you do, this one stays as it is.'
      : `Until you do, nothing has changed.${ends}`
  }
  if (step.key === 'wait') return ON_ITS_WAY
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
