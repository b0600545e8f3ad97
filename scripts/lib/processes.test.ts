import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { startNodeProcess, startProcess } from './processes.ts'

const MODULE = new URL('./processes.ts', import.meta.url).href
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-processes-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** A process that starts a child, notes what it closes, and prints the child's id. */
async function startParent(): Promise<{
  kill(signal: NodeJS.Signals): Promise<number | null>
  child: number
  output(): string
}> {
  const script = path.join(folder, 'parent.mts')
  await writeFile(path.join(folder, 'child.mjs'), 'setInterval(() => {}, 1000)')
  await writeFile(
    script,
    `import { onEnd, startNodeProcess } from ${JSON.stringify(MODULE)}
     onEnd(() => console.log('closed first'))
     onEnd(async () => console.log('closed second'))
     console.log(startNodeProcess([${JSON.stringify(path.join(folder, 'child.mjs'))}]).pid)
     setInterval(() => {}, 1000)`,
  )
  const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  parent.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await expect.poll(() => output.includes('\n'), { timeout: 20_000 }).toBe(true)
  return {
    child: Number(output.trim()),
    output: () => output,
    async kill(signal) {
      const exit = once(parent, 'close')
      parent.kill(signal)
      return (await exit)[0]
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('ends its children and closes what was registered, newest first, on Ctrl-C', async () => {
  const parent = await startParent()
  expect(isAlive(parent.child)).toBe(true)
  expect(await parent.kill('SIGINT')).toBe(130)
  expect(parent.output()).toContain('closed second\nclosed first\n')
  expect(isAlive(parent.child)).toBe(false)
})

it('leaves no child behind even when it is killed outright', async () => {
  const parent = await startParent()
  await parent.kill('SIGKILL')
  await expect.poll(() => isAlive(parent.child), { timeout: 10_000 }).toBe(false)
})

it('gives the exit code and the last lines, without colours', async () => {
  const child = startNodeProcess(['-e', 'console.log("\\u001b[31mred\\u001b[0m"); process.exit(3)'])
  expect(await child.exited).toBe(3)
  expect(child.tail()).toBe('red')
})

it('says so when the program does not exist', async () => {
  const child = startProcess(path.join(folder, 'nothing'), [])
  expect(await child.exited).toBe(1)
  expect(child.tail()).toContain('ENOENT')
})
