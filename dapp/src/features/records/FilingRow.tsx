import { TriangleAlert, Upload, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { LedgerEntry } from '../../components/Ledger.tsx'
import { SectionTag } from '../../components/SectionTag.tsx'
import { cx } from '../../components/cx.ts'
import { formatBytes, formatBytesOf } from '../../components/format/formatBytes.ts'
import { formatTimeRemaining } from '../../components/format/formatDuration.ts'
import { useAct } from '../../hooks/useAct.ts'
import type {
  ActState,
  AddRecordsRequest,
  ChartContents,
  FileNoteRequest,
  Progress,
} from '../../worker/types.ts'

/** The filing of records of this chart that is under way, was stopped, or was refused in the wallet. */
export function useFiling(chart: Pick<ChartContents, 'id'>): Filing | null {
  const { state } = useAct()
  if (state.status === 'idle' || state.status === 'done') return null
  const { request } = state
  const isFiling = request.kind === 'addRecords' || request.kind === 'fileNote'
  return isFiling && request.chart === chart.id ? (state as Filing) : null
}

type Filing = Extract<ActState, { status: 'running' | 'failed' | 'rejected' }> & {
  readonly request: AddRecordsRequest | FileNoteRequest
}

/** What is being filed now, in the place where it will stand. It keeps its place when it fails. */
export function FilingRow({ filing, chart }: { readonly filing: Filing; readonly chart: ChartContents }) {
  const { cancel, retry, dismiss } = useAct()
  const { request } = filing
  const position = chart.sections.findIndex((section) => section.number === request.section)
  const hasFailed = filing.status === 'failed'
  const share = filing.status === 'rejected' ? 0 : shareOf(filing.progress)
  const name = nameOf(filing)
  return (
    <LedgerEntry when={<b className="font-semibold text-ink">Now</b>}>
      <span className="text-ink-3 max-sm:hidden">
        <Upload />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3.5">
          <bdi className="leading-snug font-semibold wrap-anywhere">{name}</bdi>
          <span className="text-sm text-ink-2">
            <SectionTag position={Math.max(position, 0)} label={chart.sections[position]?.label ?? ''} />
          </span>
        </p>
        <progress
          aria-label={name}
          className={cx('bar my-1.5', hasFailed && 'border-madder-line text-madder')}
          max={1}
          value={share}
        />
        {hasFailed ? (
          <>
            <p role="alert" className="flex items-start gap-1.5 text-sm font-semibold text-madder">
              <TriangleAlert className="mt-[0.1em]" />
              <span>Stopped: {lowerFirst(filing.failure.sentence)}</span>
            </p>
            <div className="mt-1.5 flex flex-wrap items-center gap-x-2">
              <Button size="small" onPress={retry}>
                {filing.failure.cure === 'carry-on' ? 'Carry on' : 'Try again'}
              </Button>
              <Button kind="quiet" size="small" onPress={dismiss}>
                Remove
              </Button>
            </div>
            {filing.failure.details === null ? null : (
              <Details>
                <Facts facts={[['Error', filing.failure.details]]} />
              </Details>
            )}
          </>
        ) : filing.status === 'running' ? (
          <FilingLine filing={filing} />
        ) : (
          <div className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
            <span className="me-2">You said no in your wallet. Nothing was filed.</span>
            <Button size="small" onPress={retry}>
              Ask again
            </Button>
            <Button kind="quiet" size="small" onPress={dismiss}>
              Remove
            </Button>
          </div>
        )}
      </div>
      {filing.status === 'running' && filing.canCancel ? (
        <>
          <Button size="small" className="max-sm:hidden" onPress={cancel}>
            Cancel
          </Button>
          <Button
            kind="quiet"
            size="icon"
            aria-label="Cancel"
            className="-mt-2 -me-2 sm:hidden"
            onPress={cancel}
          >
            <X />
          </Button>
        </>
      ) : null}
    </LedgerEntry>
  )
}

function FilingLine({ filing }: { readonly filing: Extract<Filing, { status: 'running' }> }) {
  const now = useNow(500)
  const { progress } = filing
  const isBytes = progress?.step === 'encrypting' || progress?.step === 'storing'
  const done = isBytes ? (progress.done ?? 0) : 0
  const total = isBytes ? (progress.total ?? 0) : 0
  const seconds = (now - filing.stepStartedAt) / 1000
  const speed = seconds > 1 && done > 0 ? done / seconds : null
  return (
    <p role="status" className="flex flex-wrap items-baseline gap-x-4 text-sm text-ink-2 tabular-nums">
      <span>{stepWords(progress)}</span>
      {total > 0 ? <bdi>{formatBytesOf(done, total)}</bdi> : null}
      {speed === null || done >= total ? null : (
        <>
          <bdi className="max-sm:hidden">{formatBytes(Math.round(speed))} a second</bdi>
          <span>{formatTimeRemaining((total - done) / speed)}</span>
        </>
      )}
    </p>
  )
}

function stepWords(progress: Progress | null): string {
  if (progress === null) return 'Looking at the chart'
  switch (progress.step) {
    case 'reading':
      return progress.total === undefined
        ? 'Looking at the chart'
        : `Waiting until the change of the locks is final: ${progress.done ?? 0} of ${progress.total} blocks`
    case 'encrypting':
      return 'Encrypting and storing'
    case 'storing':
      return 'Storing'
    case 'confirming-bytes':
      return 'Reading it back from the store, to be sure'
    case 'asking-wallet':
      if (progress.total === 2) return 'Sign the note in your wallet. Then confirm that it is filed.'
      return progress.act === 'rotate'
        ? 'Confirm in your wallet: an access has ended, so the locks change first.'
        : 'Confirm in your wallet. Until you do, nothing has changed.'
    case 'mining':
    case 'confirming':
      return 'Waiting for the chain'
    case 'retrying':
      return 'The chart was changed meanwhile. Encrypting anew'
    case 'done':
      return 'Done'
  }
}

/** How far all files are, by bytes where they are known; null where there is no telling. */
function shareOf(progress: Progress | null): number {
  if (progress === null || progress.step === 'reading' || progress.step === 'retrying') return 0
  if (progress.step === 'asking-wallet' && progress.total === 2) return 0
  if (progress.step !== 'encrypting' && progress.step !== 'storing') return 1
  const part =
    progress.total === undefined || progress.total === 0 ? 0 : (progress.done ?? 0) / progress.total
  if (progress.file === undefined) return part
  return (progress.file.index + Math.min(part, 1)) / progress.file.count
}

function nameOf(filing: Filing): string {
  const { request } = filing
  if (request.kind === 'fileNote') return request.title
  const title = (index: number) => request.files[index]?.title ?? request.files[index]?.name ?? 'Record'
  if (request.files.length === 1) return title(0)
  const file = filing.status === 'rejected' ? undefined : filing.progress?.file
  return file === undefined
    ? `${request.files.length} records`
    : `${title(file.index)} (${file.index + 1} of ${request.files.length})`
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
