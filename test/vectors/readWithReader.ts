import { fromHex, sha256, toHex, type Bytes } from './reader/bytes.ts'
import {
  checkHead,
  fetchBlock,
  openAsGrantee,
  openAsOwner,
  openShare,
  openVault,
  passkeySalt,
  readChart,
  readEncryptedSecret,
  readKeyring,
  readNote,
  readPasskeySecret,
  readProfile,
  readRecord,
  readRecoveryCode,
  readShared,
  readWalletSecret,
  Refused,
  rootCid,
  type SectionKey,
  type Store,
  unlockerSalt,
} from './reader/index.ts'
import {
  byKey,
  type ChartInput,
  type Inputs,
  type Kind,
  type LinkInput,
  type Outputs,
  type ReaderInput,
} from './vectors.ts'
import type { UnlockerInput } from './vectors.ts'

const chartOf = ({ chainId, contract, chart }: ChartInput) => ({
  chainId,
  contract: fromHex(contract),
  chart: fromHex(chart),
})

const originalOf = ({ original }: { readonly original?: string }) =>
  original === undefined ? null : fromHex(original)

const linkOf = (link: LinkInput) => ({
  ...link,
  pointer: fromHex(link.pointer),
  original: originalOf(link),
  author: fromHex(link.author),
})

const readerOf = (reader: ReaderInput) => ({ ...reader, account: fromHex(reader.account) })

const secretOf = (
  unlocker: UnlockerInput,
  account: Uint8Array,
  { salt, unlockers }: ReturnType<typeof readProfile>['vault'],
): Bytes => {
  if (unlocker.kind === 'recovery') return readRecoveryCode(unlocker.code)
  if (unlocker.kind === 'metamask') {
    let failure: unknown = new Refused('key', 'no slot is for a wallet’s encryption key')
    for (const { encrypted } of unlockers)
      try {
        if (encrypted) return readEncryptedSecret(fromHex(unlocker.walletKey), encrypted)
      } catch (error) {
        failure = error
      }
    throw failure
  }
  const salts = unlockers
    .filter(({ kind }) => kind === unlocker.kind)
    .map(({ id }) => unlockerSalt(account, salt, id))
  if (unlocker.kind === 'passkey') {
    const isAsked = salts.some((about) => toHex(passkeySalt(account, about)) === unlocker.asked)
    return readPasskeySecret(isAsked ? fromHex(unlocker.output) : sha256(fromHex(unlocker.output)))
  }
  const [first, second] = unlocker.signatures.map(fromHex)
  let failure: unknown = new Refused('key', 'no slot is for a wallet’s signature')
  for (const about of salts)
    try {
      return readWalletSecret(account, about, first!, second!)
    } catch (error) {
      failure = error
    }
  throw failure
}

const keysOf = (keys: readonly SectionKey[]) =>
  keys.map((key) => ({ ...key, seed: toHex(key.seed) })).toSorted(byKey)

const metadataOf = ({
  metadata,
  document,
}: Pick<ReturnType<typeof readRecord>, 'metadata' | 'document'>) => ({
  ...metadata,
  salt: toHex(metadata.salt),
  size: document.length,
  digest: toHex(sha256(document)),
  amends: metadata.amends && toHex(metadata.amends),
})

