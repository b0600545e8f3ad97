import { FolderOutput, HandHelping, KeyRound, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { ButtonLink } from '../components/ButtonLink.tsx'
import { Empty } from '../components/Empty.tsx'
import { PageHead } from '../components/PageHead.tsx'
import { Segmented } from '../components/Segmented.tsx'
import { formatLongUntil } from '../components/format/until.ts'
import { ChangeLocks, ChartFrame } from '../features/frame/index.ts'
import type { ChartPageProps } from '../features/frame/index.ts'
import {
  AccessList,
  ActingFor,
  LetInMeanwhile,
  ReencryptPanel,
  SectionAccess,
  SharingDialogs,
  countOthers,
  firstExpired,
  referencesTo,
  sharingLine,
} from '../features/sharing/index.ts'
import type { SharingAsked } from '../features/sharing/index.ts'
import { useAct } from '../hooks/useAct.ts'
import { isManager } from '../worker/isManager.ts'

/** Who has access, and until when. */
export function SharingPage() {
  return (
    <ChartFrame title="Sharing">
      {(props) =>
        isManager(props.chart) ? (
          <Sharing key={props.chart.id} {...props} />
        ) : (
          <Redirect to={`/charts/${props.chart.id}`} replace />
        )
      }
    </ChartFrame>
  )
}

function Sharing({ chart, session }: ChartPageProps) {
  const { run, state } = useAct()
  const [, navigate] = useLocation()
  const [view, setView] = useState<'person' | 'section'>('person')
  const [asked, setAsked] = useState<SharingAsked | null>(null)
  const isOwner = chart.role === 'owner'
  const isLocked = !session.canAct || state.status === 'running'
  const isNobody =
    chart.grants.length + chart.shares.length + chart.delegates.length === 0 && chart.offer === null
  const toNew = `/chart/${chart.id}/sharing/new`
  const giveAccess = (
    <Button
      kind="primary"
      onPress={() => navigate(toNew)}
      reason={session.canAct ? undefined : 'Connect your wallet to give access.'}
    >
      <UserPlus />
      Give access
    </Button>
  )
  const expired = firstExpired(chart)
  return (
    <>
      <PageHead
        title="Sharing"
        text={sharingLine(countOthers(chart, session.account), chart.role, view)}
        end={
          isNobody ? undefined : (
            <>
              <span className="max-sm:hidden">
                <Segmented
                  label="Show access"
                  value={view}
                  onChange={setView}
                  options={[
                    { value: 'person', label: 'By person' },
                    { value: 'section', label: 'By section' },
                  ]}
                />
              </span>
              {giveAccess}
            </>
          )
        }
      />
      <ActingFor chart={chart} />
      {isOwner ? (
        <LetInMeanwhile
          chart={chart}
          isLocked={isLocked}
          onEnd={() => void run({ kind: 'endGiven', chart: chart.id, ...referencesTo(chart.undecided) })}
          onKeep={() => void run({ kind: 'rotateChart', chart: chart.id, keep: chart.undecided })}
        />
      ) : null}
      {expired === null || !chart.isKeyed ? null : (
        <div className="mb-4">
          <Banner
            tone="warn"
            icon={<KeyRound />}
            lead={`Access of ${expired.name} ran out on ${formatLongUntil(expired.until)}.`}
            action={session.canAct ? <ChangeLocks chart={chart} /> : undefined}
          >
            Until you change the locks, that account could still open records filed since. They change by
            themselves when you next file something.
          </Banner>
        </div>
      )}
      {isNobody ? (
        <Empty
          icon={<Users />}
          title="Nobody but you has access"
          text="Let in a doctor, a pharmacy or someone close to you: only into the sections that you choose, and only until a day that you choose."
          action={giveAccess}
        />
      ) : view === 'person' ? (
        <AccessList
          chart={chart}
          me={session.account}
          isLocked={isLocked}
          onChange={(grant) => navigate(toNew, { state: { grantee: grant.grantee } })}
          onEnd={(grant) => setAsked({ what: 'end', grant })}
          onAcceptKey={(reader) => setAsked({ what: 'accept-key', reader })}
          onChangeShare={(share) => setAsked({ what: 'share', share })}
          onEndShare={(share) => setAsked({ what: 'end-share', share })}
          onChangeDelegate={({ delegate }) =>
            navigate(`/chart/${chart.id}/sharing/act-for-you`, { state: { delegate } })
          }
          onRemoveDelegate={(delegate) => setAsked({ what: 'remove', delegate })}
          onWithdraw={() => setAsked({ what: 'withdraw' })}
        />
      ) : (
        <SectionAccess chart={chart} />
      )}
      {isOwner ? (
        <div className="mt-4 flex flex-wrap items-start gap-x-2 gap-y-2 border-t border-line pt-4 max-sm:flex-col max-sm:items-stretch">
          {session.canAct ? (
            <>
              <ButtonLink href={`/chart/${chart.id}/sharing/act-for-you`} size="small">
                <HandHelping />
                Let someone act for you
              </ButtonLink>
              <ButtonLink href={`/chart/${chart.id}/sharing/hand-over`} size="small">
                <FolderOutput />
                Hand over this chart
              </ButtonLink>
            </>
          ) : null}
          {isNobody ? null : (
            <Button
              kind="danger-quiet"
              size="small"
              className="sm:ms-auto"
              isDisabled={isLocked}
              onPress={() => setAsked({ what: 'end-all' })}
            >
              End all access
            </Button>
          )}
        </div>
      ) : null}
      {isOwner && chart.epoch > 1 ? (
        <div className="mt-6">
          <ReencryptPanel chart={chart} canAct={session.canAct} />
        </div>
      ) : null}
      <SharingDialogs chart={chart} me={session.account} asked={asked} onClose={() => setAsked(null)} />
    </>
  )
}
