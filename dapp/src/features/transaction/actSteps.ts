import type { ActState, Progress } from '../../worker/types.ts'

export type ActStep = {
  readonly key: 'encrypt' | 'store' | 'wallet' | 'wait' | 'done'
  readonly state: 'done' | 'now' | 'later' | 'failed'
}

const KEYS = ['encrypt', 'store', 'wallet', 'wait', 'done'] as const

const PLACES: Record<Progress['step'], number> = {
  reading: 0,
  retrying: 0,
  encrypting: 0,
  storing: 1,
  'confirming-bytes': 1,
  'asking-wallet': 2,
  mining: 3,
  confirming: 3,
  done: 4,
}

/** Where an act is, as the five steps that a person sees. */
export function actSteps(state: Exclude<ActState, { status: 'idle' | 'rejected' }>): readonly ActStep[] {
  const place: number = state.status === 'done' ? KEYS.length : PLACES[state.progress?.step ?? 'reading']
  return stepsAt(place, state.status === 'failed' ? 'failed' : 'now')
}

function stepsAt(place: number, state: 'now' | 'failed'): readonly ActStep[] {
  return KEYS.map((key, index) => ({
    key,
    state: index < place ? 'done' : index > place ? 'later' : state,
  }))
}

/** Where an act is that was sent, and of which nothing more is known. */
export const SENT_STEPS: readonly ActStep[] = stepsAt(PLACES.mining, 'now')
