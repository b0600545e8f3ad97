import { hash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { decode } from 'multiformats/hashes/digest'
import { BlockCorruptError, BlockMissingError, RequestError } from './errors.ts'

/** The largest block that IPFS nodes exchange. */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024

const IDENTITY = 0x00
const HASHES: Readonly<Record<number, { name: string; length: number }>> = {
  0x12: { name: 'sha256', length: 32 },
  0x13: { name: 'sha512', length: 64 },
}

/** A file of a block, as the collector of garbage sees it. */
export type StoredBlock = {
  /** The name of the block without its codec; see `keyOf`. */
  readonly key: string
  /** Of the block as raw bytes. */
  readonly cid: CID
  /** Milliseconds since 1970; when it was last written or added again. */
  readonly addedAt: number
  remove(): Promise<void>
}

export type Blockstore = {
  /**
   * Stores a block after checking it. A file already there is checked too, and replaced when it is damaged.
   * It lasts once `flush` has settled.
   *
   * @throws RequestError when the bytes are not those that the content id names, are too many, or the hash is unknown.
   */
  put(cid: CID, bytes: Uint8Array): Promise<void>
  /** Waits until all that was put outlives a loss of power. */
  flush(): Promise<void>
  /** Null when it is not here. @throws BlockCorruptError when its file is damaged. */
  find(cid: CID): Promise<Uint8Array | null>
  /** @throws BlockMissingError, BlockCorruptError. */
  get(cid: CID): Promise<Uint8Array>
  list(): AsyncGenerator<StoredBlock, void, undefined>
}

/** The name under which a block is kept, whatever its codec: its multihash. */
export function keyOf(cid: CID): string {
  return base32.baseEncode(cid.multihash.bytes)
}

/** Opens the blocks under a directory, one file each, and clears what an interrupted run left behind. */
export async function openBlockstore(directory: string): Promise<Blockstore> {
  const blocks = path.join(directory, 'blocks')
  const temporary = path.join(directory, 'tmp')
  await rm(temporary, { recursive: true, force: true })
  await mkdir(blocks, { recursive: true })
  await mkdir(temporary, { recursive: true })

  const folders = new Set(await readdir(blocks))
  /** Folders whose entries changed since they were last made to last. */
  const dirty = new Set<string>()
  let flushed: Promise<void> = Promise.resolve()

  const folderOf = (key: string) => key.slice(-3, -1)
  const fileOf = (key: string) => path.join(blocks, folderOf(key), `${key}.data`)

  async function write(key: string, bytes: Uint8Array): Promise<void> {
    const folder = folderOf(key)
    if (!folders.has(folder)) {
      await mkdir(path.join(blocks, folder), { recursive: true })
      folders.add(folder)
      dirty.add(blocks)
    }
    const name = path.join(temporary, randomUUID())
    const file = await open(name, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(name, fileOf(key))
    dirty.add(path.join(blocks, folder))
  }

  async function read(key: string): Promise<Uint8Array | null> {
    try {
      return await readFile(fileOf(key))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  async function find(cid: CID): Promise<Uint8Array | null> {
    if (cid.multihash.code === IDENTITY) return cid.multihash.digest
    if (!isKnownHash(cid)) return null
    const bytes = await read(keyOf(cid))
    if (bytes !== null && !matches(cid, bytes)) throw new BlockCorruptError()
    return bytes
  }

  async function syncFolders(earlier: Promise<void>): Promise<void> {
    await earlier.catch(() => {})
    const changed = [...dirty]
    dirty.clear()
    try {
      await Promise.all(changed.map(syncFolder))
    } catch (error) {
      for (const folder of changed) dirty.add(folder)
      throw error
    }
  }

  return {
    async put(cid, bytes) {
      if (bytes.length > MAX_BLOCK_BYTES) {
        throw new RequestError(
          500,
          "produced block is over 2MiB: big blocks can't be exchanged with other peers. " +
            'consider using UnixFS for automatic chunking of bigger files',
        )
      }
      if (cid.multihash.code === IDENTITY) return
      if (!isKnownHash(cid)) throw new RequestError(500, `unknown hash function ${cid.multihash.code}`)
      if (!matches(cid, bytes)) {
        throw new RequestError(
          500,
          `mismatch in content integrity, expected: ${cid.toString()}, got other bytes`,
        )
      }
      const key = keyOf(cid)
      const existing = await read(key)
      if (existing === null || !matches(cid, existing)) return write(key, bytes)
      dirty.add(path.dirname(fileOf(key)))
      const now = new Date()
      await utimes(fileOf(key), now, now)
    },

    flush() {
      flushed = syncFolders(flushed)
      return flushed
    },

    find,

    async get(cid) {
      const bytes = await find(cid)
      if (bytes === null) throw new BlockMissingError(cid)
      return bytes
    },

    async *list() {
      for (const folder of await readdir(blocks)) {
        for (const name of await readdir(path.join(blocks, folder))) {
          const key = name.replace(/\.data$/, '')
          const file = path.join(blocks, folder, name)
          const cid = cidOfKey(key)
          if (cid === null) continue
          yield {
            key,
            cid,
            addedAt: (await stat(file)).mtimeMs,
            remove: () => rm(file, { force: true }),
          }
        }
      }
    },
  }
}

function cidOfKey(key: string): CID | null {
  try {
    return CID.createV1(raw.code, decode(base32.baseDecode(key)))
  } catch {
    return null
  }
}

function isKnownHash(cid: CID): boolean {
  return HASHES[cid.multihash.code]?.length === cid.multihash.digest.length
}

function matches(cid: CID, bytes: Uint8Array): boolean {
  return hash(HASHES[cid.multihash.code]!.name, bytes, 'buffer').equals(cid.multihash.digest)
}

/** Makes the names in a folder last; systems that cannot do this to a folder keep them anyway. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
