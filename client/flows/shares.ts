import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { readHints } from '../chain/readLogSet.ts'
import { readRecords } from '../chain/readRecords.ts'
import { readShare } from '../chain/readShare.ts'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartId, ChartState, Pointer, RecordLinks, ShareState } from '../chain/types.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { decodeKeyring } from '../crypto/keyring.ts'
import type { KeyringContents, KeyringRoot, Share } from '../crypto/keyring.ts'
import { openShare, sealShare, shareTag } from '../crypto/share.ts'
import { BaseError } from '../errors/BaseError.ts'
import { ShareKeyMissingError } from '../errors/flows.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import type { SharedRecord } from './keys.ts'
import { isLive } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { openRoot } from './records.ts'
import { chartsScope } from './scopes.ts'
import { requireKept } from './session.ts'
import type { Session } from './types.ts'

const AT_ONCE = 8

/** Anyone may look at a keyring's root block. */
export async function fetchKeyringRoot(session: Session, state: ChartState): Promise<KeyringRoot> {
  const bytes = await fetchBlock(session.context.stores, cidOfPointer(state.keyring))
  const scope = chartsScope(session.context)
  return decodeKeyring(bytes, { scope, chart: state.id, ...(state.keyed ? { epoch: state.epoch } : {}) })
}

/**
 * The live shares of this account in a chart. The keyring tells by its tags where to look, and events besides; the
 * chain says what holds.
 */
export async function readOwnShares(
  { context, account }: Session,
  { moment, state, root }: { moment: BlockMoment; state: ChartState; root: KeyringRoot | null },
): Promise<ShareState[]> {
  const { chain } = context
  const args = { chart: state.id, reader: account }
  const hints = await readHints(chain, { event: 'Shared', args, fields: ['number'] })
  const numbers = new Set([
    ...hints.map(([number]) => Number(number)),
    ...taggedNumbers(root, state, account),
  ])
  const shares = await mapLimit([...numbers], AT_ONCE, (number) =>
    readShare(chain, { chart: state.id, number, reader: account, blockNumber: moment.number }),
  )
  return shares
    .flatMap((share) => (share !== null && isLive(share, moment) ? [share] : []))
    .toSorted((a, b) => a.number - b.number)
}

function taggedNumbers(root: KeyringRoot | null, { count }: ChartState, account: Address): number[] {
  if (root === null || root.shares.length === 0) return []
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return numbers.filter((number) => {
    const tag = shareTag(root, number, account)
    return root.shares.some((share) => equalBytes(share.tag, tag))
  })
}

/**
 * Opens what a keyring holds of this account's shares. A record that was relocated lately may be shared still by the
 * pointer that it had before: its owner seals it anew afterwards.
 */
export async function openShares(
  session: Session,
  {
    keyring,
    root,
    shares,
    links,
  }: {
    keyring: Pointer
    root: KeyringRoot
    shares: readonly ShareState[]
    links: readonly RecordLinks[]
  },
): Promise<Map<number, SharedRecord>> {
  const { account, keys } = session
  const opened = await mapLimit(shares, AT_ONCE, async ({ number }): Promise<[number, SharedRecord]> => {
    const record = links[number - 1]
    if (record === undefined) return [number, { problem: new ShareKeyMissingError() }]
    let cause: unknown
    for (const pointer of await pointersOf(session, root.chart, record)) {
      try {
        const place = [keyring, number, pointer].join(' ')
        const recordKey =
          keys.memory.shared.get(place) ??
          (await openShare({ root, number, pointer, account, pairs: keys.pairs }))
        if (recordKey === null) break
        requireKept(session, recordKey)
        keys.memory.shared.set(place, recordKey)
        return [number, { pointer, recordKey }]
      } catch (error) {
        if (!(error instanceof BaseError)) throw error
        cause = error
      }
    }
    return [number, { problem: new ShareKeyMissingError(cause === undefined ? {} : { cause }) }]
  })
  return new Map(opened)
}

/** Where a record is and was, the newest first. */
async function pointersOf(
  { context }: Session,
  chart: ChartId,
  { number, pointer, original }: RecordLinks,
): Promise<Pointer[]> {
  if (pointer === original) return [pointer]
  const before = await readFormerPointers(context.chain, chart)
  const former = (before.get(number) ?? []).toReversed()
  return [...new Set([pointer, ...former, original])]
}

/** The pointers that records had before, oldest first, as far as events tell. */
export async function readFormerPointers(
  chain: Session['context']['chain'],
  chart: ChartId,
): Promise<Map<number, Pointer[]>> {
  const moves = await readHints(chain, {
    event: 'RecordRelocated',
    args: { chart },
    fields: ['number', 'from'],
  })
  const former = new Map<number, Pointer[]>()
  for (const [number, from] of moves) {
    const pointers = former.get(Number(number)) ?? []
    former.set(Number(number), [...pointers, from as Pointer])
  }
  return former
}

/** Seals the key of one record to a reader, as the record is stored now. */
export async function sealRecordShare(
  session: Session,
  { state, keyring }: Pick<ManagedChart, 'state' | 'keyring'>,
  {
    number,
    all,
    reader,
  }: {
    number: number
    all: readonly RecordLinks[]
    reader: Pick<Share, 'account' | 'publicKey' | 'profile'>
  },
): Promise<Share> {
  const links = all[number - 1]!
  const { recordKey } = await openRoot(session, { chart: state.id, keyring, links, all })
  const place = { number, pointer: links.pointer }
  const { account, publicKey, profile } = reader
  const scope = chartsScope(session.context)
  const sealed = await sealShare({ scope, chart: state.id, ...place, account, publicKey, recordKey })
  return { account, publicKey, profile, ...place, sealed }
}

/** Whether a share was sealed for another root block than the record's present one. */
export function isOutdated({ number, pointer }: Share, all: readonly RecordLinks[]): boolean {
  const present = all[number - 1]?.pointer
  return present !== undefined && present !== pointer
}

/**
 * The contents with each share sealed for its record as it is stored now. One whose record does not open now stays as
 * it is, and is tried again with the next keyring.
 */
export async function withCurrentShares(
  session: Session,
  managed: Pick<ManagedChart, 'state' | 'keyring' | 'moment'>,
  contents: KeyringContents,
): Promise<KeyringContents> {
  if (contents.shares.length === 0) return contents
  const all = await readAll(session, managed)
  const shares = await mapLimit(contents.shares, AT_ONCE, async (share) => {
    if (!isOutdated(share, all)) return share
    try {
      return await sealRecordShare(session, managed, { number: share.number, all, reader: share })
    } catch (error) {
      if (error instanceof BaseError) return share
      throw error
    }
  })
  return { ...contents, shares }
}

/** All records of a chart at the block of its state. */
export function readAll(
  { context }: Session,
  { state, moment }: Pick<ManagedChart, 'state' | 'moment'>,
): Promise<RecordLinks[]> {
  return readRecords(context.chain, { chart: state.id, to: state.count, blockNumber: moment.number })
}

/** The key by which a person is known in a keyring already, of all sections or of single records. */
export function knownKey(
  { readers, shares }: Pick<KeyringContents, 'readers' | 'shares'>,
  account: Address,
): Pick<Share, 'publicKey' | 'profile'> | undefined {
  return [...readers, ...shares].find((known) => isAddressEqual(known.account, account))
}
