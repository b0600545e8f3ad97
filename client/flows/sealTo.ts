import { isAddress, isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { MAX_PEOPLE, MAX_PERSON_NAME } from '../crypto/keyring.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import { textProblem } from '../crypto/object.ts'
import {
  NameInvalidError,
  NamesFullError,
  PermissionInvalidError,
  ProfileMissingError,
} from '../errors/flows.ts'
import { isLive, rightsOf } from './keyrings.ts'
import type { ChartRights, ManagedChart } from './keyrings.ts'
import { readProfile } from './readProfile.ts'
import type { PublishedProfile } from './readProfile.ts'
import type { Session } from './types.ts'

/** Somebody to whom keys are to be sealed. */
export type Person = {
  readonly account: Address
  readonly published: PublishedProfile
  /** The private name that the owner gives; empty for none. */
  readonly name: string
}

const MAX_UNTIL = 2 ** 40 - 1

/**
 * Who is to be given something, with the profile that the account publishes now.
 *
 * @throws PermissionInvalidError, NameInvalidError, ProfileMissingError, ProfileUnreadableError
 */
export async function readPerson(
  session: Session,
  {
    account,
    name = '',
    signal,
  }: { account: Address; name?: string | undefined; signal?: AbortSignal | undefined },
): Promise<Person> {
  if (!isAddress(account, { strict: false }))
    throw new PermissionInvalidError('this is not an account’s address')
  if (isAddressEqual(account, session.account)) throw new PermissionInvalidError('it is your own account')
  const privateName = name.trim().normalize()
  const problem = textProblem(privateName, MAX_PERSON_NAME)
  if (problem !== null) throw new NameInvalidError(`it ${problem}`)
  const published = await readProfile(session.context, {
    account,
    known: session.keys.memory.profiles,
    ...(signal === undefined ? {} : { signal }),
  })
  if (published === null) throw new ProfileMissingError()
  return { account, published, name: privateName }
}

/** @throws PermissionInvalidError unless `until` is a time to come, no later than this account may act. */
export function requireUntil(until: number, managed: Pick<ManagedChart, 'moment' | 'until'>): void {
  if (until <= managed.moment.time) throw new PermissionInvalidError('its end lies in the past')
  if (!Number.isSafeInteger(until) || until > MAX_UNTIL)
    throw new PermissionInvalidError('its end is not a time')
  if (until > managed.until) throw new PermissionInvalidError('it would outlast your own right to act')
}

/**
 * The contents with a reader added, or changed, to what the rights give it: the strongest that lives. A key that changed
 * meanwhile is for the owner to confirm (`acceptChangedKey`), never taken on the side.
 */
export function withReader(
  contents: KeyringContents,
  rights: Pick<ChartRights, 'state' | 'grants' | 'delegates' | 'moment'>,
  { account, published, name }: Person,
): KeyringContents {
  const is = (other: { account: Address }) => isAddressEqual(other.account, account)
  const { role, read, write, since } = rightsOf(rights, account).find((right) =>
    isLive(right, rights.moment),
  )!
  const sealedTo = contents.readers.find(is)
  const reader = {
    account,
    role,
    publicKey: sealedTo?.publicKey ?? published.profile.publicKey,
    profile: sealedTo?.profile ?? published.pointer,
    read,
    write,
    since,
  }
  return {
    ...contents,
    readers: [...contents.readers.filter((other) => !is(other)), reader],
    people: withName(contents.people, { account, name }),
  }
}

/** The private names with one added or changed; an empty one leaves them as they are. @throws NamesFullError */
export function withName(
  people: KeyringContents['people'],
  { account, name }: Pick<Person, 'account' | 'name'>,
): KeyringContents['people'] {
  if (name === '') return people
  const others = people.filter((person) => !isAddressEqual(person.account, account))
  if (others.length >= MAX_PEOPLE) throw new NamesFullError(MAX_PEOPLE)
  return [...others, { account, name }]
}
