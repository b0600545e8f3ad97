import { readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

import hre from 'hardhat'
import Mocha from 'mocha'

import type { Mutant } from './mutants.ts'

/**
 * Runs in a copy of the project, as a child process: compiles each mutant that it is sent, without optimising, and runs
 * the TypeScript tests on it until one fails.
 */
export type WorkerTask = Pick<Mutant, 'file' | 'content'>

export type WorkerAnswer =
  | { readonly verdict: 'killed'; readonly by: string }
  | { readonly verdict: 'survived' | 'stillborn' }
  | { readonly verdict: 'broken'; readonly why: string }

type Compiler = {
  compile(
    input: string,
    options: { import: (file: string) => { contents: string } | { error: string } },
  ): string
}
type Output = {
  errors?: { severity: string; message: string }[]
  contracts?: Record<string, Record<string, { evm: { bytecode: { object: string } } }>>
}

const solc = createRequire(import.meta.url)('solc') as Compiler
const CONTRACTS: Readonly<Record<string, string>> = {
  'contracts/Charts.sol': 'Charts',
  'contracts/Credentials.sol': 'Credentials',
  'contracts/Registrar.sol': 'Registrar',
}
/** The first settings that the contracts compile with; the quicker ones come first. */
const SETTINGS = [
  { optimizer: { enabled: false } },
  { viaIR: true, optimizer: { enabled: false }, debug: { debugInfo: [] } },
]

const sources: Record<string, { content: string }> = {}
for (const entry of await readdir('contracts', { recursive: true, withFileTypes: true })) {
  const file = path.posix.join(entry.parentPath.replaceAll(path.sep, '/'), entry.name)
  if (file.endsWith('.sol')) sources[file] = { content: await readFile(file, 'utf8') }
}
const { networkHelpers, provider } = (await import(path.resolve('test/contracts/support/chain.ts'))) as {
  networkHelpers: { clearSnapshots(): Promise<void> }
  provider: { request(request: { method: string; params?: unknown[] }): Promise<unknown> }
}
const mocha = new Mocha({ bail: true, timeout: 60_000, reporter: function silent() {} as never })
mocha.cleanReferencesAfterRun(false)
for (const name of await readdir('test/contracts')) {
  // What unoptimised code costs says nothing.
  if (name.endsWith('.ts') && name !== 'gas.ts') mocha.addFile(path.resolve('test/contracts', name))
}
await mocha.loadFilesAsync()
let snapshot = await provider.request({ method: 'evm_snapshot' })
let settings = 0

process.on('message', (task: WorkerTask) => {
  void answer(task)
    .catch((error: unknown): WorkerAnswer => ({ verdict: 'broken', why: String(error) }))
    .then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit(0))
process.send!({ verdict: 'survived' } satisfies WorkerAnswer)

async function answer({ file, content }: WorkerTask): Promise<WorkerAnswer> {
  const changed = { ...sources, [file]: { content } }
  const targets = file in CONTRACTS && file !== 'contracts/Charts.sol' ? [file] : Object.keys(CONTRACTS)
  const output = compile(changed, targets)
  if (output === null) return { verdict: 'stillborn' }
  for (const target of Object.keys(CONTRACTS)) {
    const name = CONTRACTS[target]!
    const object = output.contracts?.[target]?.[name]?.evm.bytecode.object
    if (object === undefined || object === '') continue
    const artifact = path.join('artifacts', target, `${name}.json`)
    const parsed = JSON.parse(await readFile(artifact, 'utf8')) as { bytecode: string }
    await writeFile(artifact, JSON.stringify({ ...parsed, bytecode: `0x${object}` }))
  }
  await (hre.artifacts as { clearCache?: () => Promise<void> }).clearCache?.()
  await networkHelpers.clearSnapshots()
  await provider.request({ method: 'evm_revert', params: [snapshot] })
  snapshot = await provider.request({ method: 'evm_snapshot' })
  let by: string | null = null
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve).on('fail', (test) => (by ??= test.fullTitle()))
  })
  return failures === 0 ? { verdict: 'survived' } : { verdict: 'killed', by: by ?? 'a hook' }
}

function compile(sources: Record<string, { content: string }>, targets: readonly string[]): Output | null {
  for (; ; settings++) {
    const output = JSON.parse(
      solc.compile(
        JSON.stringify({
          language: 'Solidity',
          sources,
          settings: {
            ...SETTINGS[settings],
            evmVersion: 'osaka',
            outputSelection: Object.fromEntries(
              targets.map((target) => [target, { [CONTRACTS[target]!]: ['evm.bytecode.object'] }]),
            ),
          },
        }),
        { import: (file) => ({ contents: readFileSync(path.join('node_modules', file), 'utf8') }) },
      ),
    ) as Output
    const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
    const isDeep = errors.some(({ message }) => message.includes('Stack too deep'))
    if (isDeep && settings + 1 < SETTINGS.length) continue
    return errors.length > 0 ? null : output
  }
}
