import { cx } from './cx.ts'

const MARKS = ['bg-s1', 'bg-s2', 'bg-s3', 'bg-s4', 'bg-s5', 'bg-s6', 'bg-s7', 'bg-s8'] as const

/** The coloured index mark of a section. Never the only sign: the label stands beside it. */
export function SectionMark({
  position,
  isLarge,
}: {
  readonly position: number
  readonly isLarge?: boolean
}) {
  return (
    <span
      aria-hidden="true"
      className={cx('mark', MARKS[position % MARKS.length], isLarge === true && 'h-4 w-3')}
    />
  )
}

export type SectionTagProps = {
  /** The section's place in the chart, from 0: it chooses the colour, which repeats after eight. */
  readonly position: number
  readonly label: string
}

export function SectionTag({ position, label }: SectionTagProps) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <SectionMark position={position} />
      <bdi>{label}</bdi>
    </span>
  )
}
