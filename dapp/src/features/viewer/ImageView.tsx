import { useEffect, useRef, useState } from 'react'
import { CannotShow } from './CannotShow.tsx'

export function ImageView({ body, title }: { readonly body: Blob; readonly title: string }) {
  const image = useRef<HTMLImageElement>(null)
  const [isBroken, setBroken] = useState(false)
  useEffect(() => {
    const url = URL.createObjectURL(body)
    if (image.current !== null) image.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [body])
  if (isBroken) {
    return <CannotShow>Its picture is broken, or of a kind that this browser does not know.</CannotShow>
  }
  return (
    <img
      ref={image}
      alt={title}
      onError={() => setBroken(true)}
      className="h-auto max-w-full rounded-control border border-line bg-inset"
    />
  )
}
