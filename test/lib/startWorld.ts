import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { mnemonicToAccount } from 'viem/accounts'
import { bytesToHex } from 'viem'
import type { Hex } from 'viem'
import {
  parseChartkeyConfig,
  createContext,
  createLocalWallet,
  openChart,
  prepareAccount,
  publishAccount,
} from '#client'
import type { AccountKind, ChartId, ChartkeyConfig, Context, FileInput, Session, Wallet } from '#client'
import { startNodeProcess } from '../../scripts/lib/processes.ts'
import { LOCAL_MNEMONIC, startChain } from '../../scripts/lib/startChain.ts'
import type { RunningChain } from '../../scripts/lib/startChain.ts'
import { startStore } from '../../scripts/lib/startStore.ts'
import type { RunningStore } from '../../scripts/lib/startStore.ts'

/** A chain, a store and the deployed contracts, for one test file. */
export type World = {
  readonly chain: RunningChain
  readonly store: RunningStore
  readonly config: ChartkeyConfig
  /** A context of its own, as on another device. */
  context(config?: Partial<ChartkeyConfig>): Context
  /** The wallet of a Hardhat account that no one in this world has used before. */
  newWallet(): Wallet & { readonly privateKey: Hex }
  /** A new account, set up by the client's own flows. */
  newAccount(kind?: AccountKind, name?: string): Promise<Session>
  /** A new patient with a chart. */
  newPatient(sections?: readonly string[]): Promise<{ patient: Session; chart: ChartId }>
  /** Asks the node directly. */
  rpc<T = unknown>(method: string, ...params: unknown[]): Promise<T>
  /** Moves the chain's clock, and mines a block. */
  later(seconds: number): Promise<void>
  stop(): Promise<void>
}

const FIRST_FREE_ACCOUNT = 4

/** Starts a chain and a store of their own on free ports, and deploys the contracts. */
export async function startWorld(): Promise<World> {
  const directory = await mkdtemp(path.join(tmpdir(), 'chartkey-world-'))
  const chain = await startChain()
  const store = await startStore({ directory, origins: [] })
  const config = await deployContracts(chain, store, path.join(directory, 'chartkey.json'))
  let used = FIRST_FREE_ACCOUNT

  const rpc = async <T>(method: string, ...params: unknown[]): Promise<T> => {
    const response = await fetch(chain.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    const { result, error } = (await response.json()) as { result: T; error?: { message: string } }
    if (error !== undefined) throw new Error(error.message)
    return result
  }

  const world: World = {
    chain,
    store,
    config,
    rpc,
    context: (changes = {}) => createContext({ ...config, ...changes }),
    newWallet() {
      const key = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: used++ }).getHdKey().privateKey!
      const privateKey = bytesToHex(key)
      return { ...createLocalWallet({ config, privateKey }), privateKey }
    },
    async newAccount(kind = 'patient', name) {
      const context = world.context()
      const wallet = world.newWallet()
      const draft = await prepareAccount(context, { wallet, kind, ...(name === undefined ? {} : { name }) })
      return publishAccount(context, { wallet, draft })
    },
    async newPatient(sections = ['Medications', 'Laboratory', 'Mental health']) {
      const patient = await world.newAccount()
      return { patient, chart: await openChart(patient, { title: 'Health chart', sections }) }
    },
    async later(seconds) {
      await rpc('evm_increaseTime', seconds)
      await rpc('evm_mine')
    },
    async stop() {
      await chain.stop()
      await store.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
  return world
}

/** Deploys by the command line: Hardhat's plugins change the assertion library of the process that loads them. */
async function deployContracts(
  chain: RunningChain,
  store: RunningStore,
  out: string,
): Promise<ChartkeyConfig> {
  const stores = ['--store', [store.name, store.rpcUrl, store.gatewayUrl].join(',')]
  const child = startNodeProcess(['scripts/deploy.ts', '--rpc-url', chain.rpcUrl, ...stores, '--out', out])
  if ((await child.exited) !== 0) throw new Error(child.tail())
  return parseChartkeyConfig(await readFile(out, 'utf8'))
}

/** A small text document. */
export function note(name: string, text = `${name}: a note of its own.`): FileInput {
  return { name: `${name}.txt`, blob: new Blob([text], { type: 'text/plain' }) }
}
