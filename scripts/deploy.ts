import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { listTransactions } from '@nomicfoundation/ignition-core'
import hre from 'hardhat'
import { isAddress } from 'viem'

import { DEFAULT_MAX_FILE_BYTES, parseChartkeyConfig } from '../client/config.ts'
import type { ChartkeyConfig, StoreConfig } from '../client/config.ts'
import Chartkey from '../ignition/modules/Chartkey.ts'
import { buildContracts } from './lib/buildContracts.ts'
import { failureSentence } from './lib/failureSentence.ts'
import { PROJECT_ROOT } from './lib/processes.ts'

/** Where `chartkey.json` is written, and where the command line looks for it. */
export const CONFIG_FILE = path.join(PROJECT_ROOT, '.chartkey', 'chartkey.json')

export type DeployOptions = {
  /** A network of hardhat.config.ts; `local` by default. */
  readonly network?: string
  /** The local chain's URL, in place of the one that hardhat.config.ts has for `local`. */
  readonly rpcUrl?: string
  /** The URL that pages and the command line ask, where it is not the one deployed through. Holds no secret. */
  readonly publicRpcUrl?: string
  /** Those of an earlier chartkey.json, or the embedded node at its usual port, by default. */
  readonly stores?: readonly StoreConfig[]
  readonly storesRequired?: number
  readonly confirmations?: number
  /** Where to write chartkey.json; null writes none. */
  readonly out?: string | null
  /**
   * The account that accredits authorities. By default the one that ignition/parameters/NETWORK.json names, which a
   * public network must have; on a local chain the deployer.
   */
  readonly governance?: string
  /** Deploys to a chain within this process that has the network's id, and writes nothing. */
  readonly isDryRun?: boolean
}

export type DeployedContract = {
  readonly name: string
  readonly address: string
  readonly bytes: number
  /** What the constructor was given, which verifying the source needs. */
  readonly constructorArguments: readonly string[]
}

export type Deployment = {
  readonly config: ChartkeyConfig
  readonly governance: string
  readonly contracts: readonly DeployedContract[]
}

type Network = {
  readonly name: string
  readonly chainId?: number
  readonly chainType?: 'l1' | 'op'
  readonly local: boolean
  readonly confirmations: number
  readonly publicRpcUrl?: string
  readonly explorerUrl?: string
}

const NETWORKS: Readonly<Record<string, Network>> = {
  local: { name: 'Local chain', local: true, confirmations: 0 },
  sepolia: {
    name: 'Sepolia',
    chainId: 11_155_111,
    chainType: 'l1',
    local: false,
    confirmations: 2,
    publicRpcUrl: 'https://ethereum-sepolia-rpc.publicnode.com',
    explorerUrl: 'https://sepolia.etherscan.io',
  },
  baseSepolia: {
    name: 'Base Sepolia',
    chainId: 84_532,
    chainType: 'op',
    local: false,
    confirmations: 5,
    publicRpcUrl: 'https://sepolia.base.org',
    explorerUrl: 'https://sepolia.basescan.org',
  },
}

const LOCAL_STORE: StoreConfig = {
  name: 'This computer',
  rpcUrl: 'http://127.0.0.1:5001',
  gatewayUrl: 'http://127.0.0.1:5001',
}

const LOCAL_DEPLOYMENT_DAYS = 1

/** EIP-170: the most bytes of code that a contract may have. */
const CODE_LIMIT = 24_576

/**
 * Deploys the contracts by Ignition and writes `chartkey.json`. A second call finds what the first one deployed; one
 * that was interrupted is resumed. A local chain has a deployment of its own each time that it is started.
 */
export async function deploy(options: DeployOptions = {}): Promise<ChartkeyConfig> {
  return (await deployContracts(options)).config
}

