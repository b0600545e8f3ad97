import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type ChartkeyConfig, parseChartkeyConfig } from '#client'

export type Parts = {
  readonly config: ChartkeyConfig
  stop(): Promise<void>
}

/** A real chain with the contracts, and a real store, for tests of the page's half. */
export async function startParts(): Promise<Parts> {
  const child = fork(join(process.cwd(), 'dapp/testing/parts.ts'), [location.origin], {
    silent: true,
    execArgv: [],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => output.push(String(data)))
  const config = await Promise.race([once(child, 'message'), exitOf(child, output)])
  return {
    config: parseChartkeyConfig(config[0]),
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

async function exitOf(child: ChildProcess, output: readonly string[]): Promise<never> {
  await once(child, 'exit')
  throw new Error(`The chain and the store did not start.\n${output.join('')}`)
}
