import { type Remote, proxy, releaseProxy, wrap } from 'comlink'
import { type ChartkeyConfig, type KeyValueStorage, SessionLockedError } from '#client'
import { WorkerStoppedError } from './errors.ts'
import type { WorkerApi } from './types.ts'

/** The worker's calls, seen from the page. */
export type WorkerRemote = {
  readonly [K in keyof WorkerApi]: (
    ...parameters: Parameters<WorkerApi[K]>
  ) => Promise<Awaited<ReturnType<WorkerApi[K]>>>
}

export type WorkerLink = {
  /** Starts the worker when none runs. Rejects with SessionLockedError when the worker is ended meanwhile. */
  call<T>(run: (api: WorkerRemote) => Promise<T>): Promise<T>
  /** Ends the worker with all that it holds. */
  stop(): void
}

type Running = {
  readonly worker: Worker
  readonly remote: WorkerRemote
  readonly started: Promise<void>
  readonly end: (reason: Error) => void
  /** Rejects when the worker ends; comlink alone would leave its calls pending for ever. */
  readonly ended: Promise<never>
}

export type WorkerLinkParameters = {
  readonly config: ChartkeyConfig
  readonly storage: KeyValueStorage
  readonly createWorker: () => Worker
}

export function createWorkerLink({ config, storage, createWorker }: WorkerLinkParameters): WorkerLink {
  let running: Running | null = null

  function start(): Running {
    const worker = createWorker()
    const wrapped = wrap<WorkerApi>(worker)
    const { promise: ended, reject } = Promise.withResolvers<never>()
    ended.catch(() => {})
    const current: Running = {
      worker,
      remote: wrapped,
      started: wrapped.start(config, proxy(storage)),
      ended,
      end(reason) {
        if (running === current) running = null
        worker.terminate()
        reject(reason)
        release(wrapped)
      },
    }
    current.started.catch(() => {})
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      current.end(new WorkerStoppedError({ details: event.message ?? '' }))
    })
    return current
  }

  return {
    async call(run) {
      running ??= start()
      const { remote, started, ended } = running
      await Promise.race([started, ended])
      return await Promise.race([run(remote), ended])
    },
    stop() {
      running?.end(new SessionLockedError())
    },
  }
}

function release(remote: Remote<WorkerApi>): void {
  try {
    remote[releaseProxy]()
  } catch {
    // The worker behind it is gone already.
  }
}
