// @vitest-environment node
import {
  type Address,
  type Hex,
  numberToHex,
  parseEther,
  recoverMessageAddress,
  recoverTypedDataAddress,
} from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningChain, startLocalChain } from '../../../testing/startLocalChain.ts'
import { type DemoWalletAnswer, type DemoWalletRequest, createDemoWallet } from './createDemoWallet.ts'
import { PRACTICE_ACCOUNTS } from './practiceAccounts.ts'

const [PATIENT, DOCTOR] = PRACTICE_ACCOUNTS.map(({ privateKey }) => privateKeyToAddress(privateKey)) as [
  Address,
  Address,
]
const STRANGER: Address = '0x000000000000000000000000000000000000dEaD'
const TYPED_DATA = {
  domain: { name: 'Chartkey', version: '1' },
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
    ],
    Unlock: [{ name: 'warning', type: 'string' }],
  },
  primaryType: 'Unlock',
  message: { warning: 'Only on Chartkey' },
} as const

let chain: RunningChain
beforeAll(async () => {
  chain = await startLocalChain()
}, 90_000)
afterAll(() => chain.stop())

type SetUpOptions = { readonly answer?: DemoWalletAnswer; readonly isConnected?: boolean }

function setUp({ answer = true, isConnected = true }: SetUpOptions = {}) {
  const asked: DemoWalletRequest[] = []
  const events: [string, unknown][] = []
  const answers: { next: DemoWalletAnswer } = { next: answer }
  const wallet = createDemoWallet({
    accounts: PRACTICE_ACCOUNTS,
    chainId: chain.chainId,
    rpcUrl: chain.rpcUrl,
    initialAccount: isConnected ? PATIENT : null,
    approve: async (request) => {
      asked.push(request)
      return answers.next
    },
  })
  for (const event of ['accountsChanged', 'chainChanged']) {
    wallet.provider.on(event, (data: unknown) => events.push([event, data]))
  }
  const request = (method: string, ...params: unknown[]) => wallet.provider.request({ method, params })
  return { wallet, request, asked, events, answers }
}

describe('accounts', () => {
  test('are hidden until the user chose one', async () => {
    const { request, asked, events } = setUp({ answer: DOCTOR, isConnected: false })
    expect(await request('eth_accounts')).toEqual([])
    expect(await request('eth_requestAccounts')).toEqual([DOCTOR])
    expect(await request('eth_accounts')).toEqual([DOCTOR])
    expect(events).toEqual([['accountsChanged', [DOCTOR]]])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      kind: 'connect',
      accounts: PRACTICE_ACCOUNTS.map(({ name }) => ({ name })),
    })
  })

  test('are asked for once and remembered', async () => {
    const { request, asked } = setUp()
    expect(await request('eth_requestAccounts')).toEqual([PATIENT])
    expect(asked).toEqual([])
  })

  test('can be chosen anew by a request for permissions', async () => {
    const { request, events } = setUp({ answer: DOCTOR })
    const permissions = [
      { parentCapability: 'eth_accounts', caveats: [{ type: 'restrictReturnedAccounts', value: [DOCTOR] }] },
    ]
    expect(await request('wallet_requestPermissions', { eth_accounts: {} })).toEqual(permissions)
    expect(await request('wallet_getPermissions')).toEqual(permissions)
    expect(events).toEqual([['accountsChanged', [DOCTOR]]])
  })

  test('are taken back by revoking', async () => {
    const { request, events } = setUp()
    await request('wallet_revokePermissions', { eth_accounts: {} })
    expect(await request('eth_accounts')).toEqual([])
    expect(await request('wallet_getPermissions')).toEqual([])
    expect(events).toEqual([['accountsChanged', []]])
  })

  test('stay hidden when the user says no', async () => {
    const { request } = setUp({ answer: false, isConnected: false })
    await expect(request('eth_requestAccounts')).rejects.toMatchObject({ code: 4001 })
    expect(await request('eth_accounts')).toEqual([])
  })

  test('are not asked for twice at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<DemoWalletAnswer>()
    const wallet = createDemoWallet({
      accounts: PRACTICE_ACCOUNTS,
      chainId: chain.chainId,
      rpcUrl: chain.rpcUrl,
      approve: () => promise,
    })
    const first = wallet.provider.request({ method: 'eth_requestAccounts' })
    await expect(wallet.provider.request({ method: 'eth_requestAccounts' })).rejects.toMatchObject({
      code: -32002,
    })
    resolve(true)
    expect(await first).toEqual([PATIENT])
  })
})

