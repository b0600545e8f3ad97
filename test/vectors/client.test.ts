import { describe, expect, it } from 'vitest'
import { BaseError, VersionUnsupportedError } from '#client'
import { readWithClient } from './readWithClient.ts'
import { type Kind, KINDS, loadVectors, storeOf } from './vectors.ts'

/** Where the client departs from docs/protocol.md: these tests fail when it is mended, and then go from here. */
const DEPARTURES: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  profiles: [
    // It writes such a text and then calls it not canonical.
    'a name that begins with a byte order mark',
    'a vault without a recovery code',
  ],
  keyrings: [
    'a title that begins with a byte order mark, as owner',
    'a title that begins with a byte order mark, as grantee',
    // It measures a relocation's section number by the epoch.
    'several epochs, as owner',
    'several epochs, as delegate',
    'after one that was known',
  ],
  records: [
    'a title that begins with a byte order mark',
    // Links inside a body may be of version 0.
    'a body that links a node by version 0',
  ],
}

const refusal = async (read: () => Promise<unknown>) => {
  try {
    await read()
    return null
  } catch (error) {
    return error
  }
}

describe.each(KINDS)('the client and %s.json', (kind) => {
  const { blocks, accepted, refused } = loadVectors<Kind>(kind)
  const read = readWithClient[kind]
  const departs = ({ name }: { readonly name: string }) => DEPARTURES[kind]?.includes(name) === true
  const agrees = (vector: { readonly name: string }) => !departs(vector)

  const open = (vector: (typeof accepted)[number]) => read(vector as never, storeOf(blocks, vector))
  const refuse = (vector: (typeof refused)[number]) =>
    refusal(() => read(vector as never, storeOf(blocks, vector)))
  const errorOf = ({ check }: (typeof refused)[number]) =>
    check === 'version' ? VersionUnsupportedError : BaseError

  it.each(accepted.filter(agrees))('reads: $name', async (vector) => {
    expect(await open(vector)).toEqual(vector.expected)
  })

  it.each(refused.filter(agrees))('refuses: $name, since $why', async (vector) => {
    expect(await refuse(vector)).toBeInstanceOf(errorOf(vector))
  })

  it.fails.each(accepted.filter(departs))('does not read: $name', async (vector) => {
    expect(await open(vector)).toEqual(vector.expected)
  })

  it.fails.each(refused.filter(departs))('does not refuse: $name, since $why', async (vector) => {
    expect(await refuse(vector)).toBeInstanceOf(errorOf(vector))
  })
})
