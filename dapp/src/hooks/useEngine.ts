import { createContext, use } from 'react'
import type { Engine } from '../worker/createEngine.ts'

export const EngineContext = createContext<Engine | null>(null)

/** The page's half of the engine. */
export function useEngine(): Engine {
  const engine = use(EngineContext)
  if (engine === null) throw new Error('useEngine needs an EngineContext above it')
  return engine
}
