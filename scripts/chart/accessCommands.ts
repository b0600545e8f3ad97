import {
  acceptChangedKey,
  forgetNames,
  grantAccess,
  isSameFingerprint,
  purposes,
  readKeyChange,
  revokeAccess,
} from '#client'
import type { ChartContents, ReaderSummary, GrantHistory, PurposeCode } from '#client'
import type { Address } from 'viem'
import { answerEnded } from './answerEnded.ts'
import { CommandError, UsageError } from './errors.ts'
import { dateOf } from './format.ts'
import { parseAddress, parseUntil, takeAddress, takeOperands } from './parse.ts'
import { findSection, openChosen, openOne } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const accessCommands: Readonly<Record<string, Command>> = {
  grant,
  access,
  'accept-key': acceptKey,
  revoke,
  forget,
}

async function grant(run: Run): Promise<Answer> {
  const account = takeAddress(run)
  const { values } = run
  const { read = '', write = '', until, purpose = 'TREAT' } = values
  const end = parseUntil(until)
  if (read === '' && write === '') throw new UsageError('Name sections with --read or --write.')
  const code = purposes.find((known) => known.code === purpose.toUpperCase())?.code
  if (code === undefined) {
    throw new UsageError(
      `"${purpose}" is no purpose. Choose among ${purposes.map((known) => known.code).join(', ')}.`,
    )
  }
  const history = parseHistory(run)
  const { session, chart, contents } = await openOne(run)
  const given = { read: findSections(contents, read), write: findSections(contents, write) }
  await grantAccess(session, {
    chart,
    grantee: account,
    ...given,
    until: end,
    purpose: code satisfies PurposeCode,
    history,
    ...(values.name === undefined ? {} : { name: values.name }),
    onProgress: run.terminal.show,
  })
  return {
    json: { chart, grantee: account, ...given, until: end, purpose: code },
    text: `Gave ${account} access until ${dateOf(end)}.`,
  }
}

function parseHistory({ values }: Run): GrantHistory {
  const { since } = values
  if (since === undefined) return values['from-now'] ? 'from-now' : 'all'
  if (values['from-now']) throw new UsageError('--since and --from-now exclude each other.')
  const epoch = Number(since)
  if (!Number.isSafeInteger(epoch) || epoch < 1) throw new UsageError(`"${since}" is no epoch's number.`)
  return { since: epoch }
}

function findSections({ sections }: ChartContents, labels: string): number[] {
  if (labels.trim() === '') return []
  if (labels.trim().toLowerCase() === 'all') return sections.map(({ number }) => number)
  return labels.split(',').map((label) => findSection(sections, label).number)
}

async function access(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { contents } = await openOne(run)
  if (contents.role === 'grantee' || contents.role === 'reader')
    throw new CommandError('Only the chart’s owner, and who acts for it, sees who has access.')
  const labels = (numbers: readonly number[]) =>
    numbers.length === 0
      ? 'nothing'
      : numbers
          .map((number) => contents.sections.find((entry) => entry.number === number)?.label ?? number)
          .join(', ')
  const { grants, delegates, shares, offer } = contents
  const lines = [
    ...grants.flatMap((each) =>
      readerLines(
        each.grantee,
        each,
        `reads ${labels(each.read)}; adds to ${labels(each.write)}; ${each.purpose}`,
        'Give the access again with `grant`.',
      ),
    ),
    ...delegates.flatMap((each) =>
      readerLines(each.delegate, each, 'acts for the owner', 'Name it again with `delegate`.'),
    ),
    ...shares.flatMap((each) =>
      readerLines(each.reader, each, `reads record ${each.number}`, 'Share it again with `share`.'),
    ),
    ...(offer === null
      ? []
      : readerLines(
          offer.successor,
          offer,
          'may take the chart over',
          'Withdraw the offer and make it again.',
        )),
    ...(contents.keyringProblem === null ? [] : [contents.keyringProblem.message]),
  ]
  return {
    json: { chart: contents.id, grants, delegates, shares, offer },
    text: lines.length === 0 ? 'Nobody else has access.' : lines.join('\n'),
  }
}

