import type { ReactNode } from 'react'

export type PageHeadProps = { readonly title: string; readonly text?: ReactNode; readonly end?: ReactNode }

export function PageHead({ title, text, end }: PageHeadProps) {
  return (
    <div className="mb-6 flex items-start gap-x-4 gap-y-3 max-sm:mb-4 max-lg:flex-wrap">
      <div className="min-w-0 flex-1">
        <h1>{title}</h1>
        {text === undefined ? null : <p className="mt-1 max-w-176 text-ink-2">{text}</p>}
      </div>
      {end === undefined ? null : (
        <div className="flex flex-none items-center gap-2 max-sm:w-full max-sm:flex-wrap *:max-sm:flex-1">
          {end}
        </div>
      )}
    </div>
  )
}
