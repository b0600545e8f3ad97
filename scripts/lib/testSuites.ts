import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

import { startNodeProcess } from './processes.ts'

const HARDHAT = fileURLToPath(new URL('./cli.js', import.meta.resolve('hardhat')))
const VITEST = fileURLToPath(new URL('./vitest.mjs', import.meta.resolve('vitest/package.json')))

export interface SuiteResult {
  readonly passed: number
  readonly failed: number
  /** What went wrong beside failed tests, as a sentence; null when nothing did. */
  readonly problem: string | null
}

/** Runs the contracts' tests: TypeScript ones by mocha, and Solidity ones. Neither may come up empty. */
export async function runContractTests(): Promise<SuiteResult> {
  const lines: string[] = []
  const child = startNodeProcess([HARDHAT, 'test'], {
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
    onLine: (line) => {
      console.log(line)
      lines.push(stripVTControlCharacters(line))
    },
  })
  return parseHardhatSummary(lines, await child.exited)
}

/** Reads Hardhat's closing lines, as `12 passing (4 mocha, 8 solidity)`. */
export function parseHardhatSummary(lines: readonly string[], exitCode: number): SuiteResult {
  const count = (word: string, runner: string) => {
    const line = lines.findLast((text) => new RegExp(`^\\d+ ${word} \\(.*\\)$`).test(text.trim()))
    return Number(new RegExp(`(\\d+) ${runner}\\b`).exec(line ?? '')?.[1] ?? 0)
  }
  const runners = ['mocha', 'solidity']
  const passed = runners.reduce((sum, runner) => sum + count('passing', runner), 0)
  const failed = runners.reduce((sum, runner) => sum + count('failing', runner), 0)
  const empty = runners.filter((runner) => count('passing', runner) + count('failing', runner) === 0)
  const skipped = runners.reduce((sum, runner) => sum + count('skipped', runner), 0)
  return {
    passed,
    failed,
    problem:
      empty.length > 0
        ? `no ${empty.join(' and no ')} test ran`
        : skipped > 0
          ? `${skipped} tests were skipped`
          : exitCode !== 0 && failed === 0
            ? `hardhat ended with code ${exitCode}`
            : null,
  }
}

/** Runs one project of vitest.config.ts. */
export async function runVitest(project: string, args: readonly string[] = []): Promise<SuiteResult> {
  const directory = await mkdtemp(path.join(tmpdir(), 'chartkey-test-'))
  const report = path.join(directory, 'report.json')
  try {
    const child = startNodeProcess(
      [
        VITEST,
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...args,
      ],
      { isShown: true },
    )
    return parseVitestReport(await readReport(report, child.exited), await child.exited)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Reads vitest's JSON report; null stands for a run that wrote none. */
export function parseVitestReport(report: VitestReport | null, exitCode: number): SuiteResult {
  if (report === null)
    return { passed: 0, failed: 0, problem: `vitest ended with code ${exitCode} and no report` }
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: todo,
  } = report
  return {
    passed,
    failed,
    problem:
      passed + failed === 0
        ? 'no test ran'
        : skipped + todo > 0
          ? `${skipped + todo} tests were skipped`
          : exitCode !== 0 && failed === 0
            ? `vitest ended with code ${exitCode}`
            : null,
  }
}

export interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

async function readReport(file: string, exited: Promise<number>): Promise<VitestReport | null> {
  await exited
  try {
    return JSON.parse(await readFile(file, 'utf8')) as VitestReport
  } catch {
    return null
  }
}
