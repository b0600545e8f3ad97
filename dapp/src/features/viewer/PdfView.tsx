import { useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { Details } from '../../components/Details.tsx'
import { Loading } from '../../components/Loading.tsx'
import { CannotShow } from './CannotShow.tsx'

/** A PDF drawn page by page, each when it comes into view, with its text for who cannot see it. */
export function PdfView({ body, title }: { readonly body: Blob; readonly title: string }) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    let isOver = false
    let close = () => {}
    async function open() {
      try {
        const { openPdf } = await import('./openPdf.ts')
        const opened = await openPdf(body)
        close = opened.close
        if (isOver) close()
        else setPdf(opened.document)
      } catch (error) {
        if (isOver) return
        const asksPassword = (error as Error).name === 'PasswordException'
        setProblem(asksPassword ? 'It asks for a password.' : 'It is not a PDF that can be drawn here.')
      }
    }
    void open()
    return () => {
      isOver = true
      setPdf(null)
      close()
    }
  }, [body])

  if (problem !== null) return <CannotShow>{problem}</CannotShow>
  if (pdf === null) return <Loading rows={6}>Drawing the pages…</Loading>
  return (
    <ol className="space-y-4" aria-label={title}>
      {Array.from({ length: pdf.numPages }, (_, index) => (
        <li key={index}>
          <PdfPage pdf={pdf} number={index + 1} />
        </li>
      ))}
    </ol>
  )
}

function PdfPage({ pdf, number }: { readonly pdf: PDFDocumentProxy; readonly number: number }) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [page, setPage] = useState<PDFPageProxy | null>(null)
  const [text, setText] = useState<string | null>(null)
  const [isBroken, setBroken] = useState(false)

  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        pdf.getPage(number).then(setPage, () => setBroken(true))
      },
      { rootMargin: '600px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [pdf, number])

  useEffect(() => {
    const target = canvas.current
    const width = frame.current?.clientWidth ?? 0
    if (page === null || target === null || width === 0) return
    const natural = page.getViewport({ scale: 1 })
    const scale = (Math.min(width, 1000) / natural.width) * Math.min(window.devicePixelRatio, 2)
    const viewport = page.getViewport({ scale })
    target.width = Math.floor(viewport.width)
    target.height = Math.floor(viewport.height)
    const task = page.render({ canvas: target, viewport })
    task.promise.catch((error: unknown) => {
      if ((error as Error).name !== 'RenderingCancelledException') setBroken(true)
    })
    return () => task.cancel()
  }, [page])

  async function onText(isOpen: boolean) {
    if (!isOpen || text !== null || page === null) return
    const content = await page.getTextContent()
    const lines = content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
    setText(lines.join('').trim())
  }

  return (
    <div ref={frame} className="min-h-40">
      {isBroken ? (
        <CannotShow>Page {number} cannot be drawn.</CannotShow>
      ) : (
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Page ${number} of ${pdf.numPages}`}
          className="h-auto max-w-full rounded-tag border border-line bg-[#ffffff]"
        />
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-4 print:hidden">
        <span className="pt-1.5 text-sm text-ink-2 tabular-nums">
          Page {number} of {pdf.numPages}
        </span>
        <Details summary="Read the text of this page" onToggle={(isOpen) => void onText(isOpen)}>
          <p className="max-w-160 text-sm whitespace-pre-wrap">
            {text === null ? 'Reading…' : text === '' ? 'This page has no text: it is a picture.' : text}
          </p>
        </Details>
      </div>
    </div>
  )
}
