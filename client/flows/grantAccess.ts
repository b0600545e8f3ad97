import { isAddress, isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { grantCall } from '../chain/calls.ts'
import { readGrant } from '../chain/readGrant.ts'
import { readRecords } from '../chain/readRecords.ts'
import { purposes } from '../chain/purposes.ts'
import type { ChartId, GrantState, PurposeCode } from '../chain/types.ts'
import type { Reader } from '../crypto/keyring.ts'
import { MAX_PERSON_NAME } from '../crypto/keyring.ts'
import { textProblem } from '../crypto/object.ts'
import { NameInvalidError, PermissionInvalidError, ProfileMissingError } from '../errors/flows.ts'
import { changeKeyring, expiredReaders, present, rotated } from './changeKeyring.ts'
import { isLive, rightsOf } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { readProfile } from './readProfile.ts'
import { requireWallet } from './session.ts'
import type { FlowOptions, Session } from './types.ts'

export type GrantAccessParameters = FlowOptions & {
  readonly chart: ChartId
  readonly grantee: Address
  /** What the owner calls this person: sealed in the keyring, never public. */
  readonly name?: string
  /** Section numbers. */
  readonly read: readonly number[]
  readonly write: readonly number[]
  /** Seconds. */
  readonly until: number
  readonly purpose: PurposeCode
  /** Whether records filed before count too. `from-now` rotates the keys where that is needed. */
  readonly history?: 'all' | 'from-now'
}

const MAX_UNTIL = 2 ** 40 - 1

/**
 * Gives an account access to sections of a chart, in place of what it has, and seals the keys to it in the same
 * transaction. Whoever has access already keeps the key that theirs is sealed to. The keys rotate too where the account loses a section, or another reader's access has expired.
 *
 * @throws PermissionInvalidError, NameInvalidError, ProfileMissingError, ProfileUnreadableError before anything is
 * stored; otherwise as `changeKeyring`
 */
export async function grantAccess(
  session: Session,
  { chart, grantee, name, read, write, until, purpose, history = 'all', ...options }: GrantAccessParameters,
): Promise<void> {
  requireWallet(session)
  const { context } = session
  if (!isAddress(grantee, { strict: false }))
    throw new PermissionInvalidError('this is not an account’s address')
  if (isAddressEqual(grantee, session.account)) throw new PermissionInvalidError('it is your own account')
  if (read.length + write.length === 0) throw new PermissionInvalidError('it names no section')
  if (!purposes.some(({ code }) => code === purpose))
    throw new PermissionInvalidError('its purpose is not known')
  const privateName = name?.trim().normalize() ?? ''
  const problem = textProblem(privateName, MAX_PERSON_NAME)
  if (problem !== null) throw new NameInvalidError(`it ${problem}`)

  options.onProgress?.({ step: 'reading', act: 'grant' })
  const published = await readProfile(context, {
    account: grantee,
    known: session.keys.memory.profiles,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  if (published === null) throw new ProfileMissingError()

  const plan = async (managed: ManagedChart) => {
    const { state, moment } = managed
    const contents = present(managed)
    if (isAddressEqual(grantee, state.owner)) throw new PermissionInvalidError('it is the chart’s owner')
    if (until <= moment.time) throw new PermissionInvalidError('its end lies in the past')
    if (!Number.isSafeInteger(until) || until > MAX_UNTIL)
      throw new PermissionInvalidError('its end is not a time')
    if (until > managed.until) throw new PermissionInvalidError('it would outlast your own right to act')
    const known = new Set(contents.sections.map(({ number }) => number))
    if ([...read, ...write].some((section) => !known.has(section))) {
      throw new PermissionInvalidError('it names a section that the chart does not have')
    }
    const stored = await readGrant(context.chain, { chart, grantee, blockNumber: moment.number })
    const mustRotate =
      !state.keyed ||
      (stored?.read.some((section) => !read.includes(section)) ?? false) ||
      expiredReaders(managed).some(({ account }) => !isAddressEqual(account, grantee)) ||
      (history === 'from-now' && (await isEpochUsed(session, managed, read)))
    const base = mustRotate ? rotated(session, managed, { epoch: state.epoch + 1 }) : contents
    const sinceEpoch = history === 'all' ? 1 : base.epoch
    const sections = (numbers: readonly number[]) => [...new Set(numbers)].toSorted((a, b) => a - b)
    const grant: GrantState = {
      grantee,
      read: sections(read),
      write: sections(write),
      until,
      sinceEpoch,
      purpose,
    }
    // A key that changed meanwhile is for the owner to confirm (`acceptChangedKey`), never taken on the side.
    const sealedTo = base.readers.find(({ account }) => isAddressEqual(account, grantee))
    // Who is sealed the whole of the keys anyway, as a delegate or successor, keeps that.
    const grants = [...managed.grants.filter((other) => !isAddressEqual(other.grantee, grantee)), grant]
    const right = rightsOf({ ...managed, grants }, grantee).find((each) => isLive(each, moment))!
    const reader: Reader = {
      account: grantee,
      role: right.role,
      publicKey: sealedTo?.publicKey ?? published.profile.publicKey,
      profile: sealedTo?.profile ?? published.pointer,
      read: right.read,
      write: right.write,
      since: right.since,
    }
    const others = base.readers.filter(({ account }) => !isAddressEqual(account, grantee))
    const people = contents.people.filter(({ account }) => !isAddressEqual(account, grantee))
    const person = contents.people.find(({ account }) => isAddressEqual(account, grantee))
    const named = privateName === '' ? person : { account: grantee, name: privateName }
    return {
      contents: {
        ...base,
        readers: [...others, reader],
        people: named === undefined ? people : [...people, named],
      },
      call: (update: Parameters<typeof grantCall>[1]['update']) =>
        grantCall(context.chain, { chart, grant, update }),
    }
  }
  await changeKeyring(session, { chart, act: 'grant', plan, ...options })
  options.onProgress?.({ step: 'done', act: 'grant' })
}

/** Whether a record of these sections was filed in the present epoch already. */
async function isEpochUsed(
  session: Session,
  { state, moment }: ManagedChart,
  sections: readonly number[],
): Promise<boolean> {
  const records = await readRecords(session.context.chain, {
    chart: state.id,
    to: state.count,
    blockNumber: moment.number,
  })
  return records.some(({ epoch, section }) => epoch === state.epoch && sections.includes(section))
}
