import { decode } from '@ipld/dag-cbor'
import fc from 'fast-check'
import { CID } from 'multiformats/cid'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Hex } from 'viem'
import {
  addressOf,
  asGrantee,
  buildContents,
  CHART,
  fileText,
  fixedBytes,
  MemoryBlocks,
  openAsGrantee,
  openAsOwner,
  person,
  readStream,
  readText,
  SCOPE,
  SECTIONS,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import type { FiledRecord } from '../../test/lib/cryptoBuilders.ts'
import { BaseError } from '../errors/BaseError.ts'
import { matchesCid } from '../ipfs/cid.ts'
import { openAccount } from './account.ts'
import { deriveAccountKeyPair } from './accountKey.ts'
import { bytesToHex, equalBytes } from './bytes.ts'
import { checkKeyring } from './checkKeyring.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import { readHistory } from './history.ts'
import type { HistorySeed } from './history.ts'
import { deriveKeyPair } from './hpke.ts'
import type { KeyPair } from './hpke.ts'
import { decodeKeyring, keyringTag, rotateKeyring } from './keyring.ts'
import type { KeyringContents } from './keyring.ts'
import { encodeBlock } from './object.ts'
import { openKeyring } from './openKeyring.ts'
import { decodeProfile, encodeProfile } from './profile.ts'
import { openBody, openRecord, relocateRecord } from './record.ts'
import { formatRecoveryCode, parseRecoveryCode } from './recoveryCode.ts'
import { deriveHistoryChain, deriveSectionSeed } from './sectionKeys.ts'
import { openShare, sealShare, shareTag } from './share.ts'
import { createVault, openVault, openVaultContents, sealVault } from './vault.ts'
import type { Vault, VaultContents } from './vault.ts'

/*
 * What notices a changed object. Whoever reads a block checks it against its CID or pointer first, so every change is
 * noticed there. The tests below also recompute pointer and CID, as one could who rewrites the chain's answer:
 *
 *   record root      every field, by the section key's holders: key epoch, key hash, sealed key, metadata, body's CID
 *                    and commitment
 *   keyring, owner   every field but the seals of others, and where a history begins
 *   keyring, checked those too (`checkKeyring`), but for the sealed part of others' seals: it opens for them alone
 *   keyring, reader  its own seal, its sections' public keys, and every public field that its seal's context names
 *   history block    section, epochs and seeds; the link to the next by the seeds that are missing in `checkKeyring`
 *   profile          account, public key, salt, the unlockers' ids, kinds and order, contents and the slot used. Kind,
 *                    name and stores, and the other slots' keys and seals, by the pointer alone, which the account signed
 */

const ROUNDS = { numRuns: 8 }
const account = addressOf('patient')
const text = (maxLength: number, minLength = 1) =>
  fc
    .string({ minLength, maxLength, unit: 'grapheme-composite' })
    .filter((value) => !/\p{Cc}|^\uFEFF/u.test(value) && value.isWellFormed())
    .filter((value) => new TextEncoder().encode(value).length <= 4 * maxLength)
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

type Flip = { readonly at: number; readonly bit: number; readonly changed: Uint8Array }

function flip(bytes: Uint8Array, at: number, bit: number): Flip {
  const changed = bytes.slice()
  changed[at]! ^= 1 << bit
  return { at, bit, changed }
}

/** Every bit of some bytes. */
function* flips(bytes: Uint8Array): Generator<Flip> {
  for (let at = 0; at < bytes.length; at++) for (let bit = 0; bit < 8; bit++) yield flip(bytes, at, bit)
}

/** Another bit from byte to byte, the same in every run. */
const bitAt = (at: number): number => (at * 5 + (at >> 3)) % 8

/** One bit of every byte. */
function* byteFlips(bytes: Uint8Array): Generator<Flip> {
  for (let at = 0; at < bytes.length; at++) yield flip(bytes, at, bitAt(at))
}

/**
 * A bit in every byte of a block, but that of a long field (a key or a seal, of which every try costs a key agreement) only
 * the first and last eight bytes and a sample of the others are changed, the same in every run. A vault's slot has a test
 * that changes every byte of its key and seal.
 */
function* sampledFlips(block: Uint8Array, sample = 24): Generator<Flip> {
  const skipped = new Set<number>()
  for (const { value } of leaves(decode(block))) {
    if (!(value instanceof Uint8Array) || value.length < 1000) continue
    const start = indexOfBytes(block, value)
    const step = Math.ceil(value.length / sample)
    for (let at = start + 8; at < start + value.length - 8; at++) {
      if ((at - start) % step !== start % step) skipped.add(at)
    }
  }
  for (let at = 0; at < block.length; at++) {
    if (!skipped.has(at)) yield flip(block, at, bitAt(at))
  }
}

function indexOfBytes(block: Uint8Array, part: Uint8Array): number {
  for (let at = 0; ; at++) if (equalBytes(block.subarray(at, at + part.length), part)) return at
}

/** The paths of the fields in which two blocks differ. */
function differences(a: Uint8Array, b: Uint8Array): string[] {
  const others = new Map(leaves(decode(b)).map(({ path, value }) => [path, value]))
  return leaves(decode(a))
    .filter(({ path, value }) => !isSame(value, others.get(path)))
    .map(({ path }) => path)
}

/**
 * Opens a block with each flipped bit, and expects that its CID no longer fits, and that it is refused even so, unless
 * the bit lies in one of the `free` fields.
 *
 * @returns the names of the errors, and the free fields that were changed without being noticed
 */
async function expectNoticed(
  block: Uint8Array,
  open: (bytes: Uint8Array) => unknown,
  free: readonly string[] = [],
): Promise<{ names: Set<string>; unnoticed: Set<string> }> {
  const { cid } = encodeBlock(decode(block))
  const [names, unnoticed] = [new Set<string>(), new Set<string>()]
  for (const { at, bit, changed } of sampledFlips(block)) {
    const note = `bit ${bit} of byte ${at}`
    expect(await matchesCid(cid, changed), note).toBe(false)
    const error = await refusal(() => open(changed), note)
    if (error !== null) {
      names.add(error.name)
      continue
    }
    const fields = differences(block, changed)
    expect(fields, note).toHaveLength(1)
    expect(free, note).toContain(fields[0])
    unnoticed.add(fields[0]!)
  }
  return { names, unnoticed }
}

/** Opens, and says what happened: null when it opened, else the error, which must be one of the client's. */
async function refusal(open: () => unknown, note: string): Promise<BaseError | null> {
  try {
    await open()
    return null
  } catch (error) {
    if (error instanceof BaseError) return error
    throw new Error(`${note}: not an error of the client’s`, { cause: error })
  }
}

/** The leaves of a decoded object, each with a function that gives a copy in which it is another value. */
function leaves(
  value: unknown,
  path: readonly (string | number)[] = [],
): { path: string; value: unknown; put: (root: unknown, given: unknown) => unknown }[] {
  const isLeaf =
    typeof value !== 'object' || value === null || value instanceof Uint8Array || CID.asCID(value) !== null
  if (isLeaf) return [{ path: path.join('.'), value, put: (root, given) => replaceAt(root, path, given) }]
  const entries = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value)
  return entries.flatMap(([key, item]) => leaves(item, [...path, key]))
}

