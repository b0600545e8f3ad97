import { CircleCheck, HardDrive, LoaderCircle, Server, TriangleAlert, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { useConfig } from '../../hooks/useConfig.ts'
import { RowState, Rows } from './Rows.tsx'
import type { StoreAnswer } from './askStore.ts'
import { useStoreAnswers } from './useStoreAnswers.ts'

/** Where encrypted records are kept, and whether each store answers now. */
export function Stores() {
  const { storesRequired } = useConfig()
  const { stores, askAgain } = useStoreAnswers()
  return (
    <>
      <Rows
        label="Stores"
        columns={['Store', 'Now']}
        rows={stores.map(({ store, answer, isAsking }) => {
          const host = new URL(store.gatewayUrl).hostname
          const isHere = host === '127.0.0.1' || host === 'localhost'
          return {
            key: store.rpcUrl,
            icon: isHere ? <HardDrive /> : <Server />,
            name: store.name,
            text: (
              <>
                {isHere ? 'On this computer. Works while it is switched on. ' : ''}
                <span className="font-mono text-xs wrap-anywhere" dir="ltr">
                  {store.gatewayUrl}
                </span>
              </>
            ),
            state: answer === null ? <Asking isAsking={isAsking} /> : STATES[answer],
          }
        })}
      />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="text-sm text-ink-2">
          {stores.length === 1
            ? 'Nothing is filed before this store has it.'
            : `Nothing is filed before ${storesRequired} of ${stores.length} stores have it.`}
        </p>
        <Button kind="quiet" size="small" onPress={askAgain}>
          Check again
        </Button>
      </div>
    </>
  )
}

const STATES: Record<StoreAnswer, ReactNode> = {
  answers: (
    <RowState tone="good" icon={<CircleCheck />}>
      It answers
    </RowState>
  ),
  'read-only': (
    <RowState tone="warn" icon={<TriangleAlert />}>
      It can be read, and takes nothing new
    </RowState>
  ),
  refuses: (
    <RowState tone="warn" icon={<TriangleAlert />}>
      It refuses to take records from this page
    </RowState>
  ),
  silent: (
    <RowState tone="bad" icon={<Unplug />}>
      It does not answer
    </RowState>
  ),
}

function Asking({ isAsking }: { readonly isAsking: boolean }) {
  return (
    <RowState tone="quiet" icon={<LoaderCircle className={isAsking ? 'animate-spin' : ''} />}>
      Asking it…
    </RowState>
  )
}
