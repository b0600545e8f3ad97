import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'

/** The account that a patient enters to give access, to be copied. */
export function YourAccount({ account }: { readonly account: string }) {
  const [isCopied, setCopied] = useState(false)

  async function onCopy() {
    try {
      await navigator.clipboard.writeText(account)
      setCopied(true)
    } catch {
      setCopied(false)
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <code
        className="rounded-control border border-line bg-sheet px-3 py-1.5 font-mono text-sm wrap-anywhere"
        dir="ltr"
      >
        {account}
      </code>
      <Button kind="quiet" size="small" onPress={() => void onCopy()}>
        {isCopied ? <Check /> : <Copy />}
        {isCopied ? 'Copied' : 'Copy your account'}
      </Button>
    </div>
  )
}
