import type { ChartId } from '../chain/types.ts'
import { undecidedAccess } from './givenAccess.ts'
import { keysToConfirm } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { summarizeDelegate, summarizeGrant, summarizeOffer, summarizeShare } from './readerSummary.ts'
import { summarize } from './records.ts'
import type { ChartContents, FlowOptions, Session } from './types.ts'
import { viewChart } from './view.ts'

const AT_ONCE = 8

/**
 * Reads a whole chart but for the documents: sections, records with what their authors wrote beside them, and who has access.
 * The list of records is checked against the chart's head, each record against its commitment; one that does not open
 * is named with the reason, and hinders no other.
 *
 * @throws ChartMissingError, NoAccessError, ChainUnreachableError, and what opening the keyring throws
 */
export async function loadChart(
  session: Session,
  { chart, onProgress, signal }: FlowOptions & { readonly chart: ChartId },
): Promise<ChartContents> {
  onProgress?.({ step: 'reading' })
  const view = await viewChart(session, chart)
  const { state, moment, keyring, links } = view
  let done = 0
  const records = await mapLimit(links, AT_ONCE, async (record) => {
    signal?.throwIfAborted()
    const summary = await summarize(session, { chart, keyring, links: record, all: links, signal })
    onProgress?.({ step: 'reading', done: ++done, total: links.length })
    return summary
  })
  const managed = 'managed' in view ? view.managed : null
  const toConfirm = managed === null ? [] : await keysToConfirm(session, managed)
  const place = { moment, keyring, toConfirm }
  const allShares = 'managed' in view ? view.managed.shares : view.shares
  const [grants, delegates, shares] = await Promise.all([
    mapLimit(managed?.grants ?? [], AT_ONCE, (grant) => summarizeGrant(session, { grant, ...place })),
    mapLimit(managed?.delegates ?? [], AT_ONCE, (delegate) =>
      summarizeDelegate(session, { delegate, ...place }),
    ),
    mapLimit(allShares, AT_ONCE, (share) => summarizeShare(session, { share, ...place })),
  ])
  const offer = managed === null ? null : state.offer
  const problem = managed?.problem ?? null
  const undecided = managed === null ? null : await undecidedAccess(session, managed)
  return {
    id: chart,
    role: view.role,
    actsUntil: managed?.role === 'delegate' ? managed.until : null,
    owner: state.owner,
    title: view.title,
    epoch: state.epoch,
    isKeyed: state.keyed,
    sections: view.sections,
    records,
    grants,
    delegates,
    shares,
    offer: await summarizeOffer(session, { offer, ...place }),
    undecided: undecided ?? { grants: [], shares: [] },
    grant:
      view.role === 'grantee' ? await summarizeGrant(session, { grant: view.grant, moment, keyring }) : null,
    keyringProblem: problem === null ? null : { message: problem.shortMessage, delegate: problem.delegate },
    isHeadVerified: view.isHeadVerified,
    checkedAt: moment.time,
  }
}
