import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createNode } from '../../services/ipfs/createNode.ts'
import type { CreateNodeParameters } from '../../services/ipfs/createNode.ts'

export type TestNode = {
  readonly rpcUrl: string
  readonly gatewayUrl: string
  readonly directory: string
  stop(): Promise<void>
}

/** An embedded node on a directory that goes with it. Garbage is collected without a time of grace. */
export async function startTestNode(parameters: Partial<CreateNodeParameters> = {}): Promise<TestNode> {
  const directory = parameters.directory ?? (await mkdtemp(path.join(tmpdir(), 'chartkey-node-')))
  const node = await createNode({ directory, graceSeconds: 0, ...parameters })
  return {
    ...node,
    directory,
    async stop() {
      await node.close()
      if (parameters.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}
