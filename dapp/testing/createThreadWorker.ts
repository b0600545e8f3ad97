import { join } from 'node:path'
import { Worker as Thread } from 'node:worker_threads'

type Listener = (event: { data?: unknown; message?: string; preventDefault(): void }) => void

/** The page's worker as a thread of Node, with Node's own globals and not jsdom's. */
export function createThreadWorker(): Worker {
  const thread = new Thread(join(process.cwd(), 'dapp/testing/threadEntry.ts'))
  const listeners = new Map<Listener, (value: unknown) => void>()
  return {
    postMessage: (message: unknown, transfer: never[] = []) => thread.postMessage(message, transfer),
    addEventListener(type: 'message' | 'error', listener: Listener) {
      const heard = (value: unknown) => {
        if (type === 'message') listener({ data: value, preventDefault() {} })
        else listener({ message: (value as Error).message, preventDefault() {} })
      }
      listeners.set(listener, heard)
      thread.on(type as string, heard)
    },
    removeEventListener(type: 'message' | 'error', listener: Listener) {
      const heard = listeners.get(listener)
      if (heard !== undefined) thread.off(type as string, heard)
    },
    terminate: () => void thread.terminate(),
  } as unknown as Worker
}
