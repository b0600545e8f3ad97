import hre from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  custom,
  encodeFunctionData,
  hexToBytes,
  keccak256,
  stringToHex,
} from 'viem'
import type { Address, CustomTransport, Hash, Hex, WalletClient } from 'viem'
import { hardhat } from 'viem/chains'

import { chartsAbi } from '../client/chain/abi/charts.ts'
import { registrarAbi } from '../client/chain/abi/registrar.ts'
import { purposes } from '../client/chain/purposes.ts'
import { TYPES } from '../test/contracts/support/signedTypes.ts'
import type { Action } from '../test/contracts/support/signedTypes.ts'
import type { Measure } from './limits.ts'

export type GasReport = {
  readonly gas: Readonly<Record<Measure, number>>
  /** What the same call costs in a chart with one record, and in one with `many`. */
  readonly growth: readonly { readonly call: string; readonly one: number; readonly many: number }[]
  readonly many: number
  readonly code: readonly { readonly contract: string; readonly bytes: number }[]
}

type Wallet = WalletClient<CustomTransport, typeof hardhat, { address: Address; type: 'json-rpc' }>
type Update = { from: Hex; to: Hex; epoch: number; nextEpoch: number }

const MANY = 10_000
const BATCH = 200
const FAR = 2 ** 40 - 1
const ZERO: Hex = `0x${'0'.repeat(64)}`
const CONTRACTS = ['Charts', 'Credentials', 'Registrar'] as const

/**
 * Calls the contracts, as they were compiled last, on a chain within this process, and reads what the receipts say was
 * used.
 */
