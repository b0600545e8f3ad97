import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { shareCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { MAX_SHARES } from '../crypto/keyring.ts'
import { PermissionInvalidError, RecordMissingError } from '../errors/flows.ts'
import { changeKeyring, present } from './changeKeyring.ts'
import { readManaged } from './keyrings.ts'
import { rotateChart } from './rotateChart.ts'
import { readPerson, requireUntil, withName } from './sealTo.ts'
import { requireWallet } from './session.ts'
import { isOutdated, knownKey, readAll, sealRecordShare, withCurrentShares } from './shares.ts'
import type { FlowOptions, Session } from './types.ts'

export type ShareRecordParameters = FlowOptions & {
  readonly chart: ChartId
  /** The record's. */
  readonly number: number
  readonly reader: Address
  /** Seconds; exclusive. */
  readonly until: number
  /** What the owner calls this person: sealed in the keyring, never public. */
  readonly name?: string
}

/**
 * Lets an account read one record until a time, as owner or delegate: the record's key is sealed to it in the chart's
 * keyring. The epoch stays. Shared again, a record has the later end or the earlier, as given.
 *
 * @throws PermissionInvalidError, NameInvalidError, ProfileMissingError, ProfileUnreadableError, RecordMissingError
 * before anything is stored; what opening the record throws; otherwise as `changeKeyring`
 */
export async function shareRecord(
  session: Session,
  { chart, number, reader, until, name, ...options }: ShareRecordParameters,
): Promise<void> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'share' })
  const person = await readPerson(session, { account: reader, name, signal: options.signal })
  const before = await readManaged(session, chart)
  requireUntil(until, before)
  if (isAddressEqual(reader, before.state.owner)) throw new PermissionInvalidError('it is the chart’s owner')
  if (!Number.isSafeInteger(number) || number < 1 || number > before.state.count) {
    throw new RecordMissingError(number)
  }
  if (!before.state.keyed) await rotateChart(session, { chart, ...options })
  await changeKeyring(session, {
    chart,
    act: 'share',
    read: readManaged,
    decides: { shares: [{ number, reader }] },
    async plan(managed) {
      requireUntil(until, managed)
      const contents = await withCurrentShares(session, managed, present(managed))
      const all = await readAll(session, managed)
      const is = (share: { account: Address; number: number }) =>
        share.number === number && isAddressEqual(share.account, reader)
      const others = contents.shares.filter((share) => !is(share))
      if (others.length >= MAX_SHARES) {
        throw new PermissionInvalidError(`a chart shares at most ${MAX_SHARES} records at a time`)
      }
      // A key that changed meanwhile is for the owner to confirm (`acceptChangedKey`), never taken on the side.
      const { publicKey, profile } = knownKey(contents, reader) ?? {
        publicKey: person.published.profile.publicKey,
        profile: person.published.pointer,
      }
      const known = contents.shares.find(is)
      const share =
        known !== undefined && !isOutdated(known, all)
          ? known
          : await sealRecordShare(session, managed, {
              number,
              all,
              reader: { account: reader, publicKey, profile },
            })
      return {
        contents: { ...contents, shares: [...others, share], people: withName(contents.people, person) },
        call: (update) => shareCall(chain, { chart, number, reader, until, update }),
      }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'share' })
}
