import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import { readDelegate } from '../chain/readDelegate.ts'
import { readDelegates } from '../chain/readDelegates.ts'
import { readGrants } from '../chain/readGrants.ts'
import { readKeyringSetter } from '../chain/readKeyringSetter.ts'
import { readShares } from '../chain/readShares.ts'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartId, ChartState, DelegateState, GrantState, ShareState } from '../chain/types.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { changedKeys, checkKeyring } from '../crypto/checkKeyring.ts'
import type { ExpectedReader } from '../crypto/checkKeyring.ts'
import { createSectionKeys } from '../crypto/createSectionKeys.ts'
import { granteeView } from '../crypto/granteeView.ts'
import type { KeyringContents, ManagerRole, Reader, Role, Share } from '../crypto/keyring.ts'
import { decodeKeyring } from '../crypto/keyring.ts'
import { openKeyring } from '../crypto/openKeyring.ts'
import type { GranteeKeyring, OpenedKeyring, OwnerKeyring } from '../crypto/openKeyring.ts'
import { BaseError } from '../errors/BaseError.ts'
import { KeyringUnreadableError } from '../errors/crypto.ts'
import {
  ChartMissingError,
  DelegateKeyringInvalidError,
  NotOwnerError,
  ProfileUnreadableError,
} from '../errors/flows.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import { wipeContents, wipeKeyring } from './keys.ts'
import type { RememberedKeyring } from './keys.ts'
import { readProfile } from './readProfile.ts'
import type { PublishedProfile } from './readProfile.ts'
import { requireCurrentKey } from './requireCurrentKey.ts'
import { chartsScope } from './scopes.ts'
import { requireOpen } from './session.ts'
import type { Session } from './types.ts'

/** A chart as its owner, or a delegate in time, sees it: all of it at one block. */
export type ManagedChart = ManagedState & {
  readonly keyring: ManagedKeyring
  /**
   * Why `keyring` is the owner's last own one and not the chart's: a delegate set that, and it is not sound. Null when
   * `keyring` is the chart's.
   */
  readonly problem: DelegateKeyringInvalidError | null
}

export type ManagedKeyring = RememberedKeyring & { readonly opened: OwnerKeyring }

/** What the chain says of a chart to those who manage it. */
type ManagedState = ChartRights & {
  readonly role: 'owner' | 'delegate'
  /** The block time at which this account may no longer act; infinite for the owner. */
  readonly until: number
}

/** Who has access to a chart. Grants, delegates and shares are of the present tenure, live and expired. */
export type ChartRights = {
  readonly moment: BlockMoment
  readonly state: ChartState
  /** All that events or the keyring name; shares and delegates likewise. */
  readonly grants: readonly GrantState[]
  readonly delegates: readonly DelegateState[]
  readonly shares: readonly ShareState[]
}

/** What the chain lets an account have of a chart's keys. */
export type ReaderRight = ExpectedReader & {
  /** Seconds; infinite for the owner. */
  readonly until: number
}

/** @throws ChartMissingError, ChainUnreachableError */
export async function readState(
  session: Session,
  chart: ChartId,
): Promise<{ moment: BlockMoment; state: ChartState }> {
  const { chain } = session.context
  const moment = await readBlock(chain)
  const state = await readChart(chain, { chart, blockNumber: moment.number })
  if (state === null) throw new ChartMissingError()
  return { moment, state }
}

/** Whether this account manages a chart, and until when: as its owner or a delegate in time. Null if it does neither. */
export async function managerOf(
  { context, account }: Session,
  { moment, state }: { moment: BlockMoment; state: ChartState },
): Promise<Pick<ManagedState, 'role' | 'until'> | null> {
  if (isAddressEqual(state.owner, account)) return { role: 'owner', until: Infinity }
  const asked = { chart: state.id, delegate: account, blockNumber: moment.number }
  const delegation = await readDelegate(context.chain, asked)
  if (delegation === null || !isLive(delegation, moment)) return null
  return { role: 'delegate', until: delegation.until }
}

