import { WrongAccountError } from '#client'
import { type EIP1193Provider, getTypesForEIP712Domain, numberToHex, serializeTypedData } from 'viem'
import type { Address, Hash, Hex } from 'viem'
import type { Connector } from 'wagmi'
import type { PageWallet } from './types.ts'
import { isUserRejection } from './readError.ts'

/**
 * A connected wallet as the client wants it: EIP-1193 requests of one account, and nothing else.
 *
 * @throws an error with code 4001 when its user says no; WrongAccountError when the wallet no longer offers that account.
 */
export function createPageWallet(connector: Connector, account: Address): PageWallet {
  async function request<T>(method: string, params: readonly unknown[]): Promise<T> {
    const provider = (await connector.getProvider()) as EIP1193Provider
    try {
      return await provider.request({ method, params } as never)
    } catch (error) {
      if (isUserRejection(error)) throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
      throw error
    }
  }

  async function assertAccount(): Promise<void> {
    const accounts = await request<readonly string[]>('eth_accounts', [])
    if (!accounts.some((offered) => offered.toLowerCase() === account.toLowerCase())) {
      throw new WrongAccountError()
    }
  }

  return {
    chainId: async () => Number(await request<Hex>('eth_chainId', [])),
    async signTypedData({ domain, types, primaryType, message }) {
      await assertAccount()
      const all: Record<string, unknown> = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types }
      const typedData = serializeTypedData({ domain, types: all, primaryType, message })
      return await request<Hex>('eth_signTypedData_v4', [account, typedData])
    },
    async getEncryptionPublicKey() {
      await assertAccount()
      return await request<string>('eth_getEncryptionPublicKey', [account])
    },
    async decrypt(ciphertext) {
      await assertAccount()
      return await request<string>('eth_decrypt', [ciphertext, account])
    },
    async sendTransaction({ to, data, gas }) {
      await assertAccount()
      const transaction = { from: account, to, data, ...(gas === undefined ? {} : { gas: numberToHex(gas) }) }
      return await request<Hash>('eth_sendTransaction', [transaction])
    },
  }
}
