import { decode } from '@ipld/dag-cbor'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  addressOf,
  buildContents,
  CHART,
  fileText,
  fixedBytes,
  MemoryBlocks,
  openAsOwner,
  readStream,
  SCOPE,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import type { FiledRecord } from '../../test/lib/cryptoBuilders.ts'
import { BaseError } from '../errors/BaseError.ts'
import { deriveAccountKeyPair } from './accountKey.ts'
import { sealBox } from './box.ts'
import { concatBytes, equalBytes, uintBytes } from './bytes.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import { MAX_HISTORY_BLOCK, readHistory } from './history.ts'
import { decodeKeyring, epochContext, MAX_KEYRING, rotateKeyring } from './keyring.ts'
import type { KeyringContents } from './keyring.ts'
import { readMetaMaskSecret, sealToMetaMask } from './metamaskBox.ts'
import { encodeBlock, encodePadded } from './object.ts'
import { passkeyUnlockSecrets } from './passkeyUnlock.ts'
import { decodeProfile, encodeProfile, MAX_PROFILE } from './profile.ts'
import { decodeRecord, MAX_RECORD, openBody, openRecord } from './record.ts'
import { parseRecoveryCode } from './recoveryCode.ts'
import { deriveHistoryChain } from './sectionKeys.ts'
import { createVault } from './vault.ts'
import { walletUnlockSecret } from './walletUnlock.ts'

const account = addressOf('patient')
const blocks = new MemoryBlocks()
let contents: KeyringContents
let keyring: Uint8Array
let profile: Uint8Array
let history: Uint8Array
let record: FiledRecord

beforeAll(async () => {
  contents = rotateKeyring(await buildContents(), 2)
  keyring = await storeKeyring(contents, blocks)
  history = await blocks.fetchBlock(decodeKeyring(keyring, contents).sections[0]!.history!)
  record = await fileText(keyring, blocks, 'A note')
  const salt = fixedBytes('salt')
  const root = fixedBytes('root')
  const unlockers = [{ kind: 'recovery', secret: fixedBytes('code', 16), name: 'Code' }] as const
  const vault = await createVault({ scope: SCOPE, account, salt, root, unlockers, createdAt: 1 })
  const { publicKey } = await deriveAccountKeyPair(root, 0)
  profile = encodeProfile({ account, kind: 'patient', name: null, publicKey, stores: [], vault }).bytes
})

/** Runs what reads something from outside: it gives a value, or throws one of the client's own errors. */
async function survives(read: () => unknown): Promise<BaseError | null> {
  try {
    await read()
    return null
  } catch (error) {
    if (error instanceof BaseError) return error
    throw error
  }
}

const readHistoryBlock = (bytes: Uint8Array) =>
  readHistory({
    chartScope: contents,
    section: 3,
    epoch: 2,
    since: 1,
    chain: deriveHistoryChain(contents.secret, contents, 3, 2, 1),
    head: encodeBlock({}).cid,
    fetchBlock: async () => bytes,
  })

const READERS: readonly (readonly [string, (bytes: Uint8Array) => unknown, number, () => Uint8Array])[] = [
  ['profile', (bytes) => decodeProfile(bytes, account), MAX_PROFILE, () => profile],
  ['keyring', (bytes) => decodeKeyring(bytes, { scope: SCOPE, chart: CHART }), MAX_KEYRING, () => keyring],
  ['record root', decodeRecord, MAX_RECORD, () => record.root.bytes],
  ['block of history', readHistoryBlock, MAX_HISTORY_BLOCK, () => history],
]

/** CBOR as no encoder writes it: any major type, lengths that lie or never end, big numbers, tags, floats, keys twice. */
const head = fc
  .tuple(fc.nat(7), fc.integer({ min: 0, max: 31 }), fc.uint8Array({ minLength: 8, maxLength: 8 }))
  .map(([major, info, argument]) => {
    const width = info < 24 || info > 27 ? 0 : 1 << (info - 24)
    return concatBytes(Uint8Array.of((major << 5) | info), argument.subarray(0, width))
  })
const keyed = (names: readonly string[]) =>
  fc
    .constantFrom(...names)
    .map((name) => concatBytes(Uint8Array.of(0x60 + name.length), new TextEncoder().encode(name)))
