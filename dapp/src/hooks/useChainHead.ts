import { useQuery } from '@tanstack/react-query'
import { useEngine } from './useEngine.ts'

export type UseChainHeadReturnType = {
  /** Null until it was read once. */
  readonly blockNumber: bigint | null
  /** False when the last reading failed. */
  readonly isReachable: boolean
}

/** The chain's newest block. Whatever a new block changed is read anew. */
export function useChainHead(): UseChainHeadReturnType {
  const { refreshOnBlock, deploymentKey, config } = useEngine()
  const query = useQuery({
    queryKey: [...deploymentKey, 'head'],
    queryFn: refreshOnBlock,
    refetchInterval: config.chain.local ? 1500 : 6000,
    retry: false,
  })
  return { blockNumber: query.data ?? null, isReachable: query.error === null }
}
