import { useEffect, useState } from 'react'
import { cx } from './cx.ts'

const WAIT_MS = 300

export type LoadingProps = {
  /** What is being done: "Opening your records…". */
  readonly children: string
  readonly rows?: number
}

/** A skeleton that shows only when the wait is long enough to be noticed. */
export function Loading({ children, rows = 4 }: LoadingProps) {
  const isShown = useAfter(WAIT_MS)
  return (
    <div role="status" aria-busy="true" className={cx('min-h-40', isShown ? 'animate-fade' : 'invisible')}>
      <p className="text-sm text-ink-2">{isShown ? children : null}</p>
      <div aria-hidden="true" className="mt-4 space-y-5">
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className="space-y-2.5">
            <div className={cx('h-3.5 rounded-tag bg-line', index % 2 === 0 ? 'w-7/12' : 'w-5/12')} />
            <div className={cx('h-3 rounded-tag bg-line', index % 2 === 0 ? 'w-4/12' : 'w-6/12')} />
          </div>
        ))}
      </div>
    </div>
  )
}

function useAfter(milliseconds: number): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return isOver
}
