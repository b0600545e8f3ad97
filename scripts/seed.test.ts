import { bytesToHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'

import {
  createLocalWallet,
  credentialsOf,
  listChartsOpenTo,
  listOwnCharts,
  loadChart,
  readRecord,
  unlockAccount,
  verifyChart,
} from '#client'
import { LOCAL_MNEMONIC } from './lib/startChain.ts'
import { seed } from './seed.ts'
import { leakScan } from '../test/lib/leakScan.ts'
import { startWorld } from '../test/lib/startWorld.ts'
import type { World } from '../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

function unlock(addressIndex: number) {
  const key = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex }).getHdKey().privateKey!
  const wallet = createLocalWallet({ config: world.config, privateKey: bytesToHex(key) })
  return unlockAccount(world.context(), { wallet })
}

test('the practice people are there once, by the client’s own flows', async () => {
  await seed(world.config)
  const block = await world.rpc('eth_blockNumber')
  await seed(world.config)
  expect(await world.rpc('eth_blockNumber')).toBe(block)

  const patient = await unlock(1)
  const [own] = await listOwnCharts(patient)
  expect(own).toMatchObject({ title: 'Ingrid Solvang', count: 6, isKeyed: true })
  const { records } = await loadChart(patient, { chart: own!.id })
  expect(records.map(({ details }) => details?.mediaType)).toEqual([
    'application/fhir+json',
    'application/pdf',
    'image/png',
    'application/fhir+json',
    'text/plain',
    'application/fhir+json',
  ])
  expect((await readRecord(patient, { chart: own!.id, number: 6 })).note).toMatchObject({ state: 'signed' })
  expect(await verifyChart(patient, { chart: own!.id })).toMatchObject({ isSound: true, verified: 6 })

  for (const index of [2, 3]) {
    const { address } = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: index })
    expect(await credentialsOf(world.context(), address)).toMatchObject([
      { authorityName: 'Nordvik Medical Chamber', attributes: ['PHYSICIAN'] },
    ])
  }
  expect(await listChartsOpenTo(await unlock(2))).toMatchObject([{ title: 'Ingrid Solvang', problem: null }])
  expect(await listChartsOpenTo(await unlock(3))).toEqual([])
}, 60_000)

test('nothing of them is readable on the chain or in the store', async () => {
  const words = [
    'Ingrid',
    'Solvang',
    'Lab results',
    'Mental health',
    'hospital-letter',
    'Ramipril',
    'resourceType',
  ]
  const place = { rpcUrl: world.chain.rpcUrl, directory: world.store.directory }
  const scan = await leakScan({ ...place, words })
  expect(scan.leaks).toEqual([])
  expect(scan.transactions).toBeGreaterThan(8)
  expect(scan.storedFiles).toBeGreaterThan(15)
})
