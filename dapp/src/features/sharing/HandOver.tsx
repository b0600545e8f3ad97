import { CalendarClock, DoorClosed, Eye, History, KeyRound, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { InlineButton } from '../../components/InlineButton.tsx'
import { Steps } from '../../components/Steps.tsx'
import { formatLongUntil, untilOfDay } from '../../components/format/until.ts'
import { useFocusHeading } from '../../components/useFocusHeading.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import type { ChartContents } from '../../worker/types.ts'
import { Consequences } from './Consequences.tsx'
import { WhoAndUntil } from './WhoAndUntil.tsx'
import type { PersonUntil } from './WhoAndUntil.tsx'
import { WizardActions } from './WizardActions.tsx'
import { SHORT_PRESETS } from './giveAccessForm.ts'
import { nameOfAccount } from './grantWords.ts'

const STEPS = ['To whom, and until when', 'Read it back'] as const

/** Offers the chart to another account: to a child who is grown, or to an account of one's own. */
export function HandOver({ chart, me }: { readonly chart: ChartContents; readonly me: string }) {
  const { run, dismiss, state } = useAct()
  const [, navigate] = useLocation()
  const [asked, setAsked] = useState<PersonUntil | null>(null)
  const [isReading, setReading] = useState(false)
  const back = `/chart/${chart.id}/sharing`
  useFocusHeading(isReading ? 1 : 0)

  useEffect(() => {
    if (state.status !== 'done' || state.request.kind !== 'offerChart') return
    dismiss()
    navigate(back, { replace: true })
  }, [state, dismiss, navigate, back])

  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-4">
        <Steps name="Hand over this chart" steps={STEPS} current={isReading ? 1 : 0} />
        <ButtonLink href={back} kind="quiet">
          Cancel
        </ButtonLink>
      </div>
      <div className="max-w-176">
        {isReading && asked !== null ? (
          <ReadBack
            asked={asked}
            chart={chart}
            onBack={() => setReading(false)}
            onAgree={() =>
              void run({
                kind: 'offerChart',
                chart: chart.id,
                successor: asked.account,
                name: asked.name === '' ? null : asked.name,
                until: untilOfDay(asked.day),
              })
            }
          />
        ) : (
          <WhoAndUntil
            chart={chart}
            me={me}
            title="Whose chart will it be?"
            text="A child who is grown, or a new account of your own. They set up Chartkey first, and give you their address."
            dayLabel="Last day on which they can take it over"
            presets={SHORT_PRESETS}
            start={asked}
            onNext={(next) => {
              setAsked(next)
              setReading(true)
              window.scrollTo(0, 0)
            }}
          />
        )}
      </div>
    </>
  )
}

type ReadBackProps = {
  readonly asked: PersonUntil
  readonly chart: ChartContents
  readonly onBack: () => void
  readonly onAgree: () => void
}

function ReadBack({ asked, chart, onBack, onAgree }: ReadBackProps) {
  const { state } = useAct()
  const { isWrongNetwork } = useWallet()
  const who = nameOfAccount(asked.account, asked.name === '' ? null : asked.name)
  const others = chart.grants.length + chart.shares.length + chart.delegates.length
  return (
    <>
      <h1 className="text-xl">Please read this before you agree</h1>
      <p className="mt-3.5 text-xl leading-[1.62]">
        <InlineButton what="to whom" onPress={onBack}>
          <bdi>{who}</bdi>
        </InlineButton>{' '}
        can take over the chart of <bdi>{chart.title}</bdi>, until{' '}
        <InlineButton what="the last day" onPress={onBack}>
          {formatLongUntil(untilOfDay(asked.day))}
        </InlineButton>
        .
      </p>
      <p className="mt-4 text-sm text-ink-2">Choose a blue part to change it.</p>
      <Consequences>
        <li>
          <Eye />
          <span>
            From now on <bdi>{who}</bdi> can <b>read all of this chart</b>, and the names that you gave to
            others: that account first tries each of its keys, to be sure that nothing is lost.
          </span>
        </li>
        <li>
          <KeyRound />
          <span>
            When <bdi>{who}</bdi> accepts, the chart is <b>no longer yours</b>, and the locks change. You can
            read and file nothing new in it, unless you are let in again.
          </span>
        </li>
        <li>
          <DoorClosed />
          <span>
            {others === 0
              ? 'Nobody else has access that would end with it.'
              : 'Everybody else who has access now loses it in the same step.'}
          </span>
        </li>
        <li>
          <CalendarClock />
          <span>
            What you read until then <b>cannot be taken back</b> from you: your devices may have kept it, and
            the keys to it.
          </span>
        </li>
        <li>
          <Undo2 />
          <span>
            Until <bdi>{who}</bdi> accepts you can withdraw the offer. The chart stays yours, and the locks
            change.
          </span>
        </li>
        <li>
          <History />
          <span>Anyone can see on the chain that this chart went from your account to that one.</span>
        </li>
      </Consequences>
      <WizardActions
        next="Offer this chart"
        onNext={onAgree}
        onBack={onBack}
        isNextDisabled={isWrongNetwork}
        reason={isWrongNetwork ? 'Your wallet is on another network. Switch it first.' : undefined}
        busy={state.status === 'running' ? 'Offering it…' : undefined}
      >
        <span className="text-sm text-ink-2 max-sm:sr-only">Your wallet asks once more.</span>
      </WizardActions>
    </>
  )
}
