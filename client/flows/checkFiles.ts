import { MAX_RECORD_TITLE } from '../crypto/record.ts'
import { textProblem } from '../crypto/object.ts'
import {
  DateInvalidError,
  FileEmptyError,
  FileOverLimitError,
  FilesMissingError,
  NameInvalidError,
  TitleTakenError,
  TooManyFilesError,
} from '../errors/flows.ts'
import { detectMediaType } from './mediaType.ts'
import type { MediaType } from './mediaType.ts'
import type { FileInput } from './types.ts'

/** Records in one transaction: a batch stays well below the gas cap of 16.7 million. */
export const MAX_FILES = 100

export type CheckedFile = {
  readonly name: string
  readonly blob: Blob
  readonly title: string
  readonly mediaType: MediaType
  readonly happenedAt: string | null
}

/**
 * Checks everything about files that can be known before anything is stored.
 *
 * @throws FilesMissingError, TooManyFilesError, FileEmptyError, FileOverLimitError, FileTypeUnknownError,
 * NameInvalidError, DateInvalidError, TitleTakenError
 */
export async function checkFiles(files: readonly FileInput[], limit: number): Promise<CheckedFile[]> {
  if (files.length === 0) throw new FilesMissingError()
  if (files.length > MAX_FILES) throw new TooManyFilesError(files.length, MAX_FILES)
  const checked: CheckedFile[] = []
  const titles = new Set<string>()
  for (const { name, blob, title: given, mediaType, happenedAt } of files) {
    const title = (given ?? name).trim().normalize()
    const problem = textProblem(title, MAX_RECORD_TITLE, 1)
    if (problem !== null) throw new NameInvalidError(`it ${problem}`)
    if (blob.size === 0) throw new FileEmptyError(name)
    if (blob.size > limit) throw new FileOverLimitError(name, limit)
    requireDate(happenedAt)
    if (titles.has(titleKey(title))) throw new TitleTakenError(title)
    titles.add(titleKey(title))
    const found = await detectMediaType({ name, blob, ...(mediaType === undefined ? {} : { mediaType }) })
    checked.push({ name, blob, title, mediaType: found, happenedAt: happenedAt ?? null })
  }
  return checked
}

/** Titles that differ in case alone are the same to their reader. */
export function titleKey(title: string): string {
  return title.normalize().toLocaleLowerCase('en')
}

/** @throws DateInvalidError unless it is a year, a month or a day, or left out */
export function requireDate(happenedAt: string | undefined): void {
  if (happenedAt !== undefined && !isDate(happenedAt)) throw new DateInvalidError(happenedAt)
}

function isDate(text: string): boolean {
  const match = /^\d{4}(-\d{2}(-\d{2})?)?$/.exec(text)
  if (match === null) return false
  const full = `${text}-01-01`.slice(0, 10)
  const date = new Date(`${full}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(full)
}
