import { ethers, networkHelpers } from './chain.ts'

/** Where the contract keeps its mapping of charts, after what EIP-712 and the nonces keep. */
const CHARTS_SLOT = 4n

/** Where each counter begins in a chart's packed state; each has 24 bits. */
const SHIFTS = { count: 160n, epoch: 184n } as const

/** The highest value of a counter. */
export const LAST = 2n ** 24n - 1n

/** Sets a counter of a chart as if so much had happened. */
export async function withState(
  charts: { getAddress: () => Promise<string> },
  chart: string,
  counter: keyof typeof SHIFTS,
  value: bigint,
) {
  const address = await charts.getAddress()
  const slot = ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(['bytes32', 'uint256'], [chart, CHARTS_SLOT]),
  )
  const word = BigInt(await ethers.provider.getStorage(address, slot))
  const [shift, field] = [SHIFTS[counter], LAST << SHIFTS[counter]]
  await networkHelpers.setStorageAt(address, slot, ethers.toBeHex((word & ~field) | (value << shift), 32))
}
