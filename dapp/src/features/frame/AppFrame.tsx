import { FileText, FolderOpen, Settings, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { Frame } from '../../components/Frame.tsx'
import type { NavItem } from '../../components/Frame.tsx'
import { NameTab } from '../../components/NameTab.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { useChartsActedFor } from '../../hooks/useChartsActedFor.ts'
import { useChartsOpenToMe } from '../../hooks/useChartsOpenToMe.ts'
import { useOwnCharts } from '../../hooks/useOwnCharts.ts'
import { useSession } from '../../hooks/useSession.ts'
import { useSharedWithMe } from '../../hooks/useSharedWithMe.ts'
import { isManager } from '../../worker/isManager.ts'
import type { ChartContents, SessionInfo } from '../../worker/types.ts'
import { TransactionDialog } from '../transaction/index.ts'
import { ReadingOnlyBanner } from './ReadingOnlyBanner.tsx'
import { useBanners } from './useBanners.tsx'
import { usePageTitle } from './usePageTitle.ts'

export type AppFrameProps = {
  readonly session: SessionInfo
  readonly title: string
  /** The chart that the page is about. */
  readonly chart?: Pick<ChartContents, 'id' | 'title' | 'role'> | undefined
  readonly alarms?: readonly ReactNode[]
  readonly notices?: readonly ReactNode[]
  readonly phoneEnd?: ReactNode
  readonly hasOwnBar?: boolean
  readonly children: ReactNode
}

type Managed = Pick<ChartContents, 'id' | 'role'> & { readonly title: string | null }

const LEADS: Record<ChartContents['role'], string> = {
  owner: 'Your chart',
  delegate: 'You act for',
  grantee: 'Chart of',
  reader: 'Single records',
}

/** The frame of every page of an open account: name tab, places to go, banners, lock. */
export function AppFrame({
  session,
  title,
  chart,
  alarms,
  notices,
  phoneEnd,
  hasOwnBar,
  children,
}: AppFrameProps) {
  const { lock } = useSession()
  const [location, navigate] = useLocation()
  const own = useOwnCharts()
  const acted = useChartsActedFor()
  const open = useChartsOpenToMe()
  const shared = useSharedWithMe()
  const banners = useBanners(alarms, [
    ...(notices ?? []),
    ...(session.canAct ? [] : [<ReadingOnlyBanner key="reading" />]),
  ])
  usePageTitle(title)

  const managed: readonly Managed[] = [
    ...(own.data ?? []).map(({ id, title: name }) => ({ id, title: name, role: 'owner' as const })),
    ...(acted.data ?? []).map(({ id, title: name }) => ({ id, title: name, role: 'delegate' as const })),
  ]
  const isManaging = chart !== undefined && isManager(chart)
  const [first] = managed
  const ownId = isManaging ? chart.id : first?.id
  const tab =
    chart ?? (first !== undefined && (session.kind === 'patient' || first.role === 'delegate') ? first : null)
  const at = (href: string) => location === href || location.startsWith(`${href}/`)
  const nav: NavItem[] = []
  if (ownId !== undefined) {
    const records = `/chart/${ownId}/records`
    const sharing = `/chart/${ownId}/sharing`
    nav.push({ href: records, label: 'Records', icon: <FileText />, isCurrent: at(records) })
    nav.push({ href: sharing, label: 'Sharing', icon: <Users />, isCurrent: at(sharing) })
  }
  if (session.kind !== 'patient' || (open.data ?? []).length > 0 || (shared.data ?? []).length > 0) {
    const isCurrent = at('/charts') || (chart !== undefined && !isManaging && at(`/chart/${chart.id}`))
    nav.push({
      href: '/charts',
      label: 'Charts open to me',
      shortLabel: 'Charts',
      icon: <FolderOpen />,
      isCurrent,
    })
  }
  nav.push({ href: '/settings', label: 'Settings', icon: <Settings />, isCurrent: at('/settings') })

  return (
    <Frame
      tab={
        tab === null ? undefined : (
          <NameTab
            lead={LEADS[tab.role]}
            name={tab.title ?? 'Chart'}
            choices={managed.map(({ id, title: name, role }) => ({
              href: `/chart/${id}/records`,
              lead: LEADS[role],
              name: name ?? formatAddress(id),
              isCurrent: chart?.id === id,
            }))}
          />
        )
      }
      nav={nav}
      account={session.account}
      canAct={session.canAct}
      onLock={() => {
        lock()
        navigate('/')
      }}
      banners={banners}
      phoneEnd={phoneEnd}
      {...(hasOwnBar === undefined ? {} : { hasOwnBar })}
    >
      <TransactionDialog />
      {children}
    </Frame>
  )
}
