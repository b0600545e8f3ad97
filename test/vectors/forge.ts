import { createPublicKey, encapsulate, randomBytes } from 'node:crypto'
import { SigningKey } from 'ethers'
import { rootCid } from './reader/blocks.ts'
import { type Bytes, concat, fromHex, sha256, toHex, u32, u8, unsigned, utf8 } from './reader/bytes.ts'
import { Link } from './reader/cbor.ts'
import { hkdf, hmac, sealAead, sealXAead } from './reader/ciphers.ts'
import { keySchedule, SUITE } from './reader/hpke.ts'
import { type Chart, placeOf, relocatedKeyPair, ROLE_CODES, sectionKeyPair } from './reader/keyring.ts'
import type { Entry, Reader } from './reader/keyring.ts'
import { derive, domain, hash, keyPair, scopeOf } from './reader/primitives.ts'
import { cipherSizeOf, padme } from './reader/record.ts'
import { DAG_PB, RAW } from './reader/shape.ts'
import { UNLOCKER_CODES, unlockDigest, unlockerKeyPair, unlockerSalt } from './reader/unlockers.ts'
import type { UnlockerKind } from './reader/unlockers.ts'
import { combine, x25519, x25519Public } from './reader/xwing.ts'

// A writer of what `reader` reads, which lets each step be twisted: a client writes nothing malformed.

export const random = (length: number): Bytes => new Uint8Array(randomBytes(length))

/** Bytes that stand in an object as they are, whether or not they are canonical. */
export class Raw {
  readonly bytes: Bytes

  constructor(...parts: readonly Uint8Array[]) {
    this.bytes = concat(...parts)
  }
}

export type Plain = null | boolean | number | string | Uint8Array | Link | Raw | readonly Plain[] | PlainMap
export interface PlainMap {
  readonly [key: string]: Plain
}

const head = (major: number, value: number): Bytes => {
  const first = (info: number) => u8(major * 32 + info)
  if (value < 24) return first(value)
  if (value < 256) return concat(first(24), u8(value))
  if (value < 65_536) return concat(first(25), unsigned(value, 2))
  if (value < 2 ** 32) return concat(first(26), u32(value))
  return concat(first(27), unsigned(value, 8))
}

/** Canonical dag-cbor. */
export const encodeCbor = (value: Plain): Bytes => {
  if (value === null) return u8(0xf6)
  if (typeof value === 'boolean') return u8(value ? 0xf5 : 0xf4)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return concat(head(3, Buffer.byteLength(value)), utf8(value))
  if (value instanceof Uint8Array) return concat(head(2, value.length), value)
  if (value instanceof Raw) return value.bytes
  if (value instanceof Link) return concat(head(6, 42), head(2, value.cid.length + 1), u8(0), value.cid)
  if (Array.isArray(value)) return concat(head(4, value.length), ...value.map(encodeCbor))
  return encodeMap(
    Object.entries(value as PlainMap).toSorted(
      ([a], [b]) => a.length - b.length || Buffer.compare(utf8(a), utf8(b)),
    ),
  ).bytes
}

/** A map with its keys as they come. */
export const encodeMap = (entries: readonly (readonly [string, Plain])[]): Raw =>
  new Raw(head(5, entries.length), ...entries.flat().map(encodeCbor))

export const pad = (plain: Uint8Array): Bytes => {
  const bare = concat(u32(plain.length), plain)
  return concat(bare, new Uint8Array((256 - (bare.length % 256)) % 256))
}

/** What was forged from these inputs before: vectors that share their bytes take less room. */
const made = new Map<string, Bytes>()

const once = (inputs: readonly unknown[], make: () => Bytes): Bytes => {
  const key = JSON.stringify(inputs, (_, value: unknown) =>
    value instanceof Uint8Array ? toHex(value) : value,
  )
  const known = made.get(key) ?? make()
  made.set(key, known)
  return known
}

