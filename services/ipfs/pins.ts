import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DirectoryInUseError } from './errors.ts'

export type PinMode = 'recursive' | 'direct'

export type Pin = {
  /** In the writing of its version: base58btc for 0, base32 for 1. */
  readonly cid: string
  readonly mode: PinMode
  readonly name: string
}

export type Pins = {
  /** 32 random bytes, the same for as long as the directory lives. */
  readonly identity: Uint8Array
  add(pin: Pin): void
  remove(cid: string): void
  find(cid: string): Pin | null
  /** In the order of their content ids; in pages, so that a long list is not held in memory. */
  list(mode?: PinMode): Generator<Pin, void, undefined>
  close(): void
}

const PAGE = 1000

/** Opens the list of pins, and with it the directory for this process alone. @throws DirectoryInUseError. */
export function openPins(directory: string): Pins {
  const database = new DatabaseSync(path.join(directory, 'pins.sqlite'))
  try {
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      BEGIN EXCLUSIVE;
      CREATE TABLE IF NOT EXISTS pin (
        cid TEXT PRIMARY KEY,
        mode TEXT NOT NULL CHECK (mode IN ('recursive', 'direct')),
        name TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS identity (bytes BLOB NOT NULL) STRICT;
      COMMIT;
    `)
  } catch (cause) {
    database.close()
    if (cause instanceof Error && /locked|busy/i.test(cause.message)) throw new DirectoryInUseError({ cause })
    throw cause
  }
  if (database.prepare('SELECT 1 FROM identity').get() === undefined) {
    database.prepare('INSERT INTO identity VALUES (?)').run(randomBytes(32))
  }
  const { bytes: identity } = database.prepare('SELECT bytes FROM identity').get() as { bytes: Uint8Array }
  const insert = database.prepare('INSERT OR REPLACE INTO pin (cid, mode, name) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM pin WHERE cid = ?')
  const find = database.prepare('SELECT cid, mode, name FROM pin WHERE cid = ?')
  const page = database.prepare('SELECT cid, mode, name FROM pin WHERE cid > ? ORDER BY cid LIMIT ?')

  return {
    identity,
    add: ({ cid, mode, name }) => void insert.run(cid, mode, name),
    remove: (cid) => void remove.run(cid),
    find: (cid) => (find.get(cid) as Pin | undefined) ?? null,
    *list(mode) {
      let after = ''
      for (;;) {
        const rows = page.all(after, PAGE) as Pin[]
        for (const row of rows) if (mode === undefined || row.mode === mode) yield row
        if (rows.length < PAGE) return
        after = rows.at(-1)!.cid
      }
    },
    close: () => database.close(),
  }
}
