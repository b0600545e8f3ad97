import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { resealCall } from '../chain/calls.ts'
import type { ChartId, Pointer } from '../chain/types.ts'
import { GrantMissingError, KeyChangedAgainError, ProfileMissingError } from '../errors/flows.ts'
import { changeKeyring, present } from './changeKeyring.ts'
import { readManaged } from './keyrings.ts'
import { readProfile } from './readProfile.ts'
import type { FlowOptions, Session } from './types.ts'

export type AcceptChangedKeyParameters = FlowOptions & {
  readonly chart: ChartId
  readonly grantee: Address
  /** The pointer of the profile whose key the owner was shown and confirmed (`GrantSummary.profile`). */
  readonly profile: Pointer
}

/**
 * Seals the present keys of a chart to the key that a reader published since, after the owner asked that person. The
 * epoch stays. A thief of the old key who kept it still reads until the next rotation: rotate too where that is feared.
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
    plan(managed) {
      const contents = present(managed)
      if (!contents.readers.some(({ account }) => isAddressEqual(account, grantee))) {
        throw new GrantMissingError()
      }
      const readers = contents.readers.map((reader) =>
        isAddressEqual(reader.account, grantee) ? { ...reader, publicKey, profile } : reader,
      )
      return {
        contents: { ...contents, readers },
        call: (update) => resealCall(session.context.chain, { chart, update }),
      }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'reseal' })
}
