import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { onEnd, PROJECT_ROOT } from './processes.ts'

const RUNS = path.join(PROJECT_ROOT, '.chartkey', 'runs')

export interface RunFolder {
  readonly directory: string
  /** No other run goes on beside this one. */
  readonly isOnly: boolean
}

/**
 * Makes a folder for what one run stores. The local chain forgets everything when it ends, so its store's blocks go with
 * it; folders of runs that could not tidy up are removed here too.
 */
export async function createRunFolder(): Promise<RunFolder> {
  await mkdir(RUNS, { recursive: true })
  let isOnly = true
  for (const name of await readdir(RUNS)) {
    if (isRunning(Number.parseInt(name, 10))) isOnly = false
    else await rm(path.join(RUNS, name), { recursive: true, force: true })
  }
  const directory = path.join(RUNS, `${process.pid}-${Date.now()}`)
  await mkdir(directory)
  await writeFile(
    path.join(directory, 'README.txt'),
    'What one run of Chartkey stores. It goes when the run ends.\n',
  )
  onEnd(() => rm(directory, { recursive: true, force: true }))
  return { directory, isOnly }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