describe('signatures', () => {
  test('of typed data recover to the account, are asked for, and are the same each time', async () => {
    const { request, asked } = setUp()
    const [one, two] = [
      await request('eth_signTypedData_v4', PATIENT, JSON.stringify(TYPED_DATA)),
      await request('eth_signTypedData_v4', PATIENT.toLowerCase(), TYPED_DATA),
    ] as [Hex, Hex]
    const { EIP712Domain: _, ...types } = TYPED_DATA.types
    expect(await recoverTypedDataAddress({ ...TYPED_DATA, types, signature: one })).toBe(PATIENT)
    expect(two).toBe(one)
    expect(asked).toMatchObject([
      { kind: 'sign-typed-data', account: PATIENT, typedData: { message: TYPED_DATA.message } },
      { kind: 'sign-typed-data' },
    ])
  })

  test('of messages recover to the account and show the text', async () => {
    const { request, asked } = setUp()
    const signature = (await request('personal_sign', '0x68656c6c6f', PATIENT)) as Hex
    expect(await recoverMessageAddress({ message: 'hello', signature })).toBe(PATIENT)
    expect(asked).toEqual([{ kind: 'sign-message', account: PATIENT, message: 'hello' }])
  })

  test.each([
    ['the user says no', { answer: false }, [PATIENT, TYPED_DATA], 4001],
    ['the page may not use the account', {}, [DOCTOR, TYPED_DATA], 4100],
    ['nothing is connected', { isConnected: false }, [PATIENT, TYPED_DATA], 4100],
    ['the account is no address', {}, ['me', TYPED_DATA], -32602],
    ['the typed data is no JSON', {}, [PATIENT, '{'], -32602],
    ['the typed data lacks its types', {}, [PATIENT, { ...TYPED_DATA, types: {} }], -32602],
    ['the typed data is for another chain', {}, [PATIENT, { ...TYPED_DATA, domain: { chainId: 1 } }], -32602],
  ])('are refused when %s', async (_, options, params, code) => {
    const { request } = setUp(options)
    await expect(request('eth_signTypedData_v4', ...params)).rejects.toMatchObject({ code })
  })

  test.each([
    'eth_sign',
    'eth_signTransaction',
    'eth_signTypedData_v3',
    'eth_decrypt',
    'eth_getEncryptionPublicKey',
    'wallet_watchAsset',
    'hardhat_mine',
  ])('and other uses of a key do not exist: %s', async (method) => {
    const { request } = setUp()
    await expect(request(method, PATIENT, '0x00')).rejects.toMatchObject({ code: 4200 })
  })
})

describe('transactions', () => {
  test('are shown with what they cost, signed here and mined', async () => {
    const { request, asked } = setUp()
    const hash = await request('eth_sendTransaction', {
      from: PATIENT,
      to: STRANGER,
      value: numberToHex(parseEther('1')),
    })
    expect(await request('eth_getTransactionReceipt', hash)).toMatchObject({
      status: '0x1',
      from: PATIENT.toLowerCase(),
    })
    expect(await request('eth_getBalance', STRANGER, 'latest')).toBe(numberToHex(parseEther('1')))
    expect(asked).toMatchObject([
      { kind: 'send-transaction', account: PATIENT, to: STRANGER, value: parseEther('1') },
    ])
    expect((asked[0] as { maxCost: bigint }).maxCost).toBeGreaterThan(parseEther('1'))
  })

  test('leave nothing on the chain when the user says no', async () => {
    const { request } = setUp({ answer: false })
    const before = await request('eth_blockNumber')
    await expect(request('eth_sendTransaction', { from: PATIENT, to: STRANGER })).rejects.toMatchObject({
      code: 4001,
    })
    expect(await request('eth_blockNumber')).toBe(before)
  })

  test('are refused for another account, another chain, and malformed values', async () => {
    const { request, asked } = setUp()
    const to = STRANGER
    await expect(request('eth_sendTransaction', { from: DOCTOR, to })).rejects.toMatchObject({ code: 4100 })
    await expect(request('eth_sendTransaction', { to })).rejects.toMatchObject({ code: -32602 })
    await expect(request('eth_sendTransaction', { from: PATIENT, to, chainId: '0x1' })).rejects.toMatchObject(
      { code: -32602 },
    )
    await expect(request('eth_sendTransaction', { from: PATIENT, to, data: 'zz' })).rejects.toMatchObject({
      code: -32602,
    })
    await expect(request('eth_sendTransaction')).rejects.toMatchObject({ code: -32602 })
    expect(asked).toEqual([])
  })
})

