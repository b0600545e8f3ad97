import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartId, ChartState, Pointer } from '../chain/types.ts'
import type { Role } from '../crypto/keyring.ts'
import { decodeKeyring } from '../crypto/keyring.ts'
import { openKeyring } from '../crypto/openKeyring.ts'
import { BaseError } from '../errors/BaseError.ts'
import { KeyringNotSealedError, KeyringUnreadableError } from '../errors/crypto.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import { wipe } from '../crypto/bytes.ts'
import { wipeKeyring } from './keys.ts'
import { listChartsActedFor } from './listChartsActedFor.ts'
import { listChartsOpenTo } from './listChartsOpenTo.ts'
import { listOffersToMe } from './listOffersToMe.ts'
import { listSharedWithMe } from './listSharedWithMe.ts'
import { mapLimit } from './mapLimit.ts'
import { chartsScope } from './scopes.ts'
import { fetchKeyringRoot, openShares, readAll, readOwnShares } from './shares.ts'
import type { Session } from './types.ts'

/** An owner who let this account in and does not know its present key yet. */
export type PersonToTell = {
  readonly chart: ChartId
  readonly owner: Address
  /** Null where it is not known, or a single record is shared. */
  readonly title: string | null
  readonly as: 'delegate' | 'successor' | 'grantee' | 'reader'
  /** The generation of the account key to tell of. */
  readonly generation: number
}

const AT_ONCE = 8

/**
 * The owners of charts that this account acts for, was offered, or has access to, or a record of, and that are still
 * sealed to an earlier key of it: to be told that its key changed, and asked to confirm it. Chain and keyrings say so, of
 * whatever is live, until each owner has sealed to the present key. Where that cannot be seen now, the owner is named too.
 *
 * @throws ChainUnreachableError, ChainRequestFailedError from a node that gives no logs
 */
export async function listPeopleToTell(session: Session): Promise<PersonToTell[]> {
  const [current, ...earlier] = session.keys.pairs
  if (earlier.length === 0) return []
  const moment = await readBlock(session.context.chain)
  const [acted, offers, granted, shared] = [
    await listChartsActedFor(session),
    await listOffersToMe(session),
    await listChartsOpenTo(session),
    await listSharedWithMe(session),
  ]
  const places: Pick<PersonToTell, 'chart' | 'title' | 'as'>[] = [
    ...acted.map(({ id, title }) => ({ chart: id, title, as: 'delegate' as const })),
    ...offers.map(({ chart, title }) => ({ chart, title, as: 'successor' as const })),
    ...granted.map(({ id, title }) => ({ chart: id, title, as: 'grantee' as const })),
    ...shared.map(({ chart }) => ({ chart, title: null, as: 'reader' as const })),
  ]
  const distinct = places.filter(
    (place, index) =>
      !places.slice(0, index).some((other) => other.chart === place.chart && other.as === place.as),
  )
  const told = await mapLimit(distinct, AT_ONCE, async (place): Promise<PersonToTell[]> => {
    const state = await readChart(session.context.chain, { chart: place.chart, blockNumber: moment.number })
    if (state === null || isAddressEqual(state.owner, session.account)) return []
    return (await isEarlierKey(session, { ...place, state, moment }))
      ? [{ ...place, owner: state.owner, generation: current.generation }]
      : []
  })
  const found = told.flat()
  return found.filter(({ chart }, index) => found.findIndex((other) => other.chart === chart) === index)
}

type Place = Pick<PersonToTell, 'as'> & { readonly state: ChartState; readonly moment: BlockMoment }

const ROLES: Record<Exclude<PersonToTell['as'], 'reader'>, readonly Role[]> = {
  delegate: ['delegate'],
  successor: ['successor', 'delegate'],
  grantee: ['grantee', 'successor', 'delegate'],
}

/** Whether what is sealed to this account is sealed to an earlier key of it. */
async function isEarlierKey(session: Session, { as, state, moment }: Place): Promise<boolean> {
  try {
    if (as === 'reader') return await areSharesEarlier(session, { state, moment })
    // Who acts for the owner seals to its own new key by itself, and the owner is to confirm that as well.
    const pointers = as === 'delegate' ? [state.keyring, state.ownerKeyring] : [state.keyring]
    for (const pointer of new Set(pointers)) {
      if (await isKeyringEarlier(session, { state, pointer, roles: ROLES[as] })) return true
    }
    return false
  } catch (error) {
    if (error instanceof BaseError) return true
    throw error
  }
}

async function isKeyringEarlier(
  { context, account, keys }: Session,
  { state, pointer, roles }: { state: ChartState; pointer: Pointer; roles: readonly Role[] },
): Promise<boolean> {
  const bytes = await fetchBlock(context.stores, cidOfPointer(pointer))
  const place = { scope: chartsScope(context), chart: state.id }
  const { epoch } = decodeKeyring(bytes, place)
  for (const role of roles) {
    try {
      wipeKeyring(await openKeyring({ ...place, bytes, epoch, account, role, pairs: [keys.pairs[0]] }))
      return false
    } catch (error) {
      if (error instanceof KeyringNotSealedError) return false
      if (!(error instanceof KeyringUnreadableError)) throw error
    }
  }
  return true
}

async function areSharesEarlier(
  session: Session,
  { state, moment }: Pick<Place, 'state' | 'moment'>,
): Promise<boolean> {
  const root = await fetchKeyringRoot(session, state)
  const shares = await readOwnShares(session, { moment, state, root })
  const links = await readAll(session, { state, moment })
  const { keys } = session
  const asNow = { ...session, keys: { ...keys, pairs: [keys.pairs[0]] as const } }
  const opened = await openShares(asNow, { root, shares, links })
  let isEarlier = false
  for (const share of opened.values()) {
    if ('recordKey' in share) wipe(share.recordKey)
    // Without a cause there is no seal at all.
    else isEarlier ||= share.problem.cause !== undefined
  }
  return isEarlier
}
