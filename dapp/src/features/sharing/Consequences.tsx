import type { ReactNode } from 'react'

/** What follows from a step that is read back: one line each, an icon first. */
export function Consequences({ children }: { readonly children: ReactNode }) {
  return (
    <ul className="mt-4 border-t border-line pt-2.5 [&>li]:grid [&>li]:grid-cols-[1.5rem_minmax(0,1fr)] [&>li]:gap-2 [&>li]:py-1.5 [&>li]:leading-snug [&>li>.lucide]:text-ink-3">
      {children}
    </ul>
  )
}
