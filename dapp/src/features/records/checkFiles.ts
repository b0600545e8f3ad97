import { formatBytes } from '../../components/format/formatBytes.ts'

const KNOWN = /\.(json|pdf|png|jpe?g|webp|txt|md)$/i

/** What is wrong with a file before it is read, as a sentence that says what to do; null when nothing is. */
export function fileProblem(file: Pick<File, 'name' | 'size' | 'type'>, maxBytes: number): string | null {
  if (file.size === 0) return 'This file is empty. Choose another one.'
  if (file.size > maxBytes)
    return `This file is ${formatBytes(file.size)}. The limit is ${formatBytes(maxBytes)}.`
  if (!KNOWN.test(file.name))
    return 'This kind of file cannot be shown later. Choose FHIR (JSON), PDF, PNG, JPEG, WebP or text.'
  return null
}

/** The title that a file proposes: its name without the ending. */
export function titleOfFile(name: string): string {
  return (
    name
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .replaceAll('_', ' ')
      .trim() || name
  )
}

/** Why a title cannot be used in a section, against the others chosen and the records there; null when it can. */
export function titleProblem(
  title: string,
  others: readonly string[],
  filed: readonly string[],
): string | null {
  const plain = (text: string) => text.trim().toLocaleLowerCase()
  if (plain(title) === '') return 'Give it a title.'
  if (others.some((other) => plain(other) === plain(title)))
    return 'Two of these have the same title. Change one.'
  if (filed.some((other) => plain(other) === plain(title)))
    return 'This section has a record with this title. Choose another title.'
  return null
}