describe('networks', () => {
  test('are told as hexadecimal and as decimal', async () => {
    const { request } = setUp()
    expect(await request('eth_chainId')).toBe(numberToHex(chain.chainId))
    expect(await request('net_version')).toBe(String(chain.chainId))
  })

  test('can be switched to when known, with consent', async () => {
    const { wallet, request, events, asked, answers } = setUp()
    wallet.selectChain(1)
    expect(await request('eth_chainId')).toBe('0x1')
    answers.next = false
    await expect(
      request('wallet_switchEthereumChain', { chainId: numberToHex(chain.chainId) }),
    ).rejects.toMatchObject({ code: 4001 })
    answers.next = true
    expect(await request('wallet_switchEthereumChain', { chainId: numberToHex(chain.chainId) })).toBeNull()
    expect(events).toEqual([
      ['chainChanged', '0x1'],
      ['chainChanged', numberToHex(chain.chainId)],
    ])
    expect(asked).toHaveLength(2)
    expect(await request('wallet_switchEthereumChain', { chainId: numberToHex(chain.chainId) })).toBeNull()
    expect(asked).toHaveLength(2)
  })

  test('that are unknown are refused, and can be added', async () => {
    const { request, events, asked } = setUp()
    await expect(request('wallet_switchEthereumChain', { chainId: '0x539' })).rejects.toMatchObject({
      code: 4902,
    })
    const added = { chainId: '0x539', chainName: 'Another', rpcUrls: [chain.rpcUrl] }
    await expect(request('wallet_addEthereumChain', { ...added, rpcUrls: [] })).rejects.toMatchObject({
      code: -32602,
    })
    expect(await request('wallet_addEthereumChain', added)).toBeNull()
    expect(events).toEqual([['chainChanged', '0x539']])
    expect(asked).toEqual([{ kind: 'add-chain', chainId: 1337, name: 'Another', rpcUrl: chain.rpcUrl }])
  })

  test('without a node answer nothing and send nothing', async () => {
    const { wallet, request } = setUp()
    wallet.selectChain(1)
    await expect(request('eth_blockNumber')).rejects.toMatchObject({ code: 4901 })
    await expect(request('eth_sendTransaction', { from: PATIENT, to: STRANGER })).rejects.toMatchObject({
      code: 4901,
    })
  })

  test('whose node is down answer as disconnected', async () => {
    const wallet = createDemoWallet({
      accounts: PRACTICE_ACCOUNTS,
      chainId: chain.chainId,
      rpcUrl: 'http://127.0.0.1:1',
      approve: async () => true,
    })
    await expect(wallet.provider.request({ method: 'eth_blockNumber' })).rejects.toMatchObject({ code: 4900 })
  })

  test('pass on what the node itself refuses', async () => {
    const { request } = setUp()
    await expect(request('eth_getBalance', 'nobody', 'latest')).rejects.toMatchObject({
      code: expect.any(Number),
      name: 'ProviderRpcError',
    })
  })
})

test('a removed listener hears nothing more', () => {
  const { wallet } = setUp()
  const heard: unknown[] = []
  const listener = (data: unknown) => heard.push(data)
  wallet.provider.on('accountsChanged', listener).removeListener('accountsChanged', listener)
  wallet.selectAccount(DOCTOR)
  expect(heard).toEqual([])
})
