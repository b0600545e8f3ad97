import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { findKubo, HOW_TO_GET_KUBO } from './findKubo.ts'
import { freePort } from './freePort.ts'
import { startProcess } from './processes.ts'
import type { RunningStore, StartStoreOptions } from './startStore.ts'

const READY_WITHIN_MS = 60_000

/**
 * Starts a real Kubo in place of the embedded node: a repository of its own, on 127.0.0.1, offline, without peers.
 *
 * @throws when no Kubo is found, or it does not start, with what it printed
 */
export async function startKubo({ directory, origins, port = 0 }: StartStoreOptions): Promise<RunningStore> {
  const program = findKubo()
  if (program === null) throw new Error(HOW_TO_GET_KUBO)
  await mkdir(directory, { recursive: true })
  const env = { ...process.env, IPFS_PATH: directory, IPFS_TELEMETRY: 'off' }
  const run = (...args: string[]) => promisify(execFile)(program, args, { env })
  const rpcPort = await freePort(port)
  await run('init', '--empty-repo', '--profile=test,unixfs-v1-2025')
  for (const [key, value] of Object.entries({
    'Addresses.API': `/ip4/127.0.0.1/tcp/${rpcPort}`,
    'API.HTTPHeaders': {
      'Access-Control-Allow-Origin': origins,
      'Access-Control-Allow-Methods': ['POST'],
    },
    'Gateway.NoFetch': true,
    'Gateway.DeserializedResponses': false,
    'Version.SwarmCheckEnabled': false,
  })) {
    await run('config', '--json', key, JSON.stringify(value))
  }

  const child = startProcess(program, ['daemon', '--offline'], { env })
  let hasExited = false
  void child.exited.then(() => (hasExited = true))
  const deadline = Date.now() + READY_WITHIN_MS
  while (!hasExited && Date.now() < deadline) {
    const gatewayUrl = await readText(path.join(directory, 'gateway'))
    if (gatewayUrl !== null && /Daemon is ready/.test(child.tail())) {
      return { name: 'Kubo', rpcUrl: `http://127.0.0.1:${rpcPort}`, gatewayUrl, directory, stop: child.stop }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await child.stop()
  throw new Error(`Kubo did not start.\n${child.tail()}`)
}

async function readText(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch {
    return null
  }
}
