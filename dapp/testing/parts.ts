import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deploy } from '../../scripts/deploy.ts'
import { startChain } from '../../scripts/lib/startChain.ts'
import { startStore } from '../../scripts/lib/startStore.ts'

/** A process of its own: jsdom's globals are not for Hardhat. It tells its configuration, and ends with its parent. */
const [origin = ''] = process.argv.slice(2)
const directory = await mkdtemp(join(tmpdir(), 'chartkey-dapp-'))
const [chain, store] = await Promise.all([startChain(), startStore({ directory, origins: [origin] })])

process.once('disconnect', () => {
  void Promise.all([chain.stop(), store.stop()])
    .then(() => rm(directory, { recursive: true, force: true }))
    .finally(() => process.exit())
})
const { name, rpcUrl, gatewayUrl } = store
process.send!(await deploy({ rpcUrl: chain.rpcUrl, stores: [{ name, rpcUrl, gatewayUrl }], out: null }))
