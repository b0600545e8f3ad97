import { CalendarClock, EyeOff, History } from 'lucide-react'
import type { ReactNode } from 'react'
import { Details, Facts } from '../../components/Details.tsx'
import { Panel } from '../../components/Panel.tsx'
import { InlineButton } from '../../components/InlineButton.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import type { SentencePart } from '../../components/PermissionSentence.tsx'
import { PersonChip } from '../../components/PersonChip.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { untilOfDay } from '../../components/format/until.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import type { ChartContents } from '../../worker/types.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { labelsOf, notRead } from './grantWords.ts'
import { WizardActions } from './WizardActions.tsx'

export type ReadBackStepProps = {
  readonly form: GiveAccessForm
  readonly chart: ChartContents
  readonly who: string
  /** Goes back to a step, from 0. */
  readonly onStep: (step: number) => void
  readonly onGive: () => void
}

const STEP_OF: Record<SentencePart, number> = { who: 0, read: 1, add: 1, both: 1, purpose: 2, until: 2 }
const WHAT: Record<SentencePart, string> = {
  who: 'who',
  read: 'the sections to read',
  add: 'the sections to add to',
  both: 'the sections',
  purpose: 'the purpose',
  until: 'the last day',
}

/** The whole permission as one sentence, each filled-in part a way back to change it. */
export function ReadBackStep({ form, chart, who, onStep, onGive }: ReadBackStepProps) {
  const { state } = useAct()
  const { isWrongNetwork } = useWallet()
  const without = notRead(chart, form)
  const fill = (part: SentencePart, text: ReactNode) => (
    <InlineButton what={WHAT[part]} onPress={() => onStep(STEP_OF[part])}>
      {text}
    </InlineButton>
  )
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_22.5rem] lg:items-start">
      <div>
        <h1 className="text-xl">Please read this before you agree</h1>
        <p className="mt-3.5 max-w-176 text-xl leading-[1.62]">
          <PermissionSentence
            who={who}
            read={labelsOf(chart.sections, form.read)}
            write={labelsOf(chart.sections, form.write)}
            purpose={form.purpose}
            until={untilOfDay(form.day)}
            fill={fill}
          />{' '}
          {form.read.length === 0 ? null : form.history === 'all' ? (
            <>
              That includes{' '}
              <InlineButton what="what they can read" onPress={() => onStep(2)}>
                everything already in these sections
              </InlineButton>
              .
            </>
          ) : (
            <>
              That is{' '}
              <InlineButton what="what they can read" onPress={() => onStep(2)}>
                only what is filed from now on
              </InlineButton>
              .
            </>
          )}
        </p>
        <p className="mt-4 text-sm text-ink-2">Choose a blue part to change it.</p>
        <ul className="mt-4 border-t border-line pt-2.5 [&>li]:grid [&>li]:grid-cols-[1.5rem_minmax(0,1fr)] [&>li]:gap-2 [&>li]:py-1.5 [&>li]:leading-snug [&>li>.lucide]:text-ink-3">
          <li>
            <EyeOff />
            <span>
              {without.length === 0 ? (
                <>
                  There is no section that <bdi>{who}</bdi> cannot read.
                </>
              ) : (
                <>
                  <bdi>{who}</bdi> <b>cannot read</b> <bdi>{formatList(without)}</bdi>.
                </>
              )}
            </span>
          </li>
          <li>
            <CalendarClock />
            <span>
              You can end this on any day. What <bdi>{who}</bdi> has read by then <b>cannot be taken back</b>.
            </span>
          </li>
          <li>
            <History />
            <span>
              Anyone can see on the chain that these two accounts are connected, for what purpose, and until
              when. No name of yours, no section’s name and no content is there.
            </span>
          </li>
        </ul>
        <WizardActions
          next="Give access"
          onNext={onGive}
          onBack={() => onStep(2)}
          isNextDisabled={isWrongNetwork}
          reason={isWrongNetwork ? 'Your wallet is on another network. Switch it first.' : undefined}
          busy={state.status === 'running' ? 'Giving access…' : undefined}
        >
          <span className="text-sm text-ink-2 max-sm:sr-only">Your wallet asks once more.</span>
        </WizardActions>
      </div>
      {form.grantee === null ? null : (
        <aside>
          <Panel isInset>
            <PersonChip address={form.grantee} name={form.name.trim() === '' ? null : form.name.trim()} />
            <p className="mt-3 border-t border-line pt-3 text-sm text-ink-2">
              Nobody vouches for this account. Let it in only if you know whose it is.
            </p>
            <Details className="mt-1">
              <Facts
                facts={[
                  ['Account', form.grantee],
                  ['Purpose', form.purpose],
                  ['Chart', chart.id],
                ]}
              />
            </Details>
          </Panel>
        </aside>
      )}
    </div>
  )
}
