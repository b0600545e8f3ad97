import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartState, DelegateState, GrantState, OfferState, ShareState } from '../chain/types.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { BaseError } from '../errors/BaseError.ts'
import type { RememberedKeyring } from './keys.ts'
import { isLive } from './keyrings.ts'
import { readProfile } from './readProfile.ts'
import type {
  DelegateSummary,
  GrantSummary,
  OfferSummary,
  ReaderSummary,
  Session,
  ShareSummary,
} from './types.ts'

/** At which block, and what the keyring says of its readers; null where it cannot be opened. */
export type SummaryPlace = {
  readonly moment: BlockMoment
  readonly keyring: RememberedKeyring | null
  /** Whose keys the owner is to confirm (`keysToConfirm`). */
  readonly toConfirm?: readonly Address[]
}

/** A grant with what the owner's keyring and the grantee's profile add to it. A profile out of reach is left out. */
export async function summarizeGrant(
  session: Session,
  { grant, ...place }: SummaryPlace & { readonly grant: GrantState },
): Promise<GrantSummary> {
  return { ...grant, ...(await summarizeReader(session, { ...place, ...grant, account: grant.grantee })) }
}

/** As `summarizeGrant`, of a delegation. */
export async function summarizeDelegate(
  session: Session,
  { delegate: state, ...place }: SummaryPlace & { readonly delegate: DelegateState },
): Promise<DelegateSummary> {
  const { delegate, until } = state
  return { delegate, ...(await summarizeReader(session, { ...place, until, account: delegate })) }
}

/** As `summarizeGrant`, of a share. */
export async function summarizeShare(
  session: Session,
  { share, ...place }: SummaryPlace & { readonly share: ShareState },
): Promise<ShareSummary> {
  const { reader, number, until } = share
  const summary = await summarizeReader(session, { ...place, until, account: reader, shared: number })
  return { reader, number, ...summary }
}

/** As `summarizeGrant`, of the chart's offer; null when there is none. */
export async function summarizeOffer(
  session: Session,
  { offer, ...place }: SummaryPlace & { readonly offer: ChartState['offer'] },
): Promise<OfferSummary | null> {
  if (offer === null) return null
  const { successor, until }: OfferState = offer
  return { successor, ...(await summarizeReader(session, { ...place, until, account: successor })) }
}

async function summarizeReader(
  session: Session,
  {
    account,
    until,
    shared,
    moment,
    keyring,
    toConfirm = [],
  }: SummaryPlace & {
    readonly account: Address
    readonly until: number
    /** The record, where the account was given that alone. */
    readonly shared?: number
  },
): Promise<ReaderSummary> {
  const opened = keyring?.opened ?? null
  const contents = opened === null || opened.role === 'grantee' ? null : opened.contents
  const is = (named: { account: Address }) => isAddressEqual(named.account, account)
  const reader =
    shared === undefined
      ? contents?.readers.find(is)
      : contents?.shares.find((share) => is(share) && share.number === shared)
  const published = await readProfile(session.context, {
    account,
    known: session.keys.memory.profiles,
  }).catch((error: unknown) => {
    if (error instanceof BaseError) return null
    throw error
  })
  return {
    name: contents?.people.find(is)?.name ?? null,
    publicName: published?.profile.name ?? null,
    until,
    isExpired: !isLive({ until }, moment),
    isProfileChanged:
      reader !== undefined &&
      published !== null &&
      !equalBytes(reader.publicKey, published.profile.publicKey),
    isKeyUnconfirmed: toConfirm.some((other) => isAddressEqual(other, account)),
    profile: published?.pointer ?? null,
    isKeyMissing:
      contents === null
        ? opened === null || (shared !== undefined && 'problem' in (keyring?.shared?.get(shared) ?? {}))
        : reader === undefined,
  }
}
