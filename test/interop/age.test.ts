import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decryptAge } from '../../client/crypto/age.ts'
import { concatBytes } from '../../client/crypto/bytes.ts'
import { createSectionKeys } from '../../client/crypto/createSectionKeys.ts'
import { exportRecord, openRecord } from '../../client/crypto/record.ts'
import {
  buildContents,
  fileText,
  fixedBytes,
  MemoryBlocks,
  openAsOwner,
  storeKeyring,
} from '../lib/cryptoBuilders.ts'

const run = promisify(execFile)
const SIZES = [0, 1, 65_535, 65_536, 65_537, 5_000_000]

const isMissing = spawnSync('age', ['--version']).error !== undefined
if (isMissing) {
  console.warn('The age tool was not found, so nothing was tried on it: apt-get install age.')
}

describe.skipIf(isMissing)('the age tool', () => {
  const blocks = new MemoryBlocks()
  let folder: string
  let keyring: Uint8Array

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'chartkey-age-'))
    keyring = await storeKeyring(await buildContents(), blocks)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const write = async (name: string, content: Uint8Array | string) => {
    const file = path.join(folder, name)
    await writeFile(file, content)
    return file
  }

  async function exported(size: number) {
    const record = await fileText(keyring, blocks, '', { body: new Blob([fixedBytes('document', size)]) })
    const { find } = createSectionKeys(await openAsOwner(keyring), blocks.fetchBlock)
    const opened = await openRecord({ ...record.place, bytes: record.root.bytes, findKey: find })
    const { identity, age } = exportRecord({ ...opened, body: await blocks.body(opened.body) })
    return { identity, age: new Uint8Array(await new Response(age).arrayBuffer()) }
  }

  it.each(SIZES)('opens an exported record of %d bytes', async (size) => {
    const { identity, age } = await exported(size)
    const [key, file] = [await write('identity', `${identity}\n`), await write('record.age', age)]
    const { stdout } = await run('age', ['-d', '-i', key, file], {
      encoding: 'buffer',
      maxBuffer: 10_000_000,
    })
    expect(new Uint8Array(stdout)).toEqual(fixedBytes('document', size))
  })

  it.each(SIZES)('writes a file of %d bytes that opens here', async (size) => {
    const { identity } = await exported(1)
    const plain = await write('plain', fixedBytes('document', size))
    const file = path.join(folder, 'record.age')
    await run('age', ['-r', await identityToRecipient(identity), '-o', file, plain])
    const source = new Blob([await readFile(file)]).stream() as unknown as AsyncIterable<Uint8Array>
    const parts: Uint8Array[] = []
    for await (const part of decryptAge(identity, source)) parts.push(part)
    expect(concatBytes(...parts)).toEqual(fixedBytes('document', size))
  })

  it('refuses a body whose padding was not cut, which is why export cuts it', async () => {
    const { identity, age } = await exported(100)
    const [key, file] = [
      await write('identity', `${identity}\n`),
      await write('record.age', concatBytes(age, age)),
    ]
    await expect(run('age', ['-d', '-i', key, file])).rejects.toThrow('failed to decrypt')
  })
})
