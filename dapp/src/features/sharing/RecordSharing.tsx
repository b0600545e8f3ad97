import { Share2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { formatUntil } from '../../components/format/until.ts'
import { useAct } from '../../hooks/useAct.ts'
import type { ChartContents, RecordSummary, SessionInfo, ShareSummary } from '../../worker/types.ts'
import { readersOfRecord } from '../records/index.ts'
import type { OtherReader } from '../records/index.ts'
import { EndShareDialog } from './EndShareDialog.tsx'
import { ShareDialog } from './ShareDialog.tsx'
import { nameOfAccount } from './grantWords.ts'

export type ShareButtonProps = {
  readonly chart: ChartContents
  readonly number: number
  readonly session: SessionInfo
}

/** Opens one record to one account. */
export function ShareButton({ chart, number, session }: ShareButtonProps) {
  const { run, state } = useAct()
  const [isOpen, setOpen] = useState(false)
  const reason = !session.canAct
    ? 'Connect your wallet to share it.'
    : !chart.isKeyed
      ? 'The locks need changing first.'
      : undefined
  return (
    <>
      <Button
        kind="primary"
        isDisabled={state.status === 'running'}
        reason={reason}
        onPress={() => setOpen(true)}
      >
        <Share2 />
        Share this record
      </Button>
      {isOpen ? (
        <ShareDialog
          chart={chart}
          number={number}
          me={session.account}
          onClose={() => setOpen(false)}
          onShare={(request) => {
            setOpen(false)
            void run(request)
          }}
        />
      ) : null}
    </>
  )
}

export type RecordReadersProps = {
  readonly chart: ChartContents
  readonly record: RecordSummary
  readonly session: SessionInfo
}

const BY: Record<OtherReader['by'], string | null> = {
  section: null,
  record: 'this record alone',
  acting: 'acts for the owner',
  offer: 'was offered this chart',
}

/** Who else reads this record, until when; what was shared by itself ends here. */
export function RecordReaders({ chart, record, session }: RecordReadersProps) {
  const { run, state } = useAct()
  const [ending, setEnding] = useState<ShareSummary | null>(null)
  const readers = readersOfRecord(chart, record, session.account)
  const shares = chart.shares.filter((share) => share.number === record.number && !share.isExpired)
  return (
    <section aria-labelledby="readers">
      <h2 id="readers" className="text-base">
        Who can read this
      </h2>
      {readers.length === 0 ? (
        <p className="mt-1 text-sm text-ink-2">
          {chart.role === 'owner' ? 'Only you.' : 'Only the owner and you.'}
        </p>
      ) : (
        <ul className="mt-1 text-sm">
          {readers.map((reader) => {
            const name = nameOfAccount(reader.account, reader.name)
            const by = reader.by === 'acting' && chart.role === 'owner' ? 'acts for you' : BY[reader.by]
            const share =
              reader.by === 'record' ? shares.find((one) => one.reader === reader.account) : undefined
            return (
              <li key={reader.account} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-0.5">
                <span className="min-w-0">
                  <bdi className="wrap-anywhere">{name}</bdi>
                  {by === null ? null : <span className="text-ink-2">, {by}</span>}
                </span>
                <span className="text-ink-2 tabular-nums">until {formatUntil(reader.until)}</span>
                {share === undefined ? null : (
                  <span className="col-span-2 -ms-3">
                    <Button
                      kind="danger-quiet"
                      size="small"
                      isDisabled={!session.canAct || state.status === 'running'}
                      onPress={() => setEnding(share)}
                      aria-label={`End access of ${name} to this record`}
                    >
                      End access
                    </Button>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {ending === null ? null : (
        <EndShareDialog
          chart={chart}
          share={ending}
          onKeep={() => setEnding(null)}
          onEnd={() => {
            setEnding(null)
            const { number, reader, name } = ending
            void run({ kind: 'endShare', chart: chart.id, number, reader, name })
          }}
        />
      )}
    </section>
  )
}
