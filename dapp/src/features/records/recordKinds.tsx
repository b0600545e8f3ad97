import { ClipboardList, File, FileText, Image, NotebookPen } from 'lucide-react'
import type { ReactNode } from 'react'

/** The sign of a kind of document, and its name for screen readers. */
export function RecordIcon({ mediaType }: { readonly mediaType: string | null }): ReactNode {
  switch (kindOf(mediaType)) {
    case 'fhir':
      return <ClipboardList aria-label="Health data" />
    case 'pdf':
      return <FileText aria-label="PDF" />
    case 'image':
      return <Image aria-label="Picture" />
    case 'text':
      return <NotebookPen aria-label="Text" />
    case 'other':
      return <File aria-label="Record" />
  }
}

export type RecordKind = 'fhir' | 'pdf' | 'image' | 'text' | 'other'

export function kindOf(mediaType: string | null): RecordKind {
  if (mediaType === null) return 'other'
  if (mediaType === 'application/fhir+json') return 'fhir'
  if (mediaType === 'application/pdf') return 'pdf'
  if (mediaType.startsWith('image/')) return 'image'
  return mediaType.startsWith('text/') ? 'text' : 'other'
}

const EXTENSIONS: Record<string, string> = {
  'application/fhir+json': 'json',
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'text/plain': 'txt',
  'text/markdown': 'md',
}

/** A file name for a record that leaves Chartkey. */
export function fileNameOf(title: string, mediaType: string): string {
  const extension = EXTENSIONS[mediaType] ?? 'bin'
  // oxlint-disable-next-line no-control-regex
  const name = title.replace(/[\u0000-\u001f/\\:*?"<>|]+/g, ' ').trim() || 'record'
  return name.toLowerCase().endsWith(`.${extension}`) ? name : `${name}.${extension}`
}

/** What the file chooser offers. What a file really is decides when it is filed. */
export const ACCEPTED =
  '.json,.pdf,.png,.jpg,.jpeg,.webp,.txt,.md,application/fhir+json,application/pdf,image/png,image/jpeg,image/webp,text/plain'
