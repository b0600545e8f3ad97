import { fileURLToPath } from 'node:url'

import hardhatToolboxMochaEthers from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { configVariable, defineConfig } from 'hardhat/config'

export const compiler = {
  version: '0.8.34',
  path: fileURLToPath(import.meta.resolve('solc/soljson.js')),
  settings: { evmVersion: 'osaka', viaIR: true, optimizer: { enabled: true, runs: 1000 } },
}

const profile = {
  compilers: [compiler],
  overrides: {
    // The model is large: the older code generator compiles it in a fifth of the time.
    'test/contracts/invariants/Charts.t.sol': {
      ...compiler,
      settings: { ...compiler.settings, viaIR: false, optimizer: { enabled: true, runs: 1 } },
    },
  },
}

/** How many times as long to search: `FUZZ_TIMES=10` also draws other inputs than the ones of every run. */
const times = Number(process.env['FUZZ_TIMES'] ?? 1)
const seed = times === 1 ? '0x43686172746b6579' : `0x${Date.now().toString(16)}`

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: { profiles: { default: profile, production: profile } },
  paths: { tests: { mocha: 'test/contracts', solidity: 'test/contracts' } },
  networks: {
    // As on a real network, a transaction that fails is mined, and its hash told to who sent it.
    node: { type: 'edr-simulated', throwOnTransactionFailures: false },
    local: {
      type: 'http',
      chainType: 'l1',
      url: configVariable('LOCAL_RPC_URL', { default: 'http://127.0.0.1:8545' }),
    },
    sepolia: {
      type: 'http',
      chainType: 'l1',
      chainId: 11_155_111,
      url: configVariable('SEPOLIA_RPC_URL'),
      accounts: [configVariable('SEPOLIA_PRIVATE_KEY')],
    },
    baseSepolia: {
      type: 'http',
      chainType: 'op',
      chainId: 84_532,
      url: configVariable('BASE_SEPOLIA_RPC_URL'),
      accounts: [configVariable('BASE_SEPOLIA_PRIVATE_KEY')],
    },
  },
  test: {
    solidity: {
      fuzz: { runs: 256 * times, seed },
      invariant: { runs: 256 * times, depth: 64, failOnRevert: true, shrinkRunLimit: 256 },
    },
  },
})
