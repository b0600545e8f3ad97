import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useChartsWithNewLocks } from './useChartsWithNewLocks.ts'

export type StolenDialogProps = { readonly onClose: () => void }

/** After a theft: everything new. What unlocks stays, so the stolen thing is to be removed first. */
export function StolenDialog({ onClose }: StolenDialogProps) {
  const { run } = useAct()
  const { own, acted } = useChartsWithNewLocks()
  return (
    <StolenView
      charts={own}
      acted={acted}
      onClose={onClose}
      onChange={() => {
        onClose()
        void run({ kind: 'rotateAccountKey' })
      }}
    />
  )
}

export type StolenViewProps = StolenDialogProps & {
  /** How many charts are this account's own. */
  readonly charts: number
  /** And in how many it acts for the owner. */
  readonly acted: number
  readonly onChange: () => void
}

export function StolenView({ charts, acted, onClose, onChange }: StolenViewProps) {
  return (
    <ConfirmDialog
      title="Change all keys of your account?"
      isOpen
      confirm="Change all keys"
      keep="Not now"
      onConfirm={onChange}
      onKeep={onClose}
    >
      <p>
        If a device was stolen while this page was open on it, its keys may be in other hands. If it was one
        of your <b>ways to unlock</b> that was stolen, go back and remove that one, or replace the card: that
        changes all keys as well.
      </p>
      <ul className="list-disc space-y-1.5 ps-5">
        <li>
          Your account gets a new key. Your ways to unlock stay as they are, and open the new one: it is
          sealed to each of them.
        </li>
        {charts + acted === 0 ? null : (
          <li>
            The locks of {formatList(lockedCharts(charts, acted))} change, so what is filed there from then on
            opens with the new keys alone. Your wallet asks{' '}
            {charts + acted === 1 ? 'twice' : `${charts + acted + 1} times`}.
          </li>
        )}
        <li>
          People who let you in are shown that your key has changed, and asked to check with you. Tell them
          that it was you.
        </li>
        <li>
          What was read before cannot be taken back. Under “Your charts” you can re-encrypt what was filed
          before, so that old keys do not open what your stores hold.
        </li>
      </ul>
    </ConfirmDialog>
  )
}

function lockedCharts(charts: number, acted: number): readonly string[] {
  const own = charts === 1 ? 'your chart' : `each of your ${charts} charts`
  const others = acted === 1 ? 'the chart that you act for' : `the ${acted} charts that you act for`
  return [...(charts === 0 ? [] : [own]), ...(acted === 0 ? [] : [others])]
}
