import { expect } from 'vitest'
import { encodeFunctionData, type Address, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import {
  chartsAbi,
  cidOfPointer,
  createContext,
  createLocalWallet,
  listChartsOpenTo,
  loadChart,
  readRecord,
  unlockAccount,
  type ChartId,
  type Session,
} from '#client'
import { ageIdentity, decryptAge } from '../../../client/crypto/age.ts'
import { openBox } from '../../../client/crypto/box.ts'
import { addressBytes, concatBytes, uintBytes } from '../../../client/crypto/bytes.ts'
import { readHistory } from '../../../client/crypto/history.ts'
import { deriveKeyPair, unseal, type KeyPair } from '../../../client/crypto/hpke.ts'
import { decodeKeyring, epochContext, ROLES, sealContext } from '../../../client/crypto/keyring.ts'
import { openKeyring } from '../../../client/crypto/openKeyring.ts'
import { decodeRecord } from '../../../client/crypto/record.ts'
import { chartBytes } from '../../../client/crypto/scope.ts'
import { sectionBytes } from '../../../client/crypto/sectionKeys.ts'
import { readFile } from '../../../client/ipfs/readFile.ts'
import { directClient, directConfig, rpc } from '../lib/rpc.ts'
import type { Stack } from '../lib/startStack.ts'

/** Every secret that a doctor ever held, copied out of a client before the access ended. */
export interface KeptKeys {
  readonly account: Address
  readonly privateKey: Hex
  readonly chart: ChartId
  readonly epoch: number
  /** Of sections, by their number and epoch, and of the account itself. */
  readonly pairs: ReadonlyMap<string, KeyPair>
  readonly accountPairs: readonly KeyPair[]
  readonly recordKeys: readonly Uint8Array[]
  /** Seeds, history chains and the account's root: anything of 32 bytes that might open a box. */
  readonly secrets: readonly Uint8Array[]
  readonly chains: ReadonlyMap<number, Uint8Array>
}

type Wanted = { readonly privateKey: Hex; readonly chart: ChartId }

/** Opens everything that the doctor may open, straight from the chain and the store, and keeps the keys. */
export async function keepKeys(stack: Stack, { privateKey, chart }: Wanted): Promise<KeptKeys> {
  const session = await unlock(stack, privateKey)
  const { records } = await loadChart(session, { chart })
  for (const { number, state } of records) {
    if (state === 'readable') await readRecord(session, { chart, number })
  }
  const { opened } = session.keys.memory.keyrings.get(chart)!
  if (opened.role !== 'grantee') throw new Error('The doctor is no grantee.')
  const pairs = new Map<string, KeyPair>()
  const chains = new Map<number, Uint8Array>()
  for (const { number, seed, chain } of opened.sections) {
    if (seed !== null) pairs.set(`${number}`, await deriveKeyPair(seed))
    if (chain !== null) chains.set(number, Uint8Array.from(chain))
  }
  const recordKeys = [...session.keys.memory.records.values()].map(({ recordKey }) =>
    Uint8Array.from(recordKey),
  )
  return {
    account: session.account,
    privateKey,
    chart,
    epoch: opened.root.epoch,
    pairs,
    accountPairs: session.keys.pairs.map(({ publicKey, secretKey }) => ({
      publicKey,
      secretKey: Uint8Array.from(secretKey),
    })),
    recordKeys,
    chains,
    secrets: [
      Uint8Array.from(session.keys.root),
      ...recordKeys,
      ...chains.values(),
      ...[...pairs.values()].map(({ secretKey }) => secretKey),
    ],
  }
}

/** Proves that none of the kept keys opens anything of the epochs after, and that the chain takes nothing more. */
export async function expectLockedOut(stack: Stack, kept: KeptKeys): Promise<void> {
  const { chart } = kept
  const client = directClient(stack)
  const { charts } = stack.config.contracts
  const read = { address: charts, abi: chartsAbi } as const
  const state = await client.readContract({ ...read, functionName: 'chartOf', args: [chart] })
  expect(state.epoch).toBeGreaterThan(kept.epoch)
  const all = await client.readContract({ ...read, functionName: 'recordsOf', args: [chart, 1, state.count] })
  const later = all.filter(({ epoch }) => epoch > kept.epoch)
  const earlier = all.filter(({ epoch }) => epoch <= kept.epoch)
  expect(later.length).toBeGreaterThan(0)

  // The same attack opens what was filed before, or it would prove nothing.
  const openedBefore = await Promise.all(earlier.map((record) => opens(stack, kept, record)))
  expect(openedBefore).toContain(true)
  for (const record of later) {
    expect(await opens(stack, kept, record)).toBe(false)
    await expectBodyClosed(stack, kept, record.pointer)
  }
  await expectKeyringClosed(stack, kept, state.keyring)

  for (let section = 0; section < 64; section++) {
    const args = [chart, kept.account, section] as const
    expect(await client.readContract({ ...read, functionName: 'canRead', args })).toBe(false)
    expect(await client.readContract({ ...read, functionName: 'canWrite', args })).toBe(false)
  }
  for (const epoch of [kept.epoch, state.epoch])
    await expectFilingReverts(stack, kept, epoch, all[0]!.section)
  const after = await client.readContract({ ...read, functionName: 'chartOf', args: [chart] })
  expect(after.count).toBe(state.count)
  expect(after.head).toBe(state.head)

  const session = await unlock(stack, kept.privateKey)
  expect(await listChartsOpenTo(session)).toEqual([])
  await expect(loadChart(session, { chart })).rejects.toMatchObject({ name: 'NoAccessError' })
}

type FiledRecord = {
  readonly pointer: Hex
  readonly author: Address
  readonly section: number
  readonly epoch: number
}

/** Whether any kept key opens the record's own key, with every epoch that its seal could name. */
async function opens(stack: Stack, kept: KeptKeys, record: FiledRecord): Promise<boolean> {
  const { chain, contracts } = stack.config
  const root = decodeRecord(await fetchBytes(stack, record.pointer))
  const scope = { chainId: chain.id, contract: contracts.charts }
  for (const keyEpoch of new Set([root.keyEpoch, kept.epoch])) {
    const context = concatBytes(
      chartBytes(scope, kept.chart),
      sectionBytes(record.section),
      uintBytes(record.epoch, 4),
      uintBytes(keyEpoch, 4),
      addressBytes(record.author),
    )
    for (const pair of [...kept.pairs.values(), ...kept.accountPairs]) {
      if (await succeeds(() => unseal(pair, 'recordKey', context, root.sealedKey))) return true
    }
    for (const secret of kept.secrets) {
      const box = concatBytes(context, root.body.bytes)
      if (await succeeds(() => openBox(secret, 'metadata', box, root.metadata))) return true
    }
  }
  return false
}

async function expectBodyClosed(stack: Stack, kept: KeptKeys, pointer: Hex): Promise<void> {
  const { body } = decodeRecord(await fetchBytes(stack, pointer))
  const { stores } = createContext(directConfig(stack))
  const bytes = await new Response(readFile(stores, body, { maxBytes: 1_000_000 })).bytes()
  for (const secret of kept.secrets) {
    const isOpen = await succeeds(async () => {
      const source = async function* () {
        yield bytes
      }
      for await (const chunk of decryptAge(ageIdentity(secret), source())) void chunk
    })
    expect(isOpen).toBe(false)
  }
}

async function expectKeyringClosed(stack: Stack, kept: KeptKeys, pointer: Hex): Promise<void> {
  const { chain, contracts } = stack.config
  const scope = { chainId: chain.id, contract: contracts.charts }
  const bytes = await fetchBytes(stack, pointer)
  const root = decodeKeyring(bytes, { scope, chart: kept.chart })
  for (const role of ROLES) {
    const opening = openKeyring({
      bytes,
      scope,
      chart: kept.chart,
      account: kept.account,
      role,
      pairs: kept.accountPairs,
    })
    await expect(opening).rejects.toMatchObject({ name: 'KeyringNotSealedError' })
    for (const { sealed } of root.seals) {
      for (const pair of [...kept.accountPairs, ...kept.pairs.values()]) {
        expect(
          await succeeds(() => unseal(pair, 'keyringSeal', sealContext(root, kept.account, role), sealed)),
        ).toBe(false)
      }
    }
  }
  for (const secret of kept.secrets) {
    expect(await succeeds(() => openBox(secret, 'earlierSecrets', epochContext(root), root.earlier))).toBe(
      false,
    )
    expect(await succeeds(() => openBox(secret, 'keyringOwner', epochContext(root), root.owner))).toBe(false)
  }
  for (const { number, history } of root.sections) {
    for (const chainKey of kept.secrets) {
      const isOpen = await succeeds(() =>
        readHistory({
          chartScope: root,
          section: number,
          epoch: root.epoch,
          since: 1,
          chain: Uint8Array.from(chainKey),
          head: history,
          fetchBlock: (cid) => fetchCid(stack, cid.toString()),
        }),
      )
      expect(isOpen).toBe(false)
    }
  }
}

/** Sends past every client's checks, with gas of its own choice, so that the contract itself must refuse. */
async function expectFilingReverts(
  stack: Stack,
  kept: KeptKeys,
  epoch: number,
  section: number,
): Promise<void> {
  const account = privateKeyToAccount(kept.privateKey)
  const client = directClient(stack)
  const { charts } = stack.config.contracts
  const pointer = `0x${'5a'.repeat(32)}` as const
  const data = encodeFunctionData({
    abi: chartsAbi,
    functionName: 'addRecord',
    args: [kept.chart, epoch, { pointer, section, supersedes: 0 }],
  })
  const signed = await account.signTransaction({
    type: 'eip1559',
    chainId: stack.config.chain.id,
    nonce: await client.getTransactionCount({ address: account.address }),
    to: charts,
    data,
    gas: 300_000n,
    maxFeePerGas: 20_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
  })
  // Hardhat reports the revert in its answer and mines the transaction all the same.
  await rpc(stack, 'eth_sendRawTransaction', [signed]).catch(() => null)
  const block = await client.getBlock({ includeTransactions: true })
  const mined = block.transactions.find(({ from }) => from.toLowerCase() === account.address.toLowerCase())
  expect(mined?.input).toBe(data)
  const receipt = await client.getTransactionReceipt({ hash: mined!.hash })
  expect(receipt.status).toBe('reverted')
}

async function unlock(stack: Stack, privateKey: Hex): Promise<Session> {
  const config = directConfig(stack)
  return unlockAccount(createContext(config), { wallet: createLocalWallet({ config, privateKey }) })
}

async function fetchBytes(stack: Stack, pointer: Hex): Promise<Uint8Array> {
  return fetchCid(stack, cidOfPointer(pointer).toString())
}

async function fetchCid(stack: Stack, cid: string): Promise<Uint8Array> {
  const response = await fetch(`${stack.store.gatewayUrl}/ipfs/${cid}?format=raw`)
  expect(response.status).toBe(200)
  return response.bytes()
}

async function succeeds(work: () => unknown): Promise<boolean> {
  try {
    await work()
    return true
  } catch {
    return false
  }
}
