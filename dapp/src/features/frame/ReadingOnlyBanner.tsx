import { Eye } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { useWallet } from '../../hooks/useWallet.ts'
import { ConnectDialog } from '../connect/index.ts'

/** An account that was opened with its recovery card alone, and the way to act in it. */
export function ReadingOnlyBanner() {
  const { account } = useWallet()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Banner
        tone="note"
        icon={<Eye />}
        lead="You opened this with a recovery card: you can read."
        action={
          account === null ? (
            <Button size="small" onPress={() => setOpen(true)}>
              Connect your wallet
            </Button>
          ) : undefined
        }
      >
        {account === null
          ? 'To change anything, connect the wallet of this account.'
          : 'To change anything, choose this account in your wallet.'}
      </Banner>
      <ConnectDialog isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
