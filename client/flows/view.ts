import { foldHead, genesisHead } from '../chain/foldHead.ts'
import { readGrant } from '../chain/readGrant.ts'
import { readRecords } from '../chain/readRecords.ts'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { ChartId, ChartState, GrantState, RecordLinks } from '../chain/types.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import type { GranteeKeyring } from '../crypto/openKeyring.ts'
import { NoAccessError } from '../errors/flows.ts'
import type { RememberedKeyring } from './keys.ts'
import { isLive, managerOf, openGrantedKeyring, readManaged, readState } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { requireOpen } from './session.ts'
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
  | { readonly role: 'grantee'; readonly grant: GrantState }
)

/**
 * Opens a chart by its id alone, as owner, delegate or grantee; no logs are needed by a grantee. Where a delegate set keys
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
  if (grant === null || !isLive(grant, moment)) throw new NoAccessError()
  const keyring = await openGrantedKeyring(session, state, grant)
  return {
    ...(await withRecords(session, { moment, state })),
    role: 'grantee',
    grant,
    keyring,
    title: keyring.opened.title,
    sections: grantedSections(keyring.opened, grant),
  }
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
