import { useState } from 'react'
import type { ChartContents } from '../../worker/types.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { PersonPicker, usePicked } from './PersonPicker.tsx'
import { knownPeople } from './knownPeople.ts'
import { WizardActions } from './WizardActions.tsx'

export type WhoStepProps = {
  readonly form: GiveAccessForm
  readonly chart: ChartContents
  readonly me: string
  /** An access that is being changed: whose it is stays as it is. */
  readonly isFixed: boolean
  readonly onNext: (part: Pick<GiveAccessForm, 'grantee' | 'name'>) => void
}

/** Whose account, and what you call it. */
export function WhoStep({ form, chart, me, isFixed, onNext }: WhoStepProps) {
  const [text, setText] = useState<string>(form.grantee ?? '')
  const [name, setName] = useState(form.name)
  const [isTried, setTried] = useState(false)
  const { account, address } = usePicked(text, me)
  const existing = isFixed
    ? undefined
    : chart.grants.find((grant) => grant.grantee.toLowerCase() === address?.toLowerCase() && !grant.isExpired)

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (account !== null) onNext({ grantee: account, name })
      }}
    >
      <h1 className="text-xl">Who do you let in?</h1>
      <p className="mt-1 mb-4 text-sm text-ink-2">
        Ask them for their Chartkey address. They find it in their settings.
      </p>
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
      {existing === undefined || account === null ? null : (
        <p className="mt-4 text-sm text-ink-2">
          This account has access already. What you choose now takes its place.
        </p>
      )}
      <WizardActions
        next="Go on"
        isNextDisabled={account === null}
        reason={account === null ? 'Give the address of someone who has set up Chartkey.' : undefined}
      />
    </form>
  )
}
