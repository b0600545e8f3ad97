import type { ActState } from './types.ts'

export type IdleLock = {
  /** Minutes without use after which the tab locks itself. */
  readonly minutes: number
  setMinutes(minutes: number): void
  stop(): void
}

export type IdleLockParameters = {
  /** Called once the tab was idle for that long. */
  readonly onIdle: (minutes: number) => void
  /** While true the time does not run: something that the person started goes on. */
  readonly isBusy: () => boolean
  readonly storage?: Pick<Storage, 'getItem' | 'setItem'>
  readonly target?: Pick<Window, 'addEventListener' | 'removeEventListener'>
}

export const IDLE_MINUTES = [5, 15, 60] as const
const DEFAULT_MINUTES = 15
const KEY = 'chartkey.idle-minutes'
const CHECK_EVERY = 5_000
const SIGNS_OF_USE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const

/** Whether an act goes on by itself. One that waits for an answer in a wallet does not: nobody may be there to give it. */
export function goesOn(state: ActState): boolean {
  return state.status === 'running' && state.progress?.step !== 'asking-wallet'
}

/**
 * Watches for signs of use. The time is read from the clock at each check and at each sign, so that a computer that slept,
 * or a tab whose timers were held back, locks before it is used again.
 */
export function createIdleLock({
  onIdle,
  isBusy,
  storage = localStorage,
  target = window,
}: IdleLockParameters): IdleLock {
  let minutes = readMinutes(storage)
  let usedAt = Date.now()

  function check(): void {
    if (isBusy()) usedAt = Date.now()
    if (Date.now() - usedAt < minutes * 60_000) return
    usedAt = Date.now()
    onIdle(minutes)
  }

  function onUse(): void {
    check()
    usedAt = Date.now()
  }

  for (const sign of SIGNS_OF_USE) target.addEventListener(sign, onUse, { capture: true, passive: true })
  const timer = setInterval(check, CHECK_EVERY)
  return {
    get minutes() {
      return minutes
    },
    setMinutes(next) {
      minutes = next
      try {
        storage.setItem(KEY, String(next))
      } catch {
        // A full or forbidden storage forgets it; this tab keeps to it all the same.
      }
    },
    stop() {
      clearInterval(timer)
      for (const sign of SIGNS_OF_USE) target.removeEventListener(sign, onUse, { capture: true })
    },
  }
}

function readMinutes(storage: Pick<Storage, 'getItem'>): number {
  const kept = Number(storage.getItem(KEY))
  return IDLE_MINUTES.find((minutes) => minutes === kept) ?? DEFAULT_MINUTES
}