/**
 * Reads a chart as its owner or as a delegate in time, and opens and checks its keyring.
 *
 * @param recover for the owner: takes its own last keyring where a delegate set one that is not sound, and says so in
 * `problem`
 * @throws ChartMissingError, ChainUnreachableError; NotOwnerError when the account is neither
 * @throws DelegateKeyringInvalidError to the owner, unless `recover`; else what `openManagedKeyring` throws
 */
export async function readManaged(
  session: Session,
  chart: ChartId,
  { recover = false }: { recover?: boolean } = {},
): Promise<ManagedChart> {
  const { moment, state } = await readState(session, chart)
  const manager = await managerOf(session, { moment, state })
  if (manager === null) throw new NotOwnerError()
  const place = { ...manager, moment, state }
  const isOthers = manager.role === 'owner' && state.keyring !== state.ownerKeyring
  try {
    return { ...(await openManagedKeyring(session, place)), problem: null }
  } catch (cause) {
    if (!isOthers || !(cause instanceof BaseError) || !KEYRING_FAULTS.has(cause.name)) throw cause
    const delegate = await readKeyringSetter(session.context.chain, { chart, keyring: state.keyring })
    const problem = new DelegateKeyringInvalidError({ cause, delegate })
    if (!recover) throw problem
    const keyring = await openLastSound(session, place)
    return { ...place, ...(await readRights(session, place, keyring.opened.contents)), keyring, problem }
  }
}

/**
 * Adds those readers to a keyring whom it does not know, since it was taken in place of a delegate's: with the key that
 * they publish. Who publishes none now is left out, and shown to lack a key.
 *
 * @param isWanted whom to add at all
 */
export async function withMissingReaders(
  session: Session,
  managed: ManagedChart,
  isWanted: (account: Address) => boolean = () => true,
): Promise<ManagedChart> {
  const { keyring, moment } = managed
  const { contents } = keyring.opened
  const missing = accountsOf(managed).filter(
    (account) =>
      isWanted(account) && !contents.readers.some((reader) => isAddressEqual(reader.account, account)),
  )
  const readers = await Promise.all(
    missing.map(async (account): Promise<Reader[]> => {
      const right = rightsOf(managed, account).find((each) => isLive(each, moment))
      if (right === undefined) return []
      const published = await readPublished(session, account)
      if (published === null) return []
      const { role, read, write, since } = right
      const { publicKey } = published.profile
      return [{ account, role, publicKey, profile: published.pointer, read, write, since }]
    }),
  )
  const completed = { ...contents, readers: [...contents.readers, ...readers.flat()] }
  return { ...managed, keyring: { ...keyring, opened: { ...keyring.opened, contents: completed } } }
}

/**
 * The accounts whose keys a delegate had the keyring sealed to in place of those that the owner's last own keyring has: for
 * the owner to confirm. What the owner sets itself goes back to the keys of before, until then.
 */
export async function keysToConfirm(
  session: Session,
  { keyring, state, role, ...place }: ManagedChart,
): Promise<readonly Address[]> {
  if (role !== 'owner' || keyring.pointer === state.ownerKeyring) return []
  try {
    const own = await openOwners(session, { ...place, role, state })
    const changed = changedKeys(own.contents, keyring.opened.contents)
    wipeKeyring(own)
    return changed
  } catch (error) {
    // Without the owner's own keyring there is nothing to compare with.
    if (error instanceof BaseError) return []
    throw error
  }
}

/**
 * Takes no reader's key from a delegate's word: where a delegate set the keyring, a key other than the owner's last own
 * keyring has for that account is replaced by that one, also where the account publishes it, until the owner confirms it
 * (`acceptChangedKey`). An account that the owner's has not is taken by the key that it publishes, so that who acted seals
 * nothing to itself that outlasts its removal; who publishes none is left out, and shown to lack a key, and so is the
 * reader of a single record, whose seal cannot be made good.
 */
