import { decode } from '@ipld/dag-cbor'
import { sha256 } from '@noble/hashes/sha2.js'
import { CID } from 'multiformats/cid'
import type { Address } from 'viem'
import type { Context, Pointer, Session, Store } from '#client'
import { readRecords } from '../../client/chain/readRecords.ts'
import type { ChartId, RecordLinks } from '../../client/chain/types.ts'
import { deriveAccountKeyPair } from '../../client/crypto/accountKey.ts'
import { addressBytes, bytesToHex, concatBytes, equalBytes, uintBytes } from '../../client/crypto/bytes.ts'
import { openBox } from '../../client/crypto/box.ts'
import { deriveKeyPair, unseal } from '../../client/crypto/hpke.ts'
import type { KeyPair } from '../../client/crypto/hpke.ts'
import {
  decodeEarlier,
  decodeKeyring,
  epochContext,
  keyringTag,
  ROLES,
  sealContext,
} from '../../client/crypto/keyring.ts'
import type { KeyringRoot } from '../../client/crypto/keyring.ts'
import { decodePadded } from '../../client/crypto/object.ts'
import { decodeProfile } from '../../client/crypto/profile.ts'
import type { Profile } from '../../client/crypto/profile.ts'
import { decodeRecord, openBody } from '../../client/crypto/record.ts'
import type { RecordRoot } from '../../client/crypto/record.ts'
import type { Scope } from '../../client/crypto/scope.ts'
import { chartBytes } from '../../client/crypto/scope.ts'
import {
  advanceHistoryChain,
  deriveHistoryChain,
  deriveRelocatedSeed,
  deriveSectionSeed,
  historyContext,
  sectionBytes,
} from '../../client/crypto/sectionKeys.ts'
import { openShare } from '../../client/crypto/share.ts'
import { openVault, openVaultContents, UNLOCKER_KINDS } from '../../client/crypto/vault.ts'
import { blobOf } from '../../client/flows/blobOf.ts'
import { readFormerPointers } from '../../client/flows/shares.ts'
import { cidOfPointer } from '../../client/ipfs/cid.ts'
import { readFile } from '../../client/ipfs/readFile.ts'

/** Every block that was ever sent to a store, kept whatever became of it there. */
export type SeenBlocks = Map<string, Uint8Array>

/** A context whose stores are the real ones, with a note taken of every block that goes there. */
export function recording(context: Context, seen: SeenBlocks): Context {
  const stores = context.stores.map((store) => ({
    ...store,
    importBlocks: (...[blocks, options]: Parameters<Store['importBlocks']>) => {
      for (const { cid, bytes } of blocks) seen.set(cid.toString(), Uint8Array.from(bytes))
      return store.importBlocks(blocks, options)
    },
  }))
  return { ...context, stores }
}

/** A record, with every pointer that the chain ever gave it. */
export type RecordPlaces = RecordLinks & { readonly pointers: readonly Pointer[] }

/** All records of a chart and where each was and is. */
export async function readPlaces({ context }: Session, chart: ChartId): Promise<RecordPlaces[]> {
  const links = await readRecords(context.chain, { chart, to: 1_000 })
  const former = await readFormerPointers(context.chain, chart)
  return links.map((record) => ({
    ...record,
    pointers: [...new Set([record.original, ...(former.get(record.number) ?? []), record.pointer])],
  }))
}

type Kind = 'unlocker' | 'root' | 'account' | 'chart' | 'section' | 'chain' | 'record' | 'word'

/** A secret, and what it was found as: an adversary that tries everything makes no use of the latter. */
type Secret = {
  readonly kind: Kind
  readonly bytes: Uint8Array
  /** Of a chart secret, and of the keyring that a chain key belongs to. */
  readonly epoch?: number
  readonly section?: number
  /** Of a chain key: it is C_at. */
  readonly at?: number
  /** The pointer of the record that a record key was found for. */
  readonly pointer?: Pointer
}

type HistoryList = {
  readonly section: number
  readonly keyringEpoch: number
  readonly entries: readonly (readonly [number, Uint8Array])[]
}

export type AdversaryParameters = {
  readonly scope: Scope
  readonly registrar: Scope
  readonly chart: ChartId
  /**
   * Tries every secret as every sort of key on everything. Without it, each is tried where it belongs: as a client
   * would that makes the most of what it holds.
   */
  readonly isThorough: boolean
}

/**
 * Somebody with key material, every block ever stored, and the chain. Whatever opens gives more key material and more
 * blocks, and all of it is tried again until nothing new opens.
 *
 * Sealed texts can open only to the key that they were sealed to, and the public half of every such key is in a
 * profile, a keyring or (hashed) a record: a secret whose public half is nowhere is not tried on sealed texts.
 */