export async function measureGas(): Promise<GasReport> {
  const connection = await hre.network.create()
  const { provider } = connection
  const transport = custom(provider)
  const reader = createPublicClient({ chain: hardhat, transport, pollingInterval: 5, cacheTime: 0 })
  const accounts = (await provider.request({ method: 'eth_accounts' })) as Address[]
  const [governance, owner, doctor, nurse, carer, relayer, author] = accounts.map((account) =>
    createWalletClient({ account, chain: hardhat, transport }),
  ) as [Wallet, Wallet, Wallet, Wallet, Wallet, Wallet, Wallet]

  let drawn = 0
  const digest = () => keccak256(stringToHex(`digest ${drawn++}`))
  const record = (supersedes = 0) => ({ pointer: digest(), section: 3, supersedes })
  const permission = (read = 8n, write = 8n) => ({ read, write, until: FAR, sinceEpoch: 1, purpose: 1 })

  const deploy = async (name: string, ...args: unknown[]): Promise<Address> => {
    const { abi, bytecode } = await hre.artifacts.readArtifact(name)
    const hash = await governance.deployContract({ abi, bytecode: bytecode as Hex, args })
    return (await reader.waitForTransactionReceipt({ hash })).contractAddress!
  }
  const credentials = await deploy('Credentials', governance.account.address)
  const registrar = { address: await deploy('Registrar'), abi: registrarAbi } as const
  const charts = { address: await deploy('Charts', credentials), abi: chartsAbi } as const
  const chart = await reader.readContract({
    ...charts,
    functionName: 'chartIdOf',
    args: [owner.account.address, 0n],
  })

  const used = async (sent: Promise<Hash>): Promise<number> => {
    const receipt = await reader.waitForTransactionReceipt({ hash: await sent })
    if (receipt.status !== 'success') throw new Error('A measured call was reverted.')
    return Number(receipt.gasUsed)
  }
  const read = () => reader.readContract({ ...charts, functionName: 'chartOf', args: [chart] })
  const update = async ({ rise = false, keyring = true } = {}): Promise<Update> => {
    const { keyring: from, epoch } = await read()
    return { from, to: keyring ? digest() : from, epoch, nextEpoch: rise ? epoch + 1 : epoch }
  }

  /** Runs a measure, and sets the chain back to what it was before. */
  const aside = async <T>(measure: () => Promise<T>): Promise<T> => {
    const id = await provider.request({ method: 'evm_snapshot' })
    const result = await measure()
    await provider.request({ method: 'evm_revert', params: [id] })
    return result
  }

  const open = (by: Wallet) =>
    used(by.writeContract({ ...charts, functionName: 'open', args: [0n, digest()] }))
  const publish = (previous: Hex, profile: Hex) =>
    used(owner.writeContract({ ...registrar, functionName: 'publish', args: [previous, profile] }))
  const add = async (by: Wallet, supersedes = 0) =>
    used(
      by.writeContract({
        ...charts,
        functionName: 'addRecord',
        args: [chart, (await read()).epoch, record(supersedes)],
      }),
    )
  const addBatch = async (by: Wallet, length: number, supersedes: (i: number) => number = () => 0) =>
    used(
      by.writeContract({
        ...charts,
        functionName: 'addRecords',
        args: [chart, (await read()).epoch, Array.from({ length }, (_, i) => record(supersedes(i)))],
      }),
    )
  const grant = async (by: Wallet, to: Wallet, given = permission()) =>
    used(
      by.writeContract({
        ...charts,
        functionName: 'grant',
        args: [chart, to.account.address, given, await update()],
      }),
    )
  const revoke = async (by: Wallet, from: Wallet, keyring = true) =>
    used(
      by.writeContract({
        ...charts,
        functionName: 'revoke',
        args: [chart, from.account.address, await update({ rise: true, keyring })],
      }),
    )
  const rotate = async (by: Wallet) =>
    used(by.writeContract({ ...charts, functionName: 'rotate', args: [chart, await update({ rise: true })] }))
  const share = async (by: Wallet, until = FAR) =>
    used(
      by.writeContract({
        ...charts,
        functionName: 'share',
        args: [chart, 1, doctor.account.address, until, await update({ keyring: until !== 0 })],
      }),
    )
  const relocate = (from: Hex, to: Hex) =>
    used(owner.writeContract({ ...charts, functionName: 'relocate', args: [chart, 1, from, to] }))
  const grantMany = async () =>
    used(
      owner.writeContract({
        ...charts,
        functionName: 'grantMany',
        args: [
          chart,
          accounts.slice(8, 18).map((grantee) => ({ grantee, permission: permission() })),
          await update(),
        ],
      }),
    )
  const check = async (functionName: 'canRead' | 'canWrite') => {
    const data = encodeFunctionData({ ...charts, functionName, args: [chart, doctor.account.address, 3] })
    const base = hexToBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 21_000)
    const whole = await reader.estimateGas({ account: relayer.account, to: charts.address, data })
    return Number(whole) - base
  }
  const sign = async (by: Wallet, primaryType: Action, message: Record<string, unknown>) => {
    const signed = { signer: by.account.address, nonce: 0n, deadline: BigInt(FAR) }
    const signature = await by.signTypedData({
      domain: { name: 'Chartkey', version: '1', chainId: hardhat.id, verifyingContract: charts.address },
      types: TYPES[primaryType] as Record<string, { name: string; type: string }[]>,
      primaryType,
      message: { ...message, ...signed },
    })
    return { ...signed, signature }
  }
  const grantSigned = async () => {
    const [grantee, given, granting] = [nurse.account.address, permission(), await update()]
    const { from: fromKeyring, to: toKeyring, epoch, nextEpoch } = granting
    const signed = await sign(owner, 'Grant', {
      chart,
      grantee,
      ...given,
      purpose: purposes.find(({ value }) => value === given.purpose)?.code,
      fromKeyring,
      toKeyring,
      epoch,
      nextEpoch,
    })
    return used(
      relayer.writeContract({
        ...charts,
        functionName: 'grantBySig',
        args: [chart, grantee, given, granting, signed],
      }),
    )
  }
  const addFor = async () => {
    const filed = record()
    const { epoch } = await read()
    const signed = await sign(author, 'AddRecords', { chart, epoch, records: [filed] })
    return used(
      relayer.writeContract({
        ...charts,
        functionName: 'addRecordFor',
        args: [chart, epoch, filed, signed],
      }),
    )
  }
  const endAll = async () =>
    used(
      owner.writeContract({ ...charts, functionName: 'endAll', args: [chart, await update({ rise: true })] }),
    )
  const nameDelegate = async () =>
    used(
      owner.writeContract({
        ...charts,
        functionName: 'nameDelegate',
        args: [chart, carer.account.address, FAR, await update()],
      }),
    )

  try {
    const gas: Partial<Record<Measure, number>> = {}
    const [profile, changed] = [digest(), digest()]
    gas['publish, first'] = await publish(ZERO, profile)
    gas['publish, change'] = await publish(profile, changed)
    gas.open = await open(owner)

    gas.grant = await aside(() => grant(owner, doctor, permission(2n ** 64n - 1n, 2n ** 64n - 1n)))
    gas['grant, each of 10 at once'] = Math.ceil((await aside(grantMany)) / 10)
    gas['grant, signed'] = await aside(grantSigned)
    await grant(owner, doctor)
    await grant(owner, author)
    gas['revoke with new keys'] = await aside(() => revoke(owner, doctor))
    gas['end all access'] = await aside(endAll)

    gas['add, owner'] = await add(owner)
    gas['add, grantee'] = await add(doctor)
    gas['add, amending'] = await aside(() => add(doctor, 2))
    gas['add for another author'] = await aside(addFor)
    gas['add, each in a batch of 100'] = Math.ceil((await aside(() => addBatch(doctor, 100))) / 100)
    gas['add, each in a batch of 100, amending'] = await aside(async () => {
      await addBatch(doctor, 100)
      return Math.ceil((await addBatch(doctor, 100, (i) => i + 3)) / 100)
    })
    gas['check, canRead'] = await check('canRead')
    gas['check, canWrite'] = await check('canWrite')
    gas.share = await aside(() => share(owner))
    await aside(async () => {
      const [{ pointer }, second, third] = [await readFirst(), digest(), digest()]
      gas['relocate, first'] = await relocate(pointer, second)
      gas['relocate, again'] = await relocate(second, third)
    })

    const one = await aside(grow)
    await aside(async () => {
      await nameDelegate()
      const beyond = async (act: (by: Wallet) => Promise<number>) =>
        (await aside(() => act(carer))) - (await aside(() => act(owner)))
      const worst = async (acts: readonly ((by: Wallet) => Promise<number>)[]) => {
        const costs: number[] = []
        for (const act of acts) costs.push(await beyond(act))
        return Math.max(...costs)
      }
      const keying = [(by: Wallet) => rotate(by), (by: Wallet) => grant(by, nurse), (by: Wallet) => share(by)]
      gas['add, delegate'] = await aside(() => add(carer))
      gas['delegate beyond owner: add'] = await beyond((by) => add(by))
      gas['delegate beyond owner: first keyring'] = await worst(keying)
      await rotate(carer)
      await rotate(owner)
      gas['delegate beyond owner: keyring after'] = await worst(keying)
      await share(owner)
      gas['delegate beyond owner: without a keyring'] = await worst([
        (by) => revoke(by, doctor, false),
        (by) => share(by, 0),
      ])
    })

    const { count } = await read()
    for (let left = MANY - count; left > 0; left -= BATCH) await addBatch(owner, Math.min(left, BATCH))
    const many = await aside(grow)

    return {
      gas: gas as Record<Measure, number>,
      many: MANY,
      growth: one.map(({ call, gas }, i) => ({ call, one: gas, many: many[i]!.gas })),
      code: await Promise.all(
        CONTRACTS.map(async (contract) => {
          const { deployedBytecode } = await hre.artifacts.readArtifact(contract)
          return { contract, bytes: hexToBytes(deployedBytecode as Hex).length }
        }),
      ),
    }
  } finally {
    await connection.close()
  }

  function readFirst() {
    return reader.readContract({ ...charts, functionName: 'recordOf', args: [chart, 1] })
  }

  /** The calls whose cost must not follow the number of records. */
  async function grow() {
    return [
      { call: 'add', gas: await add(owner) },
      { call: 'grant', gas: await grant(owner, nurse) },
      { call: 'revoke', gas: await revoke(owner, nurse) },
    ]
  }
}
