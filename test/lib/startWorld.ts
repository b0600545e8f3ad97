import { mnemonicToAccount } from 'viem/accounts'
import { bytesToHex } from 'viem'
import type { Hex } from 'viem'
import { createContext, createLocalWallet, openChart, prepareAccount, publishAccount } from '#client'
import type {
  AccountKind,
  ChartId,
  ChartkeyConfig,
  Context,
  CreateContextOptions,
  FileInput,
  KeyValueStorage,
  Session,
  Wallet,
} from '#client'
import type { RunningChain } from '../../scripts/lib/startChain.ts'
import type { RunningStore } from '../../scripts/lib/startStore.ts'
import { startServices } from './startServices.ts'

/** A chain, a store and the deployed contracts, for one test file. */
export type World = {
  readonly chain: RunningChain
  readonly store: RunningStore
  readonly config: ChartkeyConfig
  /** A context of its own, as on another device. */
  context(config?: Partial<ChartkeyConfig>, options?: CreateContextOptions): Context
  /** The wallet of a Hardhat account that no one in this world has used before. */
  newWallet(): Wallet & { readonly privateKey: Hex }
  /** The wallet that deployed, and so governs who may attest. */
  readonly governance: Wallet
  /** A new account, set up by the client's own flows. */
  newAccount(kind?: AccountKind, name?: string): Promise<Session>
  /** A new patient with a chart. */
  newPatient(sections?: readonly string[]): Promise<{ patient: Session; chart: ChartId }>
  /** The content ids that the store keeps. */
  pins(): Promise<string[]>
  /** Asks the node directly. */
  rpc<T = unknown>(method: string, ...params: unknown[]): Promise<T>
  /** Moves the chain's clock, and mines a block. */
  later(seconds: number): Promise<void>
  stop(): Promise<void>
}

const FIRST_FREE_ACCOUNT = 4
/** A local chain pays the first twenty; the others are paid here. */
const PAID_ACCOUNTS = 20
const ACCOUNTS = 120

/** Starts a chain and a store of their own on free ports, and deploys the contracts. */
export async function startWorld(): Promise<World> {
  const services = await startServices()
  const { chain, store, config, mnemonic } = services
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

  for (let index = PAID_ACCOUNTS; index < ACCOUNTS; index++) {
    const { address } = mnemonicToAccount(mnemonic, { addressIndex: index })
    await rpc('hardhat_setBalance', address, '0x56bc75e2d63100000')
  }

  const world: World = {
    chain,
    store,
    config,
    rpc,
    context: (changes = {}, options = {}) => createContext({ ...config, ...changes }, options),
    newWallet() {
      const key = mnemonicToAccount(mnemonic, { addressIndex: used++ }).getHdKey().privateKey!
      const privateKey = bytesToHex(key)
      return { ...createLocalWallet({ config, privateKey }), privateKey }
    },
    governance: createLocalWallet({
      config,
      privateKey: bytesToHex(mnemonicToAccount(mnemonic).getHdKey().privateKey!),
    }),
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
    async pins() {
      const response = await fetch(`${store.rpcUrl}/api/v0/pin/ls?type=recursive`, { method: 'POST' })
      const { Keys } = (await response.json()) as { Keys: Record<string, unknown> }
      return Object.keys(Keys).toSorted()
    },
    async later(seconds) {
      await rpc('evm_increaseTime', seconds)
      await rpc('evm_mine')
    },
    stop: () => services.stop(),
  }
  return world
}

/** The same wallet, asking `decide` before each act: what it throws is what the wallet answers. */
export function withGate(wallet: Wallet, decide: (act: 'sign' | 'send') => Promise<void> | void): Wallet {
  return {
    account: wallet.account,
    chainId: () => wallet.chainId(),
    async signTypedData(typedData) {
      await decide('sign')
      return wallet.signTypedData(typedData)
    },
    async sendTransaction(transaction) {
      await decide('send')
      return wallet.sendTransaction(transaction)
    },
  }
}

/** What a wallet answers when its user declines (EIP-1193). */
export function rejection(): Error {
  return Object.assign(new Error('User rejected the request.'), { code: 4001 })
}

/** A storage that forgets when the test ends. */
export function memoryStorage(): KeyValueStorage {
  const entries = new Map<string, string>()
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => void entries.set(key, value),
    remove: async (key) => void entries.delete(key),
    keys: async () => [...entries.keys()],
  }
}

/** A small text document. */
export function note(name: string, text = `${name}: a note of its own.`): FileInput {
  return { name: `${name}.txt`, blob: new Blob([text], { type: 'text/plain' }) }
}
