import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { expect, it } from 'vitest'

import { PROJECT_ROOT } from '../../../scripts/lib/processes.ts'
import { LOCAL_CHAIN_ID } from '../../../scripts/lib/startChain.ts'
import { localKey } from '../lib/accounts.ts'
import { createActor } from '../lib/createActor.ts'
import { startPage } from '../pages/startPage.ts'

interface Started {
  readonly process: ChildProcess
  readonly output: () => string
  readonly page: string
  readonly chain: string
  readonly store: string
  /** The store's folder. */
  readonly folder: string
  /** All processes of it, as far as this system tells. */
  readonly pids: readonly number[]
}

/** `npm start` as a newcomer types it. */
export function startCommand(): void {
  let first: Started
  let second: Started

  it('prints where it runs, and a second one beside it takes other ports and another folder', async () => {
    first = await start('--no-seed')
    second = await start()
    expect(
      new Set([first.page, first.chain, first.store, second.page, second.chain, second.store]).size,
    ).toBe(6)
    expect(first.folder).not.toBe(second.folder)
    expect(second.output()).toMatch(/Chartkey is ready after \d+ s/)
  })

  it('serves a page that offers the practice people of its own chain', async () => {
    const config = await (await fetch(new URL('chartkey.json', second.page))).json()
    expect(config.chain).toMatchObject({ id: LOCAL_CHAIN_ID, rpcUrl: second.chain, local: true })
    const visitor = await createActor(
      { url: second.page, config },
      { name: 'visitor', privateKey: localKey(1) },
    )
    await startPage(visitor).connect('Practice wallet')
    await visitor.page.getByRole('button', { name: /Practice patient/ }).click()
    await startPage(visitor).unlock()
    await visitor.page.getByRole('button', { name: 'Sign', exact: true }).click()
    await visitor.page.getByText('Patient summary').first().waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it('ends everything on Ctrl-C', async () => {
    for (const started of [first, second]) {
      interrupt(started.process)
      await new Promise((resolve) =>
        started.process.exitCode === null ? started.process.once('exit', resolve) : resolve(null),
      )
      for (const url of [started.page, started.chain, started.store])
        expect(await isListening(url), url).toBe(false)
      expect(started.pids.filter(isAlive)).toEqual([])
      expect(existsSync(started.folder)).toBe(false)
    }
  })
}

async function start(...args: readonly string[]): Promise<Started> {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: PROJECT_ROOT,
    detached: true,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await expect
    .poll(() => output.includes('Ctrl-C ends all of it.') || child.exitCode !== null, { timeout: 120_000 })
    .toBe(true)
  const find = (pattern: RegExp) => {
    const found = pattern.exec(output)?.[1]
    if (found === undefined) throw new Error(`npm start did not print what it should.\n${output}`)
    return found
  }
  return {
    process: child,
    output: () => output,
    page: find(/^ {4}(http:\/\/127\.0\.0\.1:\d+\/)$/m),
    chain: find(/^ {2}chain {2}(http:\/\/127\.0\.0\.1:\d+)/m),
    store: find(/^ {2}store {2}(http:\/\/127\.0\.0\.1:\d+)/m),
    folder: path.join(PROJECT_ROOT, find(/its blocks in (\S+) until/)),
    pids: descendants(child.pid!),
  }
}

/** Ctrl-C reaches the whole group of a terminal's foreground processes. */
function interrupt(child: ChildProcess): void {
  process.kill(process.platform === 'win32' ? child.pid! : -child.pid!, 'SIGINT')
}

function descendants(root: number): number[] {
  if (process.platform === 'win32') return []
  const parents = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  const found = [root]
  for (const pid of found)
    found.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child))
  return found
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
