import { isAddressEqual } from 'viem'
import type { Address, Hex } from 'viem'
import { readCaller } from '../chain/readCaller.ts'
import { readGrants } from '../chain/readGrants.ts'
import { readHints } from '../chain/readLogSet.ts'
import { readSentAt } from '../chain/readSentAt.ts'
import { readShares } from '../chain/readShares.ts'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartId, GrantState, ShareId, ShareState } from '../chain/types.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import { BaseError } from '../errors/BaseError.ts'
import { AccessGivenMeanwhileError } from '../errors/flows.ts'
import { isLive, openOwners } from './keyrings.ts'
import { wipeContents } from './keys.ts'
import type { ManagedChart } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { summarizeGrant, summarizeShare } from './readerSummary.ts'
import type { SummaryPlace } from './readerSummary.ts'
import type { AccessList, GivenAccess, Session } from './types.ts'

/** What of the chain's accesses somebody knows of. */
type KnownGrant = Pick<GrantState, 'grantee' | 'read' | 'write' | 'until' | 'sinceEpoch'>
export type KnownAccess = { readonly grants: readonly KnownGrant[]; readonly shares: readonly ShareState[] }

export const NO_ACCESS: AccessList = { grants: [], shares: [] }

const AT_ONCE = 8

/** The grants and shares of a chart at a block, by what events name and this session remembers. */
export async function readAccess(
  session: Session,
  { chart, blockNumber }: { readonly chart: ChartId; readonly blockNumber: bigint },
): Promise<AccessList> {
  const { chain } = session.context
  const roster = rememberedRoster(session, chart)
  const also = roster?.readers.map(({ account }) => account) ?? []
  const alsoShared = roster?.shares.map(({ account, number }) => ({ reader: account, number })) ?? []
  const [grants, shares] = await Promise.all([
    readGrants(chain, { chart, blockNumber, also }),
    readShares(chain, { chart, blockNumber, also: alsoShared }),
  ])
  return { grants, shares }
}

/** The keyring that this session made or checked last. Null for none, or where the account does not manage the chart. */
export function rememberedRoster(session: Session, chart: ChartId): KeyringContents | null {
  const opened = session.keys.memory.keyrings.get(chart)?.opened
  return opened === undefined || opened.role === 'grantee' ? null : opened.contents
}

/** Those that live and give more, or for longer, than all that is known. */
export function beyond(
  { grants, shares }: AccessList,
  known: readonly KnownAccess[],
  moment: BlockMoment,
): AccessList {
  const knownGrants = known.flatMap((each) => each.grants)
  const knownShares = known.flatMap((each) => each.shares)
  return {
    grants: grants.filter(
      (grant) => isLive(grant, moment) && !knownGrants.some((other) => coversGrant(other, grant)),
    ),
    shares: shares.filter(
      (share) =>
        isLive(share, moment) &&
        !knownShares.some((other) => isSameShare(other, share) && other.until >= share.until),
    ),
  }
}

/** A keyring's own readers by a grant, and its shares. It does not know until when. */
export function accessOf({ readers, shares }: KeyringContents): KnownAccess {
  return {
    grants: readers
      .filter(({ role }) => role === 'grantee')
      .map(({ account, read, write, since }) => ({
        grantee: account,
        read,
        write,
        sinceEpoch: since,
        until: Infinity,
      })),
    shares: shares.map(({ account, number }) => ({ reader: account, number, until: Infinity })),
  }
}

export function isNone({ grants, shares }: AccessList | GivenAccess): boolean {
  return grants.length + shares.length === 0
}

/** Those of some accesses that none of these accounts gave, with who did as far as can be told. */
export async function givenByOthers(
  session: Session,
  {
    chart,
    access,
    than,
    ...place
  }: SummaryPlace & {
    readonly chart: ChartId
    readonly access: AccessList
    readonly than: readonly Address[]
  },
): Promise<GivenAccess> {
  if (isNone(access)) return { grants: [], shares: [] }
  const givers = await readGivers(session, chart)
  const opened = place.keyring?.opened
  const people = opened === undefined || opened.role === 'grantee' ? [] : opened.contents.people
  const describe = async (given: Given) => {
    const { by, hash } = given
    if (by !== null && than.some((account) => isAddressEqual(account, by))) return null
    const byName =
      by === null ? null : (people.find(({ account }) => isAddressEqual(account, by))?.name ?? null)
    const givenAt = hash === null ? null : await readSentAt(session.context.chain, { hash })
    return { by, byName, givenAt }
  }
  const grants = await mapLimit(access.grants, AT_ONCE, async (grant) => {
    const giver = await describe(await givers.ofGrant(grant.grantee))
    return giver === null ? null : { ...(await summarizeGrant(session, { grant, ...place })), ...giver }
  })
  const shares = await mapLimit(access.shares, AT_ONCE, async (share) => {
    const giver = await describe(await givers.ofShare(share))
    return giver === null ? null : { ...(await summarizeShare(session, { share, ...place })), ...giver }
  })
  return {
    grants: grants.filter((grant) => grant !== null),
    shares: shares.filter((share) => share !== null),
  }
}

