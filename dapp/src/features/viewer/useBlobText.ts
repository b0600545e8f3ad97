import { useEffect, useState } from 'react'

/** The text of a document; null while it is read. */
export function useBlobText(body: Blob): string | null {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let isOver = false
    async function read() {
      const content = await body.text()
      if (!isOver) setText(content)
    }
    void read()
    return () => {
      isOver = true
    }
  }, [body])
  return text
}