/** As `deploy`; says more of what was deployed. */
export async function deployContracts(options: DeployOptions = {}): Promise<Deployment> {
  const { network = 'local', rpcUrl, isDryRun = false } = options
  const out = isDryRun ? null : options.out === undefined ? CONFIG_FILE : options.out
  const known = NETWORKS[network]
  if (known === undefined) {
    throw new Error(`There is no network "${network}". Choose among ${Object.keys(NETWORKS).join(', ')}.`)
  }
  const parameters = await readParameters(network, known, options)
  await buildContracts()
  const connection = await (isDryRun
    ? hre.network.create({
        network: 'default',
        chainType: known.chainType ?? 'l1',
        ...(known.chainId === undefined ? {} : { override: { chainId: known.chainId } }),
      })
    : hre.network.create({ network, ...(rpcUrl === undefined ? {} : { override: { url: rpcUrl } }) }))
  try {
    const ask = async <T>(method: string, ...params: unknown[]) =>
      (await connection.provider.request({ method, params })) as T
    const chainId = Number(await ask<string>('eth_chainId'))
    if (known.chainId !== undefined && chainId !== known.chainId) {
      throw new Error(`The node is on chain ${chainId}, and ${known.name} is chain ${known.chainId}.`)
    }
    const deployments = path.join(hre.config.paths.ignition, 'deployments')
    if (known.local) await forgetOldChains(deployments)
    const deploymentId = known.local ? `local-${await localChainName(ask)}` : `chain-${chainId}`
    const directory = path.join(deployments, deploymentId)
    if (known.local && !(await hasDeployment(directory, ask)))
      await rm(directory, { recursive: true, force: true })

    const { registrar, credentials, charts } = await connection.ignition.deploy(Chartkey, {
      parameters,
      ...(isDryRun ? {} : { deploymentId }),
      // A chain that mines only when asked to adds no blocks on top.
      ...(known.local || isDryRun ? { config: { requiredConfirmations: 1 } } : {}),
    })
    const first = isDryRun
      ? await ask<{ number: string; hash: string }>('eth_getBlockByNumber', '0x1', false)
      : await firstBlock(directory, ask)

    const before = out === null ? null : await readEarlier(out)
    const stores = options.stores ?? (before?.chain.id === chainId ? before.stores : [LOCAL_STORE])
    const config = parseChartkeyConfig({
      version: 1,
      chain: {
        id: chainId,
        name: known.name,
        rpcUrl: options.publicRpcUrl ?? known.publicRpcUrl ?? (await urlOf(network, rpcUrl)),
        local: known.local,
        confirmations: options.confirmations ?? known.confirmations,
        ...(known.explorerUrl === undefined ? {} : { explorerUrl: known.explorerUrl }),
      },
      contracts: {
        registrar: await registrar.getAddress(),
        credentials: await credentials.getAddress(),
        charts: await charts.getAddress(),
        deployBlock: Number(first.number),
        deployBlockHash: first.hash,
      },
      stores: stores.map(({ name, rpcUrl, gatewayUrl }) => ({ name, rpcUrl, gatewayUrl })),
      storesRequired: options.storesRequired ?? 1,
      demo: known.local,
      maxFileBytes: DEFAULT_MAX_FILE_BYTES,
    })
    if (out !== null) {
      await mkdir(path.dirname(out), { recursive: true })
      await writeFile(out, `${JSON.stringify(config, null, 2)}\n`)
    }
    const owner = await (credentials as unknown as { owner(): Promise<string> }).owner()
    const describe = async (name: string, address: string, constructorArguments: readonly string[]) => {
      const code = await ask<string>('eth_getCode', address, 'latest')
      return { name, address, bytes: code.length / 2 - 1, constructorArguments }
    }
    return {
      config,
      governance: owner,
      contracts: [
        await describe('Registrar', config.contracts.registrar, []),
        await describe('Credentials', config.contracts.credentials, [
          parameters.Credentials?.governance ?? owner,
        ]),
        await describe('Charts', config.contracts.charts, [config.contracts.credentials]),
      ],
    }
  } finally {
    await connection.close()
  }
}

type Ask = <T>(method: string, ...params: unknown[]) => Promise<T>

/**
 * What tells one local chain from every other. Hardhat and anvil name each run of theirs; other nodes have only the
 * first block, which two chains born in the same second may share.
 */
async function localChainName(ask: Ask): Promise<string> {
  const metadata = await ask<{ instanceId: string }>('hardhat_metadata').catch(() => null)
  const name =
    metadata?.instanceId ?? (await ask<{ hash: string }>('eth_getBlockByNumber', '0x0', false)).hash
  return name.slice(2, 18)
}

type Parameters = { readonly Credentials?: { readonly governance: string } }

async function readParameters(
  network: string,
  known: Network,
  { governance, isDryRun = false }: DeployOptions,
): Promise<Parameters> {
  const file = path.join(hre.config.paths.ignition, 'parameters', `${network}.json`)
  const stored = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Parameters) : {}
  const named = governance ?? stored.Credentials?.governance
  if (named === undefined) {
    if (known.local || isDryRun) return {}
    throw new Error(
      `Nobody is named to govern the credentials. Give --governance ADDRESS, or name it in ignition/parameters/${network}.json as example.json does.`,
    )
  }
  if (!isAddress(named)) throw new Error(`"${named}" is not the address of an account that could govern.`)
  return { Credentials: { governance: named } }
}

type Mined = { readonly blockNumber: string; readonly blockHash: string }

/** Where the deployment's transactions were mined, the earliest first; empty where the node knows none of them. */
async function minedIn(directory: string, ask: Ask): Promise<Mined[]> {
  const transactions = await listTransactions(directory, new HardhatArtifactResolver(hre.artifacts))
  const receipts = await Promise.all(
    transactions.map(({ txHash }) => ask<Mined | null>('eth_getTransactionReceipt', txHash)),
  )
  return receipts
    .filter((receipt) => receipt !== null)
    .toSorted((a, b) => Number(a.blockNumber) - Number(b.blockNumber))
}

/** Whether the node knows what Ignition noted. A local chain that began anew, by the same first block, does not. */
async function hasDeployment(directory: string, ask: Ask): Promise<boolean> {
  return existsSync(directory) && (await minedIn(directory, ask).catch(() => [])).length > 0
}

