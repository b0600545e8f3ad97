/**
 * The project's configuration with branches instrumented too: Hardhat's own coverage knows statements and lines alone.
 * Compiles without optimising, which is quicker, into a folder of its own. Used by scripts/coverage.ts.
 */
import type { HardhatPlugin } from 'hardhat/types/plugins'

import base, { compiler } from '../../hardhat.config.ts'
import { listBranches, probeBranches } from './branches.ts'

const PROBE = 'chartkeyBranch'

/** Tells the tag of its way as Hardhat's instrumentation does, whose library it finds imported beside it. */
const probe = `
function ${PROBE}(bool holds, uint256 tag) pure returns (bool) {
    __NomicFoundationCoverage.sendHit(holds ? tag | 1 : tag);
    return holds;
}
`

const branchCoverage: HardhatPlugin = {
  id: 'chartkey-branch-coverage',
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        async preprocessProjectFileBeforeBuilding(context, name, fsPath, content, version, next) {
          const instrumented = await next(context, name, fsPath, content, version)
          const file = name.replace(/^project\//, '')
          const branches = file.startsWith('contracts/') ? listBranches(file, content) : []
          if (branches.length === 0) return instrumented
          return probeBranches(branches, file, instrumented, PROBE) + probe
        },
      }),
    }),
  },
}

const { viaIR: _, ...settings } = compiler.settings
const plain = { ...compiler, settings: { ...settings, optimizer: { enabled: false } } }

export default {
  ...base,
  plugins: [...(base.plugins ?? []), branchCoverage],
  solidity: { profiles: { default: plain, production: plain } },
  paths: { ...base.paths, artifacts: 'coverage/artifacts', cache: 'coverage/cache' },
}
