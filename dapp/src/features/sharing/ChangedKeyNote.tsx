import { Button } from '../../components/Button.tsx'
import type { GrantSummary } from '../../worker/types.ts'
import { AccessNote } from './AccessRow.tsx'

/** An account whose key is not the one that the chart's keys are sealed to. */
export type ChangedKey = Pick<GrantSummary, 'name' | 'profile'> & { readonly account: `0x${string}` }

export type ChangedKeyNoteProps = {
  readonly reader: Pick<GrantSummary, 'isProfileChanged' | 'isKeyUnconfirmed' | 'profile'>
  readonly name: string
  readonly isLocked: boolean
  readonly onAcceptKey: () => void
}

/** Says that a person's key has changed, and takes the new one once they confirmed it. */
export function ChangedKeyNote({ reader, name, isLocked, onAcceptKey }: ChangedKeyNoteProps) {
  if (!reader.isProfileChanged && !reader.isKeyUnconfirmed) return null
  return (
    <>
      <AccessNote>
        {reader.isKeyUnconfirmed
          ? 'This person’s key has changed, and somebody who acts for you took the new one. Ask them before you go on. Until you confirm it, your next change of the locks goes back to the key that you knew.'
          : 'This person’s key has changed since you let them in. Ask them before you go on.'}
      </AccessNote>
      <Button
        size="small"
        className="mt-1.5"
        isDisabled={isLocked || reader.profile === null}
        onPress={onAcceptKey}
        aria-label={`Use the new key of ${name}`}
      >
        They confirmed it: use the new key
      </Button>
    </>
  )
}
