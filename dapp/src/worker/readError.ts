import { CODES, READINGS, type Reading } from './readings.ts'
import type { Failure } from './types.ts'

/** What an error means to a person. Whether they said no in the wallet is asked before anything else. */
export type ErrorReading =
  | { readonly kind: 'rejected' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure }

type Link = {
  readonly name?: string
  readonly code?: unknown
  readonly shortMessage?: string
  readonly details?: string
  readonly numbers?: unknown
}

const UNKNOWN = 'Something failed that Chartkey does not know. Nothing more was done. Try again.'

/** Reads any throwable: one readable union for the whole page. The outermost error that can speak for itself is heard. */
export function readError(error: unknown): ErrorReading {
  if (isUserRejection(error)) return { kind: 'rejected' }
  const chain = causesOf(error)
  if (chain.some((link) => link.name === 'AbortError' || link.name === 'AbortedError'))
    return { kind: 'cancelled' }

  const speaker = chain.find((link) => readingOf(link) !== null || isSpoken(link))
  const coded = chain.map(codeReadingOf).find((found) => found !== null) ?? null
  const reading = speaker === undefined ? coded : readingOf(speaker)
  const records = numbersOf(speaker)
  return {
    kind: 'failed',
    failure: {
      name: speaker?.name ?? chain[0]?.name ?? 'UnknownError',
      sentence: reading?.sentence ?? speaker?.shortMessage ?? UNKNOWN,
      details: detailsOf(chain),
      cure: reading === null ? 'try-again' : reading.cure,
      ...(records.length === 0 ? {} : { records }),
    },
  }
}

/** The person said no: EIP-1193's 4001 anywhere in the chain of causes. */
export function isUserRejection(error: unknown): boolean {
  return causesOf(error).some(
    (link) =>
      link.code === 4001 || link.name === 'UserRejectedError' || link.name === 'UserRejectedRequestError',
  )
}

function readingOf({ name }: Link): Reading | null {
  return name !== undefined && Object.hasOwn(READINGS, name) ? READINGS[name]! : null
}

function codeReadingOf({ code }: Link): Reading | null {
  return typeof code === 'number' && Object.hasOwn(CODES, code) ? CODES[code]! : null
}

function numbersOf(link: Link | undefined): readonly number[] {
  return Array.isArray(link?.numbers) ? link.numbers.filter((number) => typeof number === 'number') : []
}

/** The client's errors speak to people; those of viem and wagmi, which carry a version, to programmers. */
function isSpoken(link: Link): boolean {
  return typeof link.shortMessage === 'string' && link.shortMessage !== '' && !('version' in link)
}

function causesOf(error: unknown): readonly Link[] {
  const chain: Link[] = []
  let link = error
  while (typeof link === 'object' && link !== null && chain.length < 20 && !chain.includes(link)) {
    chain.push(link)
    link = (link as { cause?: unknown }).cause
  }
  return chain
}

function detailsOf(chain: readonly Link[]): string | null {
  const names = chain.map((link) => link.name).filter((name) => name !== undefined)
  const details = chain.map((link) => link.details).find((text) => typeof text === 'string' && text !== '')
  const text = [names.join(' < '), details].filter((part) => part !== undefined && part !== '').join(': ')
  return text === '' ? null : text
}
