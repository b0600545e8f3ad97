import { runClientTestsInChromium } from '../test/chromium/runClientTests.ts'
import { endAll } from './lib/processes.ts'
import { runContractTests, runVitest, type SuiteResult } from './lib/testSuites.ts'

const SUITES: Readonly<Record<string, () => Promise<SuiteResult>>> = {
  contracts: runContractTests,
  client: () => runVitest('client'),
  chromium: () => runClientTestsInChromium(),
  services: () => runVitest('services'),
  scripts: () => runVitest('scripts'),
  dapp: () => runVitest('dapp'),
  e2e: () => runVitest('e2e'),
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !Object.hasOwn(SUITES, name))
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown[0]}". Choose among ${Object.keys(SUITES).join(', ')}.`)
  process.exit(2)
}

const rows: string[] = []
let passed = 0
let failed = 0
for (const [name, run] of Object.entries(SUITES)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.log(`\n== ${name}`)
  const started = performance.now()
  const result = await run()
  passed += result.passed
  // A suite that did not run as it should is a failure of its own.
  failed += result.problem !== null && result.failed === 0 ? 1 : result.failed
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  rows.push(
    `${name.padEnd(10)} ${String(result.passed).padStart(5)} passed ${String(result.failed).padStart(4)} failed ` +
      `${seconds.padStart(7)} s${result.problem === null ? '' : `   ${result.problem}`}`,
  )
}
await endAll()
console.log(`\n${rows.join('\n')}\n`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
