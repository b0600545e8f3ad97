import { createNode } from '../../services/ipfs/createNode.ts'
import { freePort } from './freePort.ts'
import { onEnd } from './processes.ts'

export interface RunningStore {
  readonly name: string
  readonly rpcUrl: string
  readonly gatewayUrl: string
  /** Where its blocks lie. */
  readonly directory: string
  stop(): Promise<void>
}

export interface StartStoreOptions {
  readonly directory: string
  /** The pages that may use it, as `http://127.0.0.1:3000`. */
  readonly origins: readonly string[]
  /** Taken when free, else the system chooses one. */
  readonly port?: number
}

/** Starts the embedded IPFS node on 127.0.0.1; it is closed when this process ends. */
export async function startStore({ directory, origins, port = 0 }: StartStoreOptions): Promise<RunningStore> {
  const node = await createNode({ directory, origins, port: await freePort(port) })
  return {
    name: 'This computer',
    rpcUrl: node.rpcUrl,
    gatewayUrl: node.gatewayUrl,
    directory,
    stop: onEnd(() => node.close()),
  }
}
