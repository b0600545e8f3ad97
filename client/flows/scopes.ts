import type { Scope } from '../crypto/scope.ts'
import type { Context } from './types.ts'

/** What profiles and vaults are bound to. */
export function registrarScope({ config }: Context): Scope {
  return { chainId: config.chain.id, contract: config.contracts.registrar }
}

/** What keyrings and records are bound to. */
export function chartsScope({ config }: Context): Scope {
  return { chainId: config.chain.id, contract: config.contracts.charts }
}
