import { sha256 } from '@noble/hashes/sha2.js'
import type { CID } from 'multiformats/cid'
import type { Address, Hex } from 'viem'
import {
  BodyChangedError,
  RecordKeyMissingError,
  RecordTamperedError,
  RecordUnreadableError,
  ValueInvalidError,
} from '../errors/crypto.ts'
import { ageIdentity, ageSize, decryptAge, encryptAge } from './age.ts'
import {
  addressBytes,
  bytesToHex,
  concatBytes,
  equalBytes,
  hexToBytes,
  randomBytes,
  uintBytes,
  wipe,
} from './bytes.ts'
import { BOX_OVERHEAD, openBox, sealBox } from './box.ts'
import { createDigest } from './createDigest.ts'
import { commitment } from './commitment.ts'
import type { SectionKeys } from './createSectionKeys.ts'
import { seal, SEAL_OVERHEAD, unseal } from './hpke.ts'
import {
  DAG_PB,
  decodeCanonical,
  decodePadded,
  encodeBlock,
  encodePadded,
  ObjectReader,
  RAW,
  textProblem,
} from './object.ts'
import type { RootBlock } from './object.ts'
import { padme } from './padme.ts'
import { chartBytes } from './scope.ts'
import type { Scope } from './scope.ts'
import { sectionBytes } from './sectionKeys.ts'
import { chunksOf, streamOf } from './streams.ts'

/** Where a record stands on the chain, and who filed it. */
export type RecordPlace = {
  readonly scope: Scope
  readonly chart: Hex
  readonly section: number
  /** The epoch under which it was filed. */
  readonly epoch: number
  readonly author: Address
}

/** What an author wrote beside the document. */
export type RecordMetadata = {
  /** 32 random bytes that keep the commitment from being guessed. */
  readonly salt: Uint8Array
  readonly title: string
  readonly mediaType: string
  /** ISO 8601 in UTC, as `2026-01-31T09:30:00.000Z`. */
  readonly createdAt: string
  /** The day, month or year that the document is about, as `2026-01-31`, `2026-01` or `2026`. */
  readonly happenedAt: string | null
  /** Bytes of the document. */
  readonly size: number
  /** SHA-256 of the document. */
  readonly digest: Uint8Array
  /** Bytes of the age file; random padding follows it in the body. */
  readonly cipherSize: number
  /** The pointer, as first filed, of the record that this one amends. */
  readonly amends: Hex | null
}

export type SealedRecord = {
  readonly pointer: Hex
  readonly root: RootBlock
  readonly body: CID
  readonly metadata: RecordMetadata
}

export type OpenedRecord = {
  readonly metadata: RecordMetadata
  readonly recordKey: Uint8Array
  readonly body: CID
  readonly commitment: Uint8Array
  /** The epoch of the section key that it is sealed to: later than the filing epoch in a relocated record. */
  readonly keyEpoch: number
  /** The root block that the author filed: this one, or the one that a relocated record holds. */
  readonly original: Uint8Array
}

/** A record's root block as anyone sees it. */
export type RecordRoot = {
  readonly commitment: Uint8Array
  readonly keyEpoch: number
  readonly sectionKeyHash: Uint8Array
  readonly sealedKey: Uint8Array
  readonly metadata: Uint8Array
  readonly body: CID
  /** In a relocated record, the box of the root block that its author filed. */
  readonly original: Uint8Array | null
}

export const MAX_RECORD = 32768
/** Of the root block that a relocated one holds. */
const MAX_ORIGINAL = 16384
const MAX_METADATA = 8192
export const MAX_RECORD_TITLE = 500
const MAX_MEDIA_TYPE = 127
const MAX_EPOCH = 0xffffff

/**
 * Encrypts a document for a section. The document is read once, as a stream; `importBody` gets the padded age file,
 * stores or packs it, and gives its root's CID.
 *
 * @throws ValueInvalidError when the title, a type or a time breaks a limit.
 * @throws BodyChangedError when the document cannot be read to its end or has another length than it said.
 * @throws PublicKeyInvalidError, and what `importBody` throws
 */
