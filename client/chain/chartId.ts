import { encodeAbiParameters, keccak256 } from 'viem'
import type { Address } from 'viem'
import type { ChartId } from './types.ts'

/** The id of the chart that an account opens as its `n`th, counted from 0; known before it is opened. */
export function chartId(opener: Address, n: number): ChartId {
  return keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [opener, BigInt(n)]))
}
