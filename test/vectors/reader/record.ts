import { decryptAgeFile } from './age.ts'
import { type Store, fetchBlock, rootCid } from './blocks.ts'
import { type Bytes, equal, sha256, u32, u8 } from './bytes.ts'
import { type Chart, placeOf, type SectionKey } from './keyring.ts'
import { derive, hash, keyPair, openBox, openSeal, unpad } from './primitives.ts'
import { refuse } from './refuse.ts'
import { bytes, DAG_PB, decodeRoot, fields, link, number, RAW, text } from './shape.ts'
import { readFile } from './unixfs.ts'

const MAX_RECORD = 32_768
const MAX_ORIGINAL = 16_384
const MAX_EPOCH = 2 ** 24 - 1

/** What the chain says of a record. */
export interface Filed extends Chart {
  readonly section: number
  readonly epoch: number
  readonly author: Bytes
  readonly pointer: Bytes
  /** The pointer as first filed, where the record was relocated since. */
  readonly original: Bytes | null
  /** The pointer, as first filed, of the record that this one supersedes. */
  readonly amends: Bytes | null
}

/** Length of the age file of a document. */
export const cipherSizeOf = (size: number) => 168 + 16 + size + 16 * Math.max(1, Math.ceil(size / 65_536))

/** Length of a body, which tells of its content no more than the magnitude. */
export const padme = (length: number) => {
  if (length <= 4096) return 4096
  const exponent = Math.floor(Math.log2(length))
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1)
  return Math.ceil(length / step) * step
}

/** A day that the calendar has; month and day may be left out. */
const isDay = (value: string) => {
  const [year, month = '01', day = '01'] = value.split('-')
  const time = new Date(`${year}-${month}-${day}T00:00:00.000Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(`${year}-${month}-${day}`)
}

const decodeMetadata = (padded: Bytes) => {
  const map = fields(
    unpad(padded),
    'salt title mediaType createdAt size digest cipherSize ? happenedAt amends',
  )
  const mediaType = text(map.get('mediaType'), 1, 127)
  if (!/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(mediaType)) refuse('shape', 'is no media type')
  const createdAt = text(map.get('createdAt'), 24, 24)
  const created = new Date(createdAt)
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(createdAt) ||
    Number.isNaN(created.getTime()) ||
    created.toISOString() !== createdAt
  )
    refuse('shape', 'is no time')
  const happenedAt = map.has('happenedAt') ? text(map.get('happenedAt'), 4, 10) : null
  if (happenedAt !== null && (!/^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(happenedAt) || !isDay(happenedAt)))
    refuse('shape', 'is no day, month or year')
  const size = number(map.get('size'), 0, Number.MAX_SAFE_INTEGER)
  const cipherSize = number(map.get('cipherSize'), 0, Number.MAX_SAFE_INTEGER)
  if (cipherSize !== cipherSizeOf(size))
    refuse('shape', 'has a length that does not follow from the document’s')
  return {
    salt: bytes(map.get('salt'), 32),
    title: text(map.get('title'), 1, 500),
    mediaType,
    createdAt,
    happenedAt,
    size,
    digest: bytes(map.get('digest'), 32),
    cipherSize,
    amends: map.has('amends') ? bytes(map.get('amends'), 32) : null,
  }
}

const decodeRecord = (block: Bytes, pointer: Bytes) => {
  const root = decodeRoot(
    block,
    pointer,
    'chartkey/record',
    MAX_RECORD,
    'commitment keyEpoch sectionKeyHash sealedKey metadata body ? original',
  )
  return {
    commitment: bytes(root.get('commitment'), 32),
    keyEpoch: number(root.get('keyEpoch'), 1, MAX_EPOCH),
    sectionKeyHash: bytes(root.get('sectionKeyHash'), 32),
    sealedKey: bytes(root.get('sealedKey'), 1168),
    metadata: bytes(root.get('metadata'), 296, 8232),
    body: link(root.get('body'), DAG_PB, RAW),
    original: root.has('original') ? bytes(root.get('original'), 40, 40 + MAX_ORIGINAL) : null,
  }
}

type Root = ReturnType<typeof decodeRecord>

const readRoot = ({ pointer, epoch }: Filed, store: Store) => {
  const root = decodeRecord(fetchBlock(store, rootCid(pointer)), pointer)
  if (root.keyEpoch < epoch) refuse('place', 'has a key from before it was filed')
  return root
}

const contextOf = (filed: Filed, { keyEpoch }: Root) => [
  placeOf(filed),
  u8(filed.section),
  u32(filed.epoch),
  u32(keyEpoch),
  filed.author,
]

/** A relocated record holds what was first filed, and what that committed to. */
const checkOriginal = (filed: Filed, root: Root, recordKey: Bytes) => {
  if (filed.original === null) {
    if (root.original !== null) refuse('original', 'holds an original where nothing was relocated')
    return
  }
  if (root.original === null) return refuse('original', 'was relocated without its original')
  const original = openBox(recordKey, 'original root', contextOf(filed, root), root.original)
  if (!equal(sha256(original), filed.original)) refuse('original', 'holds another original')
  if (!equal(decodeRecord(original, filed.original).commitment, root.commitment))
    refuse('original', 'commits to something else than its original')
}

const openRoot = (filed: Filed, root: Root, recordKey: Bytes, store: Store) => {
  const { section, author, amends } = filed
  const padded = openBox(recordKey, 'metadata', [...contextOf(filed, root), root.body], root.metadata)
  const metadata = decodeMetadata(padded)
  const { salt, digest } = metadata
  const committed = hash('commitment', placeOf(filed), u8(section), author, salt, sha256(padded), digest)
  if (!equal(committed, root.commitment)) refuse('commitment', 'does not keep what it committed to')
  if (amends === null ? metadata.amends !== null : !metadata.amends || !equal(metadata.amends, amends))
    refuse('amends', 'amends another record than the chain says')
  checkOriginal(filed, root, recordKey)
  const file = readFile(store, root.body, padme(metadata.cipherSize))
  if (file.length < metadata.cipherSize) refuse('body', 'is cut off')
  const document = decryptAgeFile(derive(recordKey, 'age identity'), file.subarray(0, metadata.cipherSize))
  if (document.length !== metadata.size || !equal(sha256(document), metadata.digest))
    refuse('body', 'is not the document that its metadata names')
  return { keyEpoch: root.keyEpoch, metadata, document }
}

/** Reads a record and its document with the section's keys that a reader holds. */
export const readRecord = (filed: Filed, keys: readonly SectionKey[], store: Store) => {
  const { section, epoch } = filed
  const root = readRoot(filed, store)
  const { seed } =
    keys.find((key) => key.section === section && key.epoch === epoch && key.keyEpoch === root.keyEpoch) ??
    refuse('key', 'was not opened to this reader')
  if (!equal(sha256(keyPair(seed).publicKey), root.sectionKeyHash)) refuse('key', 'is sealed to another key')
  const recordKey = openSeal(seed, 'record key', contextOf(filed, root), root.sealedKey)
  return openRoot(filed, root, recordKey, store)
}

/** Reads a record and its document with the record's key, which was shared. */
export const readShared = (filed: Filed, recordKey: Bytes, store: Store) =>
  openRoot(filed, readRoot(filed, store), recordKey, store)
