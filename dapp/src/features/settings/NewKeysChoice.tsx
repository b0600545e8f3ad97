import { RadioCards } from '../../components/RadioCards.tsx'
import { useChartsWithNewLocks } from './useChartsWithNewLocks.ts'

export type NewKeysChoiceProps = {
  /** What might be in other hands: “this passkey”. */
  readonly what: string
  readonly value: boolean
  readonly onChange: (renew: boolean) => void
}

/** Whether all keys change too, with what each answer costs and leaves open. */
export function NewKeysChoice({ what, value, onChange }: NewKeysChoiceProps) {
  return (
    <RadioCards
      label={`Could someone else have ${what}?`}
      value={value ? 'renew' : 'keep'}
      onChange={(chosen) => onChange(chosen === 'renew')}
      options={[
        {
          value: 'renew',
          title: 'Yes, or I do not know: change all keys too',
          text: <NewKeysCost />,
        },
        {
          value: 'keep',
          title: 'No, nobody',
          text: `Your keys stay. Who had ${what}, and kept what is stored now, could still open your account.`,
        },
      ]}
    />
  )
}

/** How often the wallet asks, and what new keys do. */
export function NewKeysCost() {
  const count = useChartsWithNewLocks().total
  const confirmations = count === 0 ? 'once' : count === 1 ? 'twice' : `${count + 1} times`
  return (
    <>
      What is filed from then on in your charts, and in those that you act for, opens with the new keys alone.
      Your wallet asks {confirmations}. What was read before cannot be taken back.
    </>
  )
}
