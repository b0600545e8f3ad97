import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

import type { KeyValueStorage } from '#client'

/** Keeps texts in one JSON file. A file that cannot be read counts as empty; what it holds can be asked for again. */
export function createFileStorage(file: string): KeyValueStorage {
  const read = async (): Promise<Record<string, string>> => {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
    } catch {
      return {}
    }
  }
  let turn: Promise<unknown> = Promise.resolve()
  const change = (edit: (entries: Record<string, string>) => void): Promise<void> => {
    const before = turn
    const next = (async () => {
      await before
      const entries = await read()
      edit(entries)
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(`${file}.${process.pid}`, `${JSON.stringify(entries, null, 2)}\n`)
      await rename(`${file}.${process.pid}`, file)
    })()
    turn = next.catch(() => {})
    return next
  }
  return {
    get: async (key) => (await read())[key] ?? null,
    set: (key, value) => change((entries) => (entries[key] = value)),
    remove: (key) => change((entries) => delete entries[key]),
    keys: async () => Object.keys(await read()),
  }
}
