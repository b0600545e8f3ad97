import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import type { Hex } from 'viem'
import { PROJECT_ROOT } from './processes.ts'

export type Outcome = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type ChartCommandOptions = {
  /** What comes on standard input; none by default. */
  readonly input?: string
  /** What comes on file descriptor 3. */
  readonly third?: string
  /** Called with all of standard output so far, and where to type. */
  readonly onOutput?: (stdout: string, stdin: Writable) => void
}

/** Runs `npm run chart` as someone types it, with a key in the environment or none. */
export async function chartCommand(
  key: Hex | null,
  args: readonly string[],
  { input, third, onOutput }: ChartCommandOptions = {},
): Promise<Outcome> {
  const { CHARTKEY_PRIVATE_KEY: _, ...rest } = process.env
  const env = { ...rest, ...(key === null ? {} : { CHARTKEY_PRIVATE_KEY: key }) }
  const child = spawn(process.execPath, ['scripts/chart.ts', ...args], {
    cwd: PROJECT_ROOT,
    env,
    stdio: ['pipe', 'pipe', 'pipe', ...(third === undefined ? [] : (['pipe'] as const))],
  })
  const [stdin, stdout, stderr, extra] = child.stdio
  // A command that asks nothing may end before it has read what was typed.
  stdin.on('error', () => {})
  let [out, errors] = ['', '']
  stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    onOutput?.(out, stdin)
  })
  stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  if (third !== undefined) (extra as Writable).on('error', () => {}).end(third)
  if (input !== undefined) stdin.write(input)
  if (onOutput === undefined) stdin.end()
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, stdout: out, stderr: errors }
}
