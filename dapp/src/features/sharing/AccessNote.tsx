import type { ReactNode } from 'react'
import { TriangleAlert } from 'lucide-react'

/** Something about this one that the owner should see to. */
export function AccessNote({ icon, children }: { readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <p className="mt-1 flex gap-1.5 text-sm font-semibold text-amber [&>.lucide]:mt-[0.1em]">
      {icon ?? <TriangleAlert />}
      <span>{children}</span>
    </p>
  )
}
