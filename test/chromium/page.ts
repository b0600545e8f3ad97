import { setupCommonEnv, startTests } from 'vitest/internal/browser'
import { TestRunner } from 'vitest'
import type { RunnerTask as Task, RunnerTestFile as File, SerializedConfig } from 'vitest'
import { testFiles } from 'virtual:test-files'

/** One test that ran, or a file or suite that failed outside of its tests. */
export type Outcome = {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly errors: readonly string[]
}

/** Runs one test file with vitest's own runner, in this page. */
async function runFile(path: string, given: SerializedConfig): Promise<Outcome[]> {
  const config = {
    ...given,
    snapshotOptions: { ...given.snapshotOptions, updateSnapshot: 'none' as const, snapshotEnvironment },
  }
  class Runner extends TestRunner {
    override importFile(filepath: string): Promise<unknown> {
      return testFiles[filepath]!()
    }
  }
  Object.assign(globalThis, { __vitest_browser__: true, __vitest_worker__: stateOf(path, config) })
  await setupCommonEnv(config)
  const runner = new Runner(config)
  Object.assign(runner, { _otel: { $: trace } })
  const [file] = await startTests([path], runner)
  return outcomesOf(file!)
}

/** Snapshots stand in the tests themselves; there are no files of them. */
const snapshotEnvironment = {
  getVersion: () => '1',
  getHeader: () => '',
  resolvePath: async (filepath: string) => `${filepath}.snap`,
  resolveRawPath: async (filepath: string) => filepath,
  prepareDirectory: async () => {},
  saveSnapshotFile: async () => {},
  readSnapshotFile: async () => null,
  removeSnapshotFile: async () => {},
}

/** What vitest's runner looks up of the worker that it thinks it is in. */
function stateOf(filepath: string, config: SerializedConfig): object {
  return {
    ctx: { pool: 'browser', workerId: 1, files: [] },
    config,
    filepath,
    environment: { name: 'browser', viteEnvironment: 'client' },
    rpc: new Proxy({}, { get: () => async () => {} }),
    durations: { environment: 0, prepare: 0, fetch: 0 },
    providedContext: {},
    moduleExecutionInfo: new Map(),
    onCleanup: () => {},
    onFilterStackTrace: (stack: string) => stack,
  }
}

/** Runs what would be traced. */
function trace(_name: string, options: unknown, run?: () => unknown): unknown {
  return (run ?? (options as () => unknown))()
}

function outcomesOf(file: File): Outcome[] {
  const outcomes: Outcome[] = []
  const visit = (task: Task, names: readonly string[]) => {
    const errors = (task.result?.errors ?? []).map(({ message, stack, diff }) =>
      [message, diff, stack].filter(Boolean).join('\n'),
    )
    const name = names.join(' > ')
    if (task.type === 'test') {
      const state =
        task.result?.state === 'pass' ? 'passed' : task.result?.state === 'fail' ? 'failed' : 'skipped'
      outcomes.push({ name, state, errors })
      return
    }
    if (errors.length > 0) outcomes.push({ name: name || 'the file', state: 'failed', errors })
    for (const child of task.tasks) visit(child, [...names, child.name])
  }
  visit(file, [])
  return outcomes
}

Object.assign(globalThis, { runFile })
