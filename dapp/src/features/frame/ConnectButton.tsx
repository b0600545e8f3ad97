import { CircleCheck, Wallet } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import { ConnectDialog } from '../connect/index.ts'

/** The page's one way to a wallet, with the wallets that this browser has. */
export function ConnectButton() {
  const { wallets } = useWallet()
  const [isOpen, setOpen] = useState(false)
  const found = wallets.filter((wallet) => !wallet.isPractice).map((wallet) => wallet.name)
  return (
    <>
      <Button kind="primary" size="big" className="w-full" onPress={() => setOpen(true)}>
        <Wallet />
        Connect your wallet
      </Button>
      {found.length === 0 ? null : (
        <p className="mt-2 flex gap-1.5 text-sm text-ink-2">
          <CircleCheck className="mt-[0.1em]" />
          <span>
            <bdi>{formatList(found)}</bdi> {found.length === 1 ? 'was' : 'were'} found in this browser.
          </span>
        </p>
      )}
      <ConnectDialog isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