const sealBox = (
  secret: Uint8Array,
  label: string,
  context: readonly Uint8Array[],
  plain: Uint8Array,
): Bytes => {
  const nonce = random(24)
  return concat(nonce, sealXAead(derive(secret, label, ...context), nonce, domain(label, ...context), plain))
}

export const forgeBox = (...inputs: Parameters<typeof sealBox>) =>
  once(['box', inputs], () => sealBox(...inputs))

const sealHpke = (
  publicKey: Uint8Array,
  label: string,
  context: readonly Uint8Array[],
  plain: Uint8Array,
): Bytes => {
  const lattice = createPublicKey({
    key: Buffer.from(
      concat(fromHex('308204b2300b0609608648016503040402038204a100'), publicKey.slice(0, 1184)),
    ),
    format: 'der',
    type: 'spki',
  })
  const { sharedKey, ciphertext } = encapsulate(lattice)
  const ephemeral = random(32)
  const sent = x25519Public(ephemeral)
  const curveKey = publicKey.slice(1184)
  const shared = combine(new Uint8Array(sharedKey), x25519(ephemeral, curveKey), sent, curveKey)
  const { key, nonce } = keySchedule(shared, domain(label, SUITE, ...context))
  return concat(new Uint8Array(ciphertext), sent, sealAead(key, nonce, new Uint8Array(), plain))
}

export const forgeSeal = (...inputs: Parameters<typeof sealHpke>) =>
  once(['seal', inputs], () => sealHpke(...inputs))

/** Blocks by the hex of their CIDs. */
export type Blocks = Record<string, string>

const block = (codec: number, bytes: Uint8Array) => ({
  cid: concat(new Uint8Array([1, codec, 0x12, 32]), sha256(bytes)),
  bytes,
})

const put = (blocks: Blocks, { cid, bytes }: ReturnType<typeof block>) => {
  blocks[toHex(cid)] = toHex(bytes)
  return cid
}

const putRoot = (blocks: Blocks, bytes: Uint8Array) => {
  const pointer = sha256(bytes)
  blocks[toHex(rootCid(pointer))] = toHex(bytes)
  return pointer
}

const same = <T>(value: T) => value

// Wallets

export const signUnlock = (privateKey: Uint8Array, account: Uint8Array, salt: Uint8Array) => {
  const { r, s, v } = new SigningKey(privateKey).sign(unlockDigest(account, salt))
  return concat(fromHex(r.slice(2)), fromHex(s.slice(2)), u8(v))
}

// Profiles

export interface ProfileModel {
  readonly chainId: number
  readonly registrar: Bytes
  readonly account: Bytes
  readonly kind: string
  readonly name: string | null
  readonly stores: readonly string[]
  readonly root: Bytes
  readonly generation: number
  readonly earlierKeys: readonly { readonly generation: number; readonly secretKey: Bytes }[]
  readonly salt: Bytes
  readonly unlockers: readonly {
    readonly kind: UnlockerKind
    readonly secret: Bytes
    readonly id: Bytes
    readonly name: string
    readonly createdAt: number
  }[]
  readonly charts: readonly Bytes[]
}

export interface ProfileTwist {
  contents?: (map: PlainMap) => Plain
  padded?: (bytes: Bytes) => Bytes
  boxed?: (bytes: Bytes) => Bytes
  /** The root that is sealed to an unlocker. */
  sealedRoot?: (root: Bytes) => Bytes
  slots?: (slots: readonly PlainMap[]) => readonly Plain[]
  vault?: (map: PlainMap) => Plain
  profile?: (map: PlainMap) => Plain
  bytes?: (bytes: Bytes) => Bytes
}

