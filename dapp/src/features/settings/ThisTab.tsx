import { Lock, Unplug } from 'lucide-react'
import { useLocation } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { useSession } from '../../hooks/useSession.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import { IdleChoice } from './IdleChoice.tsx'

/** Locking, and letting the wallet go. */
export function ThisTab() {
  const { lock } = useSession()
  const wallet = useWallet()
  const [, navigate] = useLocation()

  return (
    <>
      <IdleChoice />
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <div className="max-w-88">
          <Button
            onPress={() => {
              lock()
              navigate('/')
            }}
          >
            <Lock />
            Lock this tab
          </Button>
          <p className="mt-1 text-sm text-ink-2">
            Forgets your keys and all that was opened here. Your wallet stays connected.
          </p>
        </div>
        {wallet.account === null ? null : (
          <div className="max-w-88">
            <Button
              onPress={async () => {
                await wallet.disconnect()
                lock()
                navigate('/')
              }}
            >
              <Unplug />
              Disconnect {wallet.wallet?.name ?? 'your wallet'}
            </Button>
            <p className="mt-1 text-sm text-ink-2">Locks, and forgets which wallet you use here.</p>
          </div>
        )}
      </div>
    </>
  )
}
