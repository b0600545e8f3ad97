import type { Address } from 'viem'
import { useConnection, useConnectors } from 'wagmi'
import { PRACTICE_WALLET_RDNS } from '../worker/practiceWalletRdns.ts'
import type { Outcome } from '../worker/types.ts'
import { useEngine } from './useEngine.ts'
import { useStore } from './useStore.ts'

/** A wallet that was found in this browser by EIP-6963. */
export type FoundWallet = {
  readonly id: string
  readonly name: string
  /** A `data:` URL, or null. */
  readonly icon: string | null
  /** The demo wallet of this page: its keys are public. */
  readonly isPractice: boolean
}

export type UseWalletReturnType = {
  readonly status: 'disconnected' | 'connecting' | 'reconnecting' | 'connected'
  readonly account: Address | null
  /** The connected one. */
  readonly wallet: FoundWallet | null
  readonly chainId: number | null
  /** Connected, and on another chain than that of `chartkey.json`. */
  readonly isWrongNetwork: boolean
  /** Every wallet that can be chosen. */
  readonly wallets: readonly FoundWallet[]
  /** What the wallet is being asked, for a busy button. */
  readonly pending: 'connect' | 'switch' | null
  /** Never throws. */
  connect(id: string): Promise<Outcome<Address>>
  /** Locks, and lets the wallet go. */
  disconnect(): Promise<void>
  switchNetwork(): Promise<Outcome<number>>
}

/** The person's wallet: which one, its account and its network. */
export function useWallet(): UseWalletReturnType {
  const { config, wallet } = useEngine()
  const connection = useConnection()
  const connectors = useConnectors()
  const isConnected = connection.status === 'connected'
  const chainId = isConnected ? connection.chainId : null
  return {
    status: connection.status,
    account: isConnected ? connection.address : null,
    wallet: isConnected ? foundWallet(connection.connector) : null,
    chainId,
    isWrongNetwork: chainId !== null && chainId !== config.chain.id,
    wallets: connectors.map(foundWallet),
    pending: useStore(wallet.pending),
    connect: wallet.connect,
    disconnect: wallet.disconnect,
    switchNetwork: wallet.switchNetwork,
  }
}

function foundWallet(connector: { id: string; name: string; icon?: string | undefined }): FoundWallet {
  const icon = connector.icon?.trim() ?? ''
  return {
    id: connector.id,
    name: connector.name,
    icon: icon.startsWith('data:image/') ? icon : null,
    isPractice: connector.id === PRACTICE_WALLET_RDNS,
  }
}
