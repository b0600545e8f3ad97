import { startProcess } from '../../scripts/lib/processes.ts'
import type { RunningPeerChain } from './chainSuite.ts'

const READY_WITHIN_MS = 60_000

/** Starts another project's node, and waits until it answers. */
export async function startPeerChain(
  command: string,
  args: readonly string[],
  port: number,
): Promise<RunningPeerChain> {
  const child = startProcess(command, args)
  const rpcUrl = `http://127.0.0.1:${port}`
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline;) {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
    }).catch(() => null)
    if (response?.ok) return { rpcUrl, stop: child.stop }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await child.stop()
  throw new Error(`The node did not start.\n${child.tail()}`)
}
