import { decrypt, type EthEncryptedData } from '@metamask/eth-sig-util'
import type { CID } from 'multiformats/cid'
import { foldHead, genesisHead } from '../../client/chain/foldHead.ts'
import type { RecordLinks } from '../../client/chain/types.ts'
import { openAccount } from '../../client/crypto/account.ts'
import { checkKeyring } from '../../client/crypto/checkKeyring.ts'
import { createSectionKeys, type SectionKeys } from '../../client/crypto/createSectionKeys.ts'
import { deriveKeyPair, type KeyPair } from '../../client/crypto/hpke.ts'
import { granteeView } from '../../client/crypto/granteeView.ts'
import { decodeKeyring } from '../../client/crypto/keyring.ts'
import { metamaskCiphertext, readMetaMaskSecret } from '../../client/crypto/metamaskBox.ts'
import { openKeyring, type OpenedKeyring } from '../../client/crypto/openKeyring.ts'
import { padme } from '../../client/crypto/padme.ts'
import { decodeProfile } from '../../client/crypto/profile.ts'
import { openBody } from '../../client/crypto/record.ts'
import { openShare } from '../../client/crypto/share.ts'
import { parseRecoveryCode } from '../../client/crypto/recoveryCode.ts'
import { unlockerSalt, type Vault } from '../../client/crypto/vault.ts'
import { walletUnlockSecret } from '../../client/crypto/walletUnlock.ts'
import { askPasskey } from '../../client/flows/askUnlockers.ts'
import { createSessionMemory, type RememberedKeyring } from '../../client/flows/keys.ts'
import { openRoot } from '../../client/flows/records.ts'
import type { Session } from '../../client/flows/types.ts'
import { cidOfPointer, matchesCid } from '../../client/ipfs/cid.ts'
import { fetchBlock } from '../../client/ipfs/fetchBlock.ts'
import { readFile } from '../../client/ipfs/readFile.ts'
import type { Store as ClientStore } from '../../client/ipfs/types.ts'
import { BlockNotFoundError, BlockTamperedError, KeyringUnreadableError, RecordTamperedError } from '#client'
import { ShareKeyMissingError, UnlockerUnknownError, verifyNote, WalletEncryptionError } from '#client'
import { sha256, toHex } from './reader/bytes.ts'
import type { Store } from './reader/index.ts'
import { byKey, type ChartInput, type Inputs, type Kind, type LinkInput, type Outputs } from './vectors.ts'
import type { ReaderInput, UnlockerInput } from './vectors.ts'

const hex = (plain: string) => `0x${plain}` as const
const bare = (prefixed: string) => prefixed.slice(2).toLowerCase()

const fromHex = (plain: string) => new Uint8Array(Buffer.from(plain, 'hex'))

/** A store of the client that checks its blocks as every store must. */
const clientStore = (store: Store): ClientStore => {
  const unused = () => Promise.reject(new TypeError('only read from'))
  return {
    name: 'vectors',
    gatewayUrl: 'http://127.0.0.1',
    isWritable: false,
    importBlocks: unused,
    pin: unused,
    unpin: unused,
    async fetchBlock(cid) {
      const bytes = store(toHex(cid.bytes))
      if (!bytes) throw new BlockNotFoundError(['vectors'])
      if (!(await matchesCid(cid, bytes))) throw new BlockTamperedError(['vectors'])
      return bytes
    },
  }
}

const fetcher = (store: Store) => (cid: CID) => fetchBlock([clientStore(store)], cid)

const scopeOf = ({ chainId, contract }: Pick<ChartInput, 'chainId' | 'contract'>) => ({
  chainId,
  contract: hex(contract),
})

const readerOf = (reader: ReaderInput) => ({ ...reader, account: hex(reader.account) })

const linkOf = (link: LinkInput): RecordLinks => ({
  ...link,
  pointer: hex(link.pointer),
  original: hex(link.original ?? link.pointer),
  author: hex(link.author),
})

/** What the chain would say of the record that another supersedes. */
const amendedBy = (links: RecordLinks, amends: string | null): RecordLinks => ({
  ...links,
  number: 1,
  pointer: hex(amends ?? ''),
  original: hex(amends ?? ''),
})

