import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import { readGrants } from '../chain/readGrants.ts'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartId, ChartState, GrantState, Pointer } from '../chain/types.ts'
import { checkKeyring } from '../crypto/checkKeyring.ts'
import type { ExpectedReader } from '../crypto/checkKeyring.ts'
import { createSectionKeys } from '../crypto/createSectionKeys.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import { decodeKeyring } from '../crypto/keyring.ts'
import { openKeyring } from '../crypto/openKeyring.ts'
import type { GranteeKeyring, OpenedKeyring, OwnerKeyring } from '../crypto/openKeyring.ts'
import { KeyringUnreadableError } from '../errors/crypto.ts'
import { ChartMissingError, NotOwnerError } from '../errors/flows.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import type { RememberedKeyring } from './keys.ts'
import { requireCurrentKey } from './requireCurrentKey.ts'
import { chartsScope } from './scopes.ts'
import type { Session } from './types.ts'

/** A chart as its owner sees it, all of it at one block. */
export type OwnedChart = {
  readonly moment: BlockMoment
  readonly state: ChartState
  /** Of the present tenure, live and expired: of all that events or the keyring name. */
  readonly grants: readonly GrantState[]
  readonly keyring: OwnKeyring
}

export type OwnKeyring = RememberedKeyring & { readonly opened: OwnerKeyring }

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

/**
 * Reads a chart as its owner, and opens and checks its keyring.
 *
 * @throws ChartMissingError, NotOwnerError, ChainUnreachableError, and what `openOwnKeyring` throws
 */
export async function readOwned(session: Session, chart: ChartId): Promise<OwnedChart> {
  const { moment, state } = await readState(session, chart)
  if (!isAddressEqual(state.owner, session.account)) throw new NotOwnerError()
  return openOwnKeyring(session, { moment, state })
}

/** Whether a grant lives at this block. */
export function isLive({ until }: GrantState, { time }: BlockMoment): boolean {
  return until > time
}

/**
 * Opens the chart's keyring as its owner. One that this session neither made nor checked before is checked whole: it
 * must follow from its secret, keep all that was known, and be sealed to exactly those whom the chain lets read.
 *
 * An expired reader may still be among them until the next rotation. In an unkeyed chart the keyring is an earlier
 * epoch's, so its readers may include some whose access has ended since; the next rotation leaves them out.
 */
async function openOwnKeyring(
  session: Session,
  { moment, state }: { moment: BlockMoment; state: ChartState },
): Promise<OwnedChart> {
  const { context, account, keys } = session
  const grantsOf = ({ readers }: KeyringContents) =>
    readGrants(context.chain, {
      chart: state.id,
      blockNumber: moment.number,
      also: readers.map((reader) => reader.account),
    })
  const known = keys.memory.keyrings.get(state.id)
  if (known !== undefined && known.pointer === state.keyring && known.opened.role !== 'grantee') {
    const keyring = known as OwnKeyring
    return { moment, state, keyring, grants: await grantsOf(keyring.opened.contents) }
  }
  const scope = chartsScope(context)
  const bytes = await fetchBlock(context.stores, cidOfPointer(state.keyring))
  const epoch = state.keyed ? state.epoch : decodeKeyring(bytes, { scope, chart: state.id }).epoch
  const parameters = {
    bytes,
    scope,
    chart: state.id,
    epoch,
    account,
    role: 'owner',
    pairs: keys.pairs,
  } as const
  const { contents } = await openKeyring(parameters).catch((error: unknown) => explain(session, error))
  const grants = await grantsOf(contents)
  const opened = await checkKeyring({
    ...parameters,
    known: known?.opened.role === 'owner' ? known.opened.contents : null,
    readers: state.keyed ? expectedReaders(contents, grants, moment, account) : contents.readers,
    fetchBlock: (cid) => fetchBlock(context.stores, cid),
  })
  const keyring = remember(session, state.id, state.keyring, opened) as OwnKeyring
  return { moment, state, keyring, grants }
}

/**
 * Opens the chart's keyring as a grantee, whose seeds are checked against the section's public keys.
 *
 * @throws KeyringNotSealedError, KeyringUnreadableError and the other errors of `openKeyring` and `fetchBlock`
 */
export async function openGrantedKeyring(
  session: Session,
  state: ChartState,
): Promise<RememberedKeyring & { opened: GranteeKeyring }> {
  const { context, account, keys } = session
  const known = keys.memory.keyrings.get(state.id)
  if (known !== undefined && known.pointer === state.keyring && known.opened.role === 'grantee') {
    return known as RememberedKeyring & { opened: GranteeKeyring }
  }
  const bytes = await fetchBlock(context.stores, cidOfPointer(state.keyring))
  const opened = await openKeyring({
    bytes,
    scope: chartsScope(context),
    chart: state.id,
    ...(state.keyed ? { epoch: state.epoch } : {}),
    account,
    role: 'grantee',
    pairs: keys.pairs,
  }).catch((error: unknown) => explain(session, error))
  return remember(session, state.id, state.keyring, opened) as RememberedKeyring & { opened: GranteeKeyring }
}

/** A seal that does not open may be for a key that another device drew since: then that is said instead. */
async function explain(session: Session, error: unknown): Promise<never> {
  if (error instanceof KeyringUnreadableError) await requireCurrentKey(session)
  throw error
}

/** Keeps a keyring that was made or checked, in place of the one before. */
export function remember(
  session: Session,
  chart: ChartId,
  pointer: Pointer,
  opened: OpenedKeyring,
): RememberedKeyring {
  const { memory } = session.keys
  const sectionKeys = createSectionKeys(opened, (cid) => fetchBlock(session.context.stores, cid))
  const entry = { pointer, opened, sectionKeys }
  const before = memory.keyrings.get(chart)
  if (before !== undefined) memory.retired.push(before.sectionKeys)
  memory.keyrings.set(chart, entry)
  return entry
}

/** The readers of a sound keyring: the owner, all live grantees, and expired ones that it still names. */
function expectedReaders(
  contents: KeyringContents,
  grants: readonly GrantState[],
  moment: BlockMoment,
  owner: Address,
): ExpectedReader[] {
  const isNamed = (account: Address) =>
    contents.readers.some((reader) => isAddressEqual(reader.account, account))
  return [
    { account: owner, role: 'owner', read: [], write: [], since: 1 },
    ...grants
      .filter((grant) => isLive(grant, moment) || isNamed(grant.grantee))
      .map((grant): ExpectedReader => {
        const { grantee, read, write, sinceEpoch } = grant
        return { account: grantee, role: 'grantee', read, write, since: sinceEpoch }
      }),
  ]
}
