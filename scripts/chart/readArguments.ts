import { parseArgs } from 'node:util'
import { failureSentence } from '../lib/failureSentence.ts'
import { UsageError } from './errors.ts'

const OPTIONS = {
  kind: { type: 'string' },
  name: { type: 'string' },
  title: { type: 'string' },
  section: { type: 'string', multiple: true },
  date: { type: 'string' },
  corrects: { type: 'string' },
  author: { type: 'string' },
  out: { type: 'string' },
  read: { type: 'string' },
  write: { type: 'string' },
  until: { type: 'string' },
  purpose: { type: 'string' },
  since: { type: 'string' },
  'from-now': { type: 'boolean' },
  'with-all': { type: 'boolean' },
  keep: { type: 'boolean' },
  incomplete: { type: 'boolean' },
  confirm: { type: 'string' },
  'new-keys': { type: 'boolean' },
  'keep-keys': { type: 'boolean' },
  recovery: { type: 'boolean' },
  account: { type: 'string' },
  'code-fd': { type: 'string' },
  chart: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type Values = ReturnType<typeof parse>['values']

/** What was typed. @throws UsageError */
export function readArguments() {
  try {
    return parse()
  } catch (error) {
    throw new UsageError(failureSentence(error), { cause: error })
  }
}

const parse = () => parseArgs({ allowPositionals: true, options: OPTIONS })