const openProfile = async (
  input: Pick<Inputs['profiles'], 'chainId' | 'registrar' | 'account' | 'pointer' | 'unlocker'>,
  store: Store,
) => {
  const account = hex(input.account)
  const profile = decodeProfile(await fetcher(store)(cidOfPointer(hex(input.pointer))), account)
  const scope = scopeOf({ chainId: input.chainId, contract: input.registrar })
  const unlocker =
    input.unlocker.kind === 'metamask'
      ? { kind: input.unlocker.kind, secret: decryptByWallet(input.unlocker.walletKey, profile) }
      : await unlockerOf(input.unlocker, account, profile.vault)
  return { profile, opened: await openAccount({ profile, scope, unlocker }) }
}

/** What a wallet decrypts of a vault's slots, tried one after the other. */
const decryptByWallet = (privateKey: string, { vault }: ReturnType<typeof decodeProfile>) => {
  let cause: unknown
  for (const { encrypted } of vault.unlockers) {
    if (!encrypted) continue
    try {
      const text = Buffer.from(bare(metamaskCiphertext(encrypted)), 'hex').toString()
      return readMetaMaskSecret(decrypt({ encryptedData: JSON.parse(text) as EthEncryptedData, privateKey }))
    } catch (error) {
      cause = error
    }
  }
  throw new WalletEncryptionError('no slot opens', { cause })
}