function replaceAt(root: unknown, [key, ...rest]: readonly (string | number)[], given: unknown): unknown {
  if (key === undefined) return given
  if (Array.isArray(root)) return root.map((item, i) => (i === key ? replaceAt(item, rest, given) : item))
  const map = root as Record<string, unknown>
  return { ...map, [key]: replaceAt(map[key], rest, given) }
}

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return equalBytes(a, b)
  return String(a) === String(b)
}

/** Each pair of fields swapped that are not equal, encoded anew. */
function* swaps(bytes: Uint8Array): Generator<{ fields: [string, string]; changed: Uint8Array }> {
  const root = decode<unknown>(bytes)
  const all = leaves(root)
  for (const [i, a] of all.entries()) {
    for (const b of all.slice(i + 1)) {
      if (isSame(a.value, b.value)) continue
      yield { fields: [a.path, b.path], changed: encodeBlock(b.put(a.put(root, b.value), a.value)).bytes }
    }
  }
}

describe('a profile and its vault', () => {
  const salt = fixedBytes('salt')
  const root = fixedBytes('root')
  const code = { kind: 'recovery', secret: fixedBytes('code', 16) } as const
  const wallet = { kind: 'wallet', secret: fixedBytes('signature') } as const
  let vault: Vault
  let profile: Uint8Array

  const open = (bytes: Uint8Array) =>
    openAccount({ profile: decodeProfile(bytes, account), scope: SCOPE, unlocker: code })

  beforeAll(async () => {
    const unlockers = [
      { ...code, name: 'Code' },
      { ...wallet, name: 'Wallet' },
    ]
    vault = await createVault({ scope: SCOPE, account, salt, root, unlockers, createdAt: 1 })
    const { publicKey } = await deriveAccountKeyPair(root, 0)
    const stores = ['https://store.example']
    profile = encodeProfile({
      account,
      kind: 'practitioner',
      name: 'Dr. Lee',
      publicKey,
      stores,
      vault,
    }).bytes
  })

  it('round-trip whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          kind: fc.constantFrom('practitioner' as const, 'organization' as const),
          name: fc.option(text(50)),
          stores: fc.array(fc.webUrl({ withQueryParameters: false }), { maxLength: 5 }),
          generation: fc.integer({ min: 1, max: 5 }),
          names: fc.array(text(25, 0), { minLength: 2, maxLength: 2 }),
          createdAt: fc.nat(),
          charts: fc.array(bytesOf(32), { maxLength: 20 }),
        }),
        async ({ kind, name, stores, generation, names, createdAt, charts }) => {
          const { publicKey } = await deriveAccountKeyPair(root, generation)
          const contents: VaultContents = {
            generation,
            earlierKeys: Array.from({ length: generation }, (_, i) => ({
              generation: i,
              secretKey: fixedBytes(`earlier ${i}`),
            })),
            unlockers: vault.unlockers.map(({ id }, i) => ({ id, name: names[i]!, createdAt })),
            charts: charts.map(bytesToHex),
          }
          const sealed = await sealVault({
            scope: SCOPE,
            account,
            salt,
            root,
            unlockers: vault.unlockers,
            contents,
          })
          const made = { account, kind, name, publicKey, stores, vault: sealed }
          const read = decodeProfile(encodeProfile(made).bytes, account)
          expect(read).toEqual(made)
          for (const unlocker of [code, wallet]) {
            const opened = await openAccount({ profile: read, scope: SCOPE, unlocker })
            expect([opened.root, opened.contents]).toEqual([root, contents])
            expect(opened.pairs.map((pair) => pair.generation)).toEqual(
              Array.from({ length: generation + 1 }, (_, i) => generation - i),
            )
          }
        },
      ),
      ROUNDS,
    )
  })

  it('show a flipped bit anywhere but in what the account’s own pointer alone vouches for', async () => {
    const free = ['kind', 'name', 'stores.0', 'vault.unlockers.1.publicKey', 'vault.unlockers.1.sealed']
    const { names, unnoticed } = await expectNoticed(profile, open, free)
    expect(unnoticed).toContain('name')
    expect(names).toContain('UnlockerUnknownError')
    expect(names).toContain('VaultUnreadableError')
  })

  it('show every flipped bit of the contents', () => {
    for (const { at, bit, changed } of flips(vault.contents)) {
      expect(
        () => openVaultContents({ vault: { ...vault, contents: changed }, scope: SCOPE, account, root }),
        `bit ${bit} of byte ${at}`,
      ).toThrow(expect.objectContaining({ name: 'VaultUnreadableError' }))
    }
  })

  it('show a bit of every byte of the seal, the key and the id of the slot that is opened', async () => {
    const [slot, other] = vault.unlockers
    for (const [field, name] of [
      ['sealed', 'VaultUnreadableError'],
      ['publicKey', 'UnlockerUnknownError'],
      ['id', 'UnlockerUnknownError'],
    ] as const) {
      for (const { at, bit, changed } of byteFlips(slot![field])) {
        const unlockers = [{ ...slot!, [field]: changed }, other!]
        const note = `bit ${bit} of byte ${at} of ${field}`
        const given = { vault: { ...vault, unlockers }, scope: SCOPE, account, unlocker: code }
        expect((await refusal(() => openVault(given), note))?.name, note).toBe(name)
      }
    }
  }, 180_000)

  it('show any two fields swapped', async () => {
    for (const { fields, changed } of swaps(profile)) {
      const error = await refusal(() => open(changed), fields.join(' and '))
      expect(error, fields.join(' and ')).not.toBe(null)
    }
  })

  it('open in no other place than their own', async () => {
    const places = [
      { scope: SCOPE, account },
      { scope: { ...SCOPE, chainId: 1 }, account },
      { scope: { ...SCOPE, contract: addressOf('other registrar') }, account },
      { scope: SCOPE, account: addressOf('other patient') },
    ]
    const vaults = await Promise.all(
      places.map((place) =>
        createVault({ ...place, salt, root, unlockers: [{ ...code, name: 'Code' }], createdAt: 1 }),
      ),
    )
    for (const [i, place] of places.entries()) {
      for (const [j, given] of vaults.entries()) {
        const error = await refusal(() => openVault({ vault: given, ...place, unlocker: code }), `${i} ${j}`)
        expect(error === null, `vault ${j} at place ${i}`).toBe(i === j)
      }
    }
  })
})

