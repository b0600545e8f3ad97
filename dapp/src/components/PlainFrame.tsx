import type { ReactNode } from 'react'
import { Brand } from './Brand.tsx'

export type PlainFrameProps = {
  readonly end?: ReactNode
  readonly banners?: readonly ReactNode[]
  readonly children: ReactNode
}

/** The ground and the name, for pages before a chart is open. */
export function PlainFrame({ end, banners = [], children }: PlainFrameProps) {
  return (
    <div className="min-h-dvh">
      <header className="mx-auto flex w-full max-w-320 items-center gap-4 px-4 py-2 lg:px-8">
        <Brand />
        {end === undefined ? null : <div className="ms-auto">{end}</div>}
      </header>
      {banners.length === 0 ? null : (
        <div className="mx-auto w-full max-w-320 space-y-2 px-4 lg:px-8">{banners.slice(0, 2)}</div>
      )}
      {children}
    </div>
  )
}