export async function withSoundKeys(session: Session, managed: ManagedChart): Promise<ManagedChart> {
  const { keyring, state, role } = managed
  if (role !== 'owner' || keyring.pointer === state.ownerKeyring) return managed
  const { contents } = keyring.opened
  const own = await openOwners(session, managed).catch((error: unknown) => {
    if (error instanceof BaseError) return null
    throw error
  })
  if (own !== null) wipeContents(own.contents)
  const known = [...(own?.contents.readers ?? []), ...(own?.contents.shares ?? [])]
  const isSame = (a: Reader | Share, b: Reader | Share) =>
    isAddressEqual(a.account, b.account) && equalBytes(a.publicKey, b.publicKey)
  const doubted = [...contents.readers, ...contents.shares].filter(
    (one) => !isAddressEqual(one.account, session.account) && !known.some((other) => isSame(one, other)),
  )
  if (doubted.length === 0) return managed
  const accounts = [...new Set(doubted.map(({ account }) => account))]
  const published = await Promise.all(
    accounts.map(async (account): Promise<Pick<Reader, 'account' | 'publicKey' | 'profile'>[]> => {
      const found = await readPublished(session, account)
      return found === null ? [] : [{ account, publicKey: found.profile.publicKey, profile: found.pointer }]
    }),
  )
  const keyOf = (account: Address) =>
    [...known, ...published.flat()].find((other) => isAddressEqual(other.account, account))
  const isDoubted = (one: Reader | Share) =>
    doubted.includes(one) &&
    (known.some((other) => isAddressEqual(other.account, one.account)) ||
      !published
        .flat()
        .some(
          (other) => isAddressEqual(other.account, one.account) && equalBytes(other.publicKey, one.publicKey),
        ))
  const readers = contents.readers.flatMap((reader): Reader[] => {
    if (!isDoubted(reader)) return [reader]
    const key = keyOf(reader.account)
    return key === undefined ? [] : [{ ...reader, publicKey: key.publicKey, profile: key.profile }]
  })
  const shares = contents.shares.flatMap((share): Share[] => {
    if (!isDoubted(share)) return [share]
    const before = own?.contents.shares.find(
      (other) => other.number === share.number && isAddressEqual(other.account, share.account),
    )
    return before === undefined ? [] : [before]
  })
  const sound = { ...contents, readers, shares }
  return { ...managed, keyring: { ...keyring, opened: { ...keyring.opened, contents: sound } } }
}

async function readPublished(session: Session, account: Address): Promise<PublishedProfile | null> {
  try {
    return await readProfile(session.context, { account, known: session.keys.memory.profiles })
  } catch (error) {
    if (error instanceof ProfileUnreadableError) return null
    throw error
  }
}

/** As `readManaged`, for what the owner alone may do. @throws NotOwnerError to a delegate too */
export async function readOwned(
  session: Session,
  chart: ChartId,
  options: { recover?: boolean } = {},
): Promise<ManagedChart> {
  const managed = await readManaged(session, chart, options)
  if (managed.role !== 'owner') throw new NotOwnerError()
  return managed
}

/** Whether a grant, a delegation, a share or an offer lives at this block. */
export function isLive({ until }: { readonly until: number }, { time }: BlockMoment): boolean {
  return until > time
}

/**
 * What an account may have of the keys, live and expired, the strongest first: a keyring is sealed to the strongest
 * that lives. The owner has no other.
 */
export function rightsOf(
  { state, grants, delegates }: Pick<ChartRights, 'state' | 'grants' | 'delegates'>,
  account: Address,
): ReaderRight[] {
  const whole = { account, read: [], write: [], since: 1 }
  if (isAddressEqual(account, state.owner)) return [{ ...whole, role: 'owner', until: Infinity }]
  const { offer } = state
  const delegation = delegates.find(({ delegate }) => isAddressEqual(delegate, account))
  const grant = grants.find(({ grantee }) => isAddressEqual(grantee, account))
  const rights: ReaderRight[] = []
  if (delegation !== undefined) rights.push({ ...whole, role: 'delegate', until: delegation.until })
  if (offer !== null && isAddressEqual(offer.successor, account)) {
    rights.push({ ...whole, role: 'successor', until: offer.until })
  }
  if (grant !== undefined) {
    const { read, write, sinceEpoch, until } = grant
    rights.push({ account, role: 'grantee', read, write, since: sinceEpoch, until })
  }
  return rights
}

