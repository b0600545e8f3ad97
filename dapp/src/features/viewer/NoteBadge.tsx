import { CircleQuestionMark, PenOff, ShieldAlert, Signature } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../components/cx.ts'
import { formatLongDate } from '../../components/format/formatDate.ts'
import { inSentence } from '../../components/format/inSentence.ts'
import type { NoteCheck } from '../../worker/types.ts'

export type NoteBadgeProps = {
  /** Null for what no one could have signed: a picture, a PDF, a text. */
  readonly note: NoteCheck | null
  /** Who filed it, as the reader knows them. */
  readonly author: string
}

/** Who signed a document, or that nobody did, or that the signature does not fit: one sentence. */
export function NoteBadge({ note, author }: NoteBadgeProps) {
  if (note === null) return null
  const { icon, look, text } = words(note, author)
  return (
    <span
      role={note.state === 'invalid' ? 'alert' : undefined}
      className={cx('inline-flex items-start gap-1.5', look)}
    >
      <span className="mt-[0.1em] flex-none">{icon}</span>
      <span>{text}</span>
    </span>
  )
}

function words(note: NoteCheck, author: string): { icon: ReactNode; look: string; text: ReactNode } {
  const who = <bdi>{inSentence(author)}</bdi>
  switch (note.state) {
    case 'signed':
      return {
        icon: <Signature />,
        look: 'font-semibold text-spruce',
        text: (
          <>
            Signed by {who}
            {note.at === null ? '' : `, ${formatLongDate(new Date(note.at))}`}
          </>
        ),
      }
    case 'unsigned':
      return { icon: <PenOff />, look: 'text-ink-2', text: 'Not signed' }
    case 'foreign':
      return {
        icon: <CircleQuestionMark />,
        look: 'text-ink-2',
        text: 'Signed in a way that this page cannot check',
      }
    case 'needs-chain':
      return {
        icon: <CircleQuestionMark />,
        look: 'font-semibold text-amber',
        text: 'The signature is not checked: only the chain can say, and it does not answer',
      }
    case 'invalid':
      return {
        icon: <ShieldAlert />,
        look: 'font-semibold text-madder',
        text: PROBLEMS[note.problem ?? 'signature'](author),
      }
  }
}

const PROBLEMS: Record<NonNullable<NoteCheck['problem']>, (author: string) => string> = {
  form: () => 'The signature does not fit: what was signed cannot be told from this document.',
  place: () => 'The signature does not fit: it was made for another chart.',
  author: (author) =>
    `The signature does not fit: another account made it, and ${inSentence(author)} filed it.`,
  amends: () => 'The signature does not fit: it corrects another record than this one does.',
  signature: () => 'The signature does not fit: this is not what that account signed.',
}