/** Who, what until when, and what is wrong with the key. */
function readerLines(account: Address, reader: ReaderSummary, what: string, remedy: string): string[] {
  const { name, publicName, isExpired, until, isProfileChanged, isKeyUnconfirmed, isKeyMissing } = reader
  return [
    `${account}  ${name ?? publicName ?? ''}`,
    `  ${what}; ${isExpired ? 'ended' : 'until'} ${dateOf(until)}`,
    ...(isProfileChanged
      ? [
          '  Its key has changed since. Ask that person, not by a message from that account; then use `accept-key`.',
        ]
      : []),
    ...(isKeyUnconfirmed
      ? [
          '  Who acts for you gave it another key than you had for it. Ask that person; then use `accept-key`.',
        ]
      : []),
    ...(isKeyMissing && !isExpired ? [`  The key did not reach this account. ${remedy}`] : []),
  ]
}

async function acceptKey(run: Run): Promise<Answer> {
  const account = takeAddress(run)
  const { values, terminal } = run
  const { session, chart } = await openChosen(run)
  const change = await readKeyChange(session, { chart, account })
  const { known, published, profile, isChanged, isUnconfirmed } = change
  if (!isChanged && !isUnconfirmed) throw new CommandError(`The key of ${account} has not changed.`)
  const shown = [
    ...(isChanged
      ? [`The key of ${account} has changed.`, ...known.map((fingerprint) => `  so far:  ${fingerprint}`)]
      : [`Who acts for you gave ${account} another key than you had for it.`]),
    `  now:     ${published}`,
  ]
  if (values.confirm !== undefined) {
    if (!isSameFingerprint(values.confirm, published))
      throw new CommandError(
        `The new key has the fingerprint ${published}, which is not the one given. It was not taken.`,
      )
  } else {
    const isConfirmed = !terminal.isJson && (await askAboutKey(run, shown))
    if (!isConfirmed)
      throw new CommandError(
        `The new key was not taken. Its fingerprint is ${published}: once that person confirmed it, say so with --confirm.`,
      )
  }
  await acceptChangedKey(session, { chart, grantee: account, profile, onProgress: terminal.show })
  return {
    json: { chart, account, known, published },
    text:
      `The chart’s keys are sealed to the new key of ${account}. If the old one was stolen, run \`rotate\` too: ` +
      'its thief reads what is filed until then.',
  }
}

async function askAboutKey({ terminal }: Run, shown: readonly string[]): Promise<boolean> {
  terminal.warn(
    [
      ...shown,
      'A key changes when someone renews it after a theft, or when another person took over that account: this',
      'command cannot tell which. Ask by telephone or in person, not by a message from that account, and have the',
      'fingerprint read out (`ways` shows it to them).',
    ].join('\n'),
  )
  const answer = await terminal.ask('Did they confirm the new one? Type yes to use it: ')
  return answer?.trim().toLowerCase() === 'yes'
}

async function revoke(run: Run): Promise<Answer> {
  const account = takeAddress(run)
  const { session, chart } = await openChosen(run)
  const ended = await revokeAccess(session, { chart, grantee: account, onProgress: run.terminal.show })
  return answerEnded({ chart, grantee: account }, `Ended the access of ${account}.`, ended)
}

async function forget(run: Run): Promise<Answer> {
  const accounts = takeOperands(run, 0, Infinity).map(parseAddress)
  const { session, chart } = await openChosen(run)
  const named = accounts.length === 0 ? {} : { accounts }
  const forgotten = await forgetNames(session, { chart, ...named, onProgress: run.terminal.show })
  const lines = forgotten.map(({ account, name }) => `Forgot ${name}, of ${account}.`)
  return { json: { chart, forgotten }, text: lines.length === 0 ? 'No name to forget.' : lines.join('\n') }
}
