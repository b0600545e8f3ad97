import { ArrowLeftRight, CalendarClock, EyeOff, History } from 'lucide-react'
import type { ReactNode } from 'react'
import { Details, Facts } from '../../components/Details.tsx'
import { Panel } from '../../components/Panel.tsx'
import { InlineButton } from '../../components/InlineButton.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import type { SentencePart } from '../../components/PermissionSentence.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { untilOfDay } from '../../components/format/until.ts'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useGrantChange } from '../../hooks/useGrantChange.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import { usePeriods } from '../../hooks/usePeriods.ts'
import type { ChartContents, GrantChange, GrantSummary } from '../../worker/types.ts'
import { Person, Vouched } from '../people/index.ts'
import { Consequences } from './Consequences.tsx'
import { GrantEffects } from './GrantEffects.tsx'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { grantChanges } from './grantChanges.ts'
import { labelsOf, notRead } from './grantWords.ts'
import { countHidden, countRecords, historyWords } from './history.ts'
import { WizardActions } from './WizardActions.tsx'

export type ReadBackStepProps = {
  readonly form: GiveAccessForm
  readonly chart: ChartContents
  readonly who: string
  /** The access that this one takes the place of. */
  readonly existing: GrantSummary | undefined
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
export function ReadBackStep({ form, chart, who, existing, onStep, onGive }: ReadBackStepProps) {
  const { state } = useAct()
  const { isWrongNetwork } = useWallet()
  const profile = useAccountState(form.grantee).data
  const publicName = profile === undefined || profile === 'none' ? null : profile.name
  const without = notRead(chart, form)
  const periods = usePeriods(chart.id).data ?? []
  const hidden = countHidden(chart, form.history, form.read)
  const { grantee, read, write, history } = form
  const change = useGrantChange(grantee === null ? null : { chart: chart.id, grantee, read, write, history })
  const isNew = existing === undefined || existing.isExpired
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
          {form.read.length === 0 ? null : (
            <>
              {form.history === 'all' ? 'That includes' : 'That is'}{' '}
              <InlineButton what="how far back they can read" onPress={() => onStep(2)}>
                {historyWords(form.history, periods)}
              </InlineButton>
              .
            </>
          )}
        </p>
        <p className="mt-4 text-sm text-ink-2">Choose a blue part to change it.</p>
        {existing === undefined ? null : (
          <Changes chart={chart} grant={existing} form={form} change={change.data} />
        )}
        <Consequences>
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
              {hidden === 0 ? null : (
                <>
                  {' '}
                  {countRecords(hidden)} already in the chosen sections {hidden === 1 ? 'stays' : 'stay'}{' '}
                  <b>closed</b> too.
                </>
              )}
            </span>
          </li>
          {change.data === undefined ? null : (
            <GrantEffects change={change.data} who={who} isNew={isNew} reads={form.read.length > 0} />
          )}
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
        </Consequences>
        {change.failure === null ? null : (
          <p role="alert" className="mt-2 text-sm font-semibold text-amber">
            What this would change cannot be told now. {change.failure.sentence}
          </p>
        )}
        <WizardActions
          next={isNew ? 'Give access' : 'Change access'}
          onNext={onGive}
          onBack={() => onStep(2)}
          isNextDisabled={isWrongNetwork}
          reason={isWrongNetwork ? 'Your wallet is on another network. Switch it first.' : undefined}
          busy={state.status !== 'running' ? undefined : isNew ? 'Giving access…' : 'Changing access…'}
        >
          <span className="text-sm text-ink-2 max-sm:sr-only">Your wallet asks once more.</span>
        </WizardActions>
      </div>
      {form.grantee === null ? null : (
        <aside>
          <Panel isInset>
            <Person
              address={form.grantee}
              name={form.name.trim() === '' ? null : form.name.trim()}
              publicName={publicName}
            />
            <div className="mt-3 border-t border-line pt-3">
              <Vouched account={form.grantee} publicName={publicName} />
            </div>
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

type ChangesProps = {
  readonly chart: ChartContents
  readonly grant: GrantSummary
  readonly form: GiveAccessForm
  /** Undefined while it is looked at. */
  readonly change: GrantChange | undefined
}

/** What becomes otherwise, since the sentence alone does not tell it from what was. */
function Changes({ chart, grant, form, change }: ChangesProps) {
  const lines = grantChanges(chart, grant, form, {
    opened: grant.isExpired ? 0 : (change?.added.records.length ?? 0),
    closed: change?.dropped.records.length ?? 0,
  })
  return (
    <section className="mt-4 rounded-control border border-line bg-inset px-4 py-3">
      <h2 className="flex items-center gap-2 text-base">
        <ArrowLeftRight />
        What changes
      </h2>
      {lines.length === 0 ? (
        <p className="text-sm text-ink-2">
          {change?.rotates === true ? 'The locks alone.' : 'Nothing yet. Choose a blue part to change it.'}
        </p>
      ) : (
        <ul className="mt-1 list-disc ps-5 text-sm">
          {lines.map((line) => (
            <li key={line} className="py-0.5">
              {line}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
