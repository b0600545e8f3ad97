import type { Address } from 'viem'
import { resealCall, rotateCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { NameInUseError, NotOwnerError } from '../errors/flows.ts'
import { changeKeyring, present, rotated } from './changeKeyring.ts'
import { accountsOf, isLive, readOwned, rightsOf } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { readForRotation } from './rotateChart.ts'
import { requireOpen, requireWallet } from './session.ts'
import { readAll } from './shares.ts'
import type { FlowOptions, Session } from './types.ts'

/** Somebody whose private name a chart keeps, and who has no access any more. */
export type FormerPerson = {
  readonly account: Address
  /** The private name that the owner gave. */
  readonly name: string
  /** How many records this account filed: without the name they are listed by its address. */
  readonly records: number
}

export type ForgetNamesParameters = FlowOptions & {
  readonly chart: ChartId
  /** Whose names; of everybody without access if left out. */
  readonly accounts?: readonly Address[]
}

/**
 * The people whose names a chart keeps although they have no access any more. For the owner.
 *
 * @throws NotOwnerError, ChartMissingError, ChainUnreachableError, and what opening the keyring throws
 */
export async function listFormerPeople(
  session: Session,
  { chart }: { readonly chart: ChartId },
): Promise<FormerPerson[]> {
  requireOpen(session)
  return describe(session, await readOwned(session, chart, { recover: true }))
}

/**
 * Drops the private names of people who have no access any more, which makes room in the chart's keyring. The epoch
 * stays, unless the chart is unkeyed: then it gets new keys in the same transaction. Earlier keyrings keep the names,
 * for those who could open them.
 *
 * @returns whose names were dropped. None: nothing was filed.
 * @throws NameInUseError for an account that has access, or holds the present keys; NotOwnerError; otherwise as
 * `changeKeyring`
 */
export async function forgetNames(
  session: Session,
  { chart, accounts, ...options }: ForgetNamesParameters,
): Promise<readonly FormerPerson[]> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'reseal' })
  const before = await readForForgetting(session, chart)
  const wanted = accounts === undefined ? null : new Set(accounts.map(key))
  const hasKeys = keyHolders(before)
  const { people } = before.keyring.opened.contents
  if (people.some(({ account }) => wanted?.has(key(account)) === true && hasKeys(account))) {
    throw new NameInUseError()
  }
  const former = await describe(session, before)
  const forgotten = former.filter(({ account }) => wanted === null || wanted.has(key(account)))
  if (forgotten.length > 0) {
    await changeKeyring(session, {
      chart,
      act: before.state.keyed ? 'reseal' : 'rotate',
      read: readForForgetting,
      plan(managed) {
        const { keyed } = managed.state
        const contents = keyed ? present(managed) : rotated(session, managed)
        const names = new Set(forgotten.map(({ account }) => key(account)))
        const isNeeded = keyHolders(managed)
        const people = contents.people.filter(({ account }) => !names.has(key(account)) || isNeeded(account))
        return {
          contents: { ...contents, people },
          call: (update) =>
            keyed ? resealCall(chain, { chart, update }) : rotateCall(chain, { chart, update }),
        }
      },
      ...options,
    })
  }
  options.onProgress?.({ step: 'done', act: 'reseal' })
  return forgotten
}

async function readForForgetting(session: Session, chart: ChartId): Promise<ManagedChart> {
  const managed = await readForRotation(session, chart)
  if (managed.role !== 'owner') throw new NotOwnerError()
  return managed
}

async function describe(session: Session, managed: ManagedChart): Promise<FormerPerson[]> {
  const hasKeys = keyHolders(managed)
  const former = managed.keyring.opened.contents.people.filter(({ account }) => !hasKeys(account))
  if (former.length === 0) return []
  const byAuthor = Map.groupBy(await readAll(session, managed), ({ author }) => key(author))
  return former.map((person) => ({ ...person, records: byAuthor.get(key(person.account))?.length ?? 0 }))
}

/** Tells who has access of any kind, or had and holds the present keys until they are renewed. */
function keyHolders(managed: ManagedChart): (account: Address) => boolean {
  const { moment, state } = managed
  const { readers, shares } = present(managed)
  const sealedTo = [...(state.keyed ? readers : []), ...shares].map(({ account }) => account)
  const live = accountsOf(managed).filter((account) =>
    rightsOf(managed, account).some((right) => isLive(right, moment)),
  )
  const shared = managed.shares.filter((share) => isLive(share, moment)).map(({ reader }) => reader)
  const holders = new Set([...sealedTo, ...live, ...shared].map(key))
  return (account) => holders.has(key(account))
}

const key = (account: Address) => account.toLowerCase()
