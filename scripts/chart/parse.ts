import { isAddress } from 'viem'
import type { Address } from 'viem'
import type { ChartId } from '#client'
import { UsageError } from './errors.ts'
import type { Run } from './types.ts'

/** The words after the command. @throws UsageError when there are fewer or more */
export function takeOperands(
  { operands }: Run,
  least: number,
  most = least,
  missing = '',
): readonly string[] {
  if (operands.length < least) throw new UsageError(missing)
  if (operands.length > most) throw new UsageError(`"${operands[most]}" is one word too many.`)
  return operands
}

export function takeAddress(run: Run): Address {
  const [text] = takeOperands(run, 1, 1, 'Name one account by its address.')
  return parseAddress(text!)
}

export function parseChartId(text: string): ChartId {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) throw new UsageError(`"${text}" is not a chart's id.`)
  return text.toLowerCase() as ChartId
}

export function parseNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`"${text}" is not a record's number.`)
  return number
}

export function parseAddress(text: string): Address {
  if (!isAddress(text)) throw new UsageError(`"${text}" is not an account's address.`)
  return text
}

/** A day, whose end counts, or a number of days from now; in seconds. */
export function parseUntil(text: string | undefined): number {
  if (text === undefined) throw new UsageError('Say until when with --until.')
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  if (days !== undefined) return Math.floor(Date.now() / 1000) + Number(days) * 86_400
  const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59Z`) : Number.NaN
  if (Number.isNaN(end))
    throw new UsageError(`"${text}" is neither a day, as 2027-05-31, nor a number of days, as 30d.`)
  return Math.floor(end / 1000)
}
