import { decryptAgeFile } from './age.ts'
import { type Store, fetchBlock, rootCid } from './blocks.ts'
import { type Bytes, equal, sha256, u32, u8 } from './bytes.ts'
import { type Chart, placeOf, type SectionKey } from './keyring.ts'
import { derive, hash, keyPair, openBox, openSeal, unpad } from './primitives.ts'
import { refuse } from './refuse.ts'
import { bytes, DAG_PB, decodeRoot, fields, link, number, RAW, text } from './shape.ts'
import { readFile } from './unixfs.ts'

const MAX_RECORD = 16_384
const MAX_EPOCH = 2 ** 24 - 1

/** What the chain says of a record. */
export interface Filed extends Chart {
  readonly section: number
  readonly epoch: number
  readonly author: Bytes
  readonly pointer: Bytes
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

/** Reads a record and its document with the section's keys that a reader holds. */
export const readRecord = (filed: Filed, keys: readonly SectionKey[], store: Store) => {
  const { section, epoch, author } = filed
  const block = fetchBlock(store, rootCid(filed.pointer))
  const root = decodeRoot(
    block,
    filed.pointer,
    'chartkey/record',
    MAX_RECORD,
    'commitment keyEpoch sectionKeyHash sealedKey metadata body',
  )
  const commitment = bytes(root.get('commitment'), 32)
  const keyEpoch = number(root.get('keyEpoch'), 1, MAX_EPOCH)
  const sectionKeyHash = bytes(root.get('sectionKeyHash'), 32)
  const sealedKey = bytes(root.get('sealedKey'), 1168)
  const boxed = bytes(root.get('metadata'), 296, 8232)
  const body = link(root.get('body'), DAG_PB, RAW)
  if (keyEpoch < epoch) refuse('place', 'has a key from before it was filed')
  const { seed } =
    keys.find((key) => key.section === section && key.epoch === epoch && key.keyEpoch === keyEpoch) ??
    refuse('key', 'was not opened to this reader')
  if (!equal(sha256(keyPair(seed).publicKey), sectionKeyHash)) refuse('key', 'is sealed to another key')
  const place = placeOf(filed)
  const context = [place, u8(section), u32(epoch), u32(keyEpoch), author]
  const recordKey = openSeal(seed, 'record key', context, sealedKey)
  const padded = openBox(recordKey, 'metadata', [...context, body], boxed)
  const metadata = decodeMetadata(padded)
  const committed = hash(
    'commitment',
    place,
    u8(section),
    author,
    metadata.salt,
    sha256(padded),
    metadata.digest,
  )
  if (!equal(committed, commitment)) refuse('commitment', 'does not keep what it committed to')
  const length = padme(metadata.cipherSize)
  const file = readFile(store, body, length)
  if (file.length !== length) refuse('body', 'has another length than its metadata says')
  const document = decryptAgeFile(derive(recordKey, 'age identity'), file.subarray(0, metadata.cipherSize))
  if (document.length !== metadata.size || !equal(sha256(document), metadata.digest))
    refuse('body', 'is not the document that its metadata names')
  return { keyEpoch, metadata, document }
}
