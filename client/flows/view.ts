import { foldHead, genesisHead } from '../chain/foldHead.ts'
import { readGrant } from '../chain/readGrant.ts'
import { readRecords } from '../chain/readRecords.ts'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartId, ChartState, GrantState, RecordLinks, ShareState } from '../chain/types.ts'
import { createSectionKeys } from '../crypto/createSectionKeys.ts'
import type { KeyringContents, KeyringRoot } from '../crypto/keyring.ts'
import type { GranteeKeyring } from '../crypto/openKeyring.ts'
import { BaseError } from '../errors/BaseError.ts'
import { RecordKeyMissingError } from '../errors/crypto.ts'
import { NoAccessError } from '../errors/flows.ts'
import type { RememberedKeyring } from './keys.ts'
import { isLive, managerOf, openGrantedKeyring, readManaged, readState } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { requireOpen } from './session.ts'
import { fetchKeyringRoot, openShares, readOwnShares } from './shares.ts'
import type { SectionSummary, Session } from './types.ts'

/** A chart opened for reading, all of it at one block. */
export type ChartView = {
  readonly moment: BlockMoment
  readonly state: ChartState
  readonly keyring: RememberedKeyring
  readonly title: string
  readonly sections: readonly SectionSummary[]
  /** All records of the chart, by number from 1. */
  readonly links: readonly RecordLinks[]
  readonly isHeadVerified: boolean
} & (
  | { readonly role: 'owner' | 'delegate'; readonly managed: ManagedChart }
  | (OwnShares & { readonly role: 'grantee'; readonly grant: GrantState })
  | (OwnShares & { readonly role: 'reader' })
)

/** For who is not the owner nor acts for it: the live shares of single records. */
type OwnShares = { readonly shares: readonly ShareState[] }

/**
 * Opens a chart by its id alone, as owner, delegate, grantee, or reader of single records; only owner and delegate make
 * use of logs. Where a delegate set keys
 * that are not sound, the owner sees what its own last keys open.
 *
 * @throws ChartMissingError, NoAccessError, and what opening the keyring throws
 */
export async function viewChart(session: Session, chart: ChartId): Promise<ChartView> {
  requireOpen(session)
  const { moment, state } = await readState(session, chart)
  if ((await managerOf(session, { moment, state })) !== null) {
    const managed = await readManaged(session, chart, { recover: true })
    const { keyring } = managed
    return {
      ...(await withRecords(session, managed)),
      role: managed.role,
      managed,
      keyring,
      title: keyring.opened.contents.title,
      sections: wholeSections(keyring.opened.contents),
    }
  }
  const grant = await readGrant(session.context.chain, {
    chart,
    grantee: session.account,
    blockNumber: moment.number,
  })
  if (grant !== null && isLive(grant, moment)) {
    const keyring = await openGrantedKeyring(session, state, grant)
    const { root } = keyring.opened
    const records = await withRecords(session, { moment, state })
    const shares = await readOwnShares(session, { moment, state, root })
    const shared = await openShares(session, { keyring: state.keyring, root, shares, links: records.links })
    return {
      ...records,
      role: 'grantee',
      grant,
      shares,
      keyring: { ...keyring, shared },
      title: keyring.opened.title,
      sections: grantedSections(keyring.opened, grant),
    }
  }
  return viewShared(session, { moment, state })
}

/** What of a chart is shared with this account by itself. @throws NoAccessError when nothing is */
async function viewShared(
  session: Session,
  { moment, state }: { moment: BlockMoment; state: ChartState },
): Promise<ChartView> {
  let root: KeyringRoot | null = null
  let failure: unknown
  try {
    root = await fetchKeyringRoot(session, state)
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    failure = error
  }
  const shares = await readOwnShares(session, { moment, state, root })
  if (shares.length === 0) throw new NoAccessError()
  if (root === null) throw failure
  const opened = { role: 'grantee', root, title: SHARED_TITLE, since: root.epoch, sections: [] } as const
  const records = await withRecords(session, { moment, state })
  const shared = await openShares(session, { keyring: state.keyring, root, shares, links: records.links })
  const { keyring: pointer, ownerKeyring } = state
  return {
    ...records,
    role: 'reader',
    shares,
    keyring: { pointer, ownerKeyring, opened, shared, sectionKeys: createSectionKeys(opened, noHistory) },
    title: SHARED_TITLE,
    sections: [],
  }
}

/** The chart's own title is sealed to who may read or write a section. */
const SHARED_TITLE = 'Shared with you'

async function noHistory(): Promise<never> {
  throw new RecordKeyMissingError()
}

/** What a grant lets its holder do in each section that the keyring names to it. */
export function grantedSections({ sections }: GranteeKeyring, grant: GrantState): SectionSummary[] {
  return byLabel(
    sections.map(({ number, label, seed }) => ({
      number,
      label,
      canRead: seed !== null && grant.read.includes(number),
      canWrite: grant.write.includes(number),
    })),
  )
}

/** What owner and delegates may do: everything. */
export function wholeSections({ sections }: Pick<KeyringContents, 'sections'>): SectionSummary[] {
  return byLabel(sections.map((section) => ({ ...section, canRead: true, canWrite: true })))
}

/** Numbers are random, so that they tell nothing: people see sections in the order of their names. */
function byLabel(sections: readonly SectionSummary[]): SectionSummary[] {
  return sections.toSorted((a, b) => a.label.localeCompare(b.label))
}

async function withRecords(session: Session, { moment, state }: { moment: BlockMoment; state: ChartState }) {
  const { chain, config } = session.context
  const links = await readRecords(chain, { chart: state.id, to: state.count, blockNumber: moment.number })
  const head = foldHead({
    head: genesisHead({ chainId: config.chain.id, contract: config.contracts.charts, chart: state.id }),
    chart: state.id,
    records: links,
  })
  return { moment, state, links, isHeadVerified: links.length === state.count && head === state.head }
}
