import type { AccountState } from '#client'
import type { Address } from 'viem'
import { useEngine } from './useEngine.ts'
import { type Loaded, useLoaded } from './useLoaded.ts'

/** The published profile of any account; data is `none` where it has not set up Chartkey. Give null to ask nothing. */
export function useAccountState(account: Address | null): Loaded<AccountState> {
  const { call } = useEngine()
  return useLoaded(['account', account], () => call((api) => api.accountState(account!)), {
    isEnabled: account !== null,
  })
}
