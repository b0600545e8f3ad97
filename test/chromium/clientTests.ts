import { globSync } from 'node:fs'
import path from 'node:path'
import { PROJECT_ROOT } from '../../scripts/lib/processes.ts'

/** The client's tests that run in Node alone, and why. */
export const NODE_ONLY: Readonly<Record<string, string>> = {
  'client/chain/hostile.test.ts': 'is itself the hostile node, which a page cannot be',
  'client/crypto/labels.test.ts': 'reads docs/protocol.md',
  'client/crypto/metamaskBox.test.ts':
    'compares with @metamask/eth-sig-util, which needs Node’s streams and Buffer',
  'client/flows/adversary.test.ts': 'reads a whole chain with Node’s own means',
  'client/flows/badInput.test.ts': 'rewrites what chain and store answer, in between',
  'client/flows/forgetNames.test.ts': 'fills keyrings up to their limits, which takes a page minutes',
  'client/flows/keyrings.test.ts': 'rewrites what the chain answers, in between',
  'client/flows/reencrypt.test.ts': 'reads the files of the store',
  'client/flows/shares.test.ts': 'rewrites what the chain answers, in between',
  'client/flows/stateMachine.test.ts': 'takes a minute, with flows that other tests run in Chromium',
  'client/flows/transfer.test.ts': 'rewrites what the store answers, in between',
  'client/flows/unlockers.test.ts':
    'has a wallet by @metamask/eth-sig-util, which needs Node’s streams and Buffer',
  'client/flows/wiping.test.ts': 'looks at what modules hand to each other, as vitest can in Node alone',
  'client/ipfs/hostile.test.ts': 'is itself the hostile store, which a page cannot be',
}

/** The client's tests that run in Chromium too, by their paths from the project's root. */
export function clientTestsForChromium(): string[] {
  return globSync('client/**/*.test.ts', { cwd: PROJECT_ROOT })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !Object.hasOwn(NODE_ONLY, file))
    .toSorted()
}
