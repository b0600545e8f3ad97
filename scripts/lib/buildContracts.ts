import path from 'node:path'
import { MultiProcessMutex } from '@nomicfoundation/hardhat-utils/synchronization'
import hre from 'hardhat'

const WAIT_MS = 10 * 60_000

/**
 * Compiles the contracts, where they changed, one process at a time: Hardhat writes its cache by way of one file, which
 * two of them would take from each other.
 */
export async function buildContracts(): Promise<void> {
  const mutex = new MultiProcessMutex(path.join(hre.config.paths.cache, 'building'), WAIT_MS)
  await mutex.use(() => hre.tasks.getTask('build').run({ quiet: true, noTests: true }))
}
