import { CID } from 'multiformats/cid'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addRecords, cidOfPointer, loadChart } from '#client'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

test('a faster copy that was mined too long ago to be found has nothing given up that it filed', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  await world.rpc('evm_setAutomine', false)
  const speeding: Promise<void>[] = []
  try {
    const work = addRecords(patient, {
      chart,
      section: heart,
      files: [note('Faster')],
      onProgress({ step, hash }) {
        if (step === 'mining') speeding.push(speedUp(hash!))
      },
    })
    await expect(work).rejects.toMatchObject({ name: 'TransactionDroppedError', isReplaced: false })
    await Promise.all(speeding)
  } finally {
    await world.rpc('evm_setAutomine', true)
  }
  const { records } = await loadChart(patient, { chart })
  expect(records).toMatchObject([{ state: 'readable', details: { title: 'Faster.txt' } }])
  const kept = (await world.pins()).map((pin) => CID.parse(pin).toString())
  expect(kept).toContain(cidOfPointer(records[0]!.pointer).toString())
}, 120_000)

/** The device sleeps while the copy is mined, and wakes up much later. */
async function speedUp(hash: Hex): Promise<void> {
  const asked = await world.rpc<Record<'from' | 'to' | 'input' | 'nonce' | 'gas', Hex>>(
    'eth_getTransactionByHash',
    hash,
  )
  await new Promise((resolve) => setTimeout(resolve, 500))
  await world.rpc('hardhat_dropTransaction', hash)
  const { from, to, input: data, nonce, gas } = asked
  const price = '0x2540be400'
  const fees = { maxFeePerGas: price, maxPriorityFeePerGas: price }
  await world.rpc('eth_sendTransaction', { from, to, data, nonce, gas, ...fees })
  await world.rpc('hardhat_mine', '0x200')
}