export class Adversary {
  readonly #place: AdversaryParameters
  readonly #secrets = new Map<string, Secret>()
  readonly #tried = new Set<string>()
  readonly #keyrings = new Map<string, KeyringRoot>()
  readonly #roots = new Map<Pointer, RecordRoot>()
  readonly #histories = new Map<string, HistoryList>()
  readonly #profiles = new Map<string, Profile>()
  readonly #blocks = new Map<string, Uint8Array>()
  readonly #publicKeys = new Set<string>()
  readonly #openedBlocks = new Set<string>()
  readonly #openedRoots = new Set<Pointer>()
  readonly #texts = new Map<Pointer, string>()
  #accounts: readonly Address[] = []
  #own: readonly Address[] = []
  #records: readonly RecordPlaces[] = []

  constructor(place: AdversaryParameters) {
    this.#place = place
  }

  /** Takes an account's root and keys. */
  holdAccount({ account, keys }: Session): void {
    this.#own = [...this.#own, account]
    this.hold('root', keys.root)
    for (const { secretKey } of keys.pairs) this.hold('account', secretKey)
  }

  /** Takes all that a session holds: root, account keys, and what its memory has opened. */
  holdSession(session: Session): void {
    this.holdAccount(session)
    const { keys } = session
    for (const { opened } of keys.memory.keyrings.values()) {
      const { epoch } = opened.root
      if (opened.role !== 'grantee') {
        this.hold('chart', opened.contents.secret, { epoch })
        for (const entry of opened.contents.earlier) this.hold('chart', entry.secret, { epoch: entry.epoch })
        continue
      }
      for (const { number: section, seed, chain } of opened.sections) {
        if (seed !== null) this.hold('section', seed)
        if (chain !== null) this.hold('chain', chain, { section, epoch, at: opened.since })
      }
    }
    if (!this.#place.isThorough) return
    for (const { recordKey } of keys.memory.records.values()) this.hold('record', recordKey)
  }

  hold(kind: Kind, bytes: Uint8Array, what: Omit<Secret, 'kind' | 'bytes'> = {}): void {
    const id = secretId(kind, bytes, what)
    if (!this.#secrets.has(id)) this.#secrets.set(id, { kind, bytes: Uint8Array.from(bytes), ...what })
  }

  /** Takes in blocks that were not seen before. */
  see(blocks: Iterable<readonly [string, Uint8Array]>): void {
    for (const [cid, bytes] of blocks) {
      if (!this.#blocks.has(cid)) this.#take(cid, bytes)
    }
    this.#linkHistories()
  }

  /** What the chain says now: who is about, where records are, and the words of its transactions. */
  seeChain({
    accounts,
    records,
    words = [],
  }: {
    accounts: readonly Address[]
    records: readonly RecordPlaces[]
    words?: readonly Uint8Array[]
  }): void {
    this.#accounts = accounts
    this.#records = records
    for (const word of words) this.hold('word', word)
  }

  /** Tries everything on everything, until nothing new opens. */
  async work(): Promise<void> {
    for (let before = -1; before !== this.#size();) {
      before = this.#size()
      for (const secret of this.#secrets.values()) await this.#attack(secret)
    }
  }

  /** The numbers of the records that open, in whatever copy of them. */
  opened(): number[] {
    return this.#records
      .filter(({ pointers }) => pointers.some((pointer) => this.#openedRoots.has(pointer)))
      .map(({ number }) => number)
  }

  /** Whether it has this section key. */
  holdsSeed(seed: Uint8Array): boolean {
    return this.#secrets.has(secretId('section', seed, {}))
  }

  /** The documents of a record that were read, of all its copies. */
  textsOf(number: number): string[] {
    const { pointers } = this.#records[number - 1]!
    return pointers.flatMap((pointer) => this.#texts.get(pointer) ?? [])
  }

  /** Every block of which some part opened. */
  openedBlocks(): ReadonlySet<string> {
    return this.#openedBlocks
  }

  count(kind: Kind): number {
    return [...this.#secrets.values()].filter((secret) => secret.kind === kind).length
  }

  #size(): number {
    return this.#secrets.size + this.#blocks.size + this.#openedRoots.size + this.#openedBlocks.size
  }

  #take(cid: string, bytes: Uint8Array): void {
    this.#blocks.set(cid, bytes)
    const { scope, chart } = this.#place
    const type = typeOf(cid, bytes)
    if (type === 'chartkey/keyring') {
      const root = orNull(() => decodeKeyring(bytes, { scope, chart }))
      if (root === null) return
      this.#keyrings.set(cid, root)
      for (const { publicKey } of root.sections) this.#publicKeys.add(bytesToHex(sha256(publicKey)))
    }
    if (type === 'chartkey/record') {
      const root = decodeRecord(bytes)
      this.#roots.set(bytesToHex(sha256(bytes)), root)
      this.#publicKeys.add(bytesToHex(root.sectionKeyHash))
    }
    if (type === 'chartkey/profile') {
      const { account } = decode<{ account: Uint8Array }>(bytes)
      const profile = decodeProfile(bytes, bytesToHex(account))
      this.#profiles.set(cid, profile)
      for (const { publicKey } of [profile, ...profile.vault.unlockers]) {
        this.#publicKeys.add(bytesToHex(sha256(publicKey)))
      }
    }
  }

  #linkHistories(): void {
    for (const { epoch: keyringEpoch, sections } of this.#keyrings.values()) {
      for (const { number: section, history } of sections) {
        for (let at = history; at !== null;) {
          const cid = at.toString()
          const bytes = this.#blocks.get(cid)
          if (bytes === undefined) break
          const { entries, next } = decode<{ entries: [number, Uint8Array][]; next: CID | null }>(bytes)
          this.#histories.set(cid, { section, keyringEpoch, entries })
          at = next
        }
      }
    }
  }

  async #attack(secret: Secret): Promise<void> {
    const { isThorough } = this.#place
    const { kind } = secret
    if (kind === 'unlocker') await this.#openVaults(secret)
    if (kind === 'root') await this.#deriveAccountKeys(secret)
    if (isThorough || kind === 'root') await this.#openVaultContents(secret)
    if (isThorough || kind === 'account' || kind === 'section') await this.#openSeals(secret)
    if (isThorough || kind === 'chart') await this.#openAsChartSecret(secret)
    if (isThorough || kind === 'chain') this.#openHistories(secret)
    if (isThorough || kind === 'record') await this.#openRoots(secret)
  }

  /** Runs `work` once for each secret and object. What it throws is a failure to open. */
  async #once(secret: Secret, object: string, work: () => unknown): Promise<boolean> {
    const key = `${secretId(secret.kind, secret.bytes, secret)} ${object}`
    if (this.#tried.has(key)) return false
    this.#tried.add(key)
    try {
      await work()
      return true
    } catch {
      return false
    }
  }

  async #openVaults(secret: Secret): Promise<void> {
    for (const [cid, { account, vault }] of this.#profiles) {
      for (const kind of UNLOCKER_KINDS) {
        await this.#once(secret, `vault ${cid} ${kind}`, async () => {
          const unlocker = { kind, secret: secret.bytes }
          const { root } = await openVault({ vault, scope: this.#place.registrar, account, unlocker })
          this.#openedBlocks.add(cid)
          this.hold('root', root)
        })
      }
    }
  }

  async #openVaultContents(secret: Secret): Promise<void> {
    for (const [cid, { account, vault }] of this.#profiles) {
      await this.#once(secret, `contents ${cid}`, () => {
        const { registrar: scope } = this.#place
        const { earlierKeys } = openVaultContents({ vault, scope, account, root: secret.bytes })
        this.#openedBlocks.add(cid)
        this.hold('root', secret.bytes)
        for (const { secretKey } of earlierKeys) this.hold('account', secretKey)
      })
    }
  }

