/** Starts the module Worker that holds the session. */
export function createWorker(): Worker {
  return new Worker(new URL('../worker/session.worker.ts', import.meta.url), {
    type: 'module',
    name: 'chartkey',
  })
}
