import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const END_WITH_PARENT = new URL('./endWithParent.js', import.meta.url)
const GRACE_MS = 5_000
const TAIL_LINES = 60

export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url))

const running = new Set<ChildProcess>()
const closers = new Set<() => Promise<void> | void>()
let isEnding = false
let isWatching = false

export interface RunningProcess {
  readonly pid: number
  /** Settles with the exit code once the process is gone; a signal counts as 1. */
  readonly exited: Promise<number>
  /** The last lines that it printed. */
  tail(): string
  /** Ends it, and all that it started: asks first, insists after five seconds. */
  stop(): Promise<void>
}

export interface StartProcessOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Lets it print straight to this process's output; then there are neither lines nor a tail. */
  readonly isShown?: boolean
  /** Called with each line that it prints, of either stream. */
  readonly onLine?: (line: string) => void
}

/** Starts a Node script as a process of its own that ends with this one, whichever way this one ends. */
export function startNodeProcess(args: readonly string[], options: StartProcessOptions = {}): RunningProcess {
  return track(
    spawn(process.execPath, ['--import', END_WITH_PARENT.href, ...args], {
      cwd: options.cwd ?? PROJECT_ROOT,
      env: options.env ?? process.env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: options.isShown ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
    }),
    options.onLine,
  )
}

/** Starts any program as a process of its own that ends with this one. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: StartProcessOptions = {},
): RunningProcess {
  return track(
    spawn(command, args, {
      cwd: options.cwd ?? PROJECT_ROOT,
      env: options.env ?? process.env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: options.isShown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    }),
    options.onLine,
  )
}

/**
 * Registers what must be closed before this process ends: by `endAll`, Ctrl-C, a signal or a failure.
 *
 * @returns a function that closes it now, once
 */
export function onEnd(close: () => Promise<void> | void): () => Promise<void> {
  watch()
  closers.add(close)
  return async () => {
    if (closers.delete(close)) await close()
  }
}

/** Closes all that `onEnd` was told of, newest first, and ends every process started here. */
export async function endAll(): Promise<void> {
  for (const close of [...closers].toReversed()) {
    closers.delete(close)
    try {
      await close()
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error))
    }
  }
  await Promise.all([...running].map((child) => endProcess(child)))
}

function track(child: ChildProcess, onLine?: (line: string) => void): RunningProcess {
  watch()
  running.add(child)
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(stripVTControlCharacters(line))
      if (lines.length > TAIL_LINES) lines.shift()
      onLine?.(line)
    })
  }
  const exited = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      lines.push(error.message)
      running.delete(child)
      resolve(1)
    })
    child.once('close', (code) => {
      running.delete(child)
      resolve(code ?? 1)
    })
  })
  return {
    pid: child.pid ?? 0,
    exited,
    tail: () => lines.join('\n'),
    stop: () => endProcess(child),
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  signal(child, 'SIGTERM')
  const timer = setTimeout(() => signal(child, 'SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(timer)
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill(name)
    else process.kill(-child.pid, name)
  } catch {
    child.kill(name)
  }
}

function watch(): void {
  if (isWatching) return
  isWatching = true
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(name, () => {
      if (isEnding) return
      isEnding = true
      void endAll().finally(() => process.exit(code))
    })
  }
  process.on('exit', () => {
    for (const child of running) signal(child, 'SIGKILL')
  })
}
