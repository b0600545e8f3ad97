import { sha256 } from '@noble/hashes/sha2.js'
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'
import type { Address, Hex } from 'viem'
import { getAddress } from 'viem'
import { bytesToHex } from '../../client/crypto/bytes.ts'
import { createSectionKeys } from '../../client/crypto/createSectionKeys.ts'
import type { FetchBlock } from '../../client/crypto/history.ts'
import { deriveKeyPair } from '../../client/crypto/hpke.ts'
import type { KeyPair } from '../../client/crypto/hpke.ts'
import { createKeyring, createKeyringContents } from '../../client/crypto/keyring.ts'
import type { KeyringContents, Reader } from '../../client/crypto/keyring.ts'
import { RAW } from '../../client/crypto/object.ts'
import type { Block } from '../../client/crypto/object.ts'
import { openKeyring } from '../../client/crypto/openKeyring.ts'
import type { GranteeKeyring, OwnerKeyring } from '../../client/crypto/openKeyring.ts'
import { blobOf } from '../../client/flows/blobOf.ts'
import { openBody, openRecord, sealRecord } from '../../client/crypto/record.ts'
import type { RecordPlace, SealedRecord } from '../../client/crypto/record.ts'
import type { Scope } from '../../client/crypto/scope.ts'

/** 32 bytes that are the same in every run. */
export function fixedBytes(seed: string, length = 32): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let block = sha256(new TextEncoder().encode(seed))
  for (let offset = 0; offset < length; offset += 32) {
    bytes.set(block.subarray(0, Math.min(32, length - offset)), offset)
    block = sha256(block)
  }
  return bytes
}

export const SCOPE: Scope = { chainId: 31337, contract: addressOf('charts') }
export const CHART: Hex = bytesToHex(fixedBytes('chart'))

export function addressOf(name: string): Address {
  return getAddress(bytesToHex(fixedBytes(`address of ${name}`, 20)))
}

export type Person = { readonly account: Address; readonly pair: KeyPair; readonly profile: Hex }

const people = new Map<string, Promise<Person>>()

/** A person with an address and a key pair that are the same in every run. */
export function person(name: string): Promise<Person> {
  let found = people.get(name)
  if (found === undefined) {
    found = deriveKeyPair(fixedBytes(`seed of ${name}`)).then((pair) => ({
      account: addressOf(name),
      pair,
      profile: bytesToHex(fixedBytes(`profile of ${name}`)),
    }))
    people.set(name, found)
  }
  return found
}

export function asGrantee(
  { account, pair, profile }: Person,
  rights: { read?: readonly number[]; write?: readonly number[]; since?: number },
): Reader {
  const { read = [], write = [], since = 1 } = rights
  return { account, role: 'grantee', publicKey: pair.publicKey, profile, read, write, since }
}

/** Blocks in memory, by CID. */
export class MemoryBlocks {
  readonly blocks = new Map<string, Uint8Array>()

  put(...blocks: readonly Block[]): void {
    for (const { cid, bytes } of blocks) this.blocks.set(cid.toString(), bytes)
  }

  readonly fetchBlock: FetchBlock = (cid) => {
    const bytes = this.blocks.get(cid.toString())
    return bytes === undefined ? Promise.reject(new Error('there is no such block')) : Promise.resolve(bytes)
  }

  /** Keeps a whole body as one block. */
  readonly importBody = async (stream: ReadableStream<Uint8Array>): Promise<CID> => {
    const bytes = new Uint8Array(await (await blobOf(stream)).arrayBuffer())
    const cid = CID.createV1(RAW, create(0x12, sha256(bytes)))
    this.put({ cid, bytes })
    return cid
  }

  async body(cid: CID): Promise<ReadableStream<Uint8Array>> {
    return new Blob([(await this.fetchBlock(cid)) as Uint8Array<ArrayBuffer>]).stream()
  }
}

export const SECTIONS = [
  { number: 3, label: 'Medications' },
  { number: 17, label: 'Mental health' },
  { number: 40, label: 'Images' },
]

/** The contents of a first keyring of the owner's. */
export async function buildContents(changes: Partial<KeyringContents> = {}): Promise<KeyringContents> {
  const { account, pair, profile } = await person('owner')
  const contents = createKeyringContents({
    scope: SCOPE,
    chart: CHART,
    title: 'My chart',
    sections: SECTIONS,
    owner: { account, publicKey: pair.publicKey, profile },
  })
  return { ...contents, ...changes }
}

/** A keyring's bytes, stored in memory. */
export async function storeKeyring(contents: KeyringContents, blocks: MemoryBlocks): Promise<Uint8Array> {
  const keyring = await createKeyring(contents)
  blocks.put(...keyring.blocks)
  return keyring.root.bytes
}

export async function openAsOwner(bytes: Uint8Array, changes: object = {}): Promise<OwnerKeyring> {
  const { account, pair } = await person('owner')
  return openKeyring({ bytes, scope: SCOPE, chart: CHART, account, role: 'owner', pairs: [pair], ...changes })
}

export async function openAsGrantee(bytes: Uint8Array, name: string): Promise<GranteeKeyring> {
  const { account, pair } = await person(name)
  return openKeyring({ bytes, scope: SCOPE, chart: CHART, account, role: 'grantee', pairs: [pair] })
}

export type FiledRecord = SealedRecord & { readonly place: RecordPlace }

/** Seals a text to a section of a keyring. */
export async function fileText(
  keyring: Uint8Array,
  blocks: MemoryBlocks,
  text: string,
  changes: Partial<Parameters<typeof sealRecord>[0]> = {},
): Promise<FiledRecord> {
  const { root } = await openAsOwner(keyring)
  const { account } = await person('owner')
  const section = changes.section ?? 3
  const place = { scope: SCOPE, chart: CHART, section, epoch: root.epoch, author: account }
  const { publicKey } = root.sections.find(({ number }) => number === section)!
  const record = await sealRecord({
    ...place,
    sectionPublicKey: publicKey,
    title: 'A note',
    mediaType: 'text/plain',
    createdAt: '2026-01-31T09:30:00.000Z',
    body: new Blob([text]),
    importBody: blocks.importBody,
    ...changes,
  })
  blocks.put(record.root)
  return { ...record, place: { ...place, ...pick(changes) } }
}

function pick(changes: Partial<RecordPlace>): Partial<RecordPlace> {
  const names = ['scope', 'chart', 'section', 'epoch', 'author'] as const
  return Object.fromEntries(names.filter((name) => name in changes).map((name) => [name, changes[name]]))
}

/** Opens a record with a keyring and reads its text, checked whole. */
export async function readText(
  record: FiledRecord,
  keyring: OwnerKeyring | GranteeKeyring,
  blocks: MemoryBlocks,
): Promise<string> {
  const { find } = createSectionKeys(keyring, blocks.fetchBlock)
  const opened = await openRecord({ ...record.place, bytes: record.root.bytes, findKey: find })
  return readStream(openBody({ ...opened, body: await blocks.body(opened.body) }))
}

/** The text of a stream. It throws what the stream failed with, which a browser's `Response` hides. */
export async function readStream(stream: ReadableStream<Uint8Array>): Promise<string> {
  return (await blobOf(stream)).text()
}
