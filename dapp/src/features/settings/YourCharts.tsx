import { FolderOutput, HandHelping, Users } from 'lucide-react'
import { useState } from 'react'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { Details } from '../../components/Details.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useOwnCharts } from '../../hooks/useOwnCharts.ts'
import { useReceivedCharts } from '../../hooks/useReceivedCharts.ts'
import type { OwnChart, SessionInfo } from '../../worker/types.ts'
import { ReencryptPanel } from '../sharing/index.ts'

/** The charts of this account, with what is done with a chart as a whole. */
export function YourCharts({ session }: { readonly session: SessionInfo }) {
  const own = useOwnCharts()
  const received = useReceivedCharts()
  if (own.data === undefined) {
    return own.failure === null ? (
      <Loading rows={1}>Looking for your charts…</Loading>
    ) : (
      <ErrorNotice
        title="Your charts could not be looked up"
        onRetry={own.refresh}
        isRetrying={own.isRefreshing}
      >
        {own.failure.sentence}
      </ErrorNotice>
    )
  }
  const problem =
    received.failure === null ? null : (
      <ErrorNotice
        title="Charts that were handed to you may be missing here"
        onRetry={() => {
          received.refresh()
          own.refresh()
        }}
        isRetrying={received.isRefreshing}
      >
        {received.failure.sentence}
      </ErrorNotice>
    )
  if (own.data.length === 0)
    return problem ?? <p className="text-sm text-ink-2">This account has no chart of its own.</p>
  return (
    <>
      {problem}
      <ul className="divide-y divide-line border-t border-line-strong">
        {own.data.map((chart) => (
          <YourChart key={chart.id} chart={chart} session={session} />
        ))}
      </ul>
    </>
  )
}

function YourChart({ chart, session }: { readonly chart: OwnChart; readonly session: SessionInfo }) {
  const [isOpen, setOpen] = useState(false)
  const to = `/chart/${chart.id}/sharing`
  return (
    <li className="py-3">
      <p className="mb-2 inline-block max-w-full rounded-t-[6px] rounded-b-[2px] border border-manila-edge bg-manila px-2.5 py-px font-bold wrap-anywhere text-on-manila">
        <bdi>{chart.title ?? 'A chart that cannot be opened now'}</bdi>
      </p>
      <div className="flex flex-wrap gap-2 max-sm:flex-col">
        <ButtonLink href={to} size="small">
          <Users />
          Who has access
        </ButtonLink>
        <ButtonLink href={`${to}/act-for-you`} size="small">
          <HandHelping />
          Let someone act for you
        </ButtonLink>
        <ButtonLink href={`${to}/hand-over`} size="small">
          <FolderOutput />
          Hand over this chart
        </ButtonLink>
      </div>
      {chart.epoch > 1 ? (
        <Details summary="Re-encrypt what was filed before" className="mt-1" onToggle={setOpen}>
          {isOpen ? (
            <div className="mt-1">
              <ReencryptPanel chart={chart} canAct={session.canAct} />
            </div>
          ) : null}
        </Details>
      ) : null}
    </li>
  )
}
