import { useState } from 'react'
import { useAct } from '../../hooks/useAct.ts'
import { useMadeByDelegate } from '../../hooks/useMadeByDelegate.ts'
import type { ChartContents, DelegateSummary } from '../../worker/types.ts'
import { RemoveDelegateDialog } from './RemoveDelegateDialog.tsx'
import { seenIn } from './grantWords.ts'

export type RemoveDelegateProps = {
  readonly chart: ChartContents
  readonly delegate: DelegateSummary
  readonly onClose: () => void
}

/** Looks up what somebody who acts gave, asks what ends with it, and removes that person. */
export function RemoveDelegate({ chart, delegate, onClose }: RemoveDelegateProps) {
  const { run } = useAct()
  // What comes later is not what was read here.
  const [shown] = useState(chart)
  const made = useMadeByDelegate(chart.id, delegate.delegate)
  return (
    <RemoveDelegateDialog
      chart={chart}
      delegate={delegate}
      made={made.data}
      failure={made.failure}
      onRetry={made.refresh}
      onKeep={onClose}
      onRemove={(ended) => {
        onClose()
        const { delegate: account, name } = delegate
        const seen = seenIn(shown, ...(made.data === undefined ? [] : [made.data]))
        void run({ kind: 'removeDelegate', chart: chart.id, delegate: account, name, ...ended, seen })
      }}
    />
  )
}
