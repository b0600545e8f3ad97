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
const CONTRACTS = ['contracts/Charts.sol', 'contracts/Credentials.sol', 'contracts/Registrar.sol']

type Finding = {
  check: string
  impact: string
  elements: { type: string; name: string; type_specific_fields?: { parent?: { name: string } } }[]
}

/** Slither's finding as docs/threat-model.md names it: the detector, and the function that it is in. */
function nameOf({ check, elements }: Finding): string {
  const place = elements.find(({ type }) => type === 'function') ?? elements[0]
  const parent = place?.type_specific_fields?.parent?.name
  return `${check} in ${parent === undefined ? '' : `${parent}.`}${place?.name ?? ''}`
}

const slither = findPeer('slither')
if (slither === null) {
  it('is not run here: no Slither was found', () => {
    console.log(HOW_TO_GET.slither)
    expect(slither).toBeNull()
  })
} else {
  it('Slither finds nothing high or medium that docs/threat-model.md does not explain', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'chartkey-slither-'))
    try {
      const sources = await soliditySources(CONTRACTS)
      for (const [name, { content }] of Object.entries(sources)) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
        await writeFile(path.join(folder, name), content)
      }
      const settings = {
        evmVersion: 'osaka',
        viaIR: true,
        optimizer: { enabled: false },
        outputSelection: {
          '*': { '': ['ast'], '*': ['abi', 'devdoc', 'userdoc', 'evm.bytecode', 'evm.deployedBytecode'] },
        },
      }
      await writeFile(
        path.join(folder, 'input.json'),
        JSON.stringify({ language: 'Solidity', sources, settings }),
      )
      const compiler = path.join(PROJECT_ROOT, 'scripts', 'lib', 'solc.js')
      await run(
        slither,
        [
          'input.json',
          '--compile-force-framework',
          'solc-json',
          '--solc',
          compiler,
          '--json',
          'out.json',
          '--filter-paths',
          '@openzeppelin',
          '--exclude-low',
          '--exclude-informational',
          '--exclude-optimization',
          '--no-fail-pedantic',
        ],
        { cwd: folder, maxBuffer: 50_000_000 },
      )
      const report = JSON.parse(await readFile(path.join(folder, 'out.json'), 'utf8')) as {
        success: boolean
        results: { detectors?: Finding[] }
      }
      expect(report.success).toBe(true)
      const found = [...new Set((report.results.detectors ?? []).map(nameOf))].toSorted()
      const explained = await readFile(path.join(PROJECT_ROOT, 'docs', 'threat-model.md'), 'utf8')
      expect(found.filter((name) => !explained.includes(`\`${name}\``))).toEqual([])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 600_000)
}