const cbor = fc
  .array(
    fc.oneof(
      head,
      keyed(['v', 'type', 'epoch', 'seals', 'next', '__proto__']),
      fc.uint8Array({ maxLength: 40 }),
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => concatBytes(...parts))

type Change = { readonly at: number; readonly remove: number; readonly insert: Uint8Array }
const changes = fc.array(
  fc.record({ at: fc.nat(), remove: fc.nat(6), insert: fc.oneof(fc.uint8Array({ maxLength: 4 }), head) }),
  { minLength: 1, maxLength: 4 },
)

function change(bytes: Uint8Array, made: readonly Change[]): Uint8Array {
  let changed = bytes
  for (const { at, remove, insert } of made) {
    const from = at % (changed.length + 1)
    changed = concatBytes(changed.subarray(0, from), insert, changed.subarray(from + remove))
  }
  return changed
}

/** Anything that dag-cbor can hold. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(
      null,
      true,
      false,
      '',
      'x'.repeat(3000),
      -1,
      2 ** 53 - 1,
      2n ** 64n - 1n,
      encodeBlock({}).cid,
    ),
    fc.integer(),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 64 }),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(fc.string({ maxLength: 12 }), tie('value'), { maxKeys: 6 }),
  ),
})).value

describe.each(READERS)('a hostile %s', (_, read, limit, good) => {
  it('is refused in words, whatever its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(cbor, async (bytes) => {
        expect(await survives(() => read(bytes))).not.toBe(null)
      }),
      { numRuns: 2000 },
    )
  })

  it('is refused in words when a good one was tampered with', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (made) => {
        await expect(survives(() => read(change(good(), made)))).resolves.toBeDefined()
      }),
      { numRuns: 1000 },
    )
  })

  it('is refused in words when a field is anything else', async () => {
    const value = decode<Record<string, unknown>>(good())
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(value), 'extra'), anything, async (name, given) => {
        const { bytes } = encodeBlock({ ...value, [name]: given })
        await expect(survives(() => read(bytes))).resolves.toBeDefined()
      }),
      { numRuns: 1000 },
    )
  })

  it('is refused before anything is built when it is too long, too deep or says that more follows', async () => {
    const long = new Uint8Array(limit + 1)
    expect(await survives(() => read(long))).toMatchObject({ name: 'ObjectTooLargeError' })
    const full: readonly (readonly [string, Uint8Array])[] = [
      ['lists in lists', new Uint8Array(limit).fill(0x81)],
      ['maps in maps', Uint8Array.from({ length: limit }, (_, i) => [0xa1, 0x61, 0x61][i % 3]!)],
      ['tags in tags', Uint8Array.from({ length: limit }, (_, i) => [0xd8, 0x2a][i % 2]!)],
      ['lists without end', new Uint8Array(limit).fill(0x9f)],
      ['texts without end', new Uint8Array(limit).fill(0x7f)],
      [
        'a list that says 2^53',
        concatBytes(Uint8Array.of(0x9b, 0, 0x20, 0, 0, 0, 0, 0, 0), new Uint8Array(limit - 9)),
      ],
      [
        'bytes that say 2^64',
        concatBytes(Uint8Array.of(0x5b), new Uint8Array(8).fill(255), new Uint8Array(limit - 9)),
      ],
      ['a wide list', concatBytes(Uint8Array.of(0x9a), uintBytes(limit - 5, 4), new Uint8Array(limit - 5))],
      ['big numbers', new Uint8Array(limit).fill(0x1b)],
    ]
    for (const [what, bytes] of full) {
      expect(await survives(() => read(bytes)), what).toMatchObject({ name: 'ObjectMalformedError' })
    }
  })
})

describe('what a seal or box holds', () => {
  it('is refused in words, whoever made it', async () => {
    const value = decode<Record<string, unknown>>(keyring)
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (given, isOwner) => {
        const [label, name] = isOwner
          ? (['keyringOwner', 'owner'] as const)
          : (['earlierSecrets', 'earlier'] as const)
        const plaintext = isOwner ? encodePadded(given) : encodeBlock(given).bytes
        const box = sealBox(contents.secret, label, epochContext(contents), plaintext)
        const error = await survives(() => openAsOwner(encodeBlock({ ...value, [name]: box }).bytes))
        expect(error).not.toBe(null)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a history', () => {
  it('is read no further than its epochs go, however many blocks there are', async () => {
    const box = new Uint8Array(76)
    const store = new MemoryBlocks()
    let next: unknown = null
    let head = encodeBlock({})
    for (let epoch = 1; epoch <= 3000; epoch++) {
      head = encodeBlock({ v: 1, type: 'chartkey/history', section: 3, entries: [[epoch, box]], next })
      store.put(head)
      next = head.cid
    }
    let fetched = 0
    const read = (epoch: number, since: number) => {
      fetched = 0
      return survives(() =>
        readHistory({
          chartScope: contents,
          section: 3,
          epoch,
          since,
          chain: fixedBytes('chain'),
          head: head.cid,
          fetchBlock(cid) {
            fetched++
            return store.fetchBlock(cid)
          },
        }),
      )
    }
    expect(await read(2, 1)).toMatchObject({ reason: 'its epochs do not descend' })
    expect(fetched).toBe(1)
    expect(await read(3001, 2990)).toMatchObject({ name: 'DecryptionFailedError' })
    expect(fetched).toBe(11)
  })
})

describe('a hostile body', () => {
  let opened: Awaited<ReturnType<typeof openRecord>>
  let body: Uint8Array

  beforeAll(async () => {
    const { find } = createSectionKeys(await openAsOwner(keyring), blocks.fetchBlock)
    opened = await openRecord({ ...record.place, bytes: record.root.bytes, findKey: find })
    body = await blocks.fetchBlock(record.body)
  })

  const read = (bytes: Uint8Array) =>
    readStream(openBody({ ...opened, body: new Blob([bytes as Uint8Array<ArrayBuffer>]).stream() }))

  it('is refused as tampered with, whatever its header and chunks', async () => {
    const { cipherSize } = record.metadata
    const lines = fc
      .array(
        fc.constantFrom(
          'age-encryption.org/v1',
          '-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
          'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
          '--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
          '-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30',
          '-> mlkem768x25519 AAAA',
          '',
        ),
        { maxLength: 12 },
      )
      .map((parts) => new TextEncoder().encode(`${parts.join('\n')}\n`))
    const tampered = changes.map((made) =>
      change(
        body,
        made.map((one) => ({ ...one, at: one.at % 200 })),
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(lines, tampered, fc.uint8Array({ maxLength: 400 })), async (bytes) => {
        fc.pre(!equalBytes(bytes.subarray(0, cipherSize), body.subarray(0, cipherSize)))
        const padded = concatBytes(bytes, new Uint8Array(Math.max(0, 4096 - bytes.length)))
        expect(await survives(() => read(padded))).toMatchObject({
          name: 'RecordTamperedError',
        })
      }),
      { numRuns: 300 },
    )
  })

  it('is read no further once its header is wrong', async () => {
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1000
        controller.enqueue(new Uint8Array(1000))
      },
    })
    const metadata = { ...opened.metadata, cipherSize: 2 ** 40, size: 2 ** 39 }
    const stream = openBody({ ...opened, metadata, body: endless })
    await expect(readStream(stream)).rejects.toMatchObject({ name: 'RecordTamperedError' })
    expect(given).toBeLessThanOrEqual(3000)
  })
})

describe('what people and wallets give', () => {
  const strings = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.stringMatching(/^[0-9A-Za-z -]{0,60}$/),
    fc.constantFrom('A'.repeat(100_000), '-'.repeat(100_000), ' A'.repeat(50_000)),
  )
  const values = fc.oneof(strings, fc.anything())

  it('is a recovery code, or is refused in words', () => {
    return fc.assert(
      fc.asyncProperty(strings, async (code) => {
        const error = await survives(() => expect(parseRecoveryCode(code)).toHaveLength(16))
        expect(error?.name ?? 'RecoveryCodeInvalidError').toBe('RecoveryCodeInvalidError')
      }),
      { numRuns: 1000 },
    )
  })

  it('is a secret, or is refused in words', () => {
    const salt = fixedBytes('salt')
    const readers: ((value: unknown) => unknown)[] = [
      readMetaMaskSecret,
      (value) => sealToMetaMask(value as string, fixedBytes('secret')),
      (value) => passkeyUnlockSecrets({ account, salts: [salt], prf: async () => value as never }),
      (value) =>
        passkeyUnlockSecrets({
          account,
          salts: [salt],
          prf: async () => ({ credentialId: salt, outputs: [value] }) as never,
        }),
      (value) => walletUnlockSecret({ account, salt, signatures: [value, value] as never }),
    ]
    return fc.assert(
      fc.asyncProperty(values, fc.constantFrom(...readers), async (value, read) => {
        expect(await survives(() => read(value))).not.toBe(null)
      }),
      { numRuns: 1500 },
    )
  })
})