/** All accounts that the chain names as having or having had access by the chart's whole keys or some of them. */
export function accountsOf({
  state,
  grants,
  delegates,
}: Pick<ChartRights, 'state' | 'grants' | 'delegates'>): Address[] {
  const accounts = [
    state.owner,
    ...delegates.map(({ delegate }) => delegate),
    ...(state.offer === null ? [] : [state.offer.successor]),
    ...grants.map(({ grantee }) => grantee),
  ]
  return [...new Map(accounts.map((account) => [account.toLowerCase(), account])).values()]
}

/** What says that a keyring is at fault, and not the way to it. */
const KEYRING_FAULTS = new Set([
  'BlockNotFoundError',
  'BlockTamperedError',
  'ObjectMalformedError',
  'ObjectTooLargeError',
  'DecryptionFailedError',
  'KeyringMismatchError',
  'KeyringNotSealedError',
  'KeyringUnreadableError',
  'KeyringInvalidError',
])

type ManagedPlace = Pick<ManagedState, 'moment' | 'state' | 'role' | 'until'>

/** Whose keyring is opened, by whom. */
type OpeningPlace<R extends Role = ManagerRole> = { readonly state: ChartState; readonly role: R }

/**
 * Opens the chart's keyring as its owner or a delegate. One that this session neither made nor checked before is
 * checked whole: it must follow from its secret, keep all that was known, and be sealed to exactly those whom the chain
 * lets read.
 *
 * An expired reader may still be among them until the next rotation. In an unkeyed chart the keyring is an earlier
 * epoch's, so its readers may include some whose access has ended since; the next rotation leaves them out.
 */
async function openManagedKeyring(
  session: Session,
  place: ManagedPlace,
): Promise<ManagedState & { keyring: ManagedKeyring }> {
  const { context } = session
  const { state, role } = place
  const known = session.keys.memory.keyrings.get(state.id)
  if (known !== undefined && known.pointer === state.keyring && known.opened.role === role) {
    const keyring = known as ManagedKeyring
    return { ...place, ...(await readRights(session, place, keyring.opened.contents)), keyring }
  }
  const bytes = await fetchBlock(context.stores, cidOfPointer(state.keyring))
  const parameters = openingOf(session, place, bytes, state.keyed)
  const opened = await openKeyring(parameters).catch((error: unknown) => explain(session, error))
  const { rights, keyring } = await checkWhole(session, place, { bytes, opened })
  return { ...place, ...rights, keyring }
}

/** Checks a keyring that was just opened, and remembers it. The secrets that it was opened to are wiped. */
async function checkWhole(
  session: Session,
  place: OpeningPlace & { readonly moment: BlockMoment },
  { bytes, opened: { contents } }: { bytes: Uint8Array; opened: OwnerKeyring },
) {
  const { state } = place
  let known: Known | null = null
  try {
    const rights = await readRights(session, place, contents)
    known = await knownBefore(session, place)
    const opened = await checkKeyring({
      ...openingOf(session, place, bytes, state.keyed),
      known: known?.contents ?? null,
      readers: state.keyed ? expectedReaders(contents, { ...rights, state }) : contents.readers,
      setBy: state.keyring === state.ownerKeyring ? 'owner' : 'delegate',
      fetchBlock: (cid) => fetchBlock(session.context.stores, cid),
    })
    return { rights, keyring: remember(session, state, opened) as ManagedKeyring }
  } finally {
    wipeContents(contents)
    if (known?.isRemembered === false) wipeContents(known.contents)
  }
}

function openingOf<R extends Role>(
  session: Session,
  { state, role }: OpeningPlace<R>,
  bytes: Uint8Array,
  isCurrent: boolean,
) {
  const scope = chartsScope(session.context)
  return {
    bytes,
    scope,
    chart: state.id,
    epoch: isCurrent ? state.epoch : decodeKeyring(bytes, { scope, chart: state.id }).epoch,
    account: session.account,
    role,
    pairs: session.keys.pairs,
  } as const
}

