import { isAddress, isHex } from 'viem'
import type { Address, Hex } from 'viem'
import { ConfigInvalidError } from './errors/config.ts'

/** The content of `chartkey.json`: where one deployment lives. Holds no secrets. */
export type ChartkeyConfig = {
  readonly version: 1
  readonly chain: {
    readonly id: number
    readonly name: string
    readonly rpcUrl: string
    /** A chain of this machine alone, with well-known keys. */
    readonly local: boolean
    /** Blocks to wait for on top of a transaction's own before its effect is relied on. */
    readonly confirmations: number
    readonly explorerUrl?: string
  }
  readonly contracts: {
    readonly registrar: Address
    readonly credentials: Address
    readonly charts: Address
    readonly deployBlock: number
    readonly deployBlockHash: Hex
  }
  readonly stores: readonly StoreConfig[]
  /** How many stores must have confirmed the bytes before anything is filed. */
  readonly storesRequired: number
  /** Offers the demo wallet; true on the local chain only. */
  readonly demo: boolean
  readonly maxFileBytes: number
}

export type StoreConfig = {
  readonly name: string
  /** Kubo RPC, as `http://127.0.0.1:5001`. */
  readonly rpcUrl: string
  /** Trustless gateway, as `http://127.0.0.1:8080`. */
  readonly gatewayUrl: string
}

export const DEFAULT_MAX_FILE_BYTES = 104_857_600

/**
 * Parses the content of `chartkey.json`, given as text or as a parsed value. Unknown members are refused.
 *
 * @throws ConfigInvalidError naming the first member that is missing or malformed.
 */
export function parseChartkeyConfig(input: unknown): ChartkeyConfig {
  let value = input
  if (typeof input === 'string') {
    try {
      value = JSON.parse(input)
    } catch (cause) {
      throw new ConfigInvalidError('it is not JSON', { cause: cause as Error })
    }
  }
  const root = members(value, 'the file', [
    'version',
    'chain',
    'contracts',
    'stores',
    'storesRequired',
    'demo',
    'maxFileBytes',
  ])
  if (root.version !== 1) throw new ConfigInvalidError('"version" is not 1')

  const chain = members(root.chain, 'chain', [
    'id',
    'name',
    'rpcUrl',
    'local',
    'confirmations',
    'explorerUrl?',
  ])
  const contracts = members(root.contracts, 'contracts', [
    'registrar',
    'credentials',
    'charts',
    'deployBlock',
    'deployBlockHash',
  ])
  if (!Array.isArray(root.stores) || root.stores.length === 0) {
    throw new ConfigInvalidError('"stores" is not a list of at least one store')
  }
  const stores = root.stores.map((entry: unknown, index) => {
    const name = `stores[${index}]`
    const store = members(entry, name, ['name', 'rpcUrl', 'gatewayUrl'])
    return {
      name: text(store.name, `${name}.name`),
      rpcUrl: url(store.rpcUrl, `${name}.rpcUrl`),
      gatewayUrl: url(store.gatewayUrl, `${name}.gatewayUrl`),
    }
  })
  const storesRequired = integer(root.storesRequired, 'storesRequired', 1)
  if (storesRequired > stores.length) {
    throw new ConfigInvalidError(`"storesRequired" asks for ${storesRequired} of ${stores.length} stores`)
  }
  const local = flag(chain.local, 'chain.local')
  const demo = flag(root.demo, 'demo')
  if (demo && !local) throw new ConfigInvalidError('"demo" is only for a local chain')

  return {
    version: 1,
    chain: {
      id: integer(chain.id, 'chain.id', 1),
      name: text(chain.name, 'chain.name'),
      rpcUrl: url(chain.rpcUrl, 'chain.rpcUrl'),
      local,
      confirmations: integer(chain.confirmations, 'chain.confirmations', 0),
      ...(chain.explorerUrl === undefined
        ? {}
        : { explorerUrl: url(chain.explorerUrl, 'chain.explorerUrl') }),
    },
    contracts: {
      registrar: address(contracts.registrar, 'contracts.registrar'),
      credentials: address(contracts.credentials, 'contracts.credentials'),
      charts: address(contracts.charts, 'contracts.charts'),
      deployBlock: integer(contracts.deployBlock, 'contracts.deployBlock', 0),
      deployBlockHash: hash(contracts.deployBlockHash, 'contracts.deployBlockHash'),
    },
    stores,
    storesRequired,
    demo,
    maxFileBytes: integer(root.maxFileBytes, 'maxFileBytes', 1),
  }
}

function members(value: unknown, name: string, names: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConfigInvalidError(`"${name}" is not an object`)
  }
  const known = new Set(names.map((member) => member.replace('?', '')))
  const unknown = Object.keys(value).find((key) => !known.has(key))
  if (unknown !== undefined) throw new ConfigInvalidError(`"${name}" has an unknown member "${unknown}"`)
  const missing = names.find((member) => !member.endsWith('?') && !Object.hasOwn(value, member))
  if (missing !== undefined) throw new ConfigInvalidError(`"${name}" lacks "${missing}"`)
  return value as Record<string, unknown>
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.length === 0) throw new ConfigInvalidError(`"${name}" is not a text`)
  return value
}

function url(value: unknown, name: string): string {
  const parsed = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  if (
    parsed === null ||
    !/^https?:$/.test(parsed.protocol) ||
    parsed.username !== '' ||
    parsed.password !== ''
  ) {
    throw new ConfigInvalidError(`"${name}" is not an http or https URL without credentials`)
  }
  return (value as string).replace(/\/+$/, '')
}

function integer(value: unknown, name: string, least: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new ConfigInvalidError(`"${name}" is not a whole number of at least ${least}`)
  }
  return value as number
}

function flag(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new ConfigInvalidError(`"${name}" is neither true nor false`)
  return value
}

function address(value: unknown, name: string): Address {
  if (typeof value !== 'string' || !isAddress(value))
    throw new ConfigInvalidError(`"${name}" is not an address`)
  return value
}

function hash(value: unknown, name: string): Hex {
  if (!isHex(value) || value.length !== 66)
    throw new ConfigInvalidError(`"${name}" is not a 32-byte hex value`)
  return value
}
