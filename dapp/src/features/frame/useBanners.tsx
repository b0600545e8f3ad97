import { Info, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { useChainHead } from '../../hooks/useChainHead.ts'
import { useConfig } from '../../hooks/useConfig.ts'
import { useToasts } from '../../hooks/useToasts.ts'
import { useWallet } from '../../hooks/useWallet.ts'

/**
 * The banners of every page, by their weight: those given first (tampering), then the network, then those given as `later`
 * (locks), then that this is practice.
 */
export function useBanners(
  first: readonly ReactNode[] = [],
  later: readonly ReactNode[] = [],
): readonly ReactNode[] {
  const { chain, demo } = useConfig()
  const wallet = useWallet()
  const head = useChainHead()
  const { show } = useToasts()
  const banners: ReactNode[] = [...first]
  if (wallet.isWrongNetwork) {
    const onSwitch = async () => {
      const outcome = await wallet.switchNetwork()
      if (outcome.status === 'rejected') show('declined', 'You said no in your wallet. Nothing has changed.')
      if (outcome.status === 'failed') show('notice', outcome.failure.sentence)
    }
    banners.push(
      <Banner
        key="network"
        tone="warn"
        icon={<Unplug />}
        lead="Your wallet is on another network."
        action={
          <Button
            size="small"
            onPress={onSwitch}
            busy={wallet.pending === 'switch' ? 'Asking your wallet…' : undefined}
          >
            Switch to {chain.name}
          </Button>
        }
      >
        Chartkey keeps its charts on {chain.name}.
      </Banner>,
    )
  }
  if (!head.isReachable) {
    banners.push(
      <Banner key="chain" tone="warn" icon={<Unplug />} lead="The chain does not answer.">
        What you see may be old, and nothing can be changed until it answers. It is asked again by itself.
      </Banner>,
    )
  }
  banners.push(...later)
  if (demo) {
    banners.push(
      <Banner key="demo" tone="demo" icon={<Info />} lead="Practice.">
        Nothing leaves this computer, and the practice wallets’ keys are public. Put no real records here.
      </Banner>,
    )
  }
  return banners
}