describe('a recovery code', () => {
  it('round-trips', () => {
    fc.assert(
      fc.property(bytesOf(16), (secret) => {
        expect(parseRecoveryCode(formatRecoveryCode(secret))).toEqual(secret)
      }),
    )
  })

  it('lets a flipped bit through as seldom as 12 bits of checksum can', async () => {
    let passed = 0
    let tried = 0
    for (let i = 0; i < 60; i++) {
      const symbols = formatRecoveryCode(fixedBytes(`code ${i}`, 16))
      const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
      for (const [at, symbol] of symbols.split('').entries()) {
        if (symbol === '-') continue
        for (let bit = 0; bit < 5; bit++) {
          const changed = alphabet[alphabet.indexOf(symbol) ^ (1 << bit)]!
          tried++
          const error = await refusal(
            () => parseRecoveryCode(symbols.slice(0, at) + changed + symbols.slice(at + 1)),
            'a code',
          )
          if (error === null) passed++
        }
      }
    }
    // 8,400 tries at 1 in 4,096.
    expect(tried).toBe(8400)
    expect(passed).toBeLessThanOrEqual(10)
  })
})

describe('a keyring', () => {
  const blocks = new MemoryBlocks()
  const expected = { scope: SCOPE, chart: CHART }
  let contents: KeyringContents
  let bytes: Uint8Array
  /** The paths of what is another reader's. */
  let foreign: (name: string) => Promise<string[]>

  beforeAll(async () => {
    const first = await buildContents({ sections: SECTIONS.slice(0, 2) })
    const readers = [
      ...first.readers,
      asGrantee(await person('doctor'), { read: [3], write: [17] }),
      { ...asGrantee(await person('carer'), {}), role: 'delegate' as const },
    ]
    contents = rotateKeyring({ ...first, readers }, 2)
    bytes = await storeKeyring(contents, blocks)
    foreign = async (name) => {
      const own = keyringTag(contents, (await person(name)).account)
      return decodeKeyring(bytes, expected).seals.flatMap(({ tag }, i) =>
        equalBytes(tag, own) ? [] : [`seals.${i}.tag`, `seals.${i}.sealed`],
      )
    }
  })

  const check = async (changed: Uint8Array) => {
    const { account, pair } = await person('owner')
    return checkKeyring({
      bytes: changed,
      ...expected,
      epoch: 2,
      account,
      role: 'owner',
      pairs: [pair],
      known: contents,
      readers: contents.readers,
      setBy: 'owner',
      fetchBlock: blocks.fetchBlock,
    })
  }

  it('round-trips whatever it holds', async () => {
    const names = ['doctor', 'nurse', 'other doctor']
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          title: text(40),
          sections: fc.uniqueArray(fc.record({ number: fc.nat(63), label: text(20) }), {
            minLength: 1,
            maxLength: 4,
            selector: ({ number, label }) => `${number} ${label}`,
            comparator: (a, b) =>
              a.split(' ')[0] === b.split(' ')[0] || a.slice(a.indexOf(' ')) === b.slice(b.indexOf(' ')),
          }),
          epochs: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
          rights: fc.array(fc.record({ read: fc.nat(15), write: fc.nat(15), since: fc.nat(40) }), {
            maxLength: 3,
          }),
          people: fc.uniqueArray(bytesOf(20), { maxLength: 4, comparator: isSame }),
          personName: text(40),
        }),
        async ({ title, sections, epochs, rights, people, personName }) => {
          const [start, ...later] = epochs.toSorted((a, b) => a - b)
          const pick = (mask: number) =>
            sections
              .filter((_, i) => (mask >> i) & 1)
              .map(({ number }) => number)
              .toSorted((a, b) => a - b)
          let made = await buildContents({
            epoch: start!,
            title,
            sections: sections.toSorted((a, b) => a.number - b.number),
            people: people.map((entry) => ({ account: addressOf(bytesToHex(entry)), name: personName })),
          })
          for (const epoch of later) made = rotateKeyring(made, epoch)
          const readers = await Promise.all(
            rights.map(async ({ read, write, since }, i) =>
              asGrantee(await person(names[i]!), {
                read: pick(read),
                write: pick(write),
                since: 1 + (since % made.epoch),
              }),
            ),
          )
          made = { ...made, readers: [...made.readers, ...readers] }
          const stored = await storeKeyring(made, blocks)
          const owner = await openAsOwner(stored, { epoch: made.epoch })
          expect(owner.contents).toEqual(made)
          for (const [i, reader] of readers.entries()) {
            const opened = await openAsGrantee(stored, names[i]!)
            const granted = made.sections.filter(({ number }) =>
              [...reader.read, ...reader.write].includes(number),
            )
            expect(opened.since).toBe(reader.since)
            expect(opened.sections.map(({ number, label }) => ({ number, label }))).toEqual(granted)
            const { find } = createSectionKeys(opened, blocks.fetchBlock)
            for (const { number } of made.sections) {
              for (const { epoch, secret } of [...made.earlier, made]) {
                const found = await find({ section: number, epoch, keyEpoch: epoch })
                const isGiven =
                  reader.read.includes(number) && (epoch >= reader.since || epoch === made.epoch)
                const seed = isGiven ? deriveSectionSeed(secret, made, number, epoch) : null
                expect(found?.secretKey ?? null).toEqual(seed)
              }
            }
          }
        },
      ),
      ROUNDS,
    )
  })

  it('shows its owner a flipped bit anywhere but in others’ seals and where histories begin', async () => {
    const histories = ['sections.0.history', 'sections.1.history']
    const { unnoticed } = await expectNoticed(bytes, openAsOwner, [...(await foreign('owner')), ...histories])
    expect(unnoticed).toContain('sections.0.history')
  }, 120_000)

  it('shows a checking owner those too, but for what opens for another reader alone', async () => {
    const sealed = (await foreign('owner')).filter((path) => path.endsWith('sealed'))
    const tags = (await foreign('owner')).filter((path) => path.endsWith('tag'))
    const value = decode<unknown>(bytes)
    const all = leaves(value)
    for (const { path, value: field, put } of all) {
      if (!(field instanceof Uint8Array) || sealed.includes(path)) continue
      const { changed } = flip(field, field.length >> 1, 3)
      const error = await refusal(() => check(encodeBlock(put(value, changed)).bytes), path)
      expect(error, path).not.toBe(null)
      expect(!tags.includes(path) || error?.name === 'KeyringInvalidError', path).toBe(true)
    }
    const [a, b] = all.filter(({ path }) => path.endsWith('history'))
    for (const changed of [a!.put(value, b!.value), b!.put(value, a!.value), a!.put(value, null)]) {
      await expect(check(encodeBlock(changed).bytes)).rejects.toMatchObject({ name: 'KeyringInvalidError' })
    }
    await expect(check(bytes)).resolves.toBeDefined()
  })

  it('shows a reader a flipped bit of all that it uses', async () => {
    const free = [
      ...(await foreign('doctor')),
      'sections.0.history',
      'sections.1.history',
      'sections.1.publicKey',
      'earlier',
      'owner',
    ]
    const { unnoticed } = await expectNoticed(bytes, (changed) => openAsGrantee(changed, 'doctor'), free)
    expect(unnoticed).toContain('owner')
    expect(unnoticed).not.toContain('sections.0.publicKey')
  }, 120_000)

  it('shows any two fields swapped', async () => {
    const others = (await foreign('owner')).filter((path) => path.endsWith('sealed'))
    for (const { fields, changed } of swaps(bytes)) {
      if (fields.every((path) => others.includes(path))) continue
      expect(await refusal(() => check(changed), fields.join(' and ')), fields.join(' and ')).not.toBe(null)
    }
  }, 120_000)

  it('opens for no other chain, contract, chart or epoch, whichever parts are put into another’s', async () => {
    const { account, pair } = await person('owner')
    const chartOf = (name: string): Hex => bytesToHex(fixedBytes(name))
    const places: { scope: typeof SCOPE; chart: Hex; epoch: number }[] = [
      { scope: SCOPE, chart: CHART, epoch: 2 },
      { scope: { ...SCOPE, chainId: 1 }, chart: CHART, epoch: 2 },
      { scope: { ...SCOPE, contract: addressOf('other charts') }, chart: CHART, epoch: 2 },
      { scope: SCOPE, chart: chartOf('other chart'), epoch: 2 },
      { scope: SCOPE, chart: CHART, epoch: 3 },
    ]
    // The same secret everywhere: only the place differs.
    const keyrings = await Promise.all(places.map((place) => storeKeyring({ ...contents, ...place }, blocks)))
    const open = (bytes: Uint8Array, place: (typeof places)[number]) =>
      openKeyring({ bytes, ...place, account, role: 'owner', pairs: [pair] })
    for (const [i, place] of places.entries()) {
      for (const [j, given] of keyrings.entries()) {
        const note = `keyring ${j} at place ${i}`
        expect((await refusal(() => open(given, place), note)) === null, note).toBe(i === j)
        if (i === j) continue
        const own = decode<Record<string, unknown>>(keyrings[i]!)
        const other = decode<Record<string, unknown>>(given)
        for (const field of ['seals', 'sections', 'earlier', 'owner']) {
          const { bytes: mixed } = encodeBlock({ ...own, [field]: other[field] })
          expect(await refusal(() => open(mixed, place), note), `${field} of ${note}`).not.toBe(null)
        }
      }
    }
  }, 60_000)
})

