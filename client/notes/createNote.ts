import { sha256 } from '@noble/hashes/sha2.js'
import type { Pointer } from '../chain/types.ts'
import { bytesToHex, utf8 } from '../crypto/bytes.ts'
import { textProblem } from '../crypto/object.ts'
import { MAX_RECORD_TITLE } from '../crypto/record.ts'
import { NoteInvalidError } from '../errors/notes.ts'
import { canonicalJson } from './canonicalJson.ts'
import { narrativeOf, textFault, tidyText } from './narrative.ts'
import { accountUri, recordUri, URI_SYSTEM } from './noteIds.ts'
import type { Note, NotePlace } from './types.ts'

/** Bytes of a note's text. */
export const MAX_NOTE_TEXT = 100_000

export type CreateNoteParameters = NotePlace & {
  readonly title: string
  /** Plain text. An empty line parts paragraphs. */
  readonly text: string
  /** ISO 8601 in UTC, as `2026-01-31T09:30:00.000Z`; by default now. */
  readonly at?: string
  /** The pointer, as first filed, of the record that it corrects. */
  readonly amends?: Pointer | null
  /** A random UUID by default. */
  readonly id?: string
}

/**
 * Writes a note as a FHIR R4 document: a Bundle with a Composition, whose author and subject are an account and a chart
 * and no names. Nobody has signed it yet.
 *
 * @throws NoteInvalidError when title, text or time breaks a limit.
 */
export function createNote({
  title: givenTitle,
  text: givenText,
  at = new Date().toISOString(),
  amends = null,
  id = crypto.randomUUID(),
  ...place
}: CreateNoteParameters): Note {
  const { chainId, contract, chart, author } = place
  const title = givenTitle.trim().normalize()
  const text = tidyText(givenText)
  const problem = textProblem(title, MAX_RECORD_TITLE, 1)
  if (problem !== null) throw new NoteInvalidError(`its title ${problem}`)
  if (text === '') throw new NoteInvalidError('it is empty')
  if (utf8(text).length > MAX_NOTE_TEXT)
    throw new NoteInvalidError(`its text has more than ${MAX_NOTE_TEXT} bytes`)
  const fault = textFault(text)
  if (fault !== null) throw new NoteInvalidError(fault)
  if (!isInstant(at)) throw new NoteInvalidError('its time is not ISO 8601 in UTC')

  const bundle = {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: URI_SYSTEM, value: `urn:uuid:${id}` },
    timestamp: at,
    entry: [
      {
        fullUrl: `urn:uuid:${id}`,
        resource: {
          resourceType: 'Composition',
          status: amends === null ? 'final' : 'amended',
          type: { coding: [{ system: 'http://loinc.org', code: '34109-9', display: 'Note' }] },
          subject: {
            type: 'Patient',
            identifier: { system: accountUri(chainId, contract), value: chart.toLowerCase() },
          },
          date: at,
          author: [{ identifier: { system: URI_SYSTEM, value: accountUri(chainId, author) } }],
          title,
          ...(amends === null
            ? {}
            : {
                relatesTo: [
                  { code: 'replaces', targetIdentifier: { system: URI_SYSTEM, value: recordUri(amends) } },
                ],
              }),
          section: [{ title: 'Note', text: { status: 'additional', div: narrativeOf(text) } }],
        },
      },
    ],
  }
  return { ...place, bundle, at, document: documentHash(bundle) }
}

/** SHA-256 of a Bundle's canonical JSON; it must be without its signature. */
export function documentHash(bundle: Readonly<Record<string, unknown>>): Note['document'] {
  return bytesToHex(sha256(utf8(canonicalJson(bundle))))
}

export function isInstant(text: string): boolean {
  const time = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isFinite(time) && new Date(time).toISOString() === text
}
