import { createWalletClient, http } from 'viem'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { ChartkeyConfig } from '../config.ts'
import { viemChain } from './createChain.ts'
import type { Wallet } from './types.ts'

/** A wallet of one private key, for the command line and tests: it asks nobody. */
export function createLocalWallet({
  config,
  privateKey,
}: {
  config: ChartkeyConfig
  privateKey: Hex
}): Wallet {
  const account = privateKeyToAccount(privateKey)
  const client = createWalletClient({
    account,
    chain: viemChain(config),
    transport: http(config.chain.rpcUrl, { retryCount: 1, timeout: 20_000 }),
  })
  return {
    account: account.address,
    chainId: () => client.getChainId(),
    signTypedData: (typedData) => account.signTypedData(typedData),
    sendTransaction: (transaction) => client.sendTransaction(transaction),
  }
}
