import { CalendarClock, Eye, HandHelping, History, Siren, Split } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { InlineButton } from '../../components/InlineButton.tsx'
import { Steps } from '../../components/Steps.tsx'
import { dayOfUntil, formatLongUntil, untilOfDay } from '../../components/format/until.ts'
import { useFocusHeading } from '../../components/useFocusHeading.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import type { ChartContents } from '../../worker/types.ts'
import { Consequences } from './Consequences.tsx'
import { WhoAndUntil } from './WhoAndUntil.tsx'
import type { PersonUntil } from './WhoAndUntil.tsx'
import { WizardActions } from './WizardActions.tsx'
import { LONG_PRESETS } from './giveAccessForm.ts'
import { nameOfAccount } from './grantWords.ts'

const STEPS = ['Who, and until when', 'Read it back'] as const

/** Lets somebody act for the owner, or changes until when: a carer, a parent. */
export function ActForYou({ chart, me }: { readonly chart: ChartContents; readonly me: string }) {
  const { run, dismiss, state } = useAct()
  const [, navigate] = useLocation()
  const given = (useHistoryState() as { delegate?: string } | null)?.delegate
  const existing = chart.delegates.find(({ delegate }) => delegate === given)
  const [asked, setAsked] = useState<PersonUntil | null>(null)
  const [isReading, setReading] = useState(false)
  const back = `/chart/${chart.id}/sharing`
  useFocusHeading(isReading ? 1 : 0)

  useEffect(() => {
    if (state.status !== 'done' || state.request.kind !== 'nameDelegate') return
    dismiss()
    navigate(back, { replace: true })
  }, [state, dismiss, navigate, back])

  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-4">
        <Steps name="Let someone act for you" steps={STEPS} current={isReading ? 1 : 0} />
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
                kind: 'nameDelegate',
                chart: chart.id,
                delegate: asked.account,
                name: asked.name === '' ? null : asked.name,
                until: untilOfDay(asked.day),
              })
            }
          />
        ) : (
          <WhoAndUntil
            chart={chart}
            me={me}
            title="Who acts for you?"
            text="A carer or a parent, who reads and looks after this chart as you do. They need an account of their own."
            dayLabel="Last day on which they act for you"
            presets={LONG_PRESETS}
            isFixed={existing !== undefined}
            start={
              asked ?? {
                account: existing?.delegate ?? null,
                name: existing?.name ?? '',
                day: existing === undefined || existing.isExpired ? null : dayOfUntil(existing.until),
              }
            }
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
  const until = untilOfDay(asked.day)
  return (
    <>
      <h1 className="text-xl">Please read this before you agree</h1>
      <p className="mt-3.5 text-xl leading-[1.62]">
        <InlineButton what="who" onPress={onBack}>
          <bdi>{who}</bdi>
        </InlineButton>{' '}
        can act for you in the chart of <bdi>{chart.title}</bdi>, until{' '}
        <InlineButton what="the last day" onPress={onBack}>
          {formatLongUntil(until)}
        </InlineButton>
        .
      </p>
      <p className="mt-4 text-sm text-ink-2">Choose a blue part to change it.</p>
      <Consequences>
        <li>
          <Eye />
          <span>
            <bdi>{who}</bdi> can <b>read all of this chart</b>, every section, what was filed before, and the
            names that you gave to others.
          </span>
        </li>
        <li>
          <HandHelping />
          <span>
            <bdi>{who}</bdi> can add records, let others in until {formatLongUntil(until)} at the latest, and
            end the access of others.
          </span>
        </li>
        <li>
          <Split />
          <span>
            <bdi>{who}</bdi> <b>cannot</b> hand the chart over, name others to act for you, end all access at
            once, or re-encrypt older records.
          </span>
        </li>
        <li>
          <Siren />
          <span>
            Somebody who acts for you <b>can pass on</b> whatever they read, and nobody would notice. Choose
            only a person whom you trust with all of it.
          </span>
        </li>
        <li>
          <CalendarClock />
          <span>
            You can remove them on any day, and end what they gave to others in the same step. What was read
            by then <b>cannot be taken back</b>.
          </span>
        </li>
        <li>
          <History />
          <span>
            Anyone can see on the chain that this account acts for yours, and until when. No name, no
            section’s name and no content is there.
          </span>
        </li>
      </Consequences>
      <WizardActions
        next="Let them act for me"
        onNext={onAgree}
        onBack={onBack}
        isNextDisabled={isWrongNetwork}
        reason={isWrongNetwork ? 'Your wallet is on another network. Switch it first.' : undefined}
        busy={state.status === 'running' ? 'Naming them…' : undefined}
      >
        <span className="text-sm text-ink-2 max-sm:sr-only">Your wallet asks once more.</span>
      </WizardActions>
    </>
  )
}
