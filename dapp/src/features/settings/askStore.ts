import type { ChartkeyConfig } from '#client'

export type StoreConfig = ChartkeyConfig['stores'][number]
export type StoreAnswer = 'answers' | 'read-only' | 'refuses' | 'silent'

const PATIENCE_MS = 8000
/** The identity CID of no bytes, which trustless gateways are asked for to learn whether they are there. */
const PROBE = '/ipfs/bafkqaaa?format=raw'

/** Asks a store for its version, and its gateway for nothing at all. Sends no name, address or record. */
export async function askStore(store: StoreConfig, signal?: AbortSignal): Promise<StoreAnswer> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const options: RequestInit = {
    signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  }
  const [rpc, gateway] = await Promise.all([
    statusOf(`${store.rpcUrl}/api/v0/version`, { ...options, method: 'POST' }),
    statusOf(`${store.gatewayUrl}${PROBE}`, options),
  ])
  if (gateway === null) return 'silent'
  if (rpc === null) return 'read-only'
  return rpc >= 400 ? 'refuses' : 'answers'
}

async function statusOf(url: string, options: RequestInit): Promise<number | null> {
  try {
    const response = await fetch(url, options)
    await response.body?.cancel()
    return response.status
  } catch {
    return null
  }
}
