import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { resealCall } from '../chain/calls.ts'
import type { ChartId, Pointer } from '../chain/types.ts'
import { GrantMissingError, KeyChangedAgainError, ProfileMissingError } from '../errors/flows.ts'
import { changeKeyring, present } from './changeKeyring.ts'
import { readManaged } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { readProfile } from './readProfile.ts'
import { readAll, sealRecordShare } from './shares.ts'
import type { FlowOptions, Session } from './types.ts'

const AT_ONCE = 8

export type AcceptChangedKeyParameters = FlowOptions & {
  readonly chart: ChartId
  readonly grantee: Address
  /** The pointer of the profile whose key the owner was shown and confirmed (`ReaderSummary.profile`). */
  readonly profile: Pointer
}

/**
 * Seals the present keys of a chart, and of records shared by themselves, to the key that a reader published since,
 * after the owner asked that person; also one that somebody who acts for the owner took before. The epoch stays. A thief of the old key who kept it still reads until the next rotation: rotate too where that is feared.
 *
 * @throws KeyChangedAgainError when another profile than the one confirmed is published now
 * @throws GrantMissingError, ProfileMissingError, ProfileUnreadableError; otherwise as `changeKeyring`
 */
export async function acceptChangedKey(
  session: Session,
  { chart, grantee, profile, ...options }: AcceptChangedKeyParameters,
): Promise<void> {
  const known = session.keys.memory.profiles
  const published = await readProfile(session.context, { account: grantee, known })
  if (published === null) throw new ProfileMissingError()
  if (published.pointer !== profile) throw new KeyChangedAgainError()
  const { publicKey } = published.profile
  await changeKeyring(session, {
    chart,
    act: 'reseal',
    read: readManaged,
    async plan(managed) {
      const contents = present(managed)
      const is = ({ account }: { account: Address }) => isAddressEqual(account, grantee)
      if (![...contents.readers, ...contents.shares].some(is)) throw new GrantMissingError()
      const all = contents.shares.some(is) ? await readAll(session, managed) : []
      const readers = contents.readers.map((reader) =>
        is(reader) ? { ...reader, publicKey, profile } : reader,
      )
      const shares = await mapLimit(contents.shares, AT_ONCE, async (share) => {
        if (!is(share)) return share
        const reader = { account: share.account, publicKey, profile }
        return sealRecordShare(session, managed, { number: share.number, all, reader })
      })
      return {
        contents: { ...contents, readers, shares },
        call: (update) => resealCall(session.context.chain, { chart, update }),
      }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'reseal' })
}
