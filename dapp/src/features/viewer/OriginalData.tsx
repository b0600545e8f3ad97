import { useState } from 'react'
import { Details } from '../../components/Details.tsx'

const MOST_CHARACTERS = 400_000

/** The data as it was filed, for who wants every field. */
export function OriginalData({ text, className }: { readonly text: string; readonly className: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={className}>
      <Details summary="Show the original data" onToggle={setOpen}>
        {isOpen ? (
          <pre
            dir="ltr"
            className="mt-2 max-h-160 overflow-auto rounded-control border border-line bg-inset p-4 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
          >
            {pretty(text).slice(0, MOST_CHARACTERS)}
          </pre>
        ) : null}
      </Details>
    </div>
  )
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
