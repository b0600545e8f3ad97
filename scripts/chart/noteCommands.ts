import { zeroAddress, zeroHash } from 'viem'
import { fileNote, MAX_SIGNED_DOCUMENT, readNotePlace, verifyNote } from '#client'
import { CommandError, UsageError } from './errors.ts'
import { openFile, readStandardInput } from './files.ts'
import { noteSentence } from './noteSentence.ts'
import { parseAddress, parseChartId, parseNumber, takeOperands } from './parse.ts'
import { findSection, openOne } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const noteCommands: Readonly<Record<string, Command>> = { note, 'check-note': checkNote }

async function note(run: Run): Promise<Answer> {
  const { values } = run
  const [file] = takeOperands(run, 1, 1, 'Name one file of plain text, or - for standard input.')
  const [label, ...others] = values.section ?? []
  if (label === undefined || others.length > 0) throw new UsageError('Name one section with --section.')
  const { title } = values
  if (title === undefined) throw new UsageError('Say what it is called with --title.')
  if (file === '-' && values.recovery && values['code-fd'] === undefined)
    throw new UsageError(
      'Standard input cannot hold both the note and the recovery code. Give the code by --code-fd.',
    )
  const amends = values.corrects === undefined ? {} : { amends: parseNumber(values.corrects) }
  const bytes = file === '-' ? await readStandardInput() : await (await openFile(file!)).arrayBuffer()
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CommandError(`${file === '-' ? 'What came in' : file} is not plain text.`)
  }
  const { session, chart, contents } = await openOne(run)
  const section = findSection(contents.sections, label)
  const number = await fileNote(session, {
    chart,
    section: section.number,
    title,
    text,
    ...(values.date === undefined ? {} : { happenedAt: values.date }),
    ...amends,
    onProgress: run.terminal.show,
  })
  return {
    json: { chart, section: section.label, number },
    text: `Signed the note and filed it as record ${number}.`,
  }
}

/** Needs no chain, no store, no key and no configuration: what the document says of itself is held to its signature. */
async function checkNote(run: Run): Promise<Answer> {
  const { values } = run
  const [file] = takeOperands(run, 1, 1, 'Name one file.')
  const author = values.author === undefined ? undefined : parseAddress(values.author)
  const chart = values.chart === undefined ? undefined : parseChartId(values.chart)
  const blob = await openFile(file!)
  const bytes = new Uint8Array(await blob.slice(0, MAX_SIGNED_DOCUMENT + 1).arrayBuffer())
  const place = readNotePlace(bytes)
  const named = place ?? { chainId: 1, contract: zeroAddress, chart: zeroHash, author: zeroAddress }
  const check = await verifyNote(bytes, {
    ...named,
    ...(author === undefined ? {} : { author }),
    ...(chart === undefined ? {} : { chart }),
  })
  if (check === null)
    throw new CommandError(`${file} is no FHIR document, so nobody can have signed it as a note.`)
  const where =
    place === null
      ? []
      : [
          `Chart ${place.chart}`,
          `of ${place.contract} on chain ${place.chainId}`,
          `SHA-256 ${check.document}`,
        ]
  return {
    json: { ...check, place },
    text: [noteSentence(check, place), ...where].join('\n'),
    isFailure: check.state !== 'signed',
  }
}
