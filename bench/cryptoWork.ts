import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { CID } from 'multiformats/cid'
import { openAccount } from '../client/crypto/account.ts'
import { createRoot, deriveAccountKeyPair } from '../client/crypto/accountKey.ts'
import { decryptAge, encryptAge } from '../client/crypto/age.ts'
import { randomBytes } from '../client/crypto/bytes.ts'
import { createSectionKeys } from '../client/crypto/createSectionKeys.ts'
import { deriveKeyPair, hpkeSeal } from '../client/crypto/hpke.ts'
import { createKeyring, rotateKeyring } from '../client/crypto/keyring.ts'
import type { KeyringContents } from '../client/crypto/keyring.ts'
import { encodeBlock, RAW } from '../client/crypto/object.ts'
import { encodeProfile, decodeProfile } from '../client/crypto/profile.ts'
import { openBody, openRecord, sealRecord } from '../client/crypto/record.ts'
import { parseRecoveryCode, createRecoveryCode } from '../client/crypto/recoveryCode.ts'
import { createVault, createVaultSalt } from '../client/crypto/vault.ts'
import {
  asGrantee,
  buildContents,
  fileText,
  MemoryBlocks,
  openAsGrantee,
  openAsOwner,
  person,
  SCOPE,
  storeKeyring,
} from '../test/lib/cryptoBuilders.ts'

export const READERS = [1, 20, 200] as const

export type CryptoTask = {
  /** Bytes of the document. */
  readonly size: number
  /** How often each is measured; every figure is a median. */
  readonly rounds: number
}

/** Megabytes (10^6 bytes) per second, and how many times `age-encryption`'s speed that is, round by round. */
export type BodySpeed = { readonly mbps: number; readonly ageMbps: number; readonly times: number }

/** Milliseconds, and how many seals to one X-Wing key take as long, round by round. */
export type ActTime = { readonly ms: number; readonly seals: number }

export const BODY_WORK = ['encrypt', 'decrypt', 'file a document', 'read a document'] as const
export type BodyWork = (typeof BODY_WORK)[number]

export const ACTS = [
  'unlock',
  'open a chart of 8 sections, owner',
  'open a chart of 8 sections, grantee',
  'open 8 records',
  'grant',
  'rotate, 1 reader',
  'rotate, 20 readers',
  'rotate, 200 readers',
] as const
export type CryptoAct = (typeof ACTS)[number]

export type CryptoReport = {
  readonly bodies: Readonly<Record<BodyWork, BodySpeed>>
  /** Milliseconds of one seal. */
  readonly seal: number
  readonly acts: Readonly<Record<CryptoAct, ActTime>>
  readonly keyrings: readonly KeyringSize[]
}

/** Bytes of a keyring of 8 sections at its second epoch: the root, and the blocks of history. */
export type KeyringSize = { readonly readers: number; readonly root: number; readonly history: number }

const SECTIONS = Array.from({ length: 8 }, (_, index) => ({ number: 7 * index, label: `Section ${index}` }))
const NUMBERS = SECTIONS.map(({ number }) => number)
/** Where a body would be stored. */
const NOWHERE = CID.createV1(RAW, encodeBlock({}).cid.multihash)

/** Measures the client's cryptography where it runs: in Node, or in a worker of a browser. */
export async function measureCrypto({ size, rounds }: CryptoTask): Promise<CryptoReport> {
  const bodies = await measureBodies(size, rounds)
  return { bodies, ...(await measureActs(rounds)) }
}

async function measureBodies(size: number, rounds: number): Promise<Record<BodyWork, BodySpeed>> {
  const document = randomBytes(size)
  const blob = new Blob([document])
  const identity = await generateX25519Identity()
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const sealed = await encrypter.encrypt(document)
  const filed = await fileDocument(blob)

  const drain = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) void chunk
  }
  const bare = {
    encrypt: () => encrypter.encrypt(document),
    decrypt: () => decrypter.decrypt(sealed),
  }
  const work: Record<BodyWork, { run: () => Promise<unknown>; beside: keyof typeof bare }> = {
    encrypt: { run: () => drain(encryptAge(identity, pieces(document))), beside: 'encrypt' },
    decrypt: { run: () => drain(decryptAge(identity, pieces(sealed))), beside: 'decrypt' },
    'file a document': { run: () => fileDocument(blob), beside: 'encrypt' },
    'read a document': { run: filed.read, beside: 'decrypt' },
  }
  const speeds = {} as Record<BodyWork, BodySpeed>
  for (const name of BODY_WORK) {
    const { run, beside } = work[name]
    await run()
    const times: { own: number; age: number }[] = []
    for (let round = 0; round < rounds; round++) {
      times.push({ age: await clock(bare[beside]), own: await clock(run) })
    }
    const mbps = (ms: number) => size / 1000 / ms
    speeds[name] = {
      mbps: mbps(median(times.map(({ own }) => own))),
      ageMbps: mbps(median(times.map(({ age }) => age))),
      times: median(times.map(({ own, age }) => age / own)),
    }
  }
  return speeds
}