const unlockerOf = async (
  unlocker: Exclude<UnlockerInput, { kind: 'metamask' }>,
  account: `0x${string}`,
  vault: Vault,
) => {
  if (unlocker.kind === 'recovery') return { kind: unlocker.kind, secret: parseRecoveryCode(unlocker.code) }
  if (unlocker.kind === 'passkey') {
    const output = fromHex(unlocker.output)
    const prf = async (_: unknown, salts: readonly Uint8Array[]) => ({
      credentialId: new Uint8Array(16),
      outputs: salts.map((about) => (toHex(about) === unlocker.asked ? output : sha256(output))),
    })
    const secret = await askPasskey(prf, vault, { account })
    if (secret === null) throw new UnlockerUnknownError(unlocker.kind)
    return { kind: unlocker.kind, secret }
  }
  const [first, second] = unlocker.signatures
  const signatures = [hex(first), hex(second)] as const
  let failure: unknown = new UnlockerUnknownError(unlocker.kind)
  for (const { id, kind } of vault.unlockers) {
    if (kind !== 'wallet') continue
    try {
      const salt = unlockerSalt({ account, salt: vault.salt, id })
      return { kind: unlocker.kind, secret: await walletUnlockSecret({ account, salt, signatures }) }
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

/** Opens a keyring as a grantee; who is sealed the whole of it takes what the grant gives. */
const openGranted = async (
  parameters: Omit<Parameters<typeof openKeyring>[0], 'role'>,
  grant: Inputs['keyrings']['grant'],
): Promise<OpenedKeyring> => {
  try {
    return await openKeyring({ ...parameters, role: 'grantee' })
  } catch (error) {
    if (!(error instanceof KeyringUnreadableError) || !grant) throw error
  }
  const whole = await openKeyring({ ...parameters, role: 'successor' }).catch((error: unknown) => {
    if (!(error instanceof KeyringUnreadableError)) throw error
    return openKeyring({ ...parameters, role: 'delegate' })
  })
  return granteeView(whole, grant)
}

/** Opens a keyring; an owner, a delegate or a successor checks it whole. */
const open = async (
  input: ChartInput & Pick<Inputs['keyrings'], 'epoch' | 'role' | 'readers' | 'grant' | 'isDelegates'>,
  pointer: string,
  reader: string,
  pairs: readonly KeyPair[],
  store: Store,
  known?: Inputs['keyrings']['known'],
): Promise<OpenedKeyring> => {
  const { role } = input
  const parameters = {
    bytes: await fetcher(store)(cidOfPointer(hex(pointer))),
    scope: scopeOf(input),
    chart: hex(input.chart),
    epoch: input.epoch,
    account: hex(reader),
    pairs,
  }
  if (role === 'grantee') return openGranted(parameters, input.grant)
  const { isDelegates = false, ...owners } = input
  const before = known && (await open({ ...owners, ...known }, known.pointer, reader, pairs, store))
  return checkKeyring({
    ...parameters,
    role,
    known: before && before.role !== 'grantee' ? before.contents : null,
    readers: (input.readers ?? []).map(readerOf),
    setBy: isDelegates ? 'delegate' : 'owner',
    fetchBlock: fetcher(store),
  })
}

/** All keys that a keyring gives. */
const findKeys = async (opened: OpenedKeyring, store: Store) => {
  const keys = createSectionKeys(opened, fetcher(store))
  const found: { section: number; epoch: number; keyEpoch: number; seed: string }[] = []
  const last = opened.root.epoch
  for (const { number: section } of opened.root.sections)
    for (let epoch = 1; epoch <= last; epoch++)
      for (let keyEpoch = epoch; keyEpoch <= last; keyEpoch++) {
        const pair = await keys.find({ section, epoch, keyEpoch })
        if (pair) found.push({ section, epoch, keyEpoch, seed: toHex(pair.secretKey) })
      }
  return found.toSorted(byKey)
}

const readDocument = async (
  input: ChartInput,
  links: RecordLinks,
  all: readonly RecordLinks[],
  keyring: {
    readonly opened: Pick<OpenedKeyring, 'role'>
    readonly sectionKeys: SectionKeys
    readonly shared?: RememberedKeyring['shared']
  },
  store: Store,
) => {
  const stores = [clientStore(store)]
  const config = { chain: { id: input.chainId }, contracts: { charts: hex(input.contract) } }
  const session = { context: { stores, config }, keys: { memory: createSessionMemory() } }
  const { metadata, recordKey, body } = await openRoot(session as unknown as Session, {
    chart: hex(input.chart),
    keyring: { ...(keyring as RememberedKeyring), pointer: '0x', ownerKeyring: '0x' },
    links,
    all,
  })
  const file = readFile(stores, body, { maxBytes: padme(metadata.cipherSize) })
  const document = await new Response(openBody({ recordKey, metadata, body: file })).bytes()
  return {
    metadata: {
      ...metadata,
      salt: toHex(metadata.salt),
      size: document.length,
      digest: toHex(sha256(document)),
      amends: metadata.amends && bare(metadata.amends),
    },
  }
}

/** What the client makes of an input; it throws where it refuses. */
export const readWithClient: { [K in Kind]: (input: Inputs[K], store: Store) => Promise<Outputs[K]> } = {
  codes: async ({ text }) => ({ secret: toHex(parseRecoveryCode(text)) }),

  async wallets({ account, salt, signatures: [first, second] }) {
    const signatures = [hex(first), hex(second)] as const
    const about = { account: hex(account), salt: fromHex(salt) }
    return { secret: toHex(await walletUnlockSecret({ ...about, signatures })) }
  },

  async profiles(input, store) {
    const { profile, opened } = await openProfile(input, store)
    const { contents, root, pairs } = opened
    return {
      kind: profile.kind,
      name: profile.name,
      stores: profile.stores,
      root: toHex(root),
      generation: contents.generation,
      secretKey: toHex(pairs[0].secretKey),
      earlierKeys: contents.earlierKeys.map((key) => ({ ...key, secretKey: toHex(key.secretKey) })),
      unlockers: contents.unlockers.map(({ id, name, createdAt }, i) => ({
        id: toHex(id),
        kind: profile.vault.unlockers[i]!.kind,
        name,
        createdAt,
      })),
      charts: contents.charts.map(bare),
    }
  },

  async keyrings(input, store) {
    const pairs = await Promise.all(input.secretKeys.map((seed) => deriveKeyPair(fromHex(seed))))
    const opened = await open(input, input.pointer, input.reader, pairs, store, input.known)
    const keys = await findKeys(opened, store)
    if (opened.role === 'grantee')
      return {
        title: opened.title,
        since: opened.since,
        sections: opened.sections.map(({ number, label, seed }) => ({
          number,
          label,
          canRead: seed !== null,
        })),
        keys,
      }
    const { contents } = opened
    return {
      title: contents.title,
      secret: toHex(contents.secret),
      earlier: contents.earlier.map(({ epoch, secret }) => ({ epoch, secret: toHex(secret) })),
      labels: contents.sections,
      relocations: contents.relocations.map(
        ({ section, epoch, keyEpoch }) => [section, epoch, keyEpoch] as const,
      ),
      shares: contents.shares.map(({ account, publicKey, profile, number, pointer }) => ({
        account: bare(account),
        publicKey: toHex(publicKey),
        profile: bare(profile),
        number,
        pointer: bare(pointer),
      })),
      roster: contents.readers.map((reader) => ({
        ...reader,
        account: bare(reader.account),
        publicKey: toHex(reader.publicKey),
        profile: bare(reader.profile),
      })),
      people: contents.people.map(({ account, name }) => ({ account: bare(account), name })),
      keys,
    }
  },

  records(input, store) {
    const { section, epoch, amends } = input
    const links = linkOf({
      number: 2,
      pointer: input.pointer,
      ...(input.original === undefined ? {} : { original: input.original }),
      author: input.author,
      section,
      supersedes: amends === null ? 0 : 1,
      epoch,
      time: 0,
    })
    const amended = amendedBy(links, amends)
    const sectionKeys: SectionKeys = {
      async find(wanted) {
        const found = input.keys.find(
          ({ keyEpoch }) =>
            wanted.section === section && wanted.epoch === epoch && wanted.keyEpoch === keyEpoch,
        )
        return found ? deriveKeyPair(fromHex(found.seed)) : null
      },
      wipe() {},
    }
    return readDocument(input, links, [amended, links], { opened: { role: 'owner' }, sectionKeys }, store)
  },

  async shares(input, store) {
    const { record, reader } = input
    const root = decodeKeyring(await fetcher(store)(cidOfPointer(hex(input.keyring))), {
      scope: scopeOf(input),
      chart: hex(input.chart),
      epoch: input.epoch,
    })
    const pairs = await Promise.all(input.secretKeys.map((seed) => deriveKeyPair(fromHex(seed))))
    const [pointer, { number, amends }] = [hex(record.pointer), record]
    const recordKey = await openShare({ root, number, pointer, account: hex(reader), pairs })
    if (recordKey === null) throw new ShareKeyMissingError()
    const links = linkOf({ ...record, supersedes: amends === null ? 0 : number + 1, time: 0 })
    const all: RecordLinks[] = []
    all[number - 1] = links
    all[number] = amendedBy(links, amends)
    const opened = { role: 'grantee', root, title: '', since: root.epoch, sections: [] } as const
    const sectionKeys = createSectionKeys(opened, fetcher(store))
    const shared = new Map([[number, { pointer, recordKey }]])
    return {
      recordKey: toHex(recordKey),
      ...(await readDocument(input, links, all, { opened, sectionKeys, shared }, store)),
    }
  },

  async notes({ bytes, amends, author, ...input }) {
    const check = await verifyNote(fromHex(bytes), {
      ...scopeOf(input),
      chart: hex(input.chart),
      author: hex(author),
      amends: amends === null ? null : hex(amends),
    })
    // A reader of records shows what does not fit, and who filed it, instead of refusing it.
    if (check === null || check.state === 'invalid')
      throw new RecordTamperedError('the signature does not fit')
    return {
      state: check.state === 'needs-chain' ? 'contract' : check.state,
      document: check.document && bare(check.document),
    }
  },

  async heads(input) {
    const { chainId, contract, chart } = input
    const genesis = genesisHead({ chainId, contract: hex(contract), chart: hex(chart) })
    const head = foldHead({ head: genesis, chart: hex(chart), records: input.records.map(linkOf) })
    // A reading of the whole chart says so of a head that differs.
    if (bare(head) !== input.head) throw new RecordTamperedError('the head is another')
    return { head: input.head }
  },

  async charts(input, store) {
    const { head, records } = input
    await readWithClient.heads({ ...input, head, records }, store)
    const { opened } = await openProfile({ ...input, pointer: input.profile }, store)
    const keyring = await open(input, input.keyring, input.account, opened.pairs, store)
    const sectionKeys = createSectionKeys(keyring, fetcher(store))
    const all = records.map(linkOf)
    const documents: { number: number; metadata: Outputs['records']['metadata'] }[] = []
    for (const links of all) {
      const { section, epoch, number } = links
      const isInReach =
        keyring.role !== 'grantee' ||
        (epoch >= keyring.since &&
          keyring.sections.some((granted) => granted.number === section && granted.seed !== null))
      if (isInReach)
        documents.push({
          number,
          ...(await readDocument(input, links, all, { opened: keyring, sectionKeys }, store)),
        })
    }
    return { title: keyring.role === 'grantee' ? keyring.title : keyring.contents.title, documents }
  },
}