export const forgeProfile = (model: ProfileModel, blocks: Blocks, twist: ProfileTwist = {}) => {
  const scope = scopeOf(model.chainId, model.registrar)
  const { account, salt, root } = model
  const slots = model.unlockers.map(({ kind, secret, id }): PlainMap => {
    const { publicKey } = unlockerKeyPair(secret, kind, account, unlockerSalt(account, salt, id))
    const context = [scope, account, salt, id, u8(UNLOCKER_CODES[kind])]
    const sealed = forgeSeal(publicKey, 'vault root', context, (twist.sealedRoot ?? same)(root))
    return { id, kind, publicKey, sealed }
  })
  const contents = (twist.contents ?? same)({
    generation: model.generation,
    earlierKeys: model.earlierKeys.map(({ generation, secretKey }) => ({ generation, secretKey })),
    unlockers: model.unlockers.map(({ id, name, createdAt }) => ({ id, name, createdAt })),
    charts: model.charts,
  })
  const padded = (twist.padded ?? same)(pad(encodeCbor(contents)))
  const boxed = (twist.boxed ?? same)(forgeBox(root, 'vault contents', [scope, account], padded))
  const vault = { salt, unlockers: (twist.slots ?? same<readonly Plain[]>)(slots), contents: boxed }
  const profile = (twist.profile ?? same<Plain>)({
    v: 1,
    type: 'chartkey/profile',
    account,
    kind: model.kind,
    ...(model.name === null ? {} : { name: model.name }),
    publicKey: keyPair(derive(root, 'account key', u32(model.generation))).publicKey,
    stores: model.stores,
    vault: (twist.vault ?? same<Plain>)(vault),
  })
  return putRoot(blocks, (twist.bytes ?? same)(encodeCbor(profile)))
}

// Keyrings

export interface KeyringReader extends Reader {
  readonly publicKey: Bytes
  readonly profile: Bytes
}

export interface KeyringModel extends Chart {
  readonly epoch: number
  readonly secret: Bytes
  readonly earlier: readonly Entry[]
  readonly title: string
  readonly labels: readonly { readonly number: number; readonly label: string }[]
  readonly relocations: readonly (readonly [number, number, number])[]
  readonly roster: readonly KeyringReader[]
  readonly shares: readonly KeyringShare[]
  readonly people: readonly { readonly account: Bytes; readonly name: string }[]
}

export interface KeyringShare {
  readonly account: Bytes
  readonly publicKey: Bytes
  readonly profile: Bytes
  readonly number: number
  readonly pointer: Bytes
  readonly recordKey: Bytes
}

export interface KeyringTwist {
  /** The plaintext of a history entry. */
  entry?: (bytes: Bytes, epoch: number) => Bytes
  history?: (map: PlainMap) => Plain
  historyBytes?: (bytes: Bytes) => Bytes
  /** Each history block holds so many entries. */
  perBlock?: number
  grantee?: (map: PlainMap) => Plain
  granteePadded?: (bytes: Bytes) => Bytes
  /** The secret as it is sealed to owner and delegates. */
  sealedSecret?: (secret: Bytes) => Bytes
  earlier?: (bytes: Bytes) => Bytes
  part?: (map: PlainMap) => Plain
  partPadded?: (bytes: Bytes) => Bytes
  sections?: (sections: readonly PlainMap[]) => readonly Plain[]
  seals?: (seals: readonly PlainMap[]) => readonly Plain[]
  /** What a share is sealed for, instead of place, number, pointer and reader. */
  shareContext?: (context: readonly Bytes[]) => readonly Bytes[]
  shares?: (shares: readonly PlainMap[]) => readonly Plain[]
  keyring?: (map: PlainMap) => Plain
  bytes?: (bytes: Bytes) => Bytes
}

const maskOf = (numbers: readonly number[]) =>
  unsigned(
    numbers.reduce((mask, n) => mask | (1n << BigInt(n)), 0n),
    8,
  )

const chainOf = (secret: Bytes, place: Bytes, section: number, epoch: number, n: number) => {
  let chain = derive(secret, 'history start', place, u8(section), u32(epoch))
  for (let i = 0; i < n; i++) chain = derive(chain, 'history next')
  return chain
}

