import { HardDrive, Server } from 'lucide-react'
import { useConfig } from '../../hooks/useConfig.ts'
import { SettingsTable } from './SettingsTable.tsx'

/** Where encrypted records are kept, as this page is set up. */
export function Stores() {
  const { stores, storesRequired } = useConfig()
  return (
    <>
      <SettingsTable
        label="Stores"
        columns={['Store', 'Where']}
        rows={stores.map((store) => {
          const host = new URL(store.gatewayUrl).hostname
          const isHere = host === '127.0.0.1' || host === 'localhost'
          return {
            key: store.rpcUrl,
            icon: isHere ? <HardDrive /> : <Server />,
            name: store.name,
            text: (
              <span className="font-mono text-xs" dir="ltr">
                {store.gatewayUrl}
              </span>
            ),
            state: (
              <span className="text-sm text-ink-2">
                {isHere ? 'On this computer. Works while it is switched on.' : 'On the internet.'}
              </span>
            ),
          }
        })}
      />
      <p className="mt-2 text-sm text-ink-2">
        {stores.length === 1
          ? 'Nothing is filed before this store has it.'
          : `Nothing is filed before ${storesRequired} of ${stores.length} stores have it.`}
      </p>
    </>
  )
}
