import { Fragment } from 'react'
import type { ReactNode } from 'react'
import type { PurposeCode } from '#client'
import { formatListToParts } from './format/formatList.ts'
import { formatPurpose } from './format/purposes.ts'
import { formatLongUntil } from './format/until.ts'

export type SentencePart = 'who' | 'read' | 'add' | 'both' | 'purpose' | 'until'

export type PermissionSentenceProps = {
  /** Null starts with "Can read", for where the name stands beside it; "you" addresses the reader. */
  readonly who: string | null
  /** Labels, in the chart's order. */
  readonly read: readonly string[]
  readonly write: readonly string[]
  readonly purpose: PurposeCode
  /** Seconds. Left out where the margin says it. */
  readonly until?: number | undefined
  /** Draws a filled-in part; pen blue when left out. */
  readonly fill?: (part: SentencePart, text: ReactNode) => ReactNode
}

/**
 * Each case is one whole message, so that another language can order it as it must. A name in braces is a filled-in part;
 * the text in brackets falls away with the part in it.
 */
const MESSAGES = {
  read: '{who} can read {read}, for {purpose}[, until {until}].',
  add: '{who} can add to {add}, for {purpose}[, until {until}]. {who} can read nothing.',
  both: '{who} can read and add to {both}, for {purpose}[, until {until}].',
  readAndAdd: '{who} can read {read}, and add to {add}, for {purpose}[, until {until}].',
  'read/nobody': 'Can read {read}, for {purpose}[, until {until}].',
  'add/nobody': 'Can add to {add}, for {purpose}[, until {until}]. Can read nothing.',
  'both/nobody': 'Can read and add to {both}, for {purpose}[, until {until}].',
  'readAndAdd/nobody': 'Can read {read}, and add to {add}, for {purpose}[, until {until}].',
} as const

/** What one account may do, as a printed form that was filled in. The same words wherever a permission stands. */
export function PermissionSentence({
  who,
  read,
  write,
  purpose,
  until,
  fill = pen,
}: PermissionSentenceProps) {
  const isSame = read.length === write.length && read.every((label) => write.includes(label))
  const kind = isSame ? 'both' : write.length === 0 ? 'read' : read.length === 0 ? 'add' : 'readAndAdd'
  const message = MESSAGES[who === null ? (`${kind}/nobody` as const) : kind].replace(
    /\[(.*?)\]/,
    until === undefined ? '' : '$1',
  )
  const list = (part: SentencePart, labels: readonly string[]) =>
    formatListToParts(labels).map((piece, index) => (
      <Fragment key={index}>
        {piece.type === 'literal' ? piece.value : fill(part, <bdi>{piece.value}</bdi>)}
      </Fragment>
    ))
  const parts: Record<string, () => ReactNode> = {
    who: () => (who === 'you' ? 'You' : fill('who', <bdi>{who}</bdi>)),
    read: () => list('read', read),
    add: () => list('add', write),
    both: () => list('both', read),
    purpose: () => fill('purpose', formatPurpose(purpose)),
    until: () => fill('until', until === undefined ? '' : <time>{formatLongUntil(until)}</time>),
  }
  return message
    .split(/\{(\w+)\}/)
    .map((piece, index) => <Fragment key={index}>{index % 2 === 0 ? piece : parts[piece]?.()}</Fragment>)
}

function pen(_part: SentencePart, text: ReactNode): ReactNode {
  return <b className="font-semibold text-pen">{text}</b>
}