const forgeHistory = (model: KeyringModel, section: number, blocks: Blocks, twist: KeyringTwist) => {
  const place = placeOf(model)
  const secretOf = (epoch: number) =>
    [...model.earlier, { epoch: model.epoch, secret: model.secret }].find((entry) => entry.epoch === epoch)!
      .secret
  const entries = model.earlier.map(({ epoch, secret }): Plain => {
    const seeds = [
      concat(u32(epoch), sectionKeyPair(secret, place, section, epoch).seed),
      ...model.relocations
        .filter(([number, filed]) => number === section && filed === epoch)
        .map(([, , keyEpoch]) =>
          concat(u32(keyEpoch), relocatedKeyPair(secretOf(keyEpoch), place, section, epoch, keyEpoch).seed),
        ),
    ]
    const plain = (twist.entry ?? same)(concat(...seeds), epoch)
    const chain = chainOf(model.secret, place, section, model.epoch, epoch)
    const context = [place, u8(section), u32(epoch), u32(model.epoch)]
    return [epoch, forgeBox(chain, 'history entry', context, plain)]
  })
  let next: Link | null = null
  const perBlock = twist.perBlock ?? 1000
  for (let at = 0; at < entries.length; at += perBlock) {
    const part = entries.slice(at, at + perBlock).toReversed()
    const map = (twist.history ?? same<Plain>)({
      v: 1,
      type: 'chartkey/history',
      section,
      entries: part,
      next,
    })
    next = new Link(rootCid(putRoot(blocks, (twist.historyBytes ?? same)(encodeCbor(map)))))
  }
  return next
}

export const forgeKeyring = (model: KeyringModel, blocks: Blocks, twist: KeyringTwist = {}) => {
  const place = placeOf(model)
  const { epoch, secret } = model
  const sections = model.labels.map(({ number }): PlainMap => ({
    number,
    publicKey: sectionKeyPair(secret, place, number, epoch).publicKey,
    history: forgeHistory(model, number, blocks, twist),
  }))
  const seals = model.roster
    .map(({ account, role, publicKey, read, write, since }): PlainMap & { tag: Bytes } => {
      const granted = {
        title: model.title,
        since,
        sections: model.labels
          .filter(({ number }) => read.includes(number) || write.includes(number))
          .map(({ number, label }) => {
            const canRead = read.includes(number)
            return {
              number,
              label,
              seed: canRead ? sectionKeyPair(secret, place, number, epoch).seed : null,
              chain: canRead && since < epoch ? chainOf(secret, place, number, epoch, since) : null,
            }
          }),
      }
      const plain =
        role === 'grantee'
          ? (twist.granteePadded ?? same)(pad(encodeCbor((twist.grantee ?? same<Plain>)(granted))))
          : (twist.sealedSecret ?? same)(secret)
      return {
        tag: hash('keyring tag', place, u32(epoch), account).slice(0, 16),
        sealed: forgeSeal(
          publicKey,
          'keyring seal',
          [place, u32(epoch), account, u8(ROLE_CODES[role])],
          plain,
        ),
      }
    })
    .toSorted((a, b) => Buffer.compare(a.tag, b.tag))
  const shares = model.shares
    .map(({ account, publicKey, number, pointer, recordKey }): PlainMap & { tag: Bytes } => {
      const context = [place, u32(number), pointer, account]
      return {
        tag: hash('share tag', place, u32(number), account).slice(0, 16),
        sealed: forgeSeal(publicKey, 'share', (twist.shareContext ?? same)(context), recordKey),
      }
    })
    .toSorted((a, b) => Buffer.compare(a.tag, b.tag))
  const part = (twist.part ?? same<Plain>)({
    title: model.title,
    labels: model.labels.map(({ number, label }) => ({ number, label })),
    relocations: model.relocations,
    roster: model.roster.map(({ account, role, publicKey, profile, read, write, since }) => ({
      account,
      role,
      publicKey,
      profile,
      read: maskOf(read),
      write: maskOf(write),
      since,
    })),
    shares: model.shares.map(({ account, publicKey, profile, number, pointer }) => ({
      account,
      publicKey,
      profile,
      number,
      pointer,
    })),
    people: model.people.map(({ account, name }) => ({ account, name })),
  })
  const partPadded = (twist.partPadded ?? same)(pad(encodeCbor(part)))
  const earlier = (twist.earlier ?? same)(
    concat(...model.earlier.map((entry) => concat(u32(entry.epoch), entry.secret))),
  )
  const keyring = (twist.keyring ?? same<Plain>)({
    v: 1,
    type: 'chartkey/keyring',
    chainId: model.chainId,
    contract: model.contract,
    chart: model.chart,
    epoch,
    sections: (twist.sections ?? same<readonly Plain[]>)(sections),
    seals: (twist.seals ?? same<readonly Plain[]>)(seals),
    shares: (twist.shares ?? same<readonly Plain[]>)(shares),
    earlier: forgeBox(secret, 'earlier secrets', [place, u32(epoch)], earlier),
    owner: forgeBox(secret, 'keyring owner', [place, u32(epoch)], partPadded),
  })
  return putRoot(blocks, (twist.bytes ?? same)(encodeCbor(keyring)))
}