describe('a block of history', () => {
  const blocks = new MemoryBlocks()
  let contents: KeyringContents
  let head: CID

  const read = (changes: object = {}, section = 3): Promise<HistorySeed[]> =>
    readHistory({
      chartScope: contents,
      section,
      epoch: contents.epoch,
      since: 1,
      chain: deriveHistoryChain(contents.secret, contents, section, contents.epoch, 1),
      head,
      fetchBlock: blocks.fetchBlock,
      ...changes,
    })

  beforeAll(async () => {
    contents = await buildContents()
    for (const epoch of [2, 3, 5]) contents = rotateKeyring(contents, epoch)
    head = decodeKeyring(await storeKeyring(contents, blocks), contents).sections[0]!.history!
  })

  it('round-trips whatever epochs had keys', async () => {
    const epochs = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(epochs, fc.nat(300), async (drawn, from) => {
        const [first, ...later] = drawn.toSorted((a, b) => a - b)
        let made = await buildContents({ epoch: first!, sections: SECTIONS.slice(0, 1) })
        for (const epoch of later) made = rotateKeyring(made, epoch)
        const own = new MemoryBlocks()
        const [section] = decodeKeyring(await storeKeyring(made, own), made).sections
        const since = 1 + (from % made.epoch)
        const seeds = await readHistory({
          chartScope: made,
          section: 3,
          epoch: made.epoch,
          since,
          chain: deriveHistoryChain(made.secret, made, 3, made.epoch, since),
          head: section!.history,
          fetchBlock: own.fetchBlock,
        })
        const given = made.earlier.filter(({ epoch }) => epoch >= since).toReversed()
        expect(seeds.map(({ epoch, keyEpoch, seed }) => ({ epoch, keyEpoch, seed }))).toEqual(
          given.map(({ epoch, secret }) => ({
            epoch,
            keyEpoch: epoch,
            seed: deriveSectionSeed(secret, made, 3, epoch),
          })),
        )
      }),
      { numRuns: 20 },
    )
  })

  it('shows every flipped bit', async () => {
    const bytes = await blocks.fetchBlock(head)
    for (const { at, bit, changed } of flips(bytes)) {
      const note = `bit ${bit} of byte ${at}`
      expect(await matchesCid(head, changed), note).toBe(false)
      expect(await refusal(() => read({ fetchBlock: async () => changed }), note), note).not.toBe(null)
    }
  })

  it('shows any two fields or entries swapped', async () => {
    for (const { fields, changed } of swaps(await blocks.fetchBlock(head))) {
      const note = fields.join(' and ')
      expect(await refusal(() => read({ fetchBlock: async () => changed }), note), note).not.toBe(null)
    }
  })

  it('opens for no other section, chain, contract, chart or epoch', async () => {
    const other = { ...contents, chart: bytesToHex(fixedBytes('other chart')) }
    for (const changes of [
      { section: 17 },
      { epoch: contents.epoch + 1 },
      { chartScope: other },
      { chartScope: { ...contents, scope: { ...SCOPE, chainId: 1 } } },
      { chartScope: { ...contents, scope: { ...SCOPE, contract: addressOf('other') } } },
      { chain: deriveHistoryChain(contents.secret, contents, 17, contents.epoch, 1) },
      { chain: deriveHistoryChain(contents.secret, contents, 3, contents.epoch + 1, 1) },
      { chain: deriveHistoryChain(contents.secret, contents, 3, contents.epoch, 2) },
      { chain: deriveHistoryChain(contents.secret, other, 3, contents.epoch, 1) },
    ]) {
      expect(await refusal(() => read(changes), JSON.stringify(Object.keys(changes)))).not.toBe(null)
    }
  })
})

