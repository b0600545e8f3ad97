import { readError } from './readError.ts'
import type { Outcome } from './types.ts'

/** Runs a call and gives how it ended. Never throws. */
export async function attempt<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { status: 'done', value: await call() }
  } catch (error) {
    const reading = readError(error)
    if (reading.kind === 'failed') return { status: 'failed', failure: reading.failure }
    return { status: reading.kind }
  }
}
