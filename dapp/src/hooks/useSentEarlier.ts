import type { SentAct } from '../worker/types.ts'
import { useEngine } from './useEngine.ts'
import { useStore } from './useStore.ts'

/** What an account sent before this visit and the chain has not decided yet, oldest first. */
export function useSentEarlier(account: string | null): readonly SentAct[] {
  const { sentEarlier } = useEngine()
  const acts = useStore(sentEarlier.acts)
  return acts.filter((act) => act.account.toLowerCase() === account?.toLowerCase())
}
