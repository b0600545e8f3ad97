import { RadioCards } from '../../components/RadioCards.tsx'
import { SelectField } from '../../components/SelectField.tsx'
import type { ChartContents, Period } from '../../worker/types.ts'
import { countHidden, countRecords, historyOptions, optionLabel } from './history.ts'
import type { History } from './history.ts'

export type HistoryFieldProps = {
  readonly chart: Pick<ChartContents, 'records'>
  readonly periods: readonly Period[]
  readonly read: readonly number[]
  readonly history: History
  readonly onHistory: (history: History) => void
}

/** How far back they may read: everything, since a date on which the locks changed, or nothing of what is there. */
export function HistoryField({ chart, periods, read, history, onHistory }: HistoryFieldProps) {
  const chosen = typeof history === 'object' ? history.since : null
  const options = historyOptions(chart, periods, read)
  const isListed = options.some(({ since }) => since === chosen)
  const dates = [
    ...(chosen === null || isListed ? [] : [{ value: String(chosen), label: 'as it is now' }]),
    ...options.map((option) => ({ value: String(option.since), label: optionLabel(option) })),
  ]
  const first = dates[0]
  const hidden = countHidden(chart, history, read)
  return (
    <div>
      <RadioCards
        label="What they can read"
        value={typeof history === 'object' ? 'since' : history}
        onChange={(value) => {
          if (value === 'since') onHistory({ since: chosen ?? Number(first?.value) })
          else onHistory(value as 'all' | 'from-now')
        }}
        options={[
          { value: 'all', title: 'Everything already in these sections, and what is filed from now on' },
          { value: 'from-now', title: 'Only what is filed from now on' },
          ...(first === undefined
            ? []
            : [
                {
                  value: 'since',
                  title: 'What was filed since a date, and from now on',
                  text: 'A date on which the locks changed. What was filed before stays closed.',
                },
              ]),
        ]}
      />
      {chosen === null || first === undefined ? null : (
        <SelectField
          className="mt-3 max-w-72"
          label="Since"
          value={String(chosen)}
          onChange={(value) => onHistory({ since: Number(value) })}
          options={dates}
        />
      )}
      <p role="status" className="mt-2 text-sm text-ink-2">
        {hidden === 0
          ? 'No record in these sections stays closed to them.'
          : `${countRecords(hidden)} already in these sections ${hidden === 1 ? 'stays' : 'stay'} closed to them.`}
      </p>
    </div>
  )
}
