import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import hre from 'hardhat'

import { failureSentence } from './lib/failureSentence.ts'
import { listMutants } from './lib/mutants.ts'
import type { Mutant } from './lib/mutants.ts'
import type { WorkerAnswer, WorkerTask } from './lib/mutantWorker.ts'
import { onEnd, PROJECT_ROOT, startNodeProcess } from './lib/processes.ts'

const HARDHAT = fileURLToPath(new URL('./cli.js', import.meta.resolve('hardhat')))
const ARGUED = path.join(PROJECT_ROOT, 'docs', 'mutants.md')
const COPIED = [
  'artifacts',
  'bench',
  'client',
  'contracts',
  'docs',
  'scripts',
  'test',
  'package.json',
  'tsconfig.json',
  'hardhat.config.ts',
]

/** Unoptimised code is quick to make and past EIP-170's limit, which is not what the tests are run for here. */
const CONFIG = `import base, { compiler } from './hardhat.project.config.ts'
const { viaIR, ...settings } = compiler.settings
const plain = { ...compiler, settings: { ...settings, optimizer: { enabled: false } } }
export default {
  ...base,
  networks: { ...base.networks, default: { type: 'edr-simulated', chainType: 'l1', allowUnlimitedContractSize: true } },
  solidity: { profiles: { default: plain, production: plain } },
}
`

const USAGE = `npm run mutate -- [--count N] [--workers N] [--only ID]... [--list] [--quick]

Changes one small thing of the contracts at a time, and runs their tests on it until one fails. Prints each change that
no test noticed; fails if one of those is not argued, by its id, in docs/mutants.md.

  --count    how many changes (default: 72)
  --workers  how many at once (default: 2)
  --only     this one alone; repeat it for several
  --list     names them and runs nothing
  --quick    runs the TypeScript tests alone, not the Solidity ones on what is left`

type Result = Mutant & { readonly verdict: 'killed' | 'survived' | 'argued'; readonly by?: string }

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '72' },
      workers: { type: 'string', default: '2' },
      only: { type: 'string', multiple: true },
      list: { type: 'boolean' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const all = listMutants(await readContracts())
  const { only } = values
  const queue = only === undefined ? [...all] : all.filter(({ id }) => only.includes(id))
  const count = only === undefined ? Number(values.count) : queue.length
  if (values.list) {
    for (const mutant of queue) console.log(describe(mutant))
    return
  }

  await hre.tasks.getTask('build').run({ quiet: true })
  const argued = await readArgued()
  const results: Result[] = []
  let begun = 0
  let stillborn = 0
  const work = async () => {
    const worker = await startWorker()
    try {
      for (;;) {
        if (begun >= count) return
        const mutant = queue.shift()
        if (mutant === undefined) return
        begun++
        const answer = await worker.ask(mutant)
        if (answer.verdict === 'broken') throw new Error(`${mutant.id}: ${answer.why}`)
        if (answer.verdict === 'stillborn') {
          begun--
          stillborn++
          continue
        }
        const by =
          answer.verdict === 'killed'
            ? answer.by
            : !values.quick && (await worker.failsSolidity(mutant))
              ? 'the Solidity tests'
              : null
        const verdict = by !== null ? 'killed' : argued.has(mutant.id) ? 'argued' : 'survived'
        results.push({ ...mutant, verdict, ...(by === null ? {} : { by }) })
        console.log(
          `${String(results.length).padStart(3)}  ${verdict.padEnd(8)}  ${mutant.id}  ${mutant.file}:${mutant.line}  ` +
            `${mutant.operator}${by === null ? '' : `  (${by})`}`,
        )
      }
    } finally {
      await worker.stop()
    }
  }
  await Promise.all(Array.from({ length: Number(values.workers) }, work))

  const killed = results.filter(({ verdict }) => verdict === 'killed')
  const left = results.filter(({ verdict }) => verdict !== 'killed')
  const survivors = left.filter(({ verdict }) => verdict === 'survived')
  for (const mutant of left) console.log(`\n${describe(mutant)}`)
  console.log(
    `\n${results.length} mutants: ${killed.length} killed, ${left.length - survivors.length} argued equivalent, ` +
      `${survivors.length} survived (${stillborn} more did not compile)`,
  )
  if (survivors.length > 0) process.exitCode = 1
}

