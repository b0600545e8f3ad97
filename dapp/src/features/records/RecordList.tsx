import { FolderOpen, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Ledger, LedgerGroup } from '../../components/Ledger.tsx'
import type { ChartContents } from '../../worker/types.ts'
import { RecordRow } from './RecordRow.tsx'
import type { RecordFilter } from './selectRecords.ts'
import { groupByMonth, selectRecords } from './selectRecords.ts'

export type RecordListProps = {
  readonly chart: ChartContents
  readonly me: string
  readonly filter: RecordFilter
  readonly onClear: () => void
  /** Rows that stand before all others: what is being filed now. */
  readonly first?: ReactNode
  readonly empty: { readonly text: string; readonly action?: ReactNode }
  readonly chosen?: number | null
  readonly onChoose?: (number: number) => void
  readonly isTight?: boolean
}

export function RecordList({
  chart,
  me,
  filter,
  onClear,
  first,
  empty,
  chosen,
  onChoose,
  isTight,
}: RecordListProps) {
  const records = selectRecords(chart, filter, me)
  const groups = groupByMonth(records)
  const isFiltered = filter.section !== null || filter.words.trim() !== ''
  const nothing =
    records.length > 0 || (first !== undefined && !isFiltered) ? null : isFiltered ? (
      <Empty
        icon={<SearchX />}
        title="Nothing found"
        text="No record that you can read matches."
        action={<Button onPress={onClear}>Show everything</Button>}
      />
    ) : (
      <Empty icon={<FolderOpen />} title="No records yet" text={empty.text} action={empty.action} />
    )
  return (
    <>
      {first === undefined && records.length === 0 ? null : (
        <Ledger label="Records, newest first">
          {first}
          {groups.map((group) => (
            <LedgerRows key={group.month} month={group.month}>
              {group.records.map((record) => (
                <RecordRow
                  key={record.number}
                  record={record}
                  chart={chart}
                  me={me}
                  href={`/chart/${chart.id}/records/${record.number}`}
                  isChosen={chosen === record.number}
                  onChoose={onChoose === undefined ? undefined : () => onChoose(record.number)}
                  isTight={isTight === true}
                />
              ))}
            </LedgerRows>
          ))}
        </Ledger>
      )}
      {nothing === null ? null : <div className={first === undefined ? '' : 'mt-4'}>{nothing}</div>}
    </>
  )
}

function LedgerRows({ month, children }: { readonly month: string; readonly children: ReactNode }) {
  return (
    <>
      <LedgerGroup>{month}</LedgerGroup>
      {children}
    </>
  )
}
