import { writeFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { format } from 'prettier'
import { BaseError } from '#client'
import type { Blocks } from '../forge.ts'
import { type Bytes, fromHex, toHex } from '../reader/bytes.ts'
import { type Check, Refused } from '../reader/index.ts'
import { rootCid } from '../reader/blocks.ts'
import { readWithClient } from '../readWithClient.ts'
import { readWithReader } from '../readWithReader.ts'
import type { FiledBlock, RefusedVector } from '../vectors.ts'
import { type Accepted, type Category, type Inputs, type Kind, type Outputs, storeOf } from '../vectors.ts'

/** As the tests see it. */
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Collects the vectors of one file and tries each on both readers. */
export const collect = <K extends Kind>(kind: K, about: string) => {
  const blocks: Blocks = {}
  const accepted: Accepted<K>[] = []
  const refused: RefusedVector<K>[] = []
  const complaints: string[] = []
  const complain = (name: string, what: string) => complaints.push(`${kind}: ${name}: ${what}`)

  /** Adds what both readers must open to the same; gives what it opens to. */
  const accept = async (name: string, input: Inputs[K]) => {
    const store = storeOf(blocks, input)
    const expected = await readWithClient[kind](input, store).catch((error: unknown) => {
      complain(name, `the client refuses: ${String(error)}`)
      return null
    })
    try {
      const other = readWithReader[kind](input, store)
      if (expected && !isDeepStrictEqual(throughJson(expected), throughJson(other)))
        complain(name, 'the readers differ')
      accepted.push({ name, ...input, expected: expected ?? other } as Accepted<K>)
    } catch (error) {
      complain(name, `the second reader refuses: ${String(error)}`)
    }
    return (expected ?? undefined) as Outputs[K]
  }

  /** Adds what both readers must refuse, the second one by this check. */
  const refuse = async (name: string, category: Category, check: Check, why: string, input: Inputs[K]) => {
    const store = storeOf(blocks, input)
    const outcome = await readWithClient[kind](input, store).catch((error: unknown) => error)
    if (!(outcome instanceof BaseError))
      complain(name, `the client ${outcome instanceof Error ? `throws ${String(outcome)}` : 'accepts'}`)
    try {
      readWithReader[kind](input, store)
      complain(name, 'the second reader accepts')
    } catch (error) {
      if (!(error instanceof Refused)) complain(name, `the second reader throws ${String(error)}`)
      else if (error.check !== check) complain(name, `the second reader: ${error.message}, not ${check}`)
    }
    refused.push({ name, category, why, check, ...input })
  }

  const save = async () => {
    const file = { about, blocks: shareBytes(blocks), accepted, refused }
    const text = await format(JSON.stringify(file), { parser: 'json', printWidth: 110 })
    await writeFile(new URL(`../${kind}.json`, import.meta.url), text)
    return { kind, accepted: accepted.length, refused: refused.length, complaints }
  }

  return { blocks, accept, refuse, save }
}

const CHUNK = 64

/** Blocks as they are filed: what one has in common with whole ones before is named instead of repeated. */
const shareBytes = (blocks: Blocks) => {
  const chunks = new Map<string, { cid: string; at: number }>()
  const blockOf = ([cid, block]: [string, string]): [string, FiledBlock] => {
    const parts: Exclude<FiledBlock, string>[number][] = []
    let start = 0
    let own = 0
    const keep = (end: number) => {
      if (end > start) parts.push(block.slice(start, end))
      own += end - start
    }
    for (let at = 0; at < block.length; at += 2) {
      const found = chunks.get(block.slice(at, at + CHUNK))
      if (!found) continue
      const other = blocks[found.cid]!
      let [from, to] = [at, at + CHUNK]
      const shift = found.at - at
      const isSame = (i: number) => block.slice(i, i + 2) === other.slice(i + shift, i + shift + 2)
      while (from > start && from + shift > 0 && isSame(from - 2)) from -= 2
      while (to < block.length && isSame(to)) to += 2
      keep(from)
      parts.push([found.cid, (from + shift) / 2, (to - from) / 2])
      start = to
      at = to - 2
    }
    keep(block.length)
    if (own < block.length * 0.7) return [cid, parts]
    for (let at = 0; at + CHUNK <= block.length; at += CHUNK)
      chunks.set(block.slice(at, at + CHUNK), { cid, at })
    return [cid, block]
  }
  return Object.fromEntries(Object.entries(blocks).map(blockOf))
}

/** The hex of a root block's CID. */
export const cidHex = (pointer: Uint8Array) => toHex(rootCid(pointer))

export const flip = (bytes: Uint8Array, at: number): Bytes => {
  const flipped = new Uint8Array(bytes)
  flipped[at < 0 ? flipped.length + at : at]! ^= 1
  return flipped
}

/** A store that serves a root block changed. */
export const serving = (blocks: Blocks, cid: string, change: (block: Bytes) => Uint8Array) => ({
  serves: { [cid]: toHex(change(fromHex(blocks[cid]!))) },
})
