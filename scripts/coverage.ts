/** Runs the contracts' tests, and fails unless they meet every line and both ways of every branch of contracts/. */
import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { hasCode, listBranches } from './lib/branches.ts'
import { failureSentence } from './lib/failureSentence.ts'
import { PROJECT_ROOT, startNodeProcess } from './lib/processes.ts'

const HARDHAT = fileURLToPath(new URL('./cli.js', import.meta.resolve('hardhat')))
const CONFIG = fileURLToPath(new URL('./lib/coverage.config.ts', import.meta.url))
const COVERAGE = path.join(PROJECT_ROOT, 'coverage')
/** What instrumented code costs says nothing. */
const LEFT_OUT = ['gas.ts', 'Gas.t.sol']

async function main(): Promise<void> {
  await rm(COVERAGE, { recursive: true, force: true })
  const tests = (await readdir(path.join(PROJECT_ROOT, 'test/contracts')))
    .filter((name) => /(?:\.ts|\.t\.sol)$/.test(name) && !LEFT_OUT.includes(name))
    .map((name) => `test/contracts/${name}`)
  const child = startNodeProcess([HARDHAT, '--config', CONFIG, 'test', '--coverage', ...tests], {
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
  })
  if ((await child.exited) !== 0) {
    console.error(child.tail())
    throw new Error('The tests do not pass on the instrumented contracts.')
  }

  const lines = await readLines()
  const met = await readTags()
  const missing: string[] = []
  const counts = { lines: [0, 0], branches: [0, 0] }
  const count = (kind: keyof typeof counts, isMet: boolean, what: string) => {
    counts[kind][isMet ? 0 : 1]!++
    if (!isMet) missing.push(what)
  }
  for (const file of await listContracts()) {
    const content = await readFile(path.join(PROJECT_ROOT, file), 'utf8')
    if (!hasCode(file, content)) continue
    const hits = lines.get(file)
    if (hits === undefined) missing.push(`${file}: never compiled`)
    for (const [line, hit] of hits ?? []) count('lines', hit > 0, `${file}:${line}: never run`)
    for (const { line, text, tags } of listBranches(file, content)) {
      for (const way of [true, false] as const) {
        count('branches', met.has(tags[`${way}`]), `${file}:${line}: never ${way}: ${text}`)
      }
    }
  }
  for (const each of missing) console.log(each)
  for (const [kind, [hit = 0, missed = 0]] of Object.entries(counts)) {
    const share = Math.floor((10_000 * hit) / (hit + missed)) / 100
    console.log(`${kind}: ${hit} of ${hit + missed} (${share} %)`)
  }
  if (missing.length > 0 || counts.branches[0] === 0) process.exitCode = 1
}

async function listContracts(): Promise<readonly string[]> {
  const names = await readdir(path.join(PROJECT_ROOT, 'contracts'), { recursive: true })
  return names
    .filter((name) => name.endsWith('.sol'))
    .map((name) => `contracts/${name.replaceAll(path.sep, '/')}`)
    .toSorted()
}

/** Reads how often each line of each file was run. */
async function readLines(): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> {
  const report = await readFile(path.join(COVERAGE, 'lcov.info'), 'utf8')
  return new Map(
    report.split('end_of_record').map((part) => {
      const file = /^SF:(.*)$/m.exec(part)?.[1]?.replaceAll('\\', '/') ?? ''
      const hits = [...part.matchAll(/^DA:(\d+),(\d+)$/gm)].map(([, ...pair]) => pair.map(Number))
      return [file, new Map(hits as [number, number][])]
    }),
  )
}

async function readTags(): Promise<ReadonlySet<string>> {
  const directory = path.join(COVERAGE, 'data')
  const files = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.json'))
  const tags = await Promise.all(
    files.map(async (name) =>
      Object.keys(JSON.parse(await readFile(path.join(directory, name), 'utf8')) as object),
    ),
  )
  return new Set(tags.flat())
}

await main().catch((error: unknown) => {
  console.error(failureSentence(error))
  process.exitCode = 1
})
