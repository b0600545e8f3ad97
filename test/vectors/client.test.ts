import { describe, expect, it } from 'vitest'
import { BaseError, VersionUnsupportedError } from '#client'
import { readWithClient } from './readWithClient.ts'
import { type Kind, KINDS, loadVectors, storeOf } from './vectors.ts'

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

  const open = (vector: (typeof accepted)[number]) => read(vector as never, storeOf(blocks, vector))
  const refuse = (vector: (typeof refused)[number]) =>
    refusal(() => read(vector as never, storeOf(blocks, vector)))
  const errorOf = ({ check }: (typeof refused)[number]) =>
    check === 'version' ? VersionUnsupportedError : BaseError

  it.each(accepted)('reads: $name', async (vector) => {
    expect(await open(vector)).toEqual(vector.expected)
  })

  it.each(refused)('refuses: $name, since $why', async (vector) => {
    expect(await refuse(vector)).toBeInstanceOf(errorOf(vector))
  })
})