  async #deriveAccountKeys(secret: Secret): Promise<void> {
    for (let generation = 0; generation < 4; generation++) {
      await this.#once(secret, `generation ${generation}`, async () => {
        const { secretKey } = await deriveAccountKeyPair(secret.bytes, generation)
        this.hold('account', secretKey)
      })
    }
  }

  async #openSeals(secret: Secret): Promise<void> {
    const pair = await pairOf(secret.bytes)
    const hash = bytesToHex(sha256(pair.publicKey))
    if (!this.#publicKeys.has(hash)) return
    const { isThorough } = this.#place
    if (isThorough || secret.kind === 'account') {
      for (const [cid, root] of this.#keyrings) await this.#openKeyringSeals(secret, pair, cid, root)
    }
    if (isThorough || secret.kind === 'section') {
      for (const [pointer, root] of this.#roots) {
        if (!isThorough && bytesToHex(root.sectionKeyHash) !== hash) continue
        for (const place of this.#placesOf(pointer)) {
          await this.#once(secret, `record ${pointer} ${placeId(place)}`, async () => {
            const context = this.#recordContext(place, root.keyEpoch)
            this.hold('record', await unseal(pair, 'recordKey', context, root.sealedKey), { pointer })
            this.#openedBlocks.add(cidOfPointer(pointer).toString())
          })
        }
      }
    }
  }

  async #openKeyringSeals(secret: Secret, pair: KeyPair, cid: string, root: KeyringRoot): Promise<void> {
    const { isThorough } = this.#place
    const accounts = this.#accounts.filter((account) => isThorough || this.#own.includes(account))
    for (const account of accounts) {
      const tag = keyringTag(root, account)
      const entry = root.seals.find((seal) => equalBytes(seal.tag, tag))
      for (const role of entry === undefined ? [] : ROLES) {
        await this.#once(secret, `seal ${cid} ${account} ${role}`, async () => {
          const context = sealContext(root, account, role)
          const plaintext = await unseal(pair, 'keyringSeal', context, entry!.sealed)
          this.#openedBlocks.add(cid)
          this.#takeSeal(root.epoch, plaintext)
        })
      }
      for (const { number, pointers } of root.shares.length === 0 ? [] : this.#records) {
        for (const pointer of pointers) {
          await this.#once(secret, `share ${cid} ${account} ${pointer}`, async () => {
            const recordKey = await openShare({ root, number, pointer, account, pairs: [pair] })
            if (recordKey === null) return
            this.hold('record', recordKey, { pointer })
            this.#openedBlocks.add(cid)
          })
        }
      }
    }
  }

  #takeSeal(epoch: number, plaintext: Uint8Array): void {
    if (plaintext.length === 32) {
      this.hold('chart', plaintext, { epoch })
      return
    }
    type Sealed = { since: number; sections: { number: number; seed: Uint8Array; chain: Uint8Array }[] }
    const { since, sections } = decodePadded('keyring', plaintext, plaintext.length) as Sealed
    for (const { number: section, seed, chain } of sections) {
      if (seed !== null) this.hold('section', seed)
      if (chain !== null) this.hold('chain', chain, { section, epoch, at: since })
    }
  }

  async #openAsChartSecret(secret: Secret): Promise<void> {
    const { isThorough, ...place } = this.#place
    const epochs = new Set([...this.#keyrings.values()].map(({ epoch }) => epoch))
    for (const [cid, root] of this.#keyrings) {
      if (!isThorough && secret.kind !== 'chart') continue
      await this.#once(secret, `earlier ${cid}`, () => {
        const earlier = openBox(secret.bytes, 'earlierSecrets', epochContext(root), root.earlier)
        this.#openedBlocks.add(cid)
        for (const { epoch, secret: bytes } of decodeEarlier(earlier, root.epoch)) {
          this.hold('chart', bytes, { epoch })
        }
        this.hold('chart', secret.bytes, { epoch: root.epoch })
      })
      await this.#once(secret, `owner ${cid}`, () => {
        openBox(secret.bytes, 'keyringOwner', epochContext(root), root.owner)
        this.#openedBlocks.add(cid)
      })
    }
    if (secret.kind !== 'chart') return
    const sections = new Set(
      [...this.#keyrings.values()].flatMap((root) => root.sections.map((s) => s.number)),
    )
    for (const epoch of isThorough ? epochs : [secret.epoch!]) {
      for (const section of sections) {
        const start = deriveHistoryChain(secret.bytes, place, section, epoch, 0)
        this.hold('chain', start, { section, epoch, at: 0 })
        await this.#guess(deriveSectionSeed(secret.bytes, place, section, epoch))
        for (let filed = 1; filed < epoch; filed++) {
          await this.#guess(deriveRelocatedSeed(secret.bytes, place, section, filed, epoch))
        }
      }
    }
  }

  /** A seed whose public half is nowhere is of a section that had no such epoch. */
  async #guess(seed: Uint8Array): Promise<void> {
    const { publicKey } = await pairOf(seed)
    if (this.#publicKeys.has(bytesToHex(sha256(publicKey)))) this.hold('section', seed)
  }

  #openHistories(secret: Secret): void {
    const { isThorough, ...place } = this.#place
    for (const [cid, { section, keyringEpoch, entries }] of this.#histories) {
      const isHere = secret.kind === 'chain' && secret.section === section && secret.epoch === keyringEpoch
      if (!isHere && (!isThorough || secret.kind === 'chain')) continue
      const id = `${secretId(secret.kind, secret.bytes, secret)} history ${cid}`
      if (this.#tried.has(id)) continue
      this.#tried.add(id)
      for (const [epoch, box] of entries) {
        const context = historyContext(place, section, epoch, keyringEpoch)
        // Who does not know which C_n it is tries all of them.
        const all = secret.kind === 'word' ? [epoch] : Array.from({ length: epoch + 1 }, (_, n) => n)
        const starts = isHere ? [secret.at!] : all
        for (const start of starts.filter((n) => n <= epoch)) {
          const chain = advanceHistoryChain(Uint8Array.from(secret.bytes), epoch - start)
          const seeds = orNull(() => openBox(chain, 'historyEntry', context, box))
          if (seeds === null) continue
          this.#openedBlocks.add(cid)
          for (let offset = 0; offset < seeds.length; offset += 36) {
            this.hold('section', seeds.slice(offset + 4, offset + 36))
          }
        }
      }
    }
  }

  async #openRoots(secret: Secret): Promise<void> {
    const { isThorough } = this.#place
    for (const [pointer, root] of this.#roots) {
      if (!isThorough && secret.pointer !== pointer) continue
      for (const place of this.#placesOf(pointer)) {
        await this.#once(secret, `root ${pointer} ${placeId(place)}`, async () => {
          const context = this.#recordContext(place, root.keyEpoch)
          const bound = concatBytes(context, root.body.bytes)
          const metadata = openBox(secret.bytes, 'metadata', bound, root.metadata)
          this.#openedRoots.add(pointer)
          this.#openedBlocks.add(cidOfPointer(pointer).toString())
          if (root.original !== null) {
            const original = openBox(secret.bytes, 'originalRoot', context, root.original)
            this.#take(cidOfPointer(bytesToHex(sha256(original))).toString(), original)
          }
          if (isThorough) this.#texts.set(pointer, await this.#read(root, secret.bytes, metadata))
        })
      }
    }
  }

  async #read(root: RecordRoot, recordKey: Uint8Array, plaintext: Uint8Array): Promise<string> {
    type Metadata = { size: number; digest: Uint8Array; cipherSize: number }
    const metadata = decodePadded('record', plaintext, plaintext.length) as Metadata
    const seen = {
      name: 'All blocks seen',
      fetchBlock: async (cid: CID) => this.#blocks.get(cid.toString())!,
    } as unknown as Store
    const body = readFile([seen], root.body, { maxBytes: 1_000_000 })
    return (await blobOf(openBody({ recordKey, metadata, body }))).text()
  }

  /** A block that the chain does not name may be of any place. */
  #placesOf(pointer: Pointer): RecordPlaces[] {
    const named = this.#records.filter(({ pointers }) => pointers.includes(pointer))
    if (named.length > 0 || !this.#place.isThorough) return named
    return [...new Map(this.#records.map((record) => [placeId(record), record])).values()]
  }

  #recordContext({ section, epoch, author }: RecordPlaces, keyEpoch: number): Uint8Array {
    const { scope, chart } = this.#place
    return concatBytes(
      chartBytes(scope, chart),
      sectionBytes(section),
      uintBytes(epoch, 4),
      uintBytes(keyEpoch, 4),
      addressBytes(author),
    )
  }
}

