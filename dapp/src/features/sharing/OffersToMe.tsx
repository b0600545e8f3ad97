import { FolderInput } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { formatLongUntil } from '../../components/format/until.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useOffersToMe } from '../../hooks/useOffersToMe.ts'
import type { OfferToMe } from '../../worker/types.ts'

/** The charts that others want to hand to this account. */
export function OffersToMe({ canAct }: { readonly canAct: boolean }) {
  const { run, dismiss, state } = useAct()
  const [, navigate] = useLocation()
  const offers = useOffersToMe().data ?? []
  const [asked, setAsked] = useState<OfferToMe | null>(null)

  useEffect(() => {
    if (state.status !== 'done' || state.request.kind !== 'acceptChart') return
    dismiss()
    navigate(`/chart/${state.request.chart}/records`)
  }, [state, dismiss, navigate])

  return (
    <>
      {offers.map((offer) => (
        <OfferCard
          key={offer.chart}
          offer={offer}
          reason={canAct ? undefined : 'Connect your wallet to take it over.'}
          isDisabled={state.status === 'running'}
          onAccept={() => setAsked(offer)}
        />
      ))}
      {asked === null ? null : (
        <AcceptDialog
          offer={asked}
          onClose={() => setAsked(null)}
          onAccept={() => {
            setAsked(null)
            void run({ kind: 'acceptChart', chart: asked.chart, isIncomplete: false, title: asked.title })
          }}
        />
      )}
    </>
  )
}

export type OfferCardProps = {
  readonly offer: OfferToMe
  readonly reason: string | undefined
  readonly isDisabled: boolean
  readonly onAccept: () => void
}

export function OfferCard({ offer, reason, isDisabled, onAccept }: OfferCardProps) {
  return (
    <section
      aria-label="A chart is offered to you"
      className="mb-4 rounded-sheet border border-manila-edge bg-sheet px-4 pt-3 pb-2 sm:px-6"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FolderInput className="text-ink-2 max-sm:hidden" />
        <p className="min-w-0 flex-1 basis-72">
          <b className="font-mono font-semibold" dir="ltr">
            {formatAddress(offer.owner)}
          </b>{' '}
          wants to hand you{' '}
          {offer.title === null ? (
            'a chart'
          ) : (
            <>
              the chart of{' '}
              <b className="rounded-tag bg-manila box-decoration-clone px-1.5 text-on-manila">
                {offer.title}
              </b>
            </>
          )}
          , until {formatLongUntil(offer.until)}.
        </p>
        <Button reason={reason} isDisabled={isDisabled} onPress={onAccept}>
          Take it over
        </Button>
      </div>
      {offer.problem === null ? null : (
        <p role="alert" className="text-sm font-semibold text-amber">
          {offer.problem}
        </p>
      )}
      <Details>
        <Facts
          facts={[
            ['From', offer.owner],
            ['Chart', offer.chart],
          ]}
        />
      </Details>
    </section>
  )
}

type AcceptDialogProps = {
  readonly offer: OfferToMe
  readonly onAccept: () => void
  readonly onClose: () => void
}

function AcceptDialog({ offer, onAccept, onClose }: AcceptDialogProps) {
  return (
    <Dialog
      title={offer.title === null ? 'Take over this chart?' : `Take over the chart of ${offer.title}?`}
      isOpen
      onClose={onClose}
    >
      <div className="mt-2 space-y-3 text-ink-2">
        <p>Take it only if you know whose account {formatAddress(offer.owner)} is.</p>
        <ul className="list-disc space-y-1.5 ps-5">
          <li>
            First each of its keys is tried here on a record. If one opens none, nothing changes, and you are
            told which records that leaves closed.
          </li>
          <li>
            Then the chart is yours alone: whoever has access now, its owner too, loses it. The locks change.
          </li>
          <li>What others read until then cannot be taken back.</li>
          <li>Your wallet asks twice: to note the chart in your account, and to take it over.</li>
        </ul>
      </div>
      <DialogActions>
        <Button kind="primary" onPress={onAccept}>
          Take it over
        </Button>
        <Button onPress={onClose}>Not now</Button>
      </DialogActions>
    </Dialog>
  )
}
