import { useQueries } from '@tanstack/react-query'
import { useEngine } from '../../hooks/useEngine.ts'
import { type StoreAnswer, type StoreConfig, askStore } from './askStore.ts'

export type AskedStore = {
  readonly store: StoreConfig
  /** Null until it was asked once. */
  readonly answer: StoreAnswer | null
  readonly isAsking: boolean
}

/** The stores of `chartkey.json`, and whether each answers now. */
export function useStoreAnswers(): { readonly stores: readonly AskedStore[]; askAgain(): void } {
  const { config, deploymentKey } = useEngine()
  const results = useQueries({
    queries: config.stores.map((store) => ({
      queryKey: [...deploymentKey, 'store-answer', store.rpcUrl, store.gatewayUrl],
      queryFn: ({ signal }: { signal: AbortSignal }) => askStore(store, signal),
      refetchInterval: 30_000,
      staleTime: 0,
      retry: false,
    })),
  })
  return {
    stores: config.stores.map((store, index) => ({
      store,
      answer: results[index]?.data ?? null,
      isAsking: results[index]?.isFetching ?? false,
    })),
    askAgain: () => results.forEach((result) => void result.refetch()),
  }
}
