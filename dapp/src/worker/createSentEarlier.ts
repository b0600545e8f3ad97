import type { KeyValueStorage } from '#client'
import type { Toasts } from './createToasts.ts'
import type { WorkerLink } from './createWorkerLink.ts'
import { type ReadableStore, createStore } from './store.ts'
import type { SentAct } from './types.ts'

export type SentEarlier = {
  /** What is on its way to the chain and was not sent by this visit, oldest first. */
  readonly acts: ReadableStore<readonly SentAct[]>
  /** Sees all of it through, and says how each ended. Never throws; does nothing while that is being done. */
  follow(): Promise<void>
  /** As `follow`, where something was sent at all: it starts no worker for nothing. */
  followSent(): Promise<void>
}

export type SentEarlierParameters = {
  readonly link: WorkerLink
  readonly storage: KeyValueStorage
  readonly toasts: Toasts
  /** Called when something was decided, before it is no longer shown. */
  readonly onDecided: () => void
}

const NONE: readonly SentAct[] = []
const RETRY_MS = 5000

/** What an earlier visit sent: a reload, a lock or a closed tab ends the act's dialog and not the act. */
export function createSentEarlier({ link, storage, toasts, onDecided }: SentEarlierParameters): SentEarlier {
  const acts = createStore(NONE)
  let isFollowing = false

  /** Whether another round is to follow: the chain did not answer, or a lock ended the worker that waited. */
  async function round(): Promise<'over' | 'again' | 'later'> {
    try {
      acts.set(await link.call((api) => api.listSent()))
      const resumed = await link.call((api) => api.resumePending())
      for (const { problem, isUnanswered } of resumed) {
        if (problem === null) toasts.show('done', 'What you sent earlier has taken effect.')
        else if (!isUnanswered) toasts.show('notice', problem)
      }
      if (resumed.some(({ isUnanswered }) => !isUnanswered)) onDecided()
      return resumed.some(({ isUnanswered }) => isUnanswered) ? 'later' : 'over'
    } catch (error) {
      const isEnded = error instanceof Error && error.name === 'SessionLockedError'
      return isEnded && (await hasSent(storage)) ? 'again' : 'over'
    }
  }

  async function follow(): Promise<void> {
    if (isFollowing) return
    isFollowing = true
    for (let next = await round(); next !== 'over'; next = await round()) {
      if (next === 'later') await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
    acts.set(NONE)
    isFollowing = false
  }

  return {
    acts,
    follow,
    async followSent() {
      if (await hasSent(storage)) await follow()
    },
  }
}

/** The client's journal, whatever deployment it is of. */
async function hasSent(storage: KeyValueStorage): Promise<boolean> {
  return (await storage.keys()).some((key) => key.startsWith('chartkey/sent/'))
}
