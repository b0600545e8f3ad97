import type { Address, Hex } from 'viem'
import { addressBytes, concatBytes, hexToBytes, uintBytes } from './bytes.ts'

/** Where an object belongs: the chain, and `Registrar` for profiles and vaults, `Charts` for everything of a chart. */
export type Scope = {
  readonly chainId: number
  readonly contract: Address
}

/** Chain id 32, contract 20. */
export function scopeBytes(scope: Scope): Uint8Array<ArrayBuffer> {
  return concatBytes(uintBytes(scope.chainId, 32), addressBytes(scope.contract))
}

/** Chain id 32, contract 20, chart 32. */
export function chartBytes(scope: Scope, chart: Hex): Uint8Array<ArrayBuffer> {
  return concatBytes(scopeBytes(scope), hexToBytes(chart, 32, 'chart id'))
}
