import { useEffect, useState } from 'react'
import { CannotShow } from './CannotShow.tsx'

export function ImageView({ body, title }: { readonly body: Blob; readonly title: string }) {
  const [url, setUrl] = useState<string | null>(null)
  const [isBroken, setBroken] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(body)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [body])
  if (isBroken)
    return <CannotShow>Its picture is broken, or of a kind that this browser does not know.</CannotShow>
  if (url === null) return null
  return (
    <img
      src={url}
      alt={title}
      onError={() => setBroken(true)}
      className="h-auto max-w-full rounded-control border border-line bg-inset"
    />
  )
}