/** The first block that holds one of the deployment's transactions. */
async function firstBlock(
  directory: string,
  ask: Ask,
): Promise<{ readonly number: string; readonly hash: string }> {
  const [first] = await minedIn(directory, ask)
  if (first === undefined)
    throw new Error('The node does not know the transactions that deployed the contracts.')
  return { number: first.blockNumber, hash: first.blockHash }
}

async function urlOf(network: string, rpcUrl: string | undefined): Promise<string> {
  if (rpcUrl !== undefined) return rpcUrl
  const configured = hre.config.networks[network]
  if (configured?.type !== 'http') throw new Error(`The network "${network}" has no URL.`)
  return configured.url.getUrl()
}

async function readEarlier(file: string): Promise<ChartkeyConfig | null> {
  try {
    return parseChartkeyConfig(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}

/** What Ignition noted of local chains that are long gone. */
async function forgetOldChains(deployments: string): Promise<void> {
  const names = await readdir(deployments).catch(() => [])
  for (const name of names.filter((entry) => entry.startsWith('local-'))) {
    const directory = path.join(deployments, name)
    const { mtimeMs } = await stat(directory)
    if (Date.now() - mtimeMs > LOCAL_DEPLOYMENT_DAYS * 86_400_000) {
      await rm(directory, { recursive: true, force: true })
    }
  }
}

const USAGE = `npm run deploy -- [--network local|sepolia|baseSepolia] [--governance ADDRESS] [--dry-run]
                      [--rpc-url URL] [--store NAME,RPC-URL,GATEWAY-URL]... [--out FILE]

Deploys the contracts, or finds those deployed before, and writes chartkey.json. Safe to run again: what was interrupted
is resumed.

  --network        where to (default: local). The deployer's key and node are configuration variables of Hardhat:
                   npx hardhat keystore set SEPOLIA_PRIVATE_KEY, npx hardhat keystore set SEPOLIA_RPC_URL
                   (BASE_SEPOLIA_PRIVATE_KEY, BASE_SEPOLIA_RPC_URL)
  --governance     the account that accredits authorities (default: as ignition/parameters/NETWORK.json has it; on a local
                   chain the deployer)
  --dry-run        deploys to a chain in this process that has the network's id, and writes nothing
  --rpc-url        the node that pages and the command line will ask; it is public, so give one without a secret
  --store          a store for the encrypted bytes; repeat it for several
  --stores-required  how many of them must confirm a write (default: 1)
  --out            where to write (default: .chartkey/chartkey.json)
  --json           prints the configuration`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      network: { type: 'string', default: 'local' },
      'rpc-url': { type: 'string' },
      store: { type: 'string', multiple: true },
      'stores-required': { type: 'string' },
      governance: { type: 'string' },
      'dry-run': { type: 'boolean' },
      out: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const out = path.resolve(values.out ?? CONFIG_FILE)
  const isLocal = values.network === 'local'
  const isDryRun = values['dry-run'] === true
  const deployment = await deployContracts({
    network: values.network,
    out,
    isDryRun,
    ...(values.governance === undefined ? {} : { governance: values.governance }),
    ...(values['rpc-url'] === undefined
      ? {}
      : isLocal
        ? { rpcUrl: values['rpc-url'] }
        : { publicRpcUrl: values['rpc-url'] }),
    ...(values.store === undefined ? {} : { stores: values.store.map(parseStore) }),
    ...(values['stores-required'] === undefined ? {} : { storesRequired: Number(values['stores-required']) }),
  })
  if (values.json) console.log(JSON.stringify(deployment.config, null, 2))
  else
    console.log(
      describeDeployment(deployment, values.network, isDryRun ? null : path.relative(process.cwd(), out)),
    )
}

function describeDeployment(
  { config: { chain }, contracts, governance }: Deployment,
  network: string,
  out: string | null,
): string {
  const lines = contracts.map(
    ({ name, address, bytes }) =>
      `  ${name.padEnd(12)} ${address}  ${bytes} bytes, ${CODE_LIMIT - bytes} left under EIP-170`,
  )
  const verify = contracts.map(({ address, constructorArguments }) =>
    ['  npx hardhat verify --network', network, address, ...constructorArguments].join(' '),
  )
  return [
    `${out === null ? 'Would deploy' : 'Deployed'} on ${chain.name} (chain ${chain.id}):`,
    ...lines,
    `Governance of the credentials: ${governance}`,
    ...(chain.local ? [] : ['To verify the source:', ...verify]),
    out === null ? 'Nothing was sent and nothing written.' : `Wrote ${out}`,
  ].join('\n')
}

function parseStore(text: string): StoreConfig {
  const [name, rpcUrl, gatewayUrl = rpcUrl] = text.split(',').map((part) => part.trim())
  if (!name || !rpcUrl || !gatewayUrl)
    throw new Error(`"${text}" is not a store. Write NAME,RPC-URL,GATEWAY-URL.`)
  return { name, rpcUrl, gatewayUrl }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main().catch((error: unknown) => {
    console.error(failureSentence(error))
    process.exitCode = 1
  })
}
