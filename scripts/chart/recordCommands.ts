import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { addRecords, readRecord } from '#client'
import type { FileInput, NoteCheck } from '#client'
import { CommandError, UsageError } from './errors.ts'
import { openFile } from './files.ts'
import { columns, dateOf, short, sizeOf } from './format.ts'
import { noteSentence } from './noteSentence.ts'
import { parseNumber, takeOperands } from './parse.ts'
import { findSection, openOne } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const recordCommands: Readonly<Record<string, Command>> = { add, list, get }

async function add(run: Run): Promise<Answer> {
  const files = takeOperands(run, 1, 100, 'Name at least one file.')
  const { values } = run
  const [label, ...others] = values.section ?? []
  if (label === undefined || others.length > 0) throw new UsageError('Name one section with --section.')
  if (files.length > 1 && values.title !== undefined) throw new UsageError('--title is for one file.')
  const inputs = await Promise.all(
    files.map(async (file): Promise<FileInput> => {
      const { title, date } = values
      return {
        name: path.basename(file),
        blob: await openFile(file),
        ...(title === undefined ? {} : { title }),
        ...(date === undefined ? {} : { happenedAt: date }),
      }
    }),
  )
  const { session, chart, contents } = await openOne(run)
  const section = findSection(contents.sections, label)
  const numbers = await addRecords(session, {
    chart,
    section: section.number,
    files: inputs,
    onProgress: run.terminal.show,
  })
  return {
    json: { chart, section: section.label, numbers },
    text: numbers.map((number, index) => `Filed ${inputs[index]!.name} as record ${number}.`).join('\n'),
  }
}

async function list(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { contents } = await openOne(run)
  const wanted = run.values.section?.map((label) => findSection(contents.sections, label).number)
  const labelOf = (section: number) =>
    contents.sections.find(({ number }) => number === section)?.label ?? '(closed)'
  const records = contents.records.filter(({ section }) => wanted === undefined || wanted.includes(section))
  const rows = records.map((record) => {
    const { number, details, state, filedAt, section, author, authorName, problem } = record
    const who = author === contents.owner ? 'owner' : (authorName ?? short(author))
    const what = details === null ? `[${state}] ${problem ?? ''}` : details.title
    const size = details === null ? '' : sizeOf(details.size)
    return [String(number), dateOf(filedAt), labelOf(section), who, size, what]
  })
  const head = contents.isHeadVerified
    ? 'The list is complete and in order.'
    : 'Warning: this list is not the one that the chain commits to.'
  return {
    json: {
      chart: contents.id,
      title: contents.title,
      epoch: contents.epoch,
      isKeyed: contents.isKeyed,
      isHeadVerified: contents.isHeadVerified,
      sections: contents.sections,
      records: records.map((record) => ({ ...record, sectionLabel: labelOf(record.section) })),
    },
    text: [contents.title, ...columns(rows), head].join('\n'),
    isFailure: !contents.isHeadVerified,
  }
}

async function get(run: Run): Promise<Answer> {
  const [text] = takeOperands(run, 1, 1, 'Name one record by its number.')
  const number = parseNumber(text!)
  const { values, terminal } = run
  if (values.json && values.out === undefined) throw new UsageError('With --json, name a file with --out.')
  const { session, chart } = await openOne(run)
  const opened = await readRecord(session, { chart, number, onProgress: terminal.show })
  const { summary, body, note } = opened
  const isFailure = note?.state === 'invalid'
  if (values.out !== undefined) {
    await writeFile(values.out, body.stream(), { mode: 0o600 })
    return {
      json: { ...summary, note, file: path.resolve(values.out) },
      text: [`Wrote ${values.out}, checked whole.`, ...signatureLines(note)].join('\n'),
      isFailure,
    }
  }
  if (process.stdout.isTTY && !/^text\/|json/.test(body.type)) {
    throw new CommandError(
      `Record ${number} is ${body.type}, which a terminal cannot show. Name a file with --out.`,
    )
  }
  await terminal.say(new Uint8Array(await body.arrayBuffer()))
  for (const line of signatureLines(note)) terminal.warn(line)
  return { json: summary, text: '', isFailure }
}

/** Nothing is said of what could not hold a signature. */
function signatureLines(check: NoteCheck | null): string[] {
  if (check === null) return []
  const sentence = noteSentence(check, null)
  return [check.state === 'invalid' ? `Warning: ${sentence}` : sentence]
}