// Records

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=*$/, '')

export interface AgeTwist {
  /** The ephemeral share, and what both sides share. */
  share?: (share: Bytes, shared: Bytes) => readonly [Bytes, Bytes]
  /** Lines after the stanza. */
  stanzas?: string
  stanza?: (lines: string) => string
  mac?: (mac: Bytes) => Bytes
  chunkLength?: number
}

export const forgeAge = (scalar: Uint8Array, document: Uint8Array, twist: AgeTwist = {}): Bytes => {
  const recipient = x25519Public(scalar)
  const ephemeral = once(['share', scalar], () => random(32))
  const [share, shared] = (twist.share ?? ((...both: readonly [Bytes, Bytes]) => both))(
    x25519Public(ephemeral),
    x25519(ephemeral, recipient),
  )
  const fileKey = once(['file key', scalar], () => random(16))
  const wrapKey = hkdf(shared, concat(share, recipient), utf8('age-encryption.org/v1/X25519'), 32)
  const none = new Uint8Array()
  const wrapped = sealAead(wrapKey, new Uint8Array(12), none, fileKey)
  const stanza = (twist.stanza ?? same)(`-> X25519 ${base64(share)}\n${base64(wrapped)}\n`)
  const bare = utf8(`age-encryption.org/v1\n${stanza}${twist.stanzas ?? ''}---`)
  const mac = (twist.mac ?? same)(hmac(hkdf(fileKey, none, utf8('header'), 32), bare))
  const nonce = once(['nonce', scalar], () => random(16))
  const key = hkdf(fileKey, nonce, utf8('payload'), 32)
  const length = twist.chunkLength ?? 65_536
  const chunks: Bytes[] = []
  for (let at = 0; at === 0 || at < document.length; at += length) {
    const isLast = at + length >= document.length
    const counter = concat(unsigned(chunks.length, 11), u8(isLast ? 1 : 0))
    chunks.push(sealAead(key, counter, none, document.slice(at, at + length)))
  }
  return concat(bare, utf8(` ${base64(mac)}\n`), nonce, ...chunks)
}

const varint = (value: number): Bytes =>
  value < 128 ? u8(value) : concat(u8((value % 128) + 128), varint(Math.floor(value / 128)))
const field = (number: number, value: number | Uint8Array): Bytes =>
  typeof value === 'number'
    ? concat(u8(number * 8), varint(value))
    : concat(u8(number * 8 + 2), varint(value.length), value)

export interface FileTwist {
  /** UnixFS's type: 2 is a file, 1 a directory. */
  type?: number
  sizes?: (sizes: number[]) => number[]
  /** A part's CID, as its node links it. */
  link?: (cid: Bytes, index: number) => Bytes
}

