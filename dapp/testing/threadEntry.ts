import { parentPort } from 'node:worker_threads'
import { type Endpoint, expose } from 'comlink'
import { createWorkerApi } from '../src/worker/createWorkerApi.ts'
import { installErrorTransfer } from '../src/worker/errorTransfer.ts'

installErrorTransfer()
const port = parentPort!
expose(createWorkerApi(), {
  postMessage: (message, transfer = []) => port.postMessage(message, transfer as never[]),
  addEventListener: (_, listener) =>
    void port.on('message', (data) => (listener as unknown as (event: { data: unknown }) => void)({ data })),
  removeEventListener() {},
} satisfies Endpoint)
