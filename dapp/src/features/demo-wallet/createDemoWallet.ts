import { type Address, type Hex, getAddress, hexToString, isAddress, isHex, numberToHex } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { ProviderError } from './ProviderError.ts'

/** One account of the wallet. Its key lies in the open: never one that holds anything of worth. */
export type DemoWalletAccount = {
  readonly name: string
  readonly privateKey: Hex
}

export type DemoWalletTypedData = {
  readonly domain: Record<string, unknown>
  readonly types: Record<string, readonly { readonly name: string; readonly type: string }[]>
  readonly primaryType: string
  readonly message: Record<string, unknown>
}

/** What the wallet's user is asked. `account` is whose key would be used. */
export type DemoWalletRequest =
  | {
      readonly kind: 'connect'
      readonly accounts: readonly { readonly name: string; readonly address: Address }[]
    }
  | { readonly kind: 'sign-typed-data'; readonly account: Address; readonly typedData: DemoWalletTypedData }
  | { readonly kind: 'sign-message'; readonly account: Address; readonly message: string }
  | {
      readonly kind: 'send-transaction'
      readonly account: Address
      readonly chainId: number
      /** Null creates a contract. */
      readonly to: Address | null
      readonly data: Hex
      /** Wei. */
      readonly value: bigint
      /** The most that it can cost, in wei. */
      readonly maxCost: bigint
    }
  | { readonly kind: 'switch-chain'; readonly chainId: number; readonly name: string }
  | { readonly kind: 'add-chain'; readonly chainId: number; readonly name: string; readonly rpcUrl: string }

/** False is a refusal. For `connect` an address is the account chosen, and true stands for the first. */
export type DemoWalletAnswer = boolean | Address

export type DemoWalletParameters = {
  readonly accounts: readonly DemoWalletAccount[]
  readonly chainId: number
  readonly chainName?: string
  readonly rpcUrl: string
  readonly approve: (request: DemoWalletRequest) => Promise<DemoWalletAnswer>
  /** The account that this page may use from the start, as after a reload. */
  readonly initialAccount?: Address | null
  /** Called with the account that the page may use from now on; null for none. */
  readonly onAccountChange?: (account: Address | null) => void
}

export type DemoWalletProvider = {
  request(parameters: { readonly method: string; readonly params?: unknown }): Promise<unknown>
  on(event: string, listener: (data: never) => void): DemoWalletProvider
  removeListener(event: string, listener: (data: never) => void): DemoWalletProvider
}

export type DemoWallet = {
  readonly provider: DemoWalletProvider
  /** What a person does in the wallet itself: another account for the page, or none. */
  selectAccount(account: Address | null): void
  /** What a person does in the wallet itself: another network. One that the wallet has no node for answers no reads. */
  selectChain(chainId: number): void
}

type KnownChain = { readonly name: string; readonly rpcUrl: string | null }

/** Uses of a key that this wallet does not have, and that the node must not answer with keys of its own. */
const ABSENT = new Set([
  'eth_sign',
  'eth_signTransaction',
  'eth_signTypedData',
  'eth_signTypedData_v3',
  'eth_decrypt',
  'eth_getEncryptionPublicKey',
])

/**
 * An EIP-1193 provider with keys of its own. Every use of a key is put to `approve`; reads go to the node. Refusals and
 * faults are EIP-1193's: 4001 declined, 4100 not this account, 4200 no such method, 4900 and 4901 no node, 4902 no such
 * chain; JSON-RPC's -32602 malformed and -32002 already asking.
 */
