import { FileX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Panel } from '../../components/Panel.tsx'

/** A document that is what was filed, and that this page cannot draw. */
export function CannotShow({ children }: { readonly children: ReactNode }) {
  return (
    <Panel isInset>
      <h2 className="flex items-center gap-2 text-base">
        <FileX />
        This document cannot be shown here
      </h2>
      <p className="mt-1 text-sm text-ink-2">
        {children} It is what was filed: download it, and open it with another program.
      </p>
    </Panel>
  )
}
