import type { ChartkeyConfig } from '#client'
import { useEngine } from './useEngine.ts'

/** The content of `chartkey.json`. */
export function useConfig(): ChartkeyConfig {
  return useEngine().config
}
