export { startChain as startLocalChain } from '../../scripts/lib/startChain.ts'
export type { RunningChain } from '../../scripts/lib/startChain.ts'
