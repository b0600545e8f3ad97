import { cx } from '../../components/cx.ts'
import type { Range, Result } from './fhir/types.ts'
import { rangeScale } from './rangeScale.ts'

/** The laboratory's own range as a bar, with the value on it: a circle inside, a diamond outside. Words stand beside it. */
export function RangeBar({ range, verdict }: { readonly range: Range; readonly verdict: Result['verdict'] }) {
  const scale = rangeScale(range)
  const isOut = verdict === 'high' || verdict === 'low' || verdict === 'abnormal'
  return (
    <span className="grid items-center gap-x-3 text-sm text-ink-2 tabular-nums sm:grid-cols-[7.5rem_auto] max-sm:grid-cols-[5.5rem_auto]">
      {scale === null ? (
        <span />
      ) : (
        <svg viewBox="0 0 120 16" className="h-4 w-full" aria-hidden="true" direction="ltr">
          <rect x="0.5" y="4.5" width="119" height="7" rx="3.5" className="fill-inset stroke-line-strong" />
          <rect
            x={1 + scale.from * 118}
            y="5"
            width={Math.max((scale.to - scale.from) * 118, 1)}
            height="6"
            className="fill-spruce opacity-35"
          />
          {isOut ? (
            <rect
              x={scale.at * 108 + 1.5}
              y="3.5"
              width="9"
              height="9"
              transform={`rotate(45 ${scale.at * 108 + 6} 8)`}
              className="fill-madder stroke-sheet"
              strokeWidth="1.5"
            />
          ) : (
            <circle
              cx={scale.at * 108 + 6}
              cy="8"
              r="5.5"
              className={cx('stroke-sheet', 'fill-spruce')}
              strokeWidth="1.5"
            />
          )}
        </svg>
      )}
      <bdi className="whitespace-nowrap max-sm:whitespace-normal">{range.words}</bdi>
    </span>
  )
}