/** What the second reader makes of an input; it throws where it refuses. */
export const readWithReader: { [K in Kind]: (input: Inputs[K], store: Store) => Outputs[K] } = {
  codes: ({ text }) => ({ secret: toHex(readRecoveryCode(text)) }),

  wallets({ account, salt, signatures }) {
    const [first, second] = signatures.map(fromHex)
    return { secret: toHex(readWalletSecret(fromHex(account), fromHex(salt), first!, second!)) }
  },

  profiles(input, store) {
    const [pointer, account] = [fromHex(input.pointer), fromHex(input.account)]
    const profile = readProfile(fetchBlock(store, rootCid(pointer)), pointer, account)
    const secret = secretOf(input.unlocker, account, profile.vault)
    const vault = openVault(profile, input.chainId, fromHex(input.registrar), input.unlocker.kind, secret)
    return {
      kind: profile.kind,
      name: profile.name,
      stores: profile.stores,
      root: toHex(vault.root),
      generation: vault.generation,
      secretKey: toHex(vault.accountKey.seed),
      earlierKeys: vault.earlierKeys.map((key) => ({ ...key, secretKey: toHex(key.secretKey) })),
      unlockers: vault.unlockers.map(({ id, name, createdAt }, i) => ({
        id: toHex(id),
        kind: profile.vault.unlockers[i]!.kind,
        name,
        createdAt,
      })),
      charts: vault.charts.map(toHex),
    }
  },

  keyrings(input, store) {
    const chart = chartOf(input)
    const seeds = input.secretKeys.map(fromHex)
    const reader = fromHex(input.reader)
    const { role } = input
    const open = (pointer: Bytes, epoch: number, isDelegates = false) =>
      readKeyring(fetchBlock(store, rootCid(pointer)), pointer, chart, epoch, isDelegates)
    if (role === 'grantee') {
      const opened = openAsGrantee(
        open(fromHex(input.pointer), input.epoch),
        reader,
        seeds,
        store,
        input.grant,
      )
      return { ...opened, keys: keysOf(opened.keys) }
    }
    const known =
      input.known &&
      openAsOwner(
        open(fromHex(input.known.pointer), input.known.epoch),
        reader,
        role,
        seeds,
        store,
        input.known.readers.map(readerOf),
      )
    const opened = openAsOwner(
      open(fromHex(input.pointer), input.epoch, input.isDelegates),
      reader,
      role,
      seeds,
      store,
      (input.readers ?? []).map(readerOf),
      known,
      input.isDelegates,
    )
    return {
      title: opened.title,
      secret: toHex(opened.secret),
      earlier: opened.earlier.map(({ epoch, secret }) => ({ epoch, secret: toHex(secret) })),
      labels: opened.labels,
      relocations: opened.relocations,
      shares: opened.shares.map((share) => ({
        ...share,
        account: toHex(share.account),
        publicKey: toHex(share.publicKey),
        profile: toHex(share.profile),
        pointer: toHex(share.pointer),
      })),
      roster: opened.roster.map((entry) => ({
        ...entry,
        account: toHex(entry.account),
        publicKey: toHex(entry.publicKey),
        profile: toHex(entry.profile),
      })),
      people: opened.people.map(({ account, name }) => ({ account: toHex(account), name })),
      keys: keysOf(opened.keys),
    }
  },

  records(input, store) {
    const { section, epoch } = input
    const filed = {
      ...chartOf(input),
      section,
      epoch,
      author: fromHex(input.author),
      pointer: fromHex(input.pointer),
      original: originalOf(input),
      amends: input.amends === null ? null : fromHex(input.amends),
    }
    const keys = input.keys.map(({ keyEpoch, seed }) => ({ section, epoch, keyEpoch, seed: fromHex(seed) }))
    return { metadata: metadataOf(readRecord(filed, keys, store)) }
  },

  shares(input, store) {
    const chart = chartOf(input)
    const { record } = input
    const block = fetchBlock(store, rootCid(fromHex(input.keyring)))
    const keyring = readKeyring(block, fromHex(input.keyring), chart, input.epoch)
    const filed = {
      ...chart,
      ...record,
      author: fromHex(record.author),
      pointer: fromHex(record.pointer),
      original: originalOf(record),
      amends: record.amends === null ? null : fromHex(record.amends),
    }
    const recordKey = openShare(keyring, fromHex(input.reader), input.secretKeys.map(fromHex), filed)
    return { recordKey: toHex(recordKey), metadata: metadataOf(readShared(filed, recordKey, store)) }
  },

  notes(input) {
    const author = fromHex(input.author)
    const amends = input.amends === null ? null : fromHex(input.amends)
    const { state, document } = readNote({ ...chartOf(input), author, amends }, fromHex(input.bytes))
    return { state, document: document && toHex(document) }
  },

  heads(input) {
    checkHead(chartOf(input), input.records.map(linkOf), fromHex(input.head))
    return { head: input.head }
  },

  charts(input, store) {
    const account = fromHex(input.account)
    const profile = fromHex(input.profile)
    const { vault } = readProfile(fetchBlock(store, rootCid(profile)), profile, account)
    const state = {
      ...chartOf(input),
      registrar: fromHex(input.registrar),
      account,
      profile,
      role: input.role,
      epoch: input.epoch,
      keyring: fromHex(input.keyring),
      head: fromHex(input.head),
      readers: input.readers.map(readerOf),
      records: input.records.map(linkOf),
    }
    const secret = secretOf(input.unlocker, account, vault)
    const { title, documents } = readChart(state, { kind: input.unlocker.kind, secret }, store)
    return {
      title,
      documents: documents.map((opened) => ({ number: opened.number, metadata: metadataOf(opened) })),
    }
  },
}
