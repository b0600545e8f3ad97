import type { ChartkeyConfig } from '#client'
import type { Address } from 'viem'
import type { ResolvedRegister } from 'wagmi'
import { connect, disconnect, getConnection, switchChain } from 'wagmi/actions'
import { attempt } from './attempt.ts'
import { WalletMissingError } from './errors.ts'
import { type ReadableStore, createStore } from './store.ts'
import type { Outcome } from './types.ts'

export type WalletControl = {
  readonly pending: ReadableStore<'connect' | 'switch' | null>
  connect(id: string): Promise<Outcome<Address>>
  disconnect(): Promise<void>
  switchNetwork(): Promise<Outcome<number>>
}

export type WalletControlParameters = {
  readonly config: ChartkeyConfig
  readonly wagmi: ResolvedRegister['config']
}

/** Connecting, letting go and switching the network of a wallet found by EIP-6963. */
export function createWalletControl({ config, wagmi }: WalletControlParameters): WalletControl {
  const pending = createStore<'connect' | 'switch' | null>(null)

  async function during<T>(what: 'connect' | 'switch', call: () => Promise<T>): Promise<Outcome<T>> {
    if (pending.get() !== null) return { status: 'cancelled' }
    pending.set(what)
    const outcome = await attempt(call)
    pending.set(null)
    return outcome
  }

  async function letGo(): Promise<void> {
    const { connector } = getConnection(wagmi)
    if (connector !== undefined) await disconnect(wagmi, { connector }).catch(() => {})
  }

  return {
    pending,
    connect: (id) =>
      during('connect', async () => {
        const connector = wagmi.connectors.find((found) => found.id === id)
        if (connector === undefined) throw new WalletMissingError()
        await letGo()
        const { accounts } = await connect(wagmi, { connector })
        const account = accounts[0]
        if (account === undefined) throw new WalletMissingError()
        return account
      }),
    disconnect: letGo,
    switchNetwork: () =>
      during('switch', async () => {
        const { connector } = getConnection(wagmi)
        if (connector === undefined) throw new WalletMissingError()
        const chain = await switchChain(wagmi, { connector, chainId: config.chain.id })
        return chain.id
      }),
  }
}
