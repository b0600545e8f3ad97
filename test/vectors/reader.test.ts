import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rootCid } from './reader/blocks.ts'
import { fromHex, sha256, toHex } from './reader/bytes.ts'
import { type Check, Refused } from './reader/index.ts'
import { readWithReader } from './readWithReader.ts'
import { type Kind, KINDS, loadVectors, storeOf } from './vectors.ts'

/** By which check the second reader refuses, and null when it does not. */
const refusal = (read: () => unknown): Check | null => {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof Refused) return error.check
    throw error
  }
}

describe.each(KINDS)('the second reader and %s.json', (kind) => {
  const { blocks, accepted, refused } = loadVectors<Kind>(kind)
  const read = readWithReader[kind]

  it('has blocks that their CIDs name', () => {
    for (const [cid, block] of Object.entries(blocks))
      expect(toHex(sha256(fromHex(block)))).toBe(cid.slice(8))
    expect(toHex(rootCid(new Uint8Array(32))).slice(0, 8)).toBe('01711220')
  })

  it('has no two vectors of one name', () => {
    const names = [...accepted, ...refused].map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(accepted)('reads: $name', (vector) => {
    expect(read(vector as never, storeOf(blocks, vector))).toEqual(vector.expected)
  })

  it.each(refused)('refuses by $check: $name, since $why', (vector) => {
    expect(refusal(() => read(vector as never, storeOf(blocks, vector)))).toBe(vector.check)
  })
})

describe('the second reader', () => {
  it('shares no code with the client', () => {
    const folder = new URL('reader/', import.meta.url)
    const files = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'))
    const imports = files.flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/ from '(.+)'/g)].map(([, from]) => from!),
    )
    expect(imports.filter((from) => !/^(?:\.\/|node:|ethers$)/.test(from))).toEqual([])
  })
})
