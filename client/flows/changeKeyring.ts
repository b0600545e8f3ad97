import { zeroHash } from 'viem'
import type { TransactionReceipt } from 'viem'
import type { Call } from '../chain/calls.ts'
import type { ChartId, KeyringUpdate, Pointer } from '../chain/types.ts'
import { createKeyring, rotateKeyring } from '../crypto/keyring.ts'
import type { KeyringContents, Reader } from '../crypto/keyring.ts'
import { openKeyring } from '../crypto/openKeyring.ts'
import { TransactionRevertedError } from '../errors/chain.ts'
import { ChartBusyError } from '../errors/flows.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { unpin } from '../ipfs/unpin.ts'
import { isLive, readOwned, remember } from './keyrings.ts'
import type { OwnedChart } from './keyrings.ts'
import { chartsScope } from './scopes.ts'
import { requireCurrentKey } from './requireCurrentKey.ts'
import { requireWallet } from './session.ts'
import { storeBlocks } from './storeBlocks.ts'
import { submitAct } from './submitAct.ts'
import type { Act, FlowOptions, Session } from './types.ts'

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

export type ChangeKeyringParameters = FlowOptions & {
  readonly chart: ChartId
  readonly act: Act
  /** Makes the next keyring of the chart as it is now. Called again when the chart moved on meanwhile. */
  readonly plan: (owned: OwnedChart) => Promise<KeyringPlan> | KeyringPlan
}

/**
 * Changes a chart's keyring by compare-and-swap: reads the chart, builds on it, stores the keyring's bytes, and files
 * it. When another device came first, all of it is done anew on top of what that one made, three times at most.
 *
 * @throws ChartBusyError, BytesNotConfirmedError, and what reading, checking and submitting throw
 */
export async function changeKeyring(
  session: Session,
  { chart, act, plan, onProgress, signal }: ChangeKeyringParameters,
): Promise<{ receipt: TransactionReceipt; contents: KeyringContents }> {
  const wallet = requireWallet(session)
  const { context } = session
  const options = flowOptions(onProgress, signal)
  for (let attempt = 1; ; attempt++) {
    onProgress?.({ step: attempt === 1 ? 'reading' : 'retrying', act })
    const owned = await readOwned(session, chart)
    const { contents, call } = await plan(owned)
    const update = { from: owned.state.keyring, epoch: owned.state.epoch, nextEpoch: contents.epoch }
    const stored = await storeKeyring(session, contents, options)
    try {
      const receipt = await submitAct(context, {
        wallet,
        act,
        chart,
        call: call({ ...update, to: stored.pointer }),
        onVoid: () => unpin(context.stores, cidOfPointer(stored.pointer)),
        ...options,
      })
      await adopt(session, contents, stored)
      return { receipt, contents }
    } catch (error) {
      if (!isStale(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw new ChartBusyError({ cause: error })
    }
  }
}

export type StoredKeyring = { readonly pointer: Pointer; readonly bytes: Uint8Array }

/** Makes and stores a keyring's blocks. @throws AccountKeyRenewedError, BytesNotConfirmedError */
export async function storeKeyring(
  session: Session,
  contents: KeyringContents,
  options: FlowOptions,
): Promise<StoredKeyring> {
  await requireCurrentKey(session)
  const { pointer, root, blocks } = await createKeyring(contents)
  await storeBlocks(session.context, { root: root.cid, blocks, ...options })
  return { pointer, bytes: root.bytes }
}

/** Remembers a keyring made here, once the chain names it. */
export async function adopt(
  session: Session,
  contents: KeyringContents,
  { pointer, bytes }: StoredKeyring,
): Promise<void> {
  const opened = await openKeyring({
    bytes,
    scope: chartsScope(session.context),
    chart: contents.chart,
    epoch: contents.epoch,
    account: session.account,
    role: 'owner',
    pairs: session.keys.pairs,
  })
  remember(session, contents.chart, pointer, opened)
}

/**
 * The contents for a later epoch: fresh secret, and of the readers the owner and those whose grants live. Who is
 * expired, revoked, or named in `without` gets no seal.
 */
export function rotated(
  session: Session,
  { state, grants, moment, keyring }: OwnedChart,
  { epoch = state.keyed ? state.epoch + 1 : state.epoch, without }: { epoch?: number; without?: string } = {},
): KeyringContents {
  const { contents } = keyring.opened
  const readers = contents.readers.flatMap((reader): Reader[] => {
    if (reader.role === 'owner') {
      return [{ ...reader, publicKey: session.keys.pairs[0].publicKey, profile: session.keys.profile }]
    }
    const grant = grants.find(({ grantee }) => grantee.toLowerCase() === reader.account.toLowerCase())
    if (
      grant === undefined ||
      !isLive(grant, moment) ||
      reader.account.toLowerCase() === without?.toLowerCase()
    ) {
      return []
    }
    return [{ ...reader, read: grant.read, write: grant.write, since: grant.sinceEpoch }]
  })
  return { ...rotateKeyring(contents, epoch), readers }
}

/** Readers of the keyring whose access has expired: they hold its keys until the next rotation. */
export function expiredReaders({ grants, moment, keyring }: OwnedChart): readonly Reader[] {
  return keyring.opened.contents.readers.filter((reader) => {
    if (reader.role === 'owner') return false
    const grant = grants.find(({ grantee }) => grantee.toLowerCase() === reader.account.toLowerCase())
    return grant === undefined || !isLive(grant, moment)
  })
}

/** The pointer of "no keyring", for a revocation while the stores are down. */
export const NO_KEYRING: Pointer = zeroHash

/** Options without undefined members. */
export function flowOptions(
  onProgress: FlowOptions['onProgress'],
  signal: FlowOptions['signal'],
): FlowOptions {
  return { ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) }
}
