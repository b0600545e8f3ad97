import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { PROJECT_ROOT } from './processes.ts'

/** Reads Solidity files and all that they import, by the names that the compiler knows them by. */
export async function soliditySources(
  entries: readonly string[],
): Promise<Record<string, { content: string }>> {
  const sources: Record<string, { content: string }> = {}
  const pending = [...entries]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (Object.hasOwn(sources, name)) continue
    const own = path.join(PROJECT_ROOT, name)
    const content = await readFile(
      existsSync(own) ? own : path.join(PROJECT_ROOT, 'node_modules', name),
      'utf8',
    )
    sources[name] = { content }
    for (const [, target = ''] of content.matchAll(/^import\s[^;]*?"([^"]+)";/gm)) {
      pending.push(target.startsWith('.') ? path.posix.join(path.posix.dirname(name), target) : target)
    }
  }
  return sources
}
