import { PersonChip } from '../../components/PersonChip.tsx'
import { Person } from '../people/index.ts'

export type WhoHasAccessProps = {
  readonly account: `0x${string}`
  readonly name: string | null
  readonly publicName: string | null
  /** The chart is the reader's own; else its names may be the owner's, or another's who acts. */
  readonly isOwner: boolean
  /** It is the reader. */
  readonly isMe: boolean
}

/** One who has access, as owner and who acts for them see it. */
export function WhoHasAccess({ account, name, publicName, isOwner, isMe }: WhoHasAccessProps) {
  if (isMe) return <PersonChip address={account} name="You" note="Your own account" />
  const note = isOwner ? {} : { note: 'A name given in this chart' }
  return <Person address={account} name={name} publicName={publicName} {...note} />
}
