import { QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { ChartkeyConfig } from '#client'
import type { ReactNode } from 'react'
import { WagmiProvider } from 'wagmi'
import { createWagmiConfig } from '../src/app/wagmi.ts'
import { EngineContext } from '../src/hooks/useEngine.ts'
import { type Engine, createEngine } from '../src/worker/createEngine.ts'
import { createThreadWorker } from './createThreadWorker.ts'

/** Renders a hook under an engine with real parts, as the page has it. */
export function renderEngine<T>(config: ChartkeyConfig, hook: () => T) {
  const engine: Engine = createEngine({
    config,
    wagmi: createWagmiConfig(config),
    createWorker: createThreadWorker,
  })
  function Providers({ children }: { readonly children: ReactNode }) {
    return (
      <WagmiProvider config={engine.wagmi} reconnectOnMount={false}>
        <QueryClientProvider client={engine.queryClient}>
          <EngineContext value={engine}>{children}</EngineContext>
        </QueryClientProvider>
      </WagmiProvider>
    )
  }
  return { engine, ...renderHook(hook, { wrapper: Providers }) }
}