/** Puts a body into parts of so many bytes below one node. */
export const forgeFile = (body: Uint8Array, part: number, blocks: Blocks, twist: FileTwist = {}) => {
  const parts: { cid: Bytes; length: number }[] = []
  for (let at = 0; at < body.length; at += part) {
    const bytes = body.slice(at, at + part)
    parts.push({ cid: put(blocks, block(RAW, bytes)), length: bytes.length })
  }
  const sizes = (twist.sizes ?? same)(parts.map(({ length }) => length))
  const data = concat(
    field(1, twist.type ?? 2),
    field(3, body.length),
    ...sizes.map((size) => field(4, size)),
  )
  const links = parts.map(({ cid, length }, i) =>
    field(2, concat(field(1, (twist.link ?? same<Bytes>)(cid, i)), field(2, utf8('')), field(3, length))),
  )
  return put(blocks, block(DAG_PB, concat(...links, field(1, data))))
}

export interface RecordModel extends Chart {
  readonly section: number
  readonly epoch: number
  readonly keyEpoch: number
  readonly author: Bytes
  /** The section's public key. */
  readonly publicKey: Bytes
  readonly document: Bytes
  readonly recordKey: Bytes
  readonly salt: Bytes
  readonly metadata: {
    readonly title: string
    readonly mediaType: string
    readonly createdAt: string
    readonly happenedAt?: string
    readonly amends?: Bytes
  }
  /** The root block as first filed, in a relocated record. */
  readonly original?: Bytes
}

export interface RecordTwist {
  age?: AgeTwist
  /** The age file, before it is padded. */
  file?: (file: Bytes) => Bytes
  body?: (body: Bytes) => Bytes
  /** Puts the body otherwise than as one raw block. */
  putBody?: (body: Bytes) => Bytes
  /** What the metadata is bound to instead of the body that is linked. */
  boundBody?: (cid: Bytes) => Bytes
  metadata?: (map: PlainMap) => Plain
  padded?: (bytes: Bytes) => Bytes
  commitment?: (bytes: Bytes) => Bytes
  sealedKey?: (bytes: Bytes) => Bytes
  recordKey?: (bytes: Bytes) => Bytes
  /** The box of the original. */
  original?: (boxed: Bytes) => Bytes
  record?: (map: PlainMap) => Plain
  bytes?: (bytes: Bytes) => Bytes
}

export const forgeRecord = (model: RecordModel, blocks: Blocks, twist: RecordTwist = {}) => {
  const place = placeOf(model)
  const { section, epoch, keyEpoch, author, document, publicKey, recordKey, salt } = model
  const file = (twist.file ?? same)(forgeAge(derive(recordKey, 'age identity'), document, twist.age))
  const room = padme(file.length) - file.length
  const padded = concat(
    file,
    once(['padding', recordKey, room], () => random(room)),
  )
  const whole = (twist.body ?? same)(padded)
  const body = twist.putBody ? twist.putBody(whole) : put(blocks, block(RAW, whole))
  const digest = sha256(document)
  const map = {
    salt,
    ...model.metadata,
    size: document.length,
    digest,
    cipherSize: cipherSizeOf(document.length),
  }
  const metadata = (twist.padded ?? same)(pad(encodeCbor((twist.metadata ?? same<Plain>)(map))))
  const context = [place, u8(section), u32(epoch), u32(keyEpoch), author]
  const record = (twist.record ?? same<Plain>)({
    v: 1,
    type: 'chartkey/record',
    commitment: (twist.commitment ?? same)(
      hash('commitment', place, u8(section), author, salt, sha256(metadata), digest),
    ),
    keyEpoch,
    sectionKeyHash: sha256(publicKey),
    sealedKey: (twist.sealedKey ?? same)(
      forgeSeal(publicKey, 'record key', context, (twist.recordKey ?? same)(recordKey)),
    ),
    metadata: forgeBox(recordKey, 'metadata', [...context, (twist.boundBody ?? same)(body)], metadata),
    body: new Link(body),
    ...(model.original && {
      original: (twist.original ?? same)(forgeBox(recordKey, 'original root', context, model.original)),
    }),
  })
  return putRoot(blocks, (twist.bytes ?? same)(encodeCbor(record)))
}
