import type { Progress } from '#client'
import { openLines } from './openLines.ts'
import type { Lines } from './openLines.ts'
import { UsageError } from './errors.ts'
import type { Values } from './readArguments.ts'

/** Where a command shows what it does, and asks. */
export type Terminal = {
  readonly isJson: boolean
  show(progress: Progress): void
  /** Takes the line of progress away. */
  clear(): void
  /** On standard output, at once. */
  say(text: string | Uint8Array): Promise<void>
  /** On standard error. */
  warn(text: string): void
  /** Asks on standard error and gives what was typed, or null when nothing more comes. */
  ask(question: string): Promise<string | null>
  /** As `ask`, for a recovery code: it may come from another file descriptor, and `isHidden` keeps it off the screen. */
  askCode(question: string, options: { readonly isHidden: boolean }): Promise<string | null>
  /** Whether something was put before the wallet, and what it had to be built upon anew. */
  readonly acts: { isAsked: boolean; rebasedOn: 'account' | 'chart' | null }
  close(): void
}

const STANDARD_INPUT = 0

/** @throws UsageError when --code-fd is no file descriptor */
export function createTerminal(values: Values): Terminal {
  const codeFd = parseDescriptor(values['code-fd'])
  const isJson = values.json === true
  const isShown = values.quiet !== true && !isJson && process.stderr.isTTY
  const sources = new Map<number, Lines>()
  const acts: Terminal['acts'] = { isAsked: false, rebasedOn: null }

  const clear = () => {
    if (isShown) process.stderr.write('\r\x1b[K')
  }
  const readLine = (fd: number, question: string, isHidden: boolean) => {
    clear()
    const lines = sources.get(fd) ?? openLines(fd)
    sources.set(fd, lines)
    return lines.next({ question: isJson ? '' : question, isHidden })
  }

  return {
    isJson,
    acts,
    clear,
    show({ step, done, total, file, act }) {
      if (act !== undefined && step === 'asking-wallet') acts.isAsked = true
      if (step === 'retrying') acts.rebasedOn = act === 'publish' ? 'account' : 'chart'
      if (!isShown) return
      const part = done === undefined || !total ? '' : ` ${Math.floor((100 * done) / total)} %`
      const which = file === undefined || file.count === 1 ? '' : ` (${file.index + 1} of ${file.count})`
      process.stderr.write(`\r\x1b[K${step.replace('-', ' ')}${which}${part}`)
    },
    async say(text) {
      clear()
      await new Promise<void>((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
      })
    },
    warn(text) {
      clear()
      if (!isJson) console.error(text)
    },
    ask: (question) => readLine(STANDARD_INPUT, question, false),
    askCode: (question, { isHidden }) => readLine(codeFd, question, isHidden),
    close() {
      for (const lines of sources.values()) lines.close()
    },
  }
}

function parseDescriptor(text: string | undefined): number {
  if (text === undefined) return STANDARD_INPUT
  const isUsed = text === '1' || text === '2'
  if (!/^\d{1,4}$/.test(text) || isUsed)
    throw new UsageError(
      `"${text}" is no file descriptor to read from. Open one, as in --code-fd 3 3< card.txt.`,
    )
  return Number(text)
}
