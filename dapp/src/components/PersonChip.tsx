import { Building2, CircleDashed, TriangleAlert } from 'lucide-react'
import { cx } from './cx.ts'
import { formatAddress } from './format/formatAddress.ts'

export type PersonChipProps = {
  readonly address: string
  /** The private name that the reader gave. Names that an account gives itself do not belong here. */
  readonly name: string | null
  readonly isOrganization?: boolean
  /** Under the name, instead of whose name it is. */
  readonly note?: string
}

/** Who: a name that the reader gave, or an account that nobody vouches for. */
export function PersonChip({ address, name, isOrganization, note }: PersonChipProps) {
  return (
    <span className="inline-flex min-w-0 items-center gap-3 text-start">
      <span
        aria-hidden="true"
        className={cx(
          'grid size-10 flex-none place-items-center text-sm font-bold',
          isOrganization === true ? 'rounded-control' : 'rounded-round',
          name === null
            ? 'border-[1.5px] border-dashed border-amber-line text-amber'
            : 'border border-line bg-inset text-ink-2',
        )}
      >
        {name === null ? <CircleDashed /> : isOrganization === true ? <Building2 /> : initials(name)}
      </span>
      <span className="min-w-0">
        <span className="block leading-snug font-semibold wrap-anywhere">
          {name === null ? (
            <span className="font-mono" dir="ltr">
              {formatAddress(address)}
            </span>
          ) : (
            <bdi>{name}</bdi>
          )}
        </span>
        {name === null ? (
          <span className="flex items-start gap-1 text-sm leading-snug text-amber">
            <TriangleAlert className="mt-[0.12em]" />
            Nobody vouches for this account
          </span>
        ) : (
          <span className="block text-sm leading-snug wrap-anywhere text-ink-2">
            {note ?? `Your name for this ${isOrganization === true ? 'organisation' : 'person'}`}
          </span>
        )}
      </span>
    </span>
  )
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
