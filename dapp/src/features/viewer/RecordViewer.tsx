import type { NoteCheck } from '../../worker/types.ts'
import { CannotShow } from './CannotShow.tsx'
import { FhirView } from './FhirView.tsx'
import { ImageView } from './ImageView.tsx'
import { PdfView } from './PdfView.tsx'
import { TextView } from './TextView.tsx'

export type RecordViewerProps = {
  /** The document, checked already. */
  readonly body: Blob
  readonly mediaType: string
  readonly title: string
  /** What its signature told; null where it has none to look at. */
  readonly note?: NoteCheck | null
}

/** Shows a document by its kind. */
export function RecordViewer({ body, mediaType, title, note = null }: RecordViewerProps) {
  if (mediaType === 'application/fhir+json') return <FhirView body={body} text={note?.text ?? null} />
  if (mediaType === 'application/pdf') return <PdfView body={body} title={title} />
  if (mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/webp')
    return <ImageView body={body} title={title} />
  if (mediaType === 'text/plain' || mediaType === 'text/markdown') return <TextView body={body} />
  return <CannotShow>This page does not know its kind.</CannotShow>
}
