import { isAddressEqual, zeroHash } from 'viem'
import type { Address, TransactionReceipt } from 'viem'
import type { Call } from '../chain/calls.ts'
import type { ChartId, ChartState, KeyringUpdate, Pointer, ShareId } from '../chain/types.ts'
import { wipe } from '../crypto/bytes.ts'
import { createKeyring, rotateKeyring } from '../crypto/keyring.ts'
import type { KeyringContents, Reader } from '../crypto/keyring.ts'
import { openKeyring } from '../crypto/openKeyring.ts'
import { TransactionRevertedError } from '../errors/chain.ts'
import { ChartBusyError } from '../errors/flows.ts'
import {
  accessOf,
  beyond,
  givenByOthers,
  isNone,
  NO_ACCESS,
  rememberedRoster,
  requireDecided,
  sealedAccess,
} from './givenAccess.ts'
import type { KnownAccess } from './givenAccess.ts'
import { isLive, remember, rightsOf, withSoundKeys } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { chartsScope } from './scopes.ts'
import { requireCurrentKey } from './requireCurrentKey.ts'
import { lockSession, requireWallet } from './session.ts'
import { storeBlocks } from './storeBlocks.ts'
import { submitAct } from './submitAct.ts'
import type { AccessList, Act, FlowOptions, GivenAccess, Session } from './types.ts'

export const MAX_ATTEMPTS = 3

const STALE = new Set([
  'ChartsStaleKeyring',
  'ChartsStaleEpoch',
  'ChartsWrongNextEpoch',
  'ChartsUnkeyed',
  'ChartsSameKeyring',
])

/** Whether a call failed since the chart moved on between reading and mining, so that it may be built anew. */
export function isStale(error: unknown): boolean {
  return error instanceof TransactionRevertedError && error.errorName !== null && STALE.has(error.errorName)
}

export type KeyringPlan = {
  readonly contents: KeyringContents
  readonly call: (update: KeyringUpdate) => Call
}

export type ChangeKeyringParameters<T extends { readonly state: ChartState } = ManagedChart> = FlowOptions & {
  readonly chart: ChartId
  readonly act: Act
  /** Makes the next keyring of the chart as it is now. Called again when the chart moved on meanwhile. */
  readonly plan: (seen: T) => Promise<KeyringPlan> | KeyringPlan
  /** How the chart is read: `readManaged` or, for what the owner alone may do, `readOwned`. */
  readonly read: (session: Session, chart: ChartId) => Promise<T>
  /** What this change decides by itself: it may go, stay or change without being asked about. */
  readonly decides?: Exclude<EndedRights, 'all'>
  /** What the owner has decided to keep of what others gave. */
  readonly kept?: AccessList
}

/**
 * Changes a chart's keyring by compare-and-swap: reads the chart, builds on it, stores the keyring's bytes, and files
 * it. When another device came first, all of it is done anew on top of what that one made, three times at most. Who was
 * let in by others meanwhile is reported as `given`.
 *
 * @throws AccessGivenMeanwhileError before anything is stored, while it is undecided what somebody gave who acts for the
 * owner no more
 * @throws ChartBusyError, BytesNotConfirmedError, and what reading, checking and submitting throw
 */
