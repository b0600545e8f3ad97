import { fileURLToPath } from 'node:url'
import { freePort } from './freePort.ts'
import { startNodeProcess } from './processes.ts'

const HARDHAT = fileURLToPath(new URL('./cli.js', import.meta.resolve('hardhat')))
const READY_WITHIN_MS = 60_000

/** The mnemonic of Hardhat's well-known accounts; each holds 10,000 ether on the local chain and nothing elsewhere. */
export const LOCAL_MNEMONIC = 'test test test test test test test test test test test junk'
export const LOCAL_CHAIN_ID = 31337

export interface RunningChain {
  readonly rpcUrl: string
  readonly chainId: number
  readonly port: number
  readonly pid: number
  /** Settles with the exit code if the chain ends by itself or is stopped. */
  readonly exited: Promise<number>
  stop(): Promise<void>
}

/**
 * Starts a local chain (`hardhat node`) as a process of its own, and waits until it answers. It mines a block per
 * transaction, holds Hardhat's accounts, keeps nothing across restarts, and ends with this process.
 *
 * @param port taken when free, else the system chooses one
 * @throws when the chain does not answer within a minute, with what it printed
 */
export async function startChain({ port = 0 }: { readonly port?: number } = {}): Promise<RunningChain> {
  // The system chooses when the port is taken, and the chain says which: two starts at once cannot share one.
  const asked = port !== 0 && (await freePort(port)) === port ? port : 0
  let rpcUrl: string | null = null
  const child = startNodeProcess([HARDHAT, 'node', '--hostname', '127.0.0.1', '--port', String(asked)], {
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true', NO_COLOR: '1', FORCE_COLOR: '0' },
    onLine: (line) => {
      rpcUrl ??= /^Started .* at (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1] ?? null
    },
  })
  let hasExited = false
  void child.exited.then(() => (hasExited = true))
  const deadline = Date.now() + READY_WITHIN_MS
  while (!hasExited && Date.now() < deadline) {
    if (rpcUrl !== null && (await askChainId(rpcUrl)) === LOCAL_CHAIN_ID) {
      return {
        rpcUrl,
        chainId: LOCAL_CHAIN_ID,
        port: Number(new URL(rpcUrl).port),
        pid: child.pid,
        exited: child.exited,
        stop: child.stop,
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await child.stop()
  throw new Error(`The local chain did not start.\n${child.tail()}`)
}

async function askChainId(rpcUrl: string): Promise<number | null> {
  try {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(2_000),
    })
    const { result } = (await response.json()) as { result?: string }
    return result === undefined ? null : Number(result)
  } catch {
    return null
  }
}
