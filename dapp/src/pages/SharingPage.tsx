import { KeyRound, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { Empty } from '../components/Empty.tsx'
import { PageHead } from '../components/PageHead.tsx'
import { Segmented } from '../components/Segmented.tsx'
import { formatLongUntil } from '../components/format/until.ts'
import { ChangeLocks, ChartFrame } from '../features/frame/index.ts'
import type { ChartPageProps } from '../features/frame/index.ts'
import {
  AcceptKeyDialog,
  EndAccessDialog,
  GrantList,
  SectionAccess,
  nameOfGrantee,
  sharingLine,
} from '../features/sharing/index.ts'
import { useAct } from '../hooks/useAct.ts'
import type { GrantSummary } from '../worker/types.ts'

/** Who has access, and until when. */
export function SharingPage() {
  return (
    <ChartFrame title="Sharing">
      {(props) =>
        props.chart.role === 'owner' ? (
          <Sharing {...props} />
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
  const [ending, setEnding] = useState<GrantSummary | null>(null)
  const [accepting, setAccepting] = useState<GrantSummary | null>(null)
  const isLocked = !session.canAct || state.status === 'running'
  const live = chart.grants.filter((grant) => !grant.isExpired)
  const expired = chart.grants.filter((grant) => grant.isExpired)
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
  const first = expired[0]
  return (
    <>
      <PageHead
        title="Sharing"
        text={sharingLine(live.length)}
        end={
          chart.grants.length === 0 ? undefined : (
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
      {first === undefined || !chart.isKeyed ? null : (
        <div className="mb-4">
          <Banner
            tone="warn"
            icon={<KeyRound />}
            lead={`Access of ${nameOfGrantee(first)} ran out on ${formatLongUntil(first.until)}.`}
            action={session.canAct ? <ChangeLocks chart={chart} /> : undefined}
          >
            Until you change the locks, that account could still open records filed since. They change by
            themselves when you next file something.
          </Banner>
        </div>
      )}
      {chart.grants.length === 0 ? (
        <Empty
          icon={<Users />}
          title="Nobody but you has access"
          text="Let in a doctor, a pharmacy or someone close to you: only into the sections that you choose, and only until a day that you choose."
          action={giveAccess}
        />
      ) : view === 'person' ? (
        <GrantList
          chart={chart}
          isLocked={isLocked}
          onChange={(grant) => navigate(toNew, { state: { grantee: grant.grantee } })}
          onEnd={setEnding}
          onAcceptKey={setAccepting}
        />
      ) : (
        <SectionAccess chart={chart} />
      )}
      {accepting === null ? null : (
        <AcceptKeyDialog
          grant={accepting}
          onKeep={() => setAccepting(null)}
          onAccept={() => {
            const { grantee, profile, name } = accepting
            setAccepting(null)
            if (profile !== null)
              void run({ kind: 'acceptChangedKey', chart: chart.id, grantee, profile, name })
          }}
        />
      )}
      {ending === null ? null : (
        <EndAccessDialog
          grant={ending}
          onKeep={() => setEnding(null)}
          onEnd={() => {
            setEnding(null)
            void run({ kind: 'revokeAccess', chart: chart.id, grantee: ending.grantee, name: ending.name })
          }}
        />
      )}
    </>
  )
}