/** Seals a whole record, digest and padding with it, and drops the bytes but for those that `read` opens. */
async function fileDocument(body: Blob): Promise<{ read: () => Promise<void> }> {
  const place = { scope: SCOPE, chart: `0x${'11'.repeat(32)}`, section: 3, epoch: 1 } as const
  const { account, pair } = await person('owner')
  const parts: Uint8Array<ArrayBuffer>[] = []
  const { root } = await sealRecord({
    ...place,
    author: account,
    sectionPublicKey: pair.publicKey,
    title: 'Scan',
    mediaType: 'application/pdf',
    body,
    importBody: async (stream) => {
      for await (const chunk of stream) parts.push(chunk)
      return NOWHERE
    },
  })
  return {
    async read() {
      const findKey = async () => pair
      const opened = await openRecord({ ...place, author: account, bytes: root.bytes, findKey })
      const stored = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const part of parts) controller.enqueue(part)
          controller.close()
        },
      })
      for await (const chunk of openBody({ ...opened, body: stored })) void chunk
    },
  }
}

async function measureActs(rounds: number): Promise<Omit<CryptoReport, 'bodies'>> {
  const blocks = new MemoryBlocks()
  const first: KeyringContents = { ...(await buildContents()), sections: SECTIONS }
  const others = await Promise.all(
    Array.from({ length: Math.max(...READERS) }, (_, index) => person(`reader ${index}`)),
  )
  const withReaders = (readers: number): KeyringContents => ({
    ...first,
    readers: [
      ...first.readers,
      ...others.slice(0, readers).map((other) => asGrantee(other, { read: NUMBERS, write: NUMBERS })),
    ],
  })
  const keyring = await storeKeyring(rotateKeyring(withReaders(1), 2), blocks)
  const records = await Promise.all(
    NUMBERS.map((section) => fileText(keyring, blocks, `A note in ${section}`, { section })),
  )
  const owner = await openAsOwner(keyring)
  const account = await createPublishedAccount()
  const rotate = (readers: number) => () => createKeyring(rotateKeyring(withReaders(readers), 2))
  const work: Record<CryptoAct, () => Promise<unknown>> = {
    unlock: account.unlock,
    'open a chart of 8 sections, owner': () => openAsOwner(keyring),
    'open a chart of 8 sections, grantee': () => openAsGrantee(keyring, 'reader 0'),
    async 'open 8 records'() {
      const { find } = createSectionKeys(owner, blocks.fetchBlock)
      for (const { place, root } of records) {
        await openRecord({ ...place, bytes: root.bytes, findKey: find })
      }
    },
    grant: () => createKeyring(withReaders(2)),
    'rotate, 1 reader': rotate(1),
    'rotate, 20 readers': rotate(20),
    'rotate, 200 readers': rotate(200),
  }

  const { publicKey } = await deriveKeyPair(randomBytes(32))
  const sealOnce = () => hpkeSeal({ publicKey, info: new Uint8Array(96), plaintext: new Uint8Array(32) })
  const clockSeal = async () => {
    const many = 8
    const ms = await clock(async () => {
      for (let i = 0; i < many; i++) await sealOnce()
    })
    return ms / many
  }
  await clockSeal()
  const seals: number[] = []
  const acts = {} as Record<CryptoAct, ActTime>
  for (const name of ACTS) {
    await work[name]()
    const times: { own: number; seal: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const [before, own, after] = [await clockSeal(), await clock(work[name]), await clockSeal()]
      times.push({ own, seal: (before + after) / 2 })
    }
    seals.push(...times.map(({ seal }) => seal))
    acts[name] = {
      ms: median(times.map(({ own }) => own)),
      seals: median(times.map(({ own, seal }) => own / seal)),
    }
  }
  const keyrings = await Promise.all(
    READERS.map(async (readers) => {
      const { root, blocks } = await rotate(readers)()
      const all = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0)
      return { readers, root: root.bytes.length, history: all - root.bytes.length }
    }),
  )
  return { seal: median(seals), acts, keyrings }
}

/** An account as it is published, and what unlocking it by its recovery code takes. */
async function createPublishedAccount(): Promise<{ unlock: () => Promise<unknown> }> {
  const { account } = await person('owner')
  const [root, salt, code] = [createRoot(), createVaultSalt(), createRecoveryCode()]
  const unlockers = [{ kind: 'recovery', secret: parseRecoveryCode(code), name: 'Recovery code' }] as const
  const vault = await createVault({ scope: SCOPE, account, salt, root, unlockers, createdAt: 0 })
  const { publicKey } = await deriveAccountKeyPair(root, 0)
  const profile = encodeProfile({ account, kind: 'patient', name: null, publicKey, stores: [], vault })
  return {
    unlock: () =>
      openAccount({
        profile: decodeProfile(profile.bytes, account),
        scope: SCOPE,
        unlocker: { kind: 'recovery', secret: parseRecoveryCode(code) },
      }),
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let offset = 0; offset < bytes.length; offset += 1 << 20)
    yield bytes.subarray(offset, offset + (1 << 20))
}

async function clock(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
