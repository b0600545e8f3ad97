import { createPublicClient, createTestClient, createWalletClient, http, keccak256, stringToHex } from 'viem'
import type { Account, Hash, Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartsAbi } from '../../client/chain/abi/charts.ts'
import { registrarAbi } from '../../client/chain/abi/registrar.ts'
import { foldHead, genesisHead } from '../../client/chain/foldHead.ts'
import type { ChartkeyConfig } from '../../client/config.ts'
import { deployApart } from '../../scripts/lib/deployApart.ts'

export type RunningPeerChain = {
  readonly rpcUrl: string
  stop(): Promise<void>
}

const ZERO: Hex = `0x${'0'.repeat(64)}`
const FAR = 2 ** 40 - 1
const STORE = { name: 'None', rpcUrl: 'http://127.0.0.1:5001', gatewayUrl: 'http://127.0.0.1:5001' }

/** Deploys to another project's chain by the deploy script, and goes through a chart's life there. */
export function chainSuite(name: string, start: () => Promise<RunningPeerChain>): void {
  describe(`on ${name}`, () => {
    let running: RunningPeerChain
    let config: ChartkeyConfig

    beforeAll(async () => {
      running = await start()
      config = await deployApart({ rpcUrl: running.rpcUrl, store: STORE })
    }, 300_000)
    afterAll(() => running?.stop())

    it('finds the same contracts when it deploys again', async () => {
      const again = await deployApart({ rpcUrl: running.rpcUrl, store: STORE })
      expect(again.contracts).toEqual(config.contracts)
    }, 300_000)

    it('opens a chart, files, grants, lets read, revokes with new keys, and proves the head', async () => {
      const transport = http(running.rpcUrl)
      const chain = {
        id: config.chain.id,
        name,
        nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
        rpcUrls: { default: { http: [running.rpcUrl] } },
      }
      const reader = createPublicClient({ chain, transport, pollingInterval: 50 })
      const accounts = await createTestClient({ chain, transport, mode: 'anvil' }).request<{
        ReturnType: Hex[]
      }>({ method: 'eth_accounts' } as never)
      const owner = createWalletClient({ account: accounts[0]!, chain, transport })
      const doctor: Hex = '0x00000000000000000000000000000000000d0c70'
      const { registrar, charts } = config.contracts
      const done = async (sent: Promise<Hash>) => {
        const { status } = await reader.waitForTransactionReceipt({ hash: await sent })
        expect(status).toBe('success')
      }
      const digest = (text: string) => keccak256(stringToHex(text))
      const at = { address: charts, abi: chartsAbi } as const
      const write = { ...at, account: owner.account as Account, chain } as const

      await done(
        owner.writeContract({
          address: registrar,
          abi: registrarAbi,
          functionName: 'publish',
          args: [ZERO, digest('profile')],
        }),
      )
      const [first, second, third] = [digest('keyring 1'), digest('keyring 2'), digest('keyring 3')]
      await done(owner.writeContract({ ...write, functionName: 'open', args: [0n, first] }))
      const chart = await reader.readContract({
        ...at,
        functionName: 'chartIdOf',
        args: [accounts[0]!, 0n],
      })
      const record = { pointer: digest('record'), section: 3, supersedes: 0 }
      await done(owner.writeContract({ ...write, functionName: 'addRecord', args: [chart, 1, record] }))
      const permission = { read: 8n, write: 0n, until: FAR, sinceEpoch: 1, purpose: 1 }
      const granting = { from: first, to: second, epoch: 1, nextEpoch: 1 }
      await done(
        owner.writeContract({ ...write, functionName: 'grant', args: [chart, doctor, permission, granting] }),
      )
      const canRead = (section: number) =>
        reader.readContract({ ...at, functionName: 'canRead', args: [chart, doctor, section] })
      expect([await canRead(3), await canRead(4)]).toEqual([true, false])

      const ending = { from: second, to: third, epoch: 1, nextEpoch: 2 }
      await done(owner.writeContract({ ...write, functionName: 'revoke', args: [chart, doctor, ending] }))
      expect(await canRead(3)).toBe(false)
      await expect(
        reader.simulateContract({ ...write, functionName: 'addRecord', args: [chart, 1, record] }),
      ).rejects.toThrow('ChartsStaleEpoch')

      const [state, records] = await Promise.all([
        reader.readContract({ ...at, functionName: 'chartOf', args: [chart] }),
        reader.readContract({ ...at, functionName: 'recordsOf', args: [chart, 1, 10] }),
      ])
      expect([state.epoch, state.count, state.keyed, state.keyring]).toEqual([2, 1, true, third])
      const genesis = genesisHead({ chainId: config.chain.id, contract: charts, chart })
      const links = records.map((each, i) => ({ ...each, original: each.pointer, number: i + 1 }))
      expect(foldHead({ head: genesis, chart, records: links })).toBe(state.head)
    }, 120_000)
  })
}
