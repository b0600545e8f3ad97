import { FolderLock, Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { Redirect } from 'wouter'
import { Button } from '../components/Button.tsx'
import { Empty } from '../components/Empty.tsx'
import { TextField } from '../components/TextField.tsx'
import { cx } from '../components/cx.ts'
import { ChartFrame } from '../features/frame/index.ts'
import type { ChartPageProps } from '../features/frame/index.ts'
import {
  AddRecords,
  FilingRow,
  ListChecked,
  RecordList,
  SectionIndex,
  useFiling,
  useFilingReason,
} from '../features/records/index.ts'
import type { RecordFilter } from '../features/records/index.ts'
import { ActingFor, OffersToMe } from '../features/sharing/index.ts'
import { isManager } from '../worker/isManager.ts'

const EVERYTHING: RecordFilter = { section: null, words: '' }

/** The records of one's own chart, or of one that this account looks after: add, look, find. */
export function RecordsPage() {
  const [isSearching, setSearching] = useState(false)
  return (
    <ChartFrame
      title="Records"
      phoneEnd={
        <Button
          kind="quiet"
          size="icon"
          aria-label="Search"
          aria-expanded={isSearching}
          onPress={() => setSearching(!isSearching)}
        >
          <Search />
        </Button>
      }
    >
      {(props) =>
        isManager(props.chart) ? (
          <Records {...props} isSearching={isSearching} />
        ) : (
          <Redirect to={`/charts/${props.chart.id}`} replace />
        )
      }
    </ChartFrame>
  )
}

function Records({ chart, session, isSearching }: ChartPageProps & { readonly isSearching: boolean }) {
  const [filter, setFilter] = useState(EVERYTHING)
  const filing = useFiling(chart)
  const reason = useFilingReason(chart, session)
  const list = useRef<HTMLDivElement>(null)
  const searchWords = chart.role === 'owner' ? 'Search your records' : 'Search these records'
  const search = (
    <TextField
      label={searchWords}
      isLabelHidden
      placeholder={searchWords}
      type="search"
      icon={<Search />}
      value={filter.words}
      onChange={(words) => setFilter({ ...filter, words })}
    />
  )
  return (
    <div className="lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] lg:items-start lg:gap-x-8">
      <div className="hidden lg:block">
        <div className="mb-3">{search}</div>
        <SectionIndex
          chart={chart}
          me={session.account}
          chosen={filter.section}
          onChoose={(section) => setFilter({ ...filter, section })}
        />
        <ListChecked chart={chart} className="mt-2.5 border-t border-line px-3 pt-3.5" />
      </div>
      <div ref={list}>
        <h1 className="sr-only max-sm:hidden">Records</h1>
        <OffersToMe canAct={session.canAct} />
        <ActingFor chart={chart} isShort />
        <AddRecords chart={chart} section={filter.section} reason={reason} />
        <div className={cx('mb-3 lg:hidden', !isSearching && 'max-sm:hidden')}>{search}</div>
        <div className="mb-3 lg:hidden">
          <SectionIndex
            chart={chart}
            me={session.account}
            chosen={filter.section}
            onChoose={(section) => setFilter({ ...filter, section })}
          />
        </div>
        {chart.sections.length === 0 ? (
          <Empty icon={<FolderLock />} title="No sections" text="This chart has no section to file into." />
        ) : (
          <RecordList
            chart={chart}
            me={session.account}
            filter={filter}
            onClear={() => setFilter(EVERYTHING)}
            first={filing === null ? undefined : <FilingRow filing={filing} chart={chart} />}
            empty={{ text: 'Add a letter, a photo of a prescription, or a file from your doctor.' }}
          />
        )}
        <ListChecked chart={chart} className="mt-6 lg:hidden" />
      </div>
    </div>
  )
}
