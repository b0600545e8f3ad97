import type { ReactNode } from 'react'
import { Panel } from './Panel.tsx'

export type EmptyProps = {
  readonly icon: ReactNode
  readonly title: string
  readonly text: ReactNode
  readonly action?: ReactNode
}

/** A place with nothing in it yet: a sentence and one action. */
export function Empty({ icon, title, text, action }: EmptyProps) {
  return (
    <Panel isInset className="flex flex-col items-center py-6 text-center">
      <span className="text-ink-3 [&>.lucide]:size-9">{icon}</span>
      <h2 className="mt-1 text-base">{title}</h2>
      <p className="mt-1 max-w-112 text-sm text-ink-2">{text}</p>
      {action === undefined ? null : <div className="mt-4">{action}</div>}
    </Panel>
  )
}