async function readRights(
  { context }: Session,
  { moment, state }: Pick<ManagedPlace, 'moment' | 'state'>,
  { readers, shares }: KeyringContents,
): Promise<Pick<ChartRights, 'grants' | 'delegates' | 'shares'>> {
  const asked = { chart: state.id, blockNumber: moment.number }
  const also = readers.map(({ account }) => account)
  const [grants, delegates, shared] = await Promise.all([
    readGrants(context.chain, { ...asked, also }),
    readDelegates(context.chain, {
      ...asked,
      also: readers.filter(({ role }) => role === 'delegate').map(({ account }) => account),
    }),
    readShares(context.chain, {
      ...asked,
      also: shares.map(({ account, number }) => ({ reader: account, number })),
    }),
  ])
  return { grants, delegates, shares: shared }
}

/** What was known of a chart's keys before; opened for a comparison alone unless the session remembers it. */
type Known = { readonly contents: KeyringContents; readonly isRemembered: boolean }

/**
 * What a keyring must have kept: what this session checked last, or the owner's last own keyring where a delegate set the
 * present one on another than this session knows. What a delegate's keyring had need not be in one that the owner has set
 * since, for the owner may never have seen it, or not sound.
 */
async function knownBefore(session: Session, place: OpeningPlace): Promise<Known | null> {
  const { state, role } = place
  const isOwners = state.keyring === state.ownerKeyring
  const known = session.keys.memory.keyrings.get(state.id)
  if (known !== undefined && known.opened.role !== 'grantee') {
    const { pointer, ownerKeyring } = known
    const isKept = ownerKeyring === state.ownerKeyring || (isOwners && pointer === ownerKeyring)
    if (isKept) return { contents: known.opened.contents, isRemembered: true }
  }
  if (isOwners) return null
  try {
    return { contents: (await openOwners(session, place)).contents, isRemembered: false }
  } catch (error) {
    if (role !== 'owner' && error instanceof BaseError) return null
    throw error
  }
}

/** Opens and checks the keyring of a chart that this account was offered. */
export async function openOfferedKeyring(
  session: Session,
  { moment, state }: { moment: BlockMoment; state: ChartState },
): Promise<ManagedKeyring> {
  const { stores } = session.context
  const known = session.keys.memory.keyrings.get(state.id)
  if (known?.pointer === state.keyring && known.opened.role === 'successor') return known as ManagedKeyring
  const bytes = await fetchBlock(stores, cidOfPointer(state.keyring))
  const opened = await openAsOneOf(session, { state, bytes, roles: ['successor', 'delegate'] })
  const place = { moment, state, role: opened.role }
  return (await checkWhole(session, place, { bytes, opened })).keyring
}

/** Opens the keyring that the owner set last. The chain vouches that it is the owner's own. */
export async function openOwners(session: Session, place: OpeningPlace): Promise<OwnerKeyring> {
  const bytes = await fetchBlock(session.context.stores, cidOfPointer(place.state.ownerKeyring))
  return openKeyring(openingOf(session, place, bytes, false)).catch((error: unknown) =>
    explain(session, error),
  )
}

/** The newest keyring to build on that is not the chart's: one that this session checked, or the owner's last. */
async function openLastSound(session: Session, place: ManagedPlace): Promise<ManagedKeyring> {
  const { state } = place
  const known = session.keys.memory.keyrings.get(state.id)
  const isOwnersKnown = known?.pointer === state.ownerKeyring && known.opened.role === 'owner'
  const opened = isOwnersKnown ? (known as ManagedKeyring).opened : await openOwners(session, place)
  if (known !== undefined && known.opened.role === 'owner') {
    if (isOwnersKnown) return known as ManagedKeyring
    if (known.opened.contents.epoch > opened.contents.epoch) {
      wipeContents(opened.contents)
      return known as ManagedKeyring
    }
  }
  return remember(session, { ...state, keyring: state.ownerKeyring }, opened) as ManagedKeyring
}

