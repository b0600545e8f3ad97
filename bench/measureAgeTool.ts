import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { randomBytes } from '../client/crypto/bytes.ts'

export type AgeToolSpeed = { readonly encrypt: number; readonly decrypt: number }

const run = promisify(execFile)

/** Megabytes per second of the `age` tool from file to file, the best of its rounds; null where there is none. */
export async function measureAgeTool(size: number, rounds: number): Promise<AgeToolSpeed | null> {
  try {
    await run('age', ['--version'])
  } catch {
    return null
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'chartkey-bench-'))
  try {
    const file = (name: string) => path.join(folder, name)
    const identity = await generateX25519Identity()
    await writeFile(file('plain'), randomBytes(size))
    await writeFile(file('identity'), `${identity}\n`)
    const recipient = await identityToRecipient(identity)
    const best = async (args: readonly string[]) => {
      let least = Infinity
      for (let round = 0; round < rounds; round++) {
        const start = performance.now()
        await run('age', [...args])
        least = Math.min(least, performance.now() - start)
      }
      return size / 1000 / least
    }
    return {
      encrypt: await best(['-r', recipient, '-o', file('sealed'), file('plain')]),
      decrypt: await best(['-d', '-i', file('identity'), '-o', file('opened'), file('sealed')]),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