export async function sealRecord({
  scope,
  chart,
  section,
  epoch,
  author,
  sectionPublicKey,
  title,
  mediaType,
  createdAt = new Date().toISOString(),
  happenedAt = null,
  amends = null,
  body,
  importBody,
  onProgress,
  signal,
}: RecordPlace & {
  /** Of the keyring of `epoch`. */
  readonly sectionPublicKey: Uint8Array
  readonly title: string
  readonly mediaType: string
  readonly createdAt?: string
  readonly happenedAt?: string | null
  readonly amends?: Hex | null
  readonly body: Blob
  readonly importBody: (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => Promise<CID>
  /** Bytes of the document encrypted so far. */
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
}): Promise<SealedRecord> {
  const place = { scope, chart, section, epoch, author }
  const draft = { title, mediaType, createdAt, happenedAt, size: body.size }
  const problem = metadataProblem(draft)
  if (problem !== null) throw new ValueInvalidError('record', problem)

  const recordKey = randomBytes(32)
  const hash = createDigest(body.size)
  let size = 0
  async function* read(): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const chunk of chunksOf(body.stream())) {
        signal?.throwIfAborted()
        hash.update(chunk)
        size += chunk.length
        if (size > body.size) throw new BodyChangedError()
        onProgress?.(size)
        yield chunk
      }
    } catch (cause) {
      if (cause instanceof BodyChangedError || signal?.aborted === true) throw cause
      throw new BodyChangedError({ cause })
    }
    if (size !== body.size) throw new BodyChangedError()
  }
  const cid = await importBody(streamOf(padBody(encryptAge(ageIdentity(recordKey), read()))))
  if (size !== body.size) throw new BodyChangedError()

  const metadata: RecordMetadata = {
    ...draft,
    salt: randomBytes(32),
    digest: await hash.digest(),
    cipherSize: ageSize(size),
    amends,
  }
  const root = await sealRoot({ ...place, keyEpoch: epoch, sectionPublicKey, recordKey, metadata, body: cid })
  wipe(recordKey)
  return { pointer: root.pointer, root, body: cid, metadata }
}

/**
 * Encrypts a record again, with a new key and a new body, under the key of its section and filing epoch that follows
 * from the chart secret of a later epoch (`deriveRelocatedSeed`). What the author wrote stays byte for byte, and so does
 * the commitment; the root block that the author filed goes along, sealed.
 *
 * @throws ValueInvalidError when the key's epoch is not later than the record's.
 * @throws RecordTamperedError when the stored body is not the author's; what reading it and `importBody` throw
 */