/** Every 32-byte word of every call that was made on a chain. */
export function wordsOf(
  pieces: readonly { readonly where: string; readonly bytes: Uint8Array }[],
): Uint8Array[] {
  const words = new Map<string, Uint8Array>()
  for (const { where, bytes } of pieces) {
    if (!where.startsWith('transaction ') || bytes.length > 10_000) continue
    for (let offset = 4; offset + 32 <= bytes.length; offset += 32) {
      const word = bytes.subarray(offset, offset + 32)
      if (!word.subarray(0, 12).every((byte) => byte === 0)) words.set(bytesToHex(word), word)
    }
  }
  return [...words.values()]
}

const pairs = new Map<string, Promise<KeyPair>>()

function pairOf(seed: Uint8Array): Promise<KeyPair> {
  const id = bytesToHex(seed)
  let pair = pairs.get(id)
  if (pair === undefined) {
    pair = seed.length === 32 ? deriveKeyPair(seed) : deriveKeyPair(sha256(seed))
    pairs.set(id, pair)
  }
  return pair
}

function secretId(kind: Kind, bytes: Uint8Array, what: Omit<Secret, 'kind' | 'bytes'>): string {
  return [kind, bytesToHex(bytes), what.epoch, what.section, what.at, what.pointer].join(' ')
}

function placeId({ section, epoch, author }: RecordLinks): string {
  return `${section} ${epoch} ${author}`
}

function typeOf(cid: string, bytes: Uint8Array): string | null {
  if (CID.parse(cid).code !== 0x71) return null
  const value = decode<{ type?: unknown }>(bytes)
  return typeof value.type === 'string' ? value.type : null
}

function orNull<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
