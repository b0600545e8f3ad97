import type { Values } from './readArguments.ts'
import type { Terminal } from './createTerminal.ts'

/** One command as it was typed. */
export type Run = {
  readonly values: Values
  /** The words after the command. */
  readonly operands: readonly string[]
  readonly terminal: Terminal
}

export type Answer = {
  readonly json: unknown
  readonly text: string
  readonly isFailure?: boolean
}

export type Command = (run: Run) => Promise<Answer>
