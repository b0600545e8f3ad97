import { useBlobText } from './useBlobText.ts'

const MOST_CHARACTERS = 500_000

/** A text as it was written. Mark-up in it stays text. */
export function TextView({ body }: { readonly body: Blob }) {
  const text = useBlobText(body)
  if (text === null) return null
  return (
    <div className="max-w-176">
      <p className="whitespace-pre-wrap wrap-anywhere" dir="auto">
        {text.slice(0, MOST_CHARACTERS)}
      </p>
      {text.length > MOST_CHARACTERS ? (
        <p className="mt-4 text-sm text-ink-2">The rest is in the file: download it.</p>
      ) : null}
    </div>
  )
}
