import type { SuiteResult } from '../../scripts/lib/testSuites.ts'
import { clientTestsForChromium } from './clientTests.ts'
import { runInChromium } from './runInChromium.ts'

/** Runs the client's tests in a real Chromium and says what came of them. */
export async function runClientTestsInChromium(
  files: readonly string[] = clientTestsForChromium(),
): Promise<SuiteResult> {
  let [passed, failed, skipped] = [0, 0, 0]
  const empty: string[] = []
  const environment = { ...process.env }
  await runInChromium(files, ({ file, outcomes, ms }) => {
    const bad = outcomes.filter(({ state }) => state === 'failed')
    const good = outcomes.filter(({ state }) => state === 'passed')
    passed += good.length
    failed += bad.length
    skipped += outcomes.length - bad.length - good.length
    if (outcomes.length === 0) empty.push(file)
    console.log(
      `${bad.length === 0 ? ' ✓' : ' ✗'} ${file} (${good.length} of ${outcomes.length}) ${ms.toFixed(0)}ms`,
    )
    for (const { name, errors } of bad) console.log(`   ✗ ${name}\n${indent(errors.join('\n'))}`)
  }).finally(() => restore(environment))
  return {
    passed,
    failed,
    problem:
      empty.length > 0
        ? `no test ran of ${empty.join(', ')}`
        : skipped > 0
          ? `${skipped} tests were skipped`
          : null,
  }
}

/** Vite and vitest set variables of their own, `NODE_ENV` among them, which the suites after this one must not inherit. */
function restore(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) {
    if (!Object.hasOwn(environment, name)) delete process.env[name]
  }
  Object.assign(process.env, environment)
}

function indent(text: string): string {
  return text.replace(/^/gm, '       ')
}
