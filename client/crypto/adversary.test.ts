import { beforeAll, describe, expect, it } from 'vitest'
import {
  asGrantee,
  buildContents,
  CHART,
  fileText,
  MemoryBlocks,
  openAsGrantee,
  openAsOwner,
  person,
  readText,
  SCOPE,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import type { FiledRecord } from '../../test/lib/cryptoBuilders.ts'
import { decodeEarlier, decodeKeyring, epochContext, rotateKeyring } from './keyring.ts'
import type { KeyringContents, Reader } from './keyring.ts'
import { openBox } from './box.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import { readHistory } from './history.ts'
import { deriveKeyPair } from './hpke.ts'
import type { KeyPair } from './hpke.ts'
import { openKeyring } from './openKeyring.ts'
import { openRecord } from './record.ts'
import { deriveHistoryChain, deriveSectionSeed } from './sectionKeys.ts'

/**
 * A doctor and a carer have access in epochs 1 and 2. Both lose it, and epoch 3 begins. Each then tries every key that
 * they ever held, against every block that was ever stored.
 */
const blocks = new MemoryBlocks()
const keyrings: Uint8Array[] = []
const records: FiledRecord[] = []
let contents: KeyringContents

beforeAll(async () => {
  const first = await buildContents()
  const doctor = asGrantee(await person('doctor'), { read: [3, 17, 40], write: [3, 17, 40] })
  const carer: Reader = { ...asGrantee(await person('carer'), {}), role: 'delegate' }
  const other = asGrantee(await person('other doctor'), { read: [3, 17, 40] })
  contents = { ...first, readers: [...first.readers, doctor, carer, other] }
  for (const epoch of [1, 2, 3, 4]) {
    if (epoch === 3) contents = { ...contents, readers: [contents.readers[0]!, other] }
    if (epoch > 1) contents = rotateKeyring(contents, epoch)
    const bytes = await storeKeyring(contents, blocks)
    keyrings.push(bytes)
    for (const section of [3, 17]) {
      records.push(await fileText(bytes, blocks, `section ${section}, epoch ${epoch}`, { section }))
    }
  }
})

const afterwards = () => records.filter(({ place }) => place.epoch >= 3)
const before = () => records.filter(({ place }) => place.epoch < 3)

/** Tries a key on a record as if it were its section's. */
async function opensWith(pair: KeyPair, record: FiledRecord): Promise<boolean> {
  try {
    await openRecord({ ...record.place, bytes: record.root.bytes, findKey: async () => pair })
    return true
  } catch {
    return false
  }
}

/** What opens when the hash of the section's key is rewritten to that of the key in hand. */
async function opensRewritten(pair: KeyPair, record: FiledRecord): Promise<boolean> {
  const { decode } = await import('@ipld/dag-cbor')
  const { sha256 } = await import('@noble/hashes/sha2.js')
  const { encodeBlock } = await import('./object.ts')
  for (const keyEpoch of [1, 2, 3, 4]) {
    const value = decode<Record<string, unknown>>(record.root.bytes)
    const root = encodeBlock({ ...value, keyEpoch, sectionKeyHash: sha256(pair.publicKey) })
    for (const epoch of [1, 2, 3, 4]) {
      if (await opensWith(pair, { ...record, root, place: { ...record.place, epoch } })) return true
    }
  }
  return false
}

describe('a doctor whose access was revoked', () => {
  it('still reads what was filed before, which no one can recall', async () => {
    const opened = await openAsGrantee(keyrings[1]!, 'doctor')
    for (const record of before()) {
      expect(await readText(record, opened, blocks)).toBe(
        `section ${record.place.section}, epoch ${record.place.epoch}`,
      )
    }
  })

  it('finds no seal in later keyrings, in any role or under any key', async () => {
    const { account, pair } = await person('doctor')
    for (const bytes of keyrings.slice(2)) {
      for (const role of ['owner', 'delegate', 'grantee'] as const) {
        await expect(
          openKeyring({ bytes, scope: SCOPE, chart: CHART, account, role, pairs: [pair] }),
        ).rejects.toMatchObject({ name: 'KeyringNotSealedError' })
        for (const reader of contents.readers) {
          await expect(
            openKeyring({ bytes, scope: SCOPE, chart: CHART, account: reader.account, role, pairs: [pair] }),
          ).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
        }
      }
    }
  })

  it('opens nothing filed since, with any section key, seed or chain key that it ever held', async () => {
    const { pair: own } = await person('doctor')
    const pairs: KeyPair[] = [own]
    const secrets: Uint8Array[] = [own.secretKey]
    for (const bytes of keyrings.slice(0, 2)) {
      const opened = await openAsGrantee(bytes, 'doctor')
      for (const { seed, chain } of opened.sections) {
        pairs.push(await deriveKeyPair(seed!))
        secrets.push(seed!)
        if (chain !== null) secrets.push(chain)
      }
      const keys = createSectionKeys(opened, blocks.fetchBlock)
      for (const section of [3, 17, 40]) {
        for (const epoch of [1, 2]) {
          const pair = await keys.find({ section, epoch, keyEpoch: epoch })
          if (pair !== null) pairs.push(pair)
        }
        for (const epoch of [3, 4]) expect(await keys.find({ section, epoch, keyEpoch: epoch })).toBe(null)
      }
    }
    expect(pairs.length).toBeGreaterThan(6)
    for (const record of afterwards()) {
      for (const pair of pairs) {
        expect(await opensWith(pair, record)).toBe(false)
      }
      expect(await opensRewritten(pairs[1]!, record)).toBe(false)
    }
    for (const bytes of keyrings.slice(2)) await opensNoHistoryOrBox(bytes, secrets)
  })
})

describe('a delegate who was removed', () => {
  it('opens nothing filed since, with all the chart’s secrets of its time', async () => {
    const { account, pair } = await person('carer')
    const opened = await openKeyring({
      bytes: keyrings[1]!,
      scope: SCOPE,
      chart: CHART,
      account,
      role: 'delegate',
      pairs: [pair],
    })
    const secrets = [opened.contents.secret, ...opened.contents.earlier.map(({ secret }) => secret)]
    expect(secrets).toHaveLength(2)
    const derived: Uint8Array[] = [...secrets]
    for (const secret of secrets) {
      for (const section of [3, 17, 40]) {
        for (const epoch of [1, 2, 3, 4]) {
          derived.push(deriveSectionSeed(secret, opened.contents, section, epoch))
          derived.push(deriveHistoryChain(secret, opened.contents, section, epoch, 1))
        }
      }
    }
    const pairs = [pair, ...(await Promise.all(derived.map((seed) => deriveKeyPair(seed))))]
    for (const record of afterwards()) {
      for (const one of pairs) expect(await opensWith(one, record)).toBe(false)
    }
    for (const bytes of keyrings.slice(2)) await opensNoHistoryOrBox(bytes, derived)
    for (const bytes of keyrings.slice(2)) {
      await expect(
        openKeyring({ bytes, scope: SCOPE, chart: CHART, account, role: 'delegate', pairs: [pair] }),
      ).rejects.toMatchObject({ name: 'KeyringNotSealedError' })
    }
  })
})

describe('who still has access', () => {
  it('reads all of it', async () => {
    const owner = await openAsOwner(keyrings[3]!)
    const doctor = await openAsGrantee(keyrings[3]!, 'other doctor')
    for (const record of records) {
      const text = `section ${record.place.section}, epoch ${record.place.epoch}`
      expect(await readText(record, owner, blocks)).toBe(text)
      expect(await readText(record, doctor, blocks)).toBe(text)
    }
  })
})

async function opensNoHistoryOrBox(bytes: Uint8Array, secrets: readonly Uint8Array[]): Promise<void> {
  const root = decodeKeyring(bytes, { scope: SCOPE, chart: CHART })
  for (const secret of secrets) {
    for (const [label, box] of [
      ['earlierSecrets', root.earlier],
      ['keyringOwner', root.owner],
    ] as const) {
      expect(() => decodeEarlier(openBox(secret, label, epochContext(root), box), root.epoch)).toThrow(
        expect.objectContaining({ name: 'DecryptionFailedError' }),
      )
    }
    for (const { number, history } of root.sections) {
      for (const since of [1, 2]) {
        await expect(
          readHistory({
            chartScope: root,
            section: number,
            epoch: root.epoch,
            since,
            chain: secret,
            head: history,
            fetchBlock: blocks.fetchBlock,
          }),
        ).rejects.toMatchObject({ name: 'DecryptionFailedError' })
      }
    }
  }
}
