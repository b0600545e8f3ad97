import { useState } from 'react'
import type { ChartContents } from '../../worker/types.ts'
import { PersonPicker, usePicked } from './PersonPicker.tsx'
import { UntilField } from './UntilField.tsx'
import type { UntilFieldProps } from './UntilField.tsx'
import { WizardActions } from './WizardActions.tsx'
import { dayProblem } from './giveAccessForm.ts'
import { knownPeople } from './knownPeople.ts'

/** Whose account, what it is called here (empty for no name), and the last day as ISO. */
export type PersonUntil = { readonly account: `0x${string}`; readonly name: string; readonly day: string }

export type WhoAndUntilProps = {
  readonly chart: ChartContents
  readonly me: string
  readonly title: string
  readonly text: string
  readonly dayLabel: string
  readonly presets: NonNullable<UntilFieldProps['presets']>
  /** Whose it is stays as it is. */
  readonly isFixed?: boolean
  readonly start: {
    readonly account: string | null
    readonly name: string
    readonly day: string | null
  } | null
  readonly onNext: (asked: PersonUntil) => void
}

/** The first step where somebody is chosen together with a last day. */
export function WhoAndUntil(props: WhoAndUntilProps) {
  const { chart, me, title, dayLabel, presets, isFixed = false, start, onNext } = props
  const [now] = useState(() => new Date())
  const [text, setText] = useState<string>(start?.account ?? '')
  const [name, setName] = useState(start?.name ?? '')
  const [day, setDay] = useState(start?.day ?? presets[1]!.day(now))
  const [isTried, setTried] = useState(false)
  const { account } = usePicked(text, me)
  const isDayWrong = dayProblem(day, now) !== undefined
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (account !== null && !isDayWrong) onNext({ account, name: name.trim(), day })
      }}
    >
      <h1 className="text-xl">{title}</h1>
      <p className="mt-1 mb-4 text-sm text-ink-2">{props.text}</p>
      <PersonPicker
        me={me}
        text={text}
        onText={setText}
        name={name}
        onName={setName}
        isFixed={isFixed}
        known={knownPeople(chart)}
        isTried={isTried}
      />
      <div className="mt-6">
        <UntilField label={dayLabel} day={day} onDay={setDay} presets={presets} />
      </div>
      <WizardActions
        next="Go on"
        isNextDisabled={account === null || isDayWrong}
        reason={account === null ? 'Give the address of someone who has set up Chartkey.' : undefined}
      />
    </form>
  )
}