async function readContracts(): Promise<Record<string, string>> {
  const directory = path.join(PROJECT_ROOT, 'contracts')
  const names = (await readdir(directory, { recursive: true }))
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => name.endsWith('.sol') && !name.startsWith('interfaces/'))
    .toSorted()
  const files: Record<string, string> = {}
  for (const name of names) files[`contracts/${name}`] = await readFile(path.join(directory, name), 'utf8')
  return files
}

async function readArgued(): Promise<ReadonlySet<string>> {
  const text = await readFile(ARGUED, 'utf8').catch(() => '')
  return new Set([...text.matchAll(/^#+ `?([0-9a-f]{8})\b/gm)].map(([, id]) => id!))
}

function describe({ id, file, line, operator, before, after }: Mutant): string {
  const diff = (sign: string, text: string) =>
    text
      .split('\n')
      .map((each) => `  ${sign} ${each.trim()}`)
      .join('\n')
  return `${id}  ${file}:${line}  ${operator}\n${diff('-', before)}\n${diff('+', after)}`
}

/** A copy of the project, and a process in it that tries one mutant at a time. */
async function startWorker() {
  const directory = await mkdtemp(path.join(tmpdir(), 'chartkey-mutants-'))
  const forget = onEnd(() => rm(directory, { recursive: true, force: true }))
  for (const name of COPIED) {
    await cp(path.join(PROJECT_ROOT, name), path.join(directory, name), { recursive: true })
  }
  await symlink(path.join(PROJECT_ROOT, 'node_modules'), path.join(directory, 'node_modules'), 'junction')
  await cp(path.join(directory, 'hardhat.config.ts'), path.join(directory, 'hardhat.project.config.ts'))
  await writeFile(path.join(directory, 'hardhat.config.ts'), CONFIG)

  const child: ChildProcess = fork(path.join(directory, 'scripts/lib/mutantWorker.ts'), {
    cwd: directory,
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
  })
  const stopChild = onEnd(() => void child.kill())
  const stop = async () => {
    await stopChild()
    await forget()
  }
  const answers = async () => {
    const settled = new AbortController()
    const { signal } = settled
    try {
      const [message] = (await Promise.race([
        once(child, 'message', { signal }),
        once(child, 'exit', { signal }).then(() => [{ verdict: 'broken', why: 'the worker ended' }]),
      ])) as [WorkerAnswer]
      return message
    } finally {
      settled.abort()
    }
  }
  const ask = async ({ file, content }: WorkerTask): Promise<WorkerAnswer> => {
    const answer = answers()
    child.send({ file, content })
    return answer
  }
  await answers()
  const [file, content] = Object.entries(await readContracts())[0]!
  const baseline = await ask({ file, content })
  if (baseline.verdict !== 'survived') {
    await stop()
    throw new Error(
      `The tests do not pass on the contracts as they are: ${baseline.verdict === 'killed' ? baseline.by : baseline.verdict}.`,
    )
  }

  return {
    ask,
    stop,
    async failsSolidity({ file, content }: WorkerTask): Promise<boolean> {
      const original = await readFile(path.join(directory, file), 'utf8')
      const fails = async () =>
        (await startNodeProcess([HARDHAT, 'test', 'solidity'], { cwd: directory }).exited) !== 0
      await writeFile(path.join(directory, file), content)
      try {
        if (!(await fails())) return false
      } finally {
        await writeFile(path.join(directory, file), original)
      }
      if (await fails()) throw new Error('The Solidity tests do not pass on the contracts as they are.')
      return true
    },
  }
}

await main().catch((error: unknown) => {
  console.error(failureSentence(error))
  process.exitCode = 1
})
