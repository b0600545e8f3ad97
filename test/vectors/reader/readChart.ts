import { fetchBlock, rootCid, type Store } from './blocks.ts'
import type { Bytes } from './bytes.ts'
import { checkHead, firstPointer, type Link } from './head.ts'
import { type Chart, openAsGrantee, openAsOwner, type Reader, readKeyring, type Role } from './keyring.ts'
import { openVault, readProfile } from './profile.ts'
import { readRecord } from './record.ts'
import type { UnlockerKind } from './unlockers.ts'

/** What the chain says of a chart and of one reader. */
export interface ChainState extends Chart {
  readonly registrar: Bytes
  readonly account: Bytes
  readonly profile: Bytes
  readonly role: Role
  readonly epoch: number
  readonly keyring: Bytes
  readonly head: Bytes
  readonly readers: readonly Reader[]
  readonly records: readonly Link[]
}

/** Everything that a reader can open, from an unlocker, the chain's state and what a store serves. */
export const readChart = (
  state: ChainState,
  unlocker: { kind: UnlockerKind; secret: Bytes },
  store: Store,
) => {
  checkHead(state, state.records, state.head)
  const profile = readProfile(fetchBlock(store, rootCid(state.profile)), state.profile, state.account)
  const vault = openVault(profile, state.chainId, state.registrar, unlocker.kind, unlocker.secret)
  const seeds = [vault.accountKey.seed, ...vault.earlierKeys.map(({ secretKey }) => secretKey)]
  const block = fetchBlock(store, rootCid(state.keyring))
  const keyring = readKeyring(block, state.keyring, state, state.epoch)
  const opened =
    state.role === 'grantee'
      ? openAsGrantee(keyring, state.account, seeds, store)
      : openAsOwner(keyring, state.account, state.role, seeds, store, state.readers)
  const readable = state.records.filter(({ section, epoch }) =>
    opened.keys.some((key) => key.section === section && key.epoch === epoch),
  )
  const documents = readable.map((record) => {
    const amended = state.records[record.supersedes - 1]
    const filed = { ...state, ...record, amends: amended ? firstPointer(amended) : null }
    return { number: record.number, ...readRecord(filed, opened.keys, store) }
  })
  return { profile, vault, title: opened.title, documents }
}
