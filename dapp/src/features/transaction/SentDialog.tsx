import { Button } from '../../components/Button.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { dateOfSeconds, formatLongDate, formatTime } from '../../components/format/formatDate.ts'
import { useConfig } from '../../hooks/useConfig.ts'
import { useSentEarlier } from '../../hooks/useSentEarlier.ts'
import { useSession } from '../../hooks/useSession.ts'
import { useStore } from '../../hooks/useStore.ts'
import { createStore } from '../../worker/store.ts'
import { CarryingOn } from './CarryingOn.tsx'
import { StepLine } from './StepLine.tsx'
import { SENT_STEPS } from './actSteps.ts'
import { sentTitle } from './sentTitle.ts'

/** The first transaction of those whose dialog was closed: it stays so on the next page. */
const closed = createStore<string | null>(null)

export const ON_ITS_WAY = 'It is on its way. You may close this box; it carries on.'

/** What was sent before the page was loaded anew, at the step that it has come to. Closed, it stays as a line. */
export function SentDialog() {
  const { state } = useSession()
  // A locked page says it in its own words.
  const sent = useSentEarlier(state.status === 'unlocked' ? state.account : null)
  const { chain } = useConfig()
  const closedFor = useStore(closed)
  const [first, ...others] = sent
  if (first === undefined) return null
  const onClose = () => closed.set(first.hash)
  const title = others.length === 0 ? sentTitle(first) : `Waiting for the chain: ${sent.length} changes`
  if (closedFor === first.hash) return <CarryingOn onShow={() => closed.set(null)}>{title}</CarryingOn>
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {sent.map((act) => {
        const at = dateOfSeconds(act.sentAt)
        return (
          <section key={act.hash} className="mb-4 last-of-type:mb-0">
            {others.length === 0 ? null : <h3 className="mt-4 text-base">{sentTitle(act)}</h3>}
            <p className="mt-1 text-sm text-ink-2">
              You sent this on {formatLongDate(at)} at {formatTime(at)}.
            </p>
            {others.length === 0 ? (
              <ol className="mt-5">
                {SENT_STEPS.map((step) => (
                  <StepLine key={step.key} step={step}>
                    {step.state === 'now' ? <p className="text-sm text-ink-2">{ON_ITS_WAY}</p> : null}
                  </StepLine>
                ))}
              </ol>
            ) : null}
          </section>
        )
      })}
      <div className="mt-5 flex items-start justify-between gap-4">
        <Details>
          <Facts
            facts={[
              ['Network', `${chain.name} (${chain.id})`],
              ...sent.map(({ hash }) => ['Transaction', hash] as const),
            ]}
          />
        </Details>
        <Button onPress={onClose}>Close</Button>
      </div>
    </Dialog>
  )
}
