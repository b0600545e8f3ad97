import { Copy, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useToasts } from '../../hooks/useToasts.ts'
import { Person, Vouched } from '../people/index.ts'
import type { KnownPerson } from './knownPeople.ts'
import { findAddress } from './giveAccessForm.ts'

export type PickedPerson = { readonly account: `0x${string}`; readonly name: string }

export type PersonPickerProps = {
  readonly me: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly name: string
  readonly onName: (name: string) => void
  /** Whose account it is stays as it is. */
  readonly isFixed?: boolean
  /** Accounts that have a name in this chart already. */
  readonly known?: readonly KnownPerson[]
  /** The person tried to go on: what is missing is said. */
  readonly isTried: boolean
}

export type PickedState = {
  /** Null until an account with a profile was found. */
  readonly account: `0x${string}` | null
  readonly isOrganization: boolean
  readonly publicName: string | null
}

/** The account that a text names, once it was looked up. */
export function usePicked(text: string, me: string): PickedState & { readonly address: string | null } {
  const address = findAddress(text)
  const isMe = address !== null && address.toLowerCase() === me.toLowerCase()
  const profile = useAccountState(isMe ? null : address)
  const found = profile.data === undefined || profile.data === 'none' ? null : profile.data
  return {
    address,
    account: found?.account ?? null,
    isOrganization: found?.kind === 'organization',
    publicName: found?.name ?? null,
  }
}

/** Whose account, and what you call it. It says when nobody has set up that account, and that nobody vouches for it. */
export function PersonPicker({
  me,
  text,
  onText,
  name,
  onName,
  isFixed = false,
  known = [],
  isTried,
}: PersonPickerProps) {
  const address = findAddress(text)
  const isMe = address !== null && address.toLowerCase() === me.toLowerCase()
  const profile = useAccountState(isMe ? null : address)
  const found = profile.data === undefined || profile.data === 'none' ? null : profile.data
  const problem = textProblem(text, address, isMe)
  const others = isFixed
    ? []
    : known.filter(({ account }) => account.toLowerCase() !== address?.toLowerCase()).slice(0, MOST)
  return (
    <>
      <TextField
        label="Their address, or the text of their link or QR code"
        value={text}
        onChange={(next) => {
          onText(next)
          const found = findAddress(next)?.toLowerCase()
          const person = known.find(({ account }) => account.toLowerCase() === found)
          if (person !== undefined && name.trim() === '') onName(person.name)
        }}
        isCode
        isDisabled={isFixed}
        autoFocus={!isFixed}
        autoComplete="off"
        placeholder="0x…"
        error={(isTried || text.trim().length > 12) && problem !== undefined ? problem : undefined}
      />
      {others.length === 0 ? null : (
        <div className="mt-2 flex flex-wrap gap-2">
          {others.map((person) => (
            <Button
              key={person.account}
              size="small"
              onPress={() => {
                onText(person.account)
                onName(person.name)
              }}
            >
              <bdi>{person.name}</bdi>
            </Button>
          ))}
        </div>
      )}
      <div className="mt-4 space-y-4" aria-live="polite">
        {address === null || isMe ? null : profile.isLoading ? (
          <p className="text-sm text-ink-2">Looking for this account…</p>
        ) : profile.data === 'none' ? (
          <NotSetUp />
        ) : found === null ? (
          <div className="flex flex-wrap items-center gap-3">
            <p role="alert" className="text-sm font-semibold text-madder">
              {profile.failure?.sentence ?? 'This account could not be looked up.'}
            </p>
            <Button size="small" onPress={profile.refresh}>
              Try again
            </Button>
          </div>
        ) : (
          <>
            <Person
              address={found.account}
              name={name.trim() === '' ? null : name.trim()}
              publicName={found.name}
              isOrganization={found.kind === 'organization'}
            />
            <Vouched account={found.account} publicName={found.name} />
            <TextField
              label={
                found.kind === 'organization'
                  ? 'Your name for this organisation'
                  : 'Your name for this person'
              }
              hint="Only you, and who acts for you, see it."
              value={name}
              onChange={onName}
              maxLength={80}
              autoComplete="off"
              end={
                found.name === null || name.trim() === found.name ? undefined : (
                  <Button size="small" className="flex-none" onPress={() => onName(found.name ?? '')}>
                    Use theirs
                  </Button>
                )
              }
            />
          </>
        )}
      </div>
    </>
  )
}

const MOST = 6

function NotSetUp() {
  const toasts = useToasts()
  const [link] = useState(() => `${location.origin}${location.pathname}`)
  return (
    <Banner
      tone="note"
      icon={<TriangleAlert />}
      lead="This person has not set up Chartkey yet. Send this link first."
      action={
        <Button
          size="small"
          onPress={() => {
            void navigator.clipboard.writeText(link).then(
              () => toasts.show('done', 'The link is copied.'),
              () =>
                toasts.show(
                  'notice',
                  'This browser does not let the page copy. Mark the link and copy it yourself.',
                ),
            )
          }}
        >
          <Copy />
          Copy the link
        </Button>
      }
    >
      <span className="block font-mono text-sm wrap-anywhere" dir="ltr">
        {link}
      </span>
    </Banner>
  )
}

function textProblem(text: string, address: string | null, isMe: boolean): string | undefined {
  if (isMe) return 'This is your own account. Give the address of someone else.'
  if (address !== null) return undefined
  return text.trim() === ''
    ? 'Paste an address first.'
    : 'There is no address in this text. It begins with 0x and has 40 digits and letters after it.'
}