/**
 * Opens the chart's keyring as a grantee, whose seeds are checked against the section's public keys. Who was sealed the
 * whole of it, by an offer that lives or as a delegate until lately, takes from it what the grant gives.
 *
 * @throws KeyringNotSealedError, KeyringUnreadableError and the other errors of `openKeyring` and `fetchBlock`
 */
export async function openGrantedKeyring(
  session: Session,
  state: ChartState,
  grant: GrantState,
): Promise<RememberedKeyring & { opened: GranteeKeyring }> {
  const { context, keys } = session
  const known = keys.memory.keyrings.get(state.id)
  if (known !== undefined && known.pointer === state.keyring && known.opened.role === 'grantee') {
    return known as RememberedKeyring & { opened: GranteeKeyring }
  }
  const bytes = await fetchBlock(context.stores, cidOfPointer(state.keyring))
  const found = await openAsOneOf(session, { state, bytes, roles: ['grantee', 'successor', 'delegate'] })
  const opened = found.role === 'grantee' ? found : granteeView(found, { ...grant, since: grant.sinceEpoch })
  if (found.role !== 'grantee') wipeContents(found.contents)
  return remember(session, state, opened) as RememberedKeyring & { opened: GranteeKeyring }
}

/** Opens a keyring by the first of these roles that the account's seal in it is for. */
async function openAsOneOf<R extends Role>(
  session: Session,
  { state, bytes, roles }: { state: ChartState; bytes: Uint8Array; roles: readonly R[] },
): Promise<OpenedKeyring & { role: R }> {
  let failure: unknown
  for (const role of roles) {
    try {
      const opened: OpenedKeyring = await openKeyring({
        ...openingOf(session, { state, role }, bytes, state.keyed),
      })
      return opened as OpenedKeyring & { role: R }
    } catch (error) {
      if (!(error instanceof KeyringUnreadableError)) throw error
      failure = error
    }
  }
  return explain(session, failure)
}

/** A seal that does not open may be for a key that another device drew since: then that is said instead. */
async function explain(session: Session, error: unknown): Promise<never> {
  if (error instanceof KeyringUnreadableError) await requireCurrentKey(session)
  throw error
}

/** Keeps the chart's keyring, which was made or checked, in place of the one before. */
export function remember(
  session: Session,
  { id, keyring: pointer, ownerKeyring }: Pick<ChartState, 'id' | 'keyring' | 'ownerKeyring'>,
  opened: OpenedKeyring,
): RememberedKeyring {
  const { memory } = session.keys
  if (memory.isLocked) wipeKeyring(opened)
  requireOpen(session)
  const sectionKeys = createSectionKeys(opened, (cid) => fetchBlock(session.context.stores, cid))
  const entry = { pointer, opened, ownerKeyring, sectionKeys }
  const before = memory.keyrings.get(id)
  if (before !== undefined) {
    memory.retired.push({
      wipe() {
        before.sectionKeys.wipe()
        wipeKeyring(before.opened)
      },
    })
  }
  memory.keyrings.set(id, entry)
  return entry
}

/**
 * The readers of a sound keyring: the owner, and nobody who has not, or had not until it expired, at least the right that
 * the keyring gives. Whom the chain gives more than the keyring knows lacks a key, and is shown so: that is no fault of
 * the keyring, since a right can be given without touching it.
 */
function expectedReaders(
  { readers }: KeyringContents,
  rights: Pick<ChartRights, 'state' | 'grants' | 'delegates'>,
): ExpectedReader[] {
  const isOwner = ({ account }: { account: Address }) => isAddressEqual(account, rights.state.owner)
  const named = readers.flatMap((reader): ExpectedReader[] => {
    const all = rightsOf(rights, reader.account)
    return all.some((right) => covers(right, reader)) ? [reader] : all.slice(0, 1)
  })
  return readers.some(isOwner) ? named : [...rightsOf(rights, rights.state.owner), ...named]
}

function covers(right: ReaderRight, reader: ExpectedReader): boolean {
  return (
    right.role === reader.role &&
    reader.since >= right.since &&
    reader.read.every((number) => right.read.includes(number)) &&
    reader.write.every((number) => right.write.includes(number))
  )
}
