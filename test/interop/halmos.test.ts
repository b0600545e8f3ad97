import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { findPeer, HOW_TO_GET } from '../../scripts/lib/findPeer.ts'
import { PROJECT_ROOT } from '../../scripts/lib/processes.ts'
import { soliditySources } from '../../scripts/lib/soliditySources.ts'

const run = promisify(execFile)
const RULES = 'test/interop/symbolic/Rules.sol'

/** What `halmos --json-output` writes, as far as it is read here. */
type Report = {
  readonly test_results: Record<string, readonly { readonly name: string; readonly exitcode: number }[]>
}

const halmos = findPeer('halmos')
const forge = findPeer('forge')
if (halmos === null || forge === null) {
  it('is not run here: no Halmos, or no forge, was found', () => {
    console.log(halmos === null ? HOW_TO_GET.halmos : HOW_TO_GET.forge)
    expect(halmos !== null && forge !== null).toBe(false)
  })
} else {
  it('Halmos proves each rule of access for every caller, argument and state', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'chartkey-halmos-'))
    try {
      const sources = await soliditySources([RULES])
      for (const [name, { content }] of Object.entries(sources)) {
        const file = path.join(folder, name.startsWith('@') ? 'lib' : 'src', name)
        await mkdir(path.dirname(file), { recursive: true })
        await writeFile(file, content)
      }
      const settings = {
        src: 'src',
        out: 'out',
        libs: [],
        solc: path.join(PROJECT_ROOT, 'scripts', 'lib', 'solc.js'),
        remappings: ['@openzeppelin/=lib/@openzeppelin/'],
        via_ir: true,
        optimizer: true,
        optimizer_runs: 1_000,
        evm_version: 'cancun',
        offline: true,
      }
      const lines = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
      await writeFile(
        path.join(folder, 'foundry.toml'),
        `[profile.default]\n${lines.join('\n')}\n[lint]\nlint_on_build = false\n`,
      )
      const folders = [path.dirname(forge), path.dirname(process.execPath), process.env.PATH ?? '']
      const report = path.join(folder, 'report.json')
      const options = ['--no-status', '--solver-timeout-assertion', '60000', '--json-output', report]
      // The thread that draws its progress ends the solver now and then by a segmentation fault.
      const { FORCE_COLOR: _, ...env } = process.env
      await run(halmos, ['--root', folder, '--contract', 'Rules', ...options], {
        cwd: folder,
        maxBuffer: 50_000_000,
        env: { ...env, TTY_COMPATIBLE: '0', PATH: folders.join(path.delimiter) },
      })
      const { test_results } = JSON.parse(await readFile(report, 'utf8')) as Report
      const proved = Object.values(test_results)
        .flat()
        .filter(({ exitcode }) => exitcode === 0)
        .map(({ name }) => name.replace(/\(.*$/, ''))
      const checks = [...(sources[RULES]?.content ?? '').matchAll(/function (check_\w+)/g)].map(
        ([, name]) => name,
      )
      expect(checks.length).toBeGreaterThan(0)
      expect(new Set(proved)).toEqual(new Set(checks))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 900_000)
}