export function createDemoWallet(parameters: DemoWalletParameters): DemoWallet {
  const { approve, onAccountChange } = parameters
  const accounts = new Map<Address, { readonly name: string; readonly account: PrivateKeyAccount }>(
    parameters.accounts.map(({ name, privateKey }) => {
      const account = privateKeyToAccount(privateKey)
      return [account.address, { name, account }]
    }),
  )
  const chains = new Map<number, KnownChain>([
    [parameters.chainId, { name: parameters.chainName ?? 'Local chain', rpcUrl: parameters.rpcUrl }],
  ])
  const listeners = new Map<string, Set<(data: never) => void>>()
  let chainId = parameters.chainId
  let connected: Address | null =
    parameters.initialAccount && accounts.has(parameters.initialAccount) ? parameters.initialAccount : null
  let isAskingToConnect = false

  function emit(event: string, data: unknown): void {
    listeners.get(event)?.forEach((listener) => listener(data as never))
  }

  function setAccount(next: Address | null): void {
    if (next === connected) return
    connected = next
    onAccountChange?.(next)
    emit('accountsChanged', next === null ? [] : [next])
  }

  function setChain(next: number): void {
    if (next === chainId) return
    chainId = next
    emit('chainChanged', numberToHex(next))
  }

  async function ask(request: DemoWalletRequest): Promise<true | Address> {
    const answer = await approve(request)
    if (answer === false) throw new ProviderError(4001, 'The user rejected the request.')
    return answer
  }

  async function connect(): Promise<void> {
    if (isAskingToConnect) throw new ProviderError(-32002, 'The wallet is already asking for an account.')
    isAskingToConnect = true
    try {
      const choices = [...accounts].map(([address, { name }]) => ({ address, name }))
      const answer = await ask({ kind: 'connect', accounts: choices })
      const chosen = answer === true ? choices[0]?.address : getAddress(answer)
      if (chosen === undefined || !accounts.has(chosen))
        throw new ProviderError(4100, 'The wallet has no such account.')
      setAccount(chosen)
    } finally {
      isAskingToConnect = false
    }
  }

  function permissions(): readonly unknown[] {
    if (connected === null) return []
    return [
      {
        parentCapability: 'eth_accounts',
        caveats: [{ type: 'restrictReturnedAccounts', value: [connected] }],
      },
    ]
  }

  function signer(given: unknown): PrivateKeyAccount {
    if (typeof given !== 'string' || !isAddress(given, { strict: false })) {
      throw new ProviderError(-32602, 'The account is not an address.')
    }
    const address = getAddress(given)
    if (address !== connected) throw new ProviderError(4100, 'The page may not use this account.')
    return accounts.get(address)!.account
  }

  async function read(method: string, params: unknown): Promise<unknown> {
    const chain = chains.get(chainId)
    if (chain === undefined || chain.rpcUrl === null) {
      throw new ProviderError(4901, `The wallet has no node for chain ${chainId}.`)
    }
    let answer: { result?: unknown; error?: { code: number; message: string; data?: unknown } }
    try {
      const response = await fetch(chain.rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] }),
      })
      answer = (await response.json()) as typeof answer
    } catch {
      throw new ProviderError(4900, 'The wallet’s node does not answer.')
    }
    if (answer.error) throw new ProviderError(answer.error.code, answer.error.message, answer.error.data)
    return answer.result
  }

  async function readNumber(method: string, params: readonly unknown[]): Promise<bigint> {
    return BigInt((await read(method, params)) as Hex)
  }

  async function sendTransaction(params: unknown): Promise<unknown> {
    const transaction = first(params)
    const account = signer(transaction.from)
    const to = transaction.to === undefined || transaction.to === null ? null : parseAddress(transaction.to)
    const data = parseHex(transaction.data ?? transaction.input ?? '0x')
    const value = transaction.value === undefined ? 0n : BigInt(parseHex(transaction.value))
    if (transaction.chainId !== undefined && Number(transaction.chainId) !== chainId) {
      throw new ProviderError(-32602, 'The transaction is for another chain than the wallet’s.')
    }
    const call = { from: account.address, ...(to === null ? {} : { to }), data, value: numberToHex(value) }
    const gas =
      transaction.gas === undefined
        ? await readNumber('eth_estimateGas', [call])
        : BigInt(parseHex(transaction.gas))
    const block = (await read('eth_getBlockByNumber', ['latest', false])) as { baseFeePerGas?: Hex }
    const maxPriorityFeePerGas = 1_000_000_000n
    const maxFeePerGas = BigInt(block.baseFeePerGas ?? '0x0') * 2n + maxPriorityFeePerGas
    const onChain = chainId
    await ask({
      kind: 'send-transaction',
      account: account.address,
      chainId: onChain,
      to,
      data,
      value,
      maxCost: value + gas * maxFeePerGas,
    })
    if (chainId !== onChain) throw new ProviderError(4901, 'The wallet changed its network meanwhile.')
    const nonce = Number(await readNumber('eth_getTransactionCount', [account.address, 'pending']))
    const signed = await account.signTransaction({
      type: 'eip1559',
      chainId: onChain,
      nonce,
      to,
      data,
      value,
      gas,
      maxFeePerGas,
      maxPriorityFeePerGas,
    })
    return await read('eth_sendRawTransaction', [signed])
  }

  async function signTypedData(params: unknown): Promise<Hex> {
    const [from, given] = list(params)
    const account = signer(from)
    const typedData = parseTypedData(given)
    const wanted = typedData.domain.chainId
    if (wanted !== undefined && Number(wanted) !== chainId) {
      throw new ProviderError(-32602, 'The typed data is for another chain than the wallet’s.')
    }
    await ask({ kind: 'sign-typed-data', account: account.address, typedData })
    const { EIP712Domain: _, ...types } = typedData.types
    return await account.signTypedData({ ...typedData, types })
  }

  async function personalSign(params: unknown): Promise<Hex> {
    const [data, from] = list(params)
    const account = signer(from)
    const message = isHex(data) ? { raw: data } : String(data)
    await ask({
      kind: 'sign-message',
      account: account.address,
      message: isHex(data) ? hexToString(data) : String(data),
    })
    return await account.signMessage({ message })
  }

  async function switchChain(params: unknown): Promise<null> {
    const wanted = Number(parseHex(first(params).chainId))
    const chain = chains.get(wanted)
    if (chain === undefined) throw new ProviderError(4902, `The wallet does not know chain ${wanted}.`)
    if (wanted === chainId) return null
    await ask({ kind: 'switch-chain', chainId: wanted, name: chain.name })
    setChain(wanted)
    return null
  }

  async function addChain(params: unknown): Promise<null> {
    const { chainId: given, chainName, rpcUrls } = first(params)
    const wanted = Number(parseHex(given))
    const rpcUrl = Array.isArray(rpcUrls) ? rpcUrls[0] : undefined
    if (typeof chainName !== 'string' || typeof rpcUrl !== 'string' || !/^https?:\/\//.test(rpcUrl)) {
      throw new ProviderError(-32602, 'A chain needs a name and the URL of a node.')
    }
    await ask({ kind: 'add-chain', chainId: wanted, name: chainName, rpcUrl })
    if (!chains.has(wanted)) chains.set(wanted, { name: chainName, rpcUrl })
    setChain(wanted)
    return null
  }

  async function request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    switch (method) {
      case 'eth_accounts':
        return connected === null ? [] : [connected]
      case 'eth_requestAccounts':
        if (connected === null) await connect()
        return [connected]
      case 'wallet_requestPermissions':
        if (!Object.hasOwn(first(params), 'eth_accounts'))
          throw new ProviderError(4200, 'No such permission.')
        await connect()
        return permissions()
      case 'wallet_getPermissions':
        return permissions()
      case 'wallet_revokePermissions':
        setAccount(null)
        return null
      case 'eth_chainId':
        return numberToHex(chainId)
      case 'net_version':
        return String(chainId)
      case 'eth_sendTransaction':
        return await sendTransaction(params)
      case 'eth_signTypedData_v4':
        return await signTypedData(params)
      case 'personal_sign':
        return await personalSign(params)
      case 'wallet_switchEthereumChain':
        return await switchChain(params)
      case 'wallet_addEthereumChain':
        return await addChain(params)
      default:
        if (/^(eth|net|web3)_/.test(method) && !ABSENT.has(method)) return await read(method, params)
        throw new ProviderError(4200, `The wallet has no method ${method}.`)
    }
  }

  const provider: DemoWalletProvider = {
    request,
    on(event, listener) {
      const known = listeners.get(event) ?? new Set()
      listeners.set(event, known.add(listener))
      return provider
    },
    removeListener(event, listener) {
      listeners.get(event)?.delete(listener)
      return provider
    },
  }

  return {
    provider,
    selectAccount(account) {
      if (account !== null && !accounts.has(account))
        throw new ProviderError(4100, 'The wallet has no such account.')
      setAccount(account)
    },
    selectChain(next) {
      if (!chains.has(next)) chains.set(next, { name: `Chain ${next}`, rpcUrl: null })
      setChain(next)
    },
  }
}

