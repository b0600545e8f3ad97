import { Check, Clock, LoaderCircle, TriangleAlert, Wallet } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import { cx } from '../../components/cx.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useChart } from '../../hooks/useChart.ts'
import { useConfig } from '../../hooks/useConfig.ts'
import type { ActRequest, ActState, GrantAccessRequest } from '../../worker/types.ts'
import { actSteps } from './actSteps.ts'
import type { ActStep } from './actSteps.ts'
import { actCall, actTitle } from './actWords.ts'

/**
 * The act in hand, step by step. It opens by itself and closes when the act is done or was refused. Once the act was
 * sent the dialog may be closed: the act goes on, and a line on the page brings the dialog back. Filing records shows its
 * progress in the list instead.
 */
export function TransactionDialog() {
  const { state, cancel, retry, dismiss } = useAct()
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

  const end = () => (state.status === 'running' ? setHidden(state.request) : dismiss())
  return (
    <Dialog title={actTitle(state.request)} isOpen onClose={state.status === 'failed' ? dismiss : undefined}>
      {state.request.kind === 'grantAccess' ? <GrantSentence request={state.request} /> : null}
      <ol className="mt-5">
        {actSteps(state).map((step) => (
          <StepLine key={step.key} step={step} state={state} onRetry={retry} />
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
}: {
  readonly step: ActStep
  readonly state: Shown
  readonly onRetry: () => void
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
    const ends =
      state.request.kind === 'grantAccess'
        ? ` Check that it shows the account ending in ${state.request.grantee.slice(-4)}.`
        : ''
    return `Until you do, nothing has changed.${ends}`
  }
  if (step.key === 'wait') return 'It is on its way. You may close this box; it carries on.'
  if (state.progress?.step === 'retrying')
    return 'It was changed from elsewhere meanwhile. Starting anew on top of that.'
  return null
}

function ActDetails({ state }: { readonly state: Shown }) {
  const { chain, contracts } = useConfig()
  const { request } = state
  return (
    <Details>
      <Facts
        facts={[
          ['Call', actCall(request)],
          [
            'Contract',
            `${actCall(request).startsWith('Registrar') ? contracts.registrar : contracts.charts} on ${chain.name} (${chain.id})`,
          ],
          ...(request.kind === 'grantAccess' || request.kind === 'revokeAccess'
            ? [['Account', request.grantee] as const]
            : []),
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