/** Who gave something: by the transaction that its newest event is from. Null where that cannot be told. */
type Given = { readonly by: Address | null; readonly hash: Hex | null }

export async function readGivers(
  { context: { chain } }: Session,
  chart: ChartId,
): Promise<{
  ofGrant(grantee: Address): Promise<Given>
  ofShare(share: ShareId): Promise<Given>
}> {
  const [granted, shared] = await Promise.all([
    readHints(chain, { event: 'Granted', args: { chart }, fields: ['transactionHash', 'grantee'] }),
    readHints(chain, { event: 'Shared', args: { chart }, fields: ['transactionHash', 'reader', 'number'] }),
  ])
  const callers = new Map<string, Promise<Address | null>>()
  const given = async (hash: string | undefined): Promise<Given> => {
    if (hash === undefined) return { by: null, hash: null }
    const caller = callers.get(hash) ?? readCaller(chain, { hash: hash as Hex })
    callers.set(hash, caller)
    return { by: await caller, hash: hash as Hex }
  }
  return {
    ofGrant: (account) =>
      given(granted.findLast(([, grantee]) => isAddressEqual(grantee as Address, account))?.[0]),
    ofShare: (share) =>
      given(
        shared.findLast(([, reader, number]) =>
          isSameShare({ reader: reader as Address, number: Number(number) }, share),
        )?.[0],
      ),
  }
}

/**
 * What somebody gave who may not act for the owner any more, and the owner has never sealed keys to by a keyring of its own:
 * a delegate may have given it on the way out, unseen. It holds until it is ended; keys are sealed to it only once the
 * owner has decided to keep it.
 *
 * @param isSealed only what the keyring at hand has keys for, which the next one would go on with
 */
export async function undecidedAccess(
  session: Session,
  managed: ManagedChart,
  { kept = NO_ACCESS, isSealed = false }: { readonly kept?: KnownAccess; readonly isSealed?: boolean } = {},
): Promise<GivenAccess> {
  const { state, moment, keyring } = managed
  const access = isSealed ? sealedAccess(managed) : managed
  const known = [await ownersAccess(session, managed), kept]
  const acting = managed.delegates.filter((delegate) => isLive(delegate, moment))
  const than = [state.owner, ...acting.map(({ delegate }) => delegate)]
  const unknown = beyond(access, known, moment)
  return givenByOthers(session, { chart: state.id, access: unknown, than, moment, keyring })
}

/** @throws AccessGivenMeanwhileError while the owner has to decide on an access that the next keyring would be sealed to */
export async function requireDecided(
  session: Session,
  managed: ManagedChart,
  kept: KnownAccess,
): Promise<void> {
  const given = await undecidedAccess(session, managed, { kept, isSealed: true })
  if (!isNone(given)) throw new AccessGivenMeanwhileError({ given })
}

/** The grants and shares of a chart that its keyring has keys for. */
export function sealedAccess({ grants, shares, keyring }: ManagedChart): AccessList {
  const { contents } = keyring.opened
  return {
    grants: grants.filter(({ grantee }) =>
      contents.readers.some(({ account }) => isAddressEqual(account, grantee)),
    ),
    shares: shares.filter((share) =>
      contents.shares.some(({ account, number }) => isSameShare({ reader: account, number }, share)),
    ),
  }
}

/** What the owner sealed keys to by its last own keyring; nothing where that cannot be opened. */
async function ownersAccess(session: Session, managed: ManagedChart): Promise<KnownAccess> {
  const { state, problem, keyring } = managed
  if (problem === null && state.keyring === state.ownerKeyring) return accessOf(keyring.opened.contents)
  try {
    const { contents } = await openOwners(session, managed)
    wipeContents(contents)
    return accessOf(contents)
  } catch (error) {
    if (error instanceof BaseError) return NO_ACCESS
    throw error
  }
}

export function isSameShare(one: ShareId, other: ShareId): boolean {
  return one.number === other.number && isAddressEqual(one.reader, other.reader)
}

function coversGrant(known: KnownGrant, grant: KnownGrant): boolean {
  return (
    isAddressEqual(known.grantee, grant.grantee) &&
    grant.until <= known.until &&
    grant.sinceEpoch >= known.sinceEpoch &&
    grant.read.every((section) => known.read.includes(section)) &&
    grant.write.every((section) => known.write.includes(section))
  )
}