function list(params: unknown): readonly unknown[] {
  if (!Array.isArray(params)) throw new ProviderError(-32602, 'The parameters are not a list.')
  return params
}

function first(params: unknown): Record<string, unknown> {
  const [value] = list(params)
  if (typeof value !== 'object' || value === null)
    throw new ProviderError(-32602, 'The parameter is not an object.')
  return value as Record<string, unknown>
}

function parseHex(value: unknown): Hex {
  if (typeof value === 'number' || typeof value === 'bigint') return numberToHex(value)
  if (!isHex(value)) throw new ProviderError(-32602, 'A value is not hexadecimal.')
  return value
}

function parseAddress(value: unknown): Address {
  if (typeof value !== 'string' || !isAddress(value, { strict: false })) {
    throw new ProviderError(-32602, 'A value is not an address.')
  }
  return getAddress(value)
}

function parseTypedData(given: unknown): DemoWalletTypedData {
  let value = given
  if (typeof given === 'string') {
    try {
      value = JSON.parse(given)
    } catch {
      throw new ProviderError(-32602, 'The typed data is not JSON.')
    }
  }
  const typedData = value as Partial<DemoWalletTypedData> | null
  const isComplete =
    typeof typedData === 'object' &&
    typedData !== null &&
    [typedData.domain, typedData.types, typedData.message].every(
      (part) => typeof part === 'object' && part !== null,
    ) &&
    typeof typedData.primaryType === 'string' &&
    Array.isArray(typedData.types?.[typedData.primaryType])
  if (!isComplete)
    throw new ProviderError(-32602, 'The typed data lacks a domain, types, a primary type or a message.')
  return typedData as DemoWalletTypedData
}