export async function changeKeyring<T extends { readonly state: ChartState }>(
  session: Session,
  { chart, act, plan, read, decides = {}, kept = NO_ACCESS, onProgress, signal }: ChangeKeyringParameters<T>,
): Promise<{ receipt: TransactionReceipt; contents: KeyringContents }> {
  const wallet = requireWallet(session)
  const { context } = session
  const options = flowOptions(onProgress, signal)
  const roster = rememberedRoster(session, chart)
  let known = roster === null ? null : [accessOf(roster), kept]
  for (let attempt = 1; ; attempt++) {
    const step = attempt === 1 ? 'reading' : 'retrying'
    onProgress?.({ step, act })
    const found = await read(session, chart)
    const seen = isManaged(found) ? ((await withSoundKeys(session, found)) as typeof found) : found
    if (isManaged(seen)) {
      const asked = withoutRights(seen, decides)
      await requireDecided(session, asked, kept)
      const given = known === null ? null : await givenSince(session, asked, known)
      if (given !== null && !isNone(given)) onProgress?.({ step, act, given })
      known = [...(known ?? []), seen]
    }
    const { contents, call } = await plan(seen)
    const update = { from: seen.state.keyring, epoch: seen.state.epoch, nextEpoch: contents.epoch }
    const stored = await storeKeyring(session, contents, options)
    try {
      const receipt = await submitAct(context, {
        wallet,
        act,
        chart,
        call: call({ ...update, to: stored.pointer }),
        stored: [stored.pointer],
        ...options,
      })
      await adoptFiled(session, contents, stored)
      return { receipt, contents }
    } catch (error) {
      if (!isStale(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw new ChartBusyError({ cause: error })
    }
  }
}

/** Whom somebody else let in, of those that the next keyring is sealed to as well. */
function givenSince(
  session: Session,
  managed: ManagedChart,
  known: readonly KnownAccess[],
): Promise<GivenAccess> {
  const { state, moment, keyring } = managed
  return givenByOthers(session, {
    chart: state.id,
    access: beyond(sealedAccess(managed), known, moment),
    than: [session.account],
    moment,
    keyring,
  })
}

function isManaged(seen: object): seen is ManagedChart {
  return 'role' in seen && 'keyring' in seen
}

export type StoredKeyring = { readonly pointer: Pointer; readonly bytes: Uint8Array }

/** Makes and stores a keyring's blocks. @throws AccountKeyRenewedError, BytesNotConfirmedError */
export async function storeKeyring(
  session: Session,
  contents: KeyringContents,
  options: FlowOptions,
): Promise<StoredKeyring> {
  session.keys.memory.retired.push({ wipe: () => wipe(contents.secret) })
  await requireCurrentKey(session)
  const { pointer, root, blocks } = await createKeyring(contents, { by: roleIn(session, contents) })
  const place = { chart: contents.chart }
  await storeBlocks(session.context, { root: root.cid, blocks, place, ...options })
  return { pointer, bytes: root.bytes }
}

/** As what this account makes a keyring. */
function roleIn({ account }: Session, { readers }: KeyringContents): 'owner' | 'delegate' {
  const self = readers.find((reader) => isAddressEqual(reader.account, account))
  return self?.role === 'delegate' ? 'delegate' : 'owner'
}

/**
 * Remembers a keyring made here, once the chain names it. Never throws: what it belongs to took effect, and what is not
 * remembered is read anew. A session that was locked meanwhile keeps nothing of it.
 */
export async function adoptFiled(
  session: Session,
  contents: KeyringContents,
  stored: StoredKeyring,
): Promise<void> {
  const { memory } = session.keys
  try {
    if (!memory.isLocked) await adopt(session, contents, stored)
  } catch {
    memory.keyrings.delete(contents.chart)
  }
  if (!memory.isLocked) return
  wipe(contents.secret)
  lockSession(session)
}

async function adopt(
  session: Session,
  contents: KeyringContents,
  { pointer, bytes }: StoredKeyring,
): Promise<void> {
  const role = roleIn(session, contents)
  const opened = await openKeyring({
    bytes,
    scope: chartsScope(session.context),
    chart: contents.chart,
    epoch: contents.epoch,
    account: session.account,
    role,
    pairs: session.keys.pairs,
  })
  const { memory } = session.keys
  const before = memory.keyrings.get(contents.chart)
  const ownerKeyring = role === 'owner' ? pointer : (before?.ownerKeyring ?? NO_KEYRING)
  remember(session, { id: contents.chart, keyring: pointer, ownerKeyring }, opened)
}

/**
 * The contents for a later epoch: fresh secret, and of the readers those who have a right that lives, each by its
 * strongest. Who is expired gets no seal, nor does a right that the call ends (`withoutRights`).
 */
export function rotated(
  session: Session,
  managed: ManagedChart,
  { epoch = managed.state.keyed ? managed.state.epoch + 1 : managed.state.epoch }: { epoch?: number } = {},
): KeyringContents {
  const contents = present(managed)
  const isKnown = (section: number) => contents.sections.some(({ number }) => number === section)
  const readers = contents.readers.flatMap((reader): Reader[] => {
    const right = rightsOf(managed, reader.account).find((each) => isLive(each, managed.moment))
    if (right === undefined) return []
    const { publicKey, profile } = isAddressEqual(reader.account, session.account) ? ownKey(session) : reader
    const { account, role, since } = right
    const [read, write] = [right.read.filter(isKnown), right.write.filter(isKnown)]
    return [{ account, role, publicKey, profile, read, write, since }]
  })
  return { ...rotateKeyring(contents, epoch), readers }
}

/** What the keyring holds, but for shares that have ended. */
export function present({ keyring, shares, moment }: ManagedChart): KeyringContents {
  const { contents } = keyring.opened
  const isShared = ({ account, number }: KeyringContents['shares'][number]) =>
    shares.some(
      (share) => share.number === number && isAddressEqual(share.reader, account) && isLive(share, moment),
    )
  return { ...contents, shares: contents.shares.filter(isShared) }
}

/** Rights that a call ends; `all` but the owner's, or those named. */
export type EndedRights =
  | 'all'
  | {
      readonly grantees?: readonly Address[]
      readonly delegates?: readonly Address[]
      readonly shares?: readonly ShareId[]
      readonly offer?: true
    }

/** The chart as it is once some rights have ended. */
export function withoutRights(managed: ManagedChart, ended: EndedRights): ManagedChart {
  const { state } = managed
  if (ended === 'all') {
    return { ...managed, state: { ...state, offer: null }, grants: [], delegates: [], shares: [] }
  }
  const { grantees = [], delegates = [], shares = [], offer } = ended
  const has = (accounts: readonly Address[], account: Address) =>
    accounts.some((other) => isAddressEqual(other, account))
  return {
    ...managed,
    state: offer === true ? { ...state, offer: null } : state,
    grants: managed.grants.filter(({ grantee }) => !has(grantees, grantee)),
    delegates: managed.delegates.filter(({ delegate }) => !has(delegates, delegate)),
    shares: managed.shares.filter(
      ({ number, reader }) =>
        !shares.some((other) => other.number === number && isAddressEqual(other.reader, reader)),
    ),
  }
}

/** The present key of this account and the profile that has it. */
export function ownKey({ keys }: Session): Pick<Reader, 'publicKey' | 'profile'> {
  return { publicKey: keys.pairs[0].publicKey, profile: keys.profile }
}

/** Readers of the keyring whose access has expired: they hold its keys until the next rotation. */
export function expiredReaders(managed: ManagedChart): readonly Reader[] {
  return managed.keyring.opened.contents.readers.filter(({ account, role }) => {
    const right = rightsOf(managed, account).find((each) => each.role === role)
    return right === undefined || !isLive(right, managed.moment)
  })
}

/** The pointer of "no keyring", for an ending while the stores are down. */
export const NO_KEYRING: Pointer = zeroHash

/** Options without undefined members. */
export function flowOptions(
  onProgress: FlowOptions['onProgress'],
  signal: FlowOptions['signal'],
): FlowOptions {
  return { ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) }
}
