import type { Credential } from '#client'
import type { Address } from 'viem'
import { useEngine } from './useEngine.ts'
import { type Loaded, useLoaded } from './useLoaded.ts'

/** What accredited authorities attest of any account now. Give null to ask nothing. */
export function useCredentials(account: Address | null): Loaded<readonly Credential[]> {
  const { call } = useEngine()
  return useLoaded(['credentials', account], () => call((api) => api.credentialsOf(account!)), {
    isEnabled: account !== null,
  })
}
