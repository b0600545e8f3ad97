import { BaseError } from '#client'
import { accessCommands } from './chart/accessCommands.ts'
import { createTerminal } from './chart/createTerminal.ts'
import { delegateCommands } from './chart/delegateCommands.ts'
import { UsageError } from './chart/errors.ts'
import { historyCommands } from './chart/historyCommands.ts'
import { keyCommands } from './chart/keyCommands.ts'
import { noteCommands } from './chart/noteCommands.ts'
import { readArguments } from './chart/readArguments.ts'
import { recordCommands } from './chart/recordCommands.ts'
import { setUpCommands } from './chart/setUpCommands.ts'
import { shareCommands } from './chart/shareCommands.ts'
import { transferCommands } from './chart/transferCommands.ts'
import type { Answer, Command } from './chart/types.ts'
import type { Terminal } from './chart/createTerminal.ts'
import { USAGE } from './chart/usage.ts'
import { wayCommands } from './chart/wayCommands.ts'
import { wholeCommands } from './chart/wholeCommands.ts'
import { failureSentence } from './lib/failureSentence.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  ...setUpCommands,
  ...recordCommands,
  ...noteCommands,
  ...accessCommands,
  ...shareCommands,
  ...historyCommands,
  ...delegateCommands,
  ...transferCommands,
  ...wholeCommands,
  ...wayCommands,
  ...keyCommands,
}

try {
  const { values, positionals } = readArguments()
  const [command, ...operands] = positionals
  if (values.help || command === undefined) {
    console.log(USAGE)
    process.exitCode = values.help ? 0 : 2
  } else {
    const terminal = createTerminal(values)
    try {
      const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
      if (run === undefined) throw new UsageError(`There is no command "${command}".`)
      show(await run({ values, operands, terminal }), terminal)
    } catch (error) {
      fail(error, terminal)
    } finally {
      terminal.close()
    }
  }
} catch (error) {
  fail(error, null)
}

function show({ json, text, isFailure }: Answer, terminal: Terminal): void {
  const { isAsked, rebasedOn } = terminal.acts
  terminal.clear()
  if (terminal.isJson) {
    const isRebased = rebasedOn !== null
    console.log(JSON.stringify(isAsked ? { ...(json as object), isRebased } : json, null, 2))
  } else {
    const what = rebasedOn === 'account' ? 'your account' : 'this chart'
    const rebased = `Somebody else, or another device, changed ${what} meanwhile: this was done again on top of it.`
    const lines = [...(text === '' ? [] : [text]), ...(rebasedOn === null ? [] : [rebased])]
    if (lines.length > 0) console.log(lines.join('\n'))
  }
  if (isFailure) process.exitCode = 1
}

function fail(error: unknown, terminal: Terminal | null): void {
  terminal?.clear()
  const isUsage = error instanceof UsageError
  const sentence = failureSentence(error)
  const name = error instanceof BaseError ? error.name : isUsage ? 'UsageError' : 'CommandError'
  const isJson = terminal?.isJson ?? process.argv.includes('--json')
  if (isJson) console.error(JSON.stringify({ error: name, message: sentence }))
  else console.error(isUsage ? `${sentence}\nRun with --help to see the commands.` : sentence)
  process.exitCode = isUsage ? 2 : 1
}