export async function relocateRecord({
  scope,
  chart,
  section,
  epoch,
  author,
  keyEpoch,
  sectionPublicKey,
  opened,
  body,
  importBody,
  onProgress,
}: RecordPlace & {
  /** The epoch whose chart secret the section key follows from. */
  readonly keyEpoch: number
  /** Of `deriveRelocatedSeed` for `keyEpoch`. */
  readonly sectionPublicKey: Uint8Array
  /** The record as it is stored now. */
  readonly opened: OpenedRecord
  /** Its body as it is stored now. */
  readonly body: ReadableStream<Uint8Array>
  readonly importBody: (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => Promise<CID>
  /** Bytes of the document encrypted so far. */
  readonly onProgress?: (done: number) => void
}): Promise<SealedRecord> {
  if (keyEpoch <= epoch) throw new ValueInvalidError('epoch', 'it is not later than the record’s')
  const place = { scope, chart, section, epoch, author, keyEpoch }
  const { metadata, original } = opened
  const recordKey = randomBytes(32)
  async function* read(): AsyncGenerator<Uint8Array, void> {
    let done = 0
    for await (const chunk of chunksOf(openBody({ ...opened, body }))) {
      done += chunk.length
      onProgress?.(done)
      yield chunk
    }
  }
  const cid = await importBody(streamOf(padBody(encryptAge(ageIdentity(recordKey), read()))))
  const root = await sealRoot({ ...place, sectionPublicKey, recordKey, metadata, body: cid, original })
  wipe(recordKey)
  return { pointer: root.pointer, root, body: cid, metadata }
}

async function sealRoot({
  keyEpoch,
  sectionPublicKey,
  recordKey,
  metadata,
  body,
  original,
  ...place
}: RecordPlace & {
  keyEpoch: number
  sectionPublicKey: Uint8Array
  recordKey: Uint8Array
  metadata: RecordMetadata
  body: CID
  original?: Uint8Array
}): Promise<RootBlock> {
  const { salt, digest } = metadata
  const bytes = encodeMetadata(metadata)
  const context = recordContext(place, keyEpoch)
  const root = encodeBlock({
    v: 1,
    type: 'chartkey/record',
    commitment: commitment({ ...place, salt, metadata: bytes, digest }),
    keyEpoch,
    sectionKeyHash: sha256(sectionPublicKey),
    sealedKey: await seal(sectionPublicKey, 'recordKey', context, recordKey),
    metadata: sealBox(recordKey, 'metadata', concatBytes(context, body.bytes), bytes),
    body,
    ...(original === undefined ? {} : { original: sealBox(recordKey, 'originalRoot', context, original) }),
  })
  wipe(bytes)
  return root
}

/**
 * Decodes a record's root block.
 *
 * @throws ObjectTooLargeError, ObjectMalformedError, VersionUnsupportedError
 */
export function decodeRecord(bytes: Uint8Array): RecordRoot {
  const read: ObjectReader = new ObjectReader('record')
  const map = read.root(decodeCanonical('record', bytes, MAX_RECORD), 'chartkey/record', [
    'commitment',
    'keyEpoch',
    'sectionKeyHash',
    'sealedKey',
    'metadata',
    'body',
    'original?',
  ])
  return {
    commitment: read.bytes(map.commitment, 'commitment', 32),
    keyEpoch: read.uint(map.keyEpoch, 'keyEpoch', 1, MAX_EPOCH),
    sectionKeyHash: read.bytes(map.sectionKeyHash, 'sectionKeyHash', 32),
    sealedKey: read.bytes(map.sealedKey, 'sealedKey', SEAL_OVERHEAD + 32),
    metadata: read.bytes(map.metadata, 'metadata', BOX_OVERHEAD + 256, BOX_OVERHEAD + MAX_METADATA),
    body: read.cid(map.body, 'body', DAG_PB, RAW),
    original:
      map.original === undefined
        ? null
        : read.bytes(map.original, 'original', BOX_OVERHEAD + 1, BOX_OVERHEAD + MAX_ORIGINAL),
  }
}

/** A record's root block, and what the chain says of it. */
export type RecordBytes = RecordPlace & {
  readonly bytes: Uint8Array
  /** The pointer as first filed, where it is another than that of `bytes`: the record was relocated. */
  readonly original?: Hex
}

/**
 * Opens a record's root block and checks its commitment against its place on the chain. The body is for `openBody`.
 *
 * @throws what `decodeRecord` and `findKey` throw
 * @throws RecordKeyMissingError when `findKey` gives no key.
 * @throws RecordUnreadableError when the key is there and does not open what was filed.
 * @throws RecordTamperedError when the commitment is not of this place, author and metadata, or a relocated record
 * does not hold what its author filed.
 */
export async function openRecord({
  findKey,
  ...parameters
}: RecordBytes & { readonly findKey: SectionKeys['find'] }): Promise<OpenedRecord> {
  const root = decodeFiled(parameters)
  const { section, epoch } = parameters
  const pair = await findKey({ section, epoch, keyEpoch: root.keyEpoch })
  if (pair === null) throw new RecordKeyMissingError()
  if (!equalBytes(sha256(pair.publicKey), root.sectionKeyHash)) {
    throw new RecordUnreadableError('it is sealed to a key that its section never had')
  }
  let recordKey: Uint8Array
  try {
    recordKey = await unseal(pair, 'recordKey', recordContext(parameters, root.keyEpoch), root.sealedKey)
  } catch (cause) {
    throw new RecordUnreadableError('it does not open with its section’s key', { cause })
  }
  return openRoot(root, recordKey, parameters)
}

/**
 * As `openRecord`, for who was given this record's key alone (`openShare`).
 *
 * @throws what `decodeRecord` throws, RecordUnreadableError, RecordTamperedError
 */
export async function openSharedRecord({
  recordKey,
  ...parameters
}: RecordBytes & { readonly recordKey: Uint8Array }): Promise<OpenedRecord> {
  return openRoot(decodeFiled(parameters), recordKey, parameters)
}

function decodeFiled({ bytes, epoch }: RecordBytes): RecordRoot {
  const root = decodeRecord(bytes)
  if (root.keyEpoch < epoch) {
    throw new RecordUnreadableError('it is sealed to a key of an epoch before it was filed')
  }
  return root
}

function openRoot(
  root: RecordRoot,
  recordKey: Uint8Array,
  { bytes, original: pointer, ...place }: RecordBytes,
): OpenedRecord {
  const context = recordContext(place, root.keyEpoch)
  let plaintext: Uint8Array
  let original = bytes
  try {
    if (recordKey.length !== 32) throw new Error('the record key has a wrong length')
    plaintext = openBox(recordKey, 'metadata', concatBytes(context, root.body.bytes), root.metadata)
    if (root.original !== null) original = openBox(recordKey, 'originalRoot', context, root.original)
  } catch (cause) {
    throw new RecordUnreadableError('it does not open with its section’s key', { cause })
  }
  let metadata: RecordMetadata
  try {
    metadata = decodeMetadata(plaintext)
  } catch (cause) {
    throw new RecordUnreadableError('its description breaks the format', { cause })
  }
  const { salt, digest } = metadata
  if (!equalBytes(commitment({ ...place, salt, metadata: plaintext, digest }), root.commitment)) {
    throw new RecordTamperedError('its commitment does not match')
  }
  checkOriginal(root, original, pointer)
  const { body, keyEpoch } = root
  return { metadata, recordKey, body, commitment: root.commitment, keyEpoch, original }
}

/** A relocated record holds what its author filed, with the same commitment; no other record holds another. */
function checkOriginal(root: RecordRoot, original: Uint8Array, pointer: Hex | undefined): void {
  if ((root.original !== null) !== (pointer !== undefined)) {
    throw new RecordTamperedError(
      pointer === undefined ? 'it holds another record' : 'it does not hold what its author filed',
    )
  }
  if (pointer === undefined) return
  const isOriginal = bytesToHex(sha256(original)) === pointer.toLowerCase()
  if (!isOriginal || !equalBytes(decodeRecord(original).commitment, root.commitment)) {
    throw new RecordTamperedError('it does not hold what its author filed')
  }
}

/**
 * Decrypts a body as it streams by. Length and digest are checked when the last byte has passed: only a stream that
 * ended without error was the document that the author filed. Padding is not read.
 *
 * @returns a stream that errors with RecordTamperedError, or with what the source threw.
 */
export function openBody({
  recordKey,
  metadata,
  body,
}: {
  recordKey: Uint8Array
  metadata: Pick<RecordMetadata, 'size' | 'digest' | 'cipherSize'>
  body: ReadableStream<Uint8Array>
}): ReadableStream<Uint8Array<ArrayBuffer>> {
  const identity = ageIdentity(recordKey)
  const { size, digest, cipherSize } = metadata
  let sourceError: { error: unknown } | null = null
  async function* guard(): AsyncGenerator<Uint8Array, void> {
    try {
      yield* cutBody(body, cipherSize)
    } catch (error) {
      sourceError = { error }
      throw error
    }
  }
  async function* open(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    const hash = createDigest(size)
    let length = 0
    try {
      for await (const chunk of decryptAge(identity, guard())) {
        hash.update(chunk)
        length += chunk.length
        yield chunk
      }
    } catch (cause) {
      if (sourceError !== null) throw sourceError.error
      throw new RecordTamperedError('its document does not decrypt', { cause })
    }
    if (length !== size) throw new RecordTamperedError('its document has another length')
    if (!equalBytes(await hash.digest(), digest)) throw new RecordTamperedError('its document is another one')
  }
  return streamOf(open())
}

/**
 * What opens outside Chartkey: the age file cut out of its padding, and the identity for `age -d -i`. Nothing is
 * checked on the way but the length; read the record with `openBody` first.
 */
export function exportRecord({
  recordKey,
  metadata,
  body,
}: {
  recordKey: Uint8Array
  metadata: Pick<RecordMetadata, 'cipherSize'>
  body: ReadableStream<Uint8Array>
}): { identity: string; age: ReadableStream<Uint8Array<ArrayBuffer>> } {
  return { identity: ageIdentity(recordKey), age: streamOf(cutBody(body, metadata.cipherSize)) }
}

async function* padBody(
  source: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let length = 0
  for await (const chunk of source) {
    length += chunk.length
    yield chunk
  }
  const end = padme(length)
  while (length < end) {
    const padding = randomBytes(Math.min(65536, end - length))
    length += padding.length
    yield padding
  }
}

async function* cutBody(
  body: ReadableStream<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let left = length
  for await (const chunk of chunksOf(body)) {
    const part = chunk.length > left ? chunk.subarray(0, left) : chunk
    left -= part.length
    yield part as Uint8Array<ArrayBuffer>
    if (left === 0) return
  }
  if (left > 0) throw new RecordTamperedError('its document is cut off')
}

function recordContext({ scope, chart, section, epoch, author }: RecordPlace, keyEpoch: number): Uint8Array {
  return concatBytes(
    chartBytes(scope, chart),
    sectionBytes(section),
    uintBytes(epoch, 4),
    uintBytes(keyEpoch, 4),
    addressBytes(author),
  )
}

function encodeMetadata(metadata: RecordMetadata): Uint8Array<ArrayBuffer> {
  const { happenedAt, amends, ...rest } = metadata
  return encodePadded({
    ...rest,
    ...(happenedAt === null ? {} : { happenedAt }),
    ...(amends === null ? {} : { amends: hexToBytes(amends, 32, 'pointer') }),
  })
}

function decodeMetadata(padded: Uint8Array): RecordMetadata {
  const read: ObjectReader = new ObjectReader('record')
  const map = read.map(decodePadded('record', padded, MAX_METADATA), 'metadata', [
    'salt',
    'title',
    'mediaType',
    'createdAt',
    'happenedAt?',
    'size',
    'digest',
    'cipherSize',
    'amends?',
  ])
  const metadata: RecordMetadata = {
    salt: read.bytes(map.salt, 'salt', 32).slice(),
    title: read.text(map.title, 'title', MAX_RECORD_TITLE, 1),
    mediaType: read.text(map.mediaType, 'mediaType', MAX_MEDIA_TYPE),
    createdAt: read.text(map.createdAt, 'createdAt', 24),
    happenedAt: map.happenedAt === undefined ? null : read.text(map.happenedAt, 'happenedAt', 10),
    size: read.uint(map.size, 'size', 0, Number.MAX_SAFE_INTEGER),
    digest: read.bytes(map.digest, 'digest', 32).slice(),
    cipherSize: read.uint(map.cipherSize, 'cipherSize', 0, Number.MAX_SAFE_INTEGER),
    amends: map.amends === undefined ? null : read.hex32(map.amends, 'amends'),
  }
  const problem = metadataProblem(metadata)
  if (problem !== null) read.fail('metadata', problem)
  if (metadata.cipherSize !== ageSize(metadata.size)) read.fail('cipherSize', 'does not follow from the size')
  return metadata
}

function metadataProblem({
  title,
  mediaType,
  createdAt,
  happenedAt,
}: Pick<RecordMetadata, 'title' | 'mediaType' | 'createdAt' | 'happenedAt'>): string | null {
  const problem = textProblem(title, MAX_RECORD_TITLE, 1)
  if (problem !== null) return `its title ${problem}`
  if (mediaType.length > MAX_MEDIA_TYPE || !/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(mediaType)) {
    return 'its type is not a media type'
  }
  if (!isInstant(createdAt)) return 'its time is not ISO 8601 in UTC'
  if (happenedAt !== null && !isDay(happenedAt)) return 'its date is not an ISO 8601 date'
  return null
}

function isInstant(text: string): boolean {
  const time = Date.parse(text)
  return Number.isFinite(time) && new Date(time).toISOString() === text
}

function isDay(text: string): boolean {
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text)) return false
  const time = Date.parse(text)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}
