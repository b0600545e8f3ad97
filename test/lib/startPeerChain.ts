import { zeroHash } from 'viem'
import { startProcess } from '../../scripts/lib/processes.ts'
import type { RunningPeerChain } from './chainSuite.ts'

const READY_WITHIN_MS = 60_000

/**
 * Starts another project's development node, and waits until it answers. A first block is mined before: geth refuses
 * to look for a transaction, instead of saying that there is none yet, until it has indexed one.
 */
export async function startPeerChain(
  command: string,
  args: readonly string[],
  port: number,
): Promise<RunningPeerChain> {
  const child = startProcess(command, args)
  const rpcUrl = `http://127.0.0.1:${port}`
  const request = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    }).catch(() => null)
    const { result } = response?.ok ? ((await response.json()) as { result?: unknown }) : {}
    return result
  }
  let hasSent = false
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline;) {
    if (!hasSent) {
      const accounts = (await request('eth_accounts', [])) as readonly string[] | undefined
      const [from] = accounts ?? []
      hasSent =
        from !== undefined && typeof (await request('eth_sendTransaction', [{ from, to: from }])) === 'string'
    } else if ((await request('eth_getTransactionReceipt', [zeroHash])) === null) {
      return { rpcUrl, stop: child.stop }
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await child.stop()
  throw new Error(`The node did not start.\n${child.tail()}`)
}
