import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { AccountKind, Credential } from '#client'
import { EngineContext } from '../src/hooks/useEngine.ts'
import type { Engine } from '../src/worker/createEngine.ts'

/** An element under an engine that knows what is attested of accounts and what they are, and nothing else. */
export function withCredentials(
  element: ReactElement,
  credentials: readonly Credential[] = [],
  kind: AccountKind = 'practitioner',
): ReactElement {
  const engine = {
    deploymentKey: ['test'],
    call: async (use: (api: unknown) => unknown) =>
      use({ credentialsOf: async () => credentials, accountState: async () => ({ kind }) }),
  } as unknown as Engine
  return (
    <QueryClientProvider client={new QueryClient()}>
      <EngineContext value={engine}>{element}</EngineContext>
    </QueryClientProvider>
  )
}
