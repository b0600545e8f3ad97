import { BadgeCheck, Building2, CircleDashed, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { formatAddress } from './format/formatAddress.ts'

export type PersonChipProps = {
  readonly address: string
  /** The private name that the reader gave. */
  readonly name: string | null
  readonly isOrganization?: boolean
  /** Under the name, instead of whose name it is. */
  readonly note?: string
  /** What an authority attests of the account, and what the account calls itself: shown together or not at all. */
  readonly credential?: PersonCredential | null
}

export type PersonCredential = {
  /** As "Physician". */
  readonly what: string
  /** Who attests it. */
  readonly by: string
  /** The account's own name, which stands only beside the credential. */
  readonly publicName: string | null
}

/** Who: somebody whom an authority vouches for, a name that the reader gave, or an account that nobody vouches for. */
export function PersonChip({ address, name, isOrganization, note, credential = null }: PersonChipProps) {
  const shown = name ?? credential?.publicName ?? null
  const isUnknown = shown === null && credential === null
  return (
    <span className="inline-flex min-w-0 items-center gap-3 text-start">
      <span
        aria-hidden="true"
        className={cx(
          'grid size-10 flex-none place-items-center text-sm font-bold',
          isOrganization === true ? 'rounded-control' : 'rounded-round',
          isUnknown
            ? 'border-[1.5px] border-dashed border-amber-line text-amber'
            : credential === null
              ? 'border border-line bg-inset text-ink-2'
              : 'border border-spruce bg-spruce-tint text-spruce',
        )}
      >
        <Sign shown={shown} isOrganization={isOrganization === true} isVouched={credential !== null} />
      </span>
      <span className="min-w-0">
        <span className="block leading-snug font-semibold wrap-anywhere">
          {shown === null ? (
            <span className="font-mono" dir="ltr">
              {formatAddress(address)}
            </span>
          ) : (
            <bdi>{shown}</bdi>
          )}
        </span>
        {credential === null ? null : (
          <span className="flex items-start gap-1 text-sm leading-snug wrap-anywhere text-spruce">
            <BadgeCheck className="mt-[0.12em]" />
            <span>
              {credential.what}, <bdi>{credential.by}</bdi>
            </span>
          </span>
        )}
        {isUnknown ? (
          <span className="flex items-start gap-1 text-sm leading-snug text-amber">
            <TriangleAlert className="mt-[0.12em]" />
            Nobody vouches for this account
          </span>
        ) : name !== null && credential === null ? (
          <span className="block text-sm leading-snug wrap-anywhere text-ink-2">
            {note ?? `Your name for this ${isOrganization === true ? 'organisation' : 'person'}`}
          </span>
        ) : null}
      </span>
    </span>
  )
}

type SignProps = {
  readonly shown: string | null
  readonly isOrganization: boolean
  readonly isVouched: boolean
}

function Sign({ shown, isOrganization, isVouched }: SignProps): ReactNode {
  if (shown === null) return isVouched ? <BadgeCheck /> : <CircleDashed />
  return isOrganization ? <Building2 /> : initials(shown)
}

function initials(name: string): string {
  const words = name
    .replace(/^(dr|prof|mr|mrs|ms)\.?\s+/i, '')
    .split(/\s+/)
    .filter(Boolean)
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return (
    String.fromCodePoint(first.codePointAt(0) ?? 32) +
    (last === '' ? '' : String.fromCodePoint(last.codePointAt(0) ?? 32))
  )
    .toUpperCase()
    .trim()
}