describe('a record', () => {
  const blocks = new MemoryBlocks()
  let keyring: Uint8Array
  let record: FiledRecord
  let pair: KeyPair

  beforeAll(async () => {
    keyring = await storeKeyring(await buildContents(), blocks)
    record = await fileText(keyring, blocks, 'Metformin 500 mg')
    const { find } = createSectionKeys(await openAsOwner(keyring), blocks.fetchBlock)
    pair = (await find({ section: 3, epoch: 1, keyEpoch: 1 }))!
  })

  const open = (bytes: Uint8Array, place: object = {}) =>
    openRecord({
      ...record.place,
      ...place,
      bytes,
      findKey: async ({ keyEpoch }) => (keyEpoch === 1 ? pair : null),
    })

  it('round-trips whatever its author wrote', async () => {
    const owner = await openAsOwner(keyring)
    const days = fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2100-01-01') })
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          title: text(100),
          mediaType: fc.constantFrom('text/plain', 'application/fhir+json', 'image/png'),
          createdAt: days.map((day) => day.toISOString()),
          happenedAt: fc.option(
            fc
              .tuple(days, fc.constantFrom(4, 7, 10))
              .map(([day, length]) => day.toISOString().slice(0, length)),
          ),
          amends: fc.option(bytesOf(32).map(bytesToHex)),
          section: fc.constantFrom(3, 17, 40),
        }),
        text(200, 0),
        async (written, document) => {
          const filed = await fileText(keyring, blocks, document, written)
          const { section, ...metadata } = written
          expect(filed.place.section).toBe(section)
          expect(await readText(filed, owner, blocks)).toBe(document)
          const { find } = createSectionKeys(owner, blocks.fetchBlock)
          const opened = await openRecord({ ...filed.place, bytes: filed.root.bytes, findKey: find })
          expect(opened.metadata).toEqual(filed.metadata)
          expect(opened.metadata).toMatchObject(metadata)
        },
      ),
      ROUNDS,
    )
  })

  it('shows a flipped bit anywhere in its root', async () => {
    const { names, unnoticed } = await expectNoticed(record.root.bytes, open)
    expect([...unnoticed]).toEqual([])
    expect(names).toContain('RecordTamperedError')
    expect(names).toContain('RecordUnreadableError')
  }, 120_000)

  it('shows any two fields swapped', async () => {
    for (const { fields, changed } of swaps(record.root.bytes)) {
      expect(await refusal(() => open(changed), fields.join(' and ')), fields.join(' and ')).not.toBe(null)
    }
  })

  it('shows a field that another record has, of any section or author', async () => {
    const others = [
      await fileText(keyring, blocks, 'Metformin 500 mg'),
      await fileText(keyring, blocks, 'Metformin 500 mg', { section: 17 }),
      await fileText(keyring, blocks, 'Metformin 500 mg', { author: addressOf('other') }),
    ]
    const own = decode<Record<string, unknown>>(record.root.bytes)
    for (const other of others) {
      const theirs = decode<Record<string, unknown>>(other.root.bytes)
      const names = Object.keys(own).filter((name) => !isSame(own[name], theirs[name]))
      expect(names).toContain('body')
      // Every choice of fields but all and none.
      for (let mask = 1; mask < (1 << names.length) - 1; mask++) {
        const taken = names.filter((_, i) => (mask >> i) & 1)
        const mixed = encodeBlock({
          ...own,
          ...Object.fromEntries(taken.map((name) => [name, theirs[name]])),
        })
        expect(await refusal(() => open(mixed.bytes), taken.join()), taken.join()).not.toBe(null)
      }
    }
  }, 60_000)

  it('opens at no other place, even with the key of its own', async () => {
    const places: object[] = [
      { scope: { ...SCOPE, chainId: 1 } },
      { scope: { ...SCOPE, contract: addressOf('other charts') } },
      { chart: bytesToHex(fixedBytes('other chart')) },
      { section: 17 },
      { epoch: 2 },
      { author: addressOf('other') },
    ]
    const filed = [record, ...(await Promise.all(places.map((place) => fileAt(place))))]
    const all = [{}, ...places]
    for (const [i, place] of all.entries()) {
      for (const [j, { root }] of filed.entries()) {
        const note = `record ${j} at place ${i}`
        const at = { ...record.place, ...place, bytes: root.bytes, findKey: async () => pair }
        expect((await refusal(() => openRecord(at), note)) === null, note).toBe(i === j)
      }
    }
    /** A record of another place, sealed to the very same key. */
    function fileAt(place: object): Promise<FiledRecord> {
      const file = { sectionPublicKey: pair.publicKey, section: 3, ...place }
      return fileText(keyring, blocks, 'Metformin 500 mg', file)
    }
  })

  it('shows a body that is another record’s, or of which any byte was changed', async () => {
    const other = await fileText(keyring, blocks, 'Metformin 500 mg')
    const opened = await open(record.root.bytes)
    const read = (bytes: Uint8Array) => {
      const body = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
      return readStream(openBody({ ...opened, body }))
    }
    await expect(read(await blocks.fetchBlock(other.body))).rejects.toMatchObject({
      name: 'RecordTamperedError',
    })
    const body = await blocks.fetchBlock(record.body)
    const { cipherSize } = record.metadata
    for (const { at, bit, changed } of flips(body.subarray(0, cipherSize))) {
      if (bit !== at % 8 && bit !== (at + 3) % 8) continue
      const error = await refusal(() => read(changed), `bit ${bit} of byte ${at}`)
      expect(error, `bit ${bit} of byte ${at}`).toMatchObject({ name: 'RecordTamperedError' })
    }
    expect(await read(body)).toBe('Metformin 500 mg')
  }, 60_000)

  it('that was relocated shows a flipped bit anywhere in its root', async () => {
    const moved = await deriveKeyPair(fixedBytes('relocated section key'))
    const opened = await open(record.root.bytes)
    const { root } = await relocateRecord({
      ...record.place,
      keyEpoch: 2,
      sectionPublicKey: moved.publicKey,
      opened,
      body: await blocks.body(opened.body),
      importBody: blocks.importBody,
    })
    const findKey = async ({ keyEpoch }: { keyEpoch: number }) => (keyEpoch === 2 ? moved : null)
    const openMoved = (bytes: Uint8Array) =>
      openRecord({ ...record.place, bytes, original: record.pointer, findKey })
    expect((await openMoved(root.bytes)).metadata).toEqual(record.metadata)
    expect([...(await expectNoticed(root.bytes, openMoved)).unnoticed]).toEqual([])
  }, 120_000)

  it('that was shared shows flipped bits of the share', async () => {
    const { account, pair: reader } = await person('reader')
    const place = { scope: SCOPE, chart: CHART, number: 7, pointer: record.pointer, account }
    const recordKey = fixedBytes('record key')
    const sealed = await sealShare({ ...place, publicKey: reader.publicKey, recordKey })
    const root = decodeKeyring(keyring, { scope: SCOPE, chart: CHART })
    const openSealed = (bytes: Uint8Array) =>
      openShare({
        ...place,
        root: { ...root, shares: [{ tag: shareTag(root, 7, account), sealed: bytes }] },
        pairs: [reader],
      })
    expect(await openSealed(sealed)).toEqual(recordKey)
    for (let at = 0; at < sealed.length; at += 9) {
      const { changed } = flip(sealed, at, at % 8)
      await expect(openSealed(changed)).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
    }
  }, 60_000)

  it('has keys that differ for every chain, contract, chart, section and epoch', async () => {
    const secret = fixedBytes('secret')
    const seeds = new Set<string>()
    for (const chainId of [1, 31337]) {
      for (const contract of [SCOPE.contract, addressOf('other charts')]) {
        for (const chart of [CHART, bytesToHex(fixedBytes('other chart'))]) {
          for (const section of [0, 3, 63]) {
            for (const epoch of [1, 2, 256]) {
              const place = { scope: { chainId, contract }, chart }
              seeds.add(bytesToHex(deriveSectionSeed(secret, place, section, epoch)))
              seeds.add(bytesToHex(deriveHistoryChain(secret, place, section, epoch, 0)))
            }
          }
        }
      }
    }
    expect(seeds.size).toBe(2 * 2 * 2 * 3 * 3 * 2)
    expect((await deriveKeyPair(secret)).secretKey).toEqual(secret)
  })
})
