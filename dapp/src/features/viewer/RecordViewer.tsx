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
}

/** Shows a document by its kind. */
export function RecordViewer({ body, mediaType, title }: RecordViewerProps) {
  if (mediaType === 'application/fhir+json') return <FhirView body={body} />
  if (mediaType === 'application/pdf') return <PdfView body={body} title={title} />
  if (mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/webp')
    return <ImageView body={body} title={title} />
  if (mediaType === 'text/plain' || mediaType === 'text/markdown') return <TextView body={body} />
  return <CannotShow>This page does not know its kind.</CannotShow>
}
