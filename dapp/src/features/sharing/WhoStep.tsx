import { Copy, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { PersonChip } from '../../components/PersonChip.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useToasts } from '../../hooks/useToasts.ts'
import type { ChartContents } from '../../worker/types.ts'
import { findAddress } from './giveAccessForm.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
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
  const address = findAddress(text)
  const isMe = address !== null && address.toLowerCase() === me.toLowerCase()
  const profile = useAccountState(isMe ? null : address)
  const found = profile.data === undefined || profile.data === 'none' ? null : profile.data
  const existing = isFixed
    ? undefined
    : chart.grants.find((grant) => grant.grantee.toLowerCase() === address?.toLowerCase() && !grant.isExpired)
  const problem = textProblem(text, address, isMe)

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (found !== null) onNext({ grantee: found.account, name })
      }}
    >
      <h1 className="text-xl">Who do you let in?</h1>
      <p className="mt-1 mb-4 text-sm text-ink-2">
        Ask them for their Chartkey address. They find it in their settings.
      </p>
      <TextField
        label="Their address, or the text of their link or QR code"
        value={text}
        onChange={setText}
        isCode
        isDisabled={isFixed}
        autoFocus={!isFixed}
        autoComplete="off"
        placeholder="0x…"
        error={(isTried || text.trim().length > 12) && problem !== undefined ? problem : undefined}
      />
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
            <PersonChip
              address={found.account}
              name={name.trim() === '' ? null : name.trim()}
              isOrganization={found.kind === 'organization'}
            />
            <Banner tone="warn" icon={<TriangleAlert />} lead="Nobody vouches for this account.">
              Let it in only if you know whose it is.{' '}
              {found.name === null ? (
                'It gives no name of itself.'
              ) : (
                <>
                  It calls itself “<bdi>{found.name}</bdi>”.
                </>
              )}
            </Banner>
            <TextField
              label={
                found.kind === 'organization'
                  ? 'Your name for this organisation'
                  : 'Your name for this person'
              }
              hint="Only you see it."
              value={name}
              onChange={setName}
              maxLength={80}
              autoComplete="off"
              end={
                found.name === null || name.trim() === found.name ? undefined : (
                  <Button size="small" className="flex-none" onPress={() => setName(found.name ?? '')}>
                    Use theirs
                  </Button>
                )
              }
            />
            {existing === undefined ? null : (
              <p className="text-sm text-ink-2">
                This account has access already. What you choose now takes its place.
              </p>
            )}
          </>
        )}
      </div>
      <WizardActions
        next="Go on"
        isNextDisabled={found === null}
        reason={found === null ? 'Give the address of someone who has set up Chartkey.' : undefined}
      />
    </form>
  )
}

function NotSetUp() {
  const toasts = useToasts()
  const link = `${location.origin}${location.pathname}`
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
