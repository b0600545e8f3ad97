/** Writes what the contracts and the client share, from one source each; with `--check`, fails when a file is stale. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import hre from 'hardhat'
import { format, resolveConfig } from 'prettier'

const root = fileURLToPath(new URL('..', import.meta.url))
const isCheck = process.argv.includes('--check')
const stale: string[] = []

type PurposeTable = { codeSystem: string; purposes: { code: string; display: string }[] }

const table: PurposeTable = JSON.parse(await readFile(`${root}contracts/types/purposes.json`, 'utf8'))
await put('contracts/types/Purpose.sol', purposeSolidity(table))
await put('client/chain/purposes.ts', purposeTypescript(table))

await hre.tasks.getTask('build').run({ quiet: true })
for (const contract of ['Registrar', 'Charts']) {
  const { abi } = await hre.artifacts.readArtifact(contract)
  const name = `${contract[0]!.toLowerCase()}${contract.slice(1)}`
  await put(
    `client/chain/abi/${name}.ts`,
    `${note('contracts/')}export const ${name}Abi = ${JSON.stringify(abi)} as const`,
  )
}

if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run \`npm run generate\` and commit what it writes.`)
  process.exitCode = 1
}

async function put(path: string, text: string) {
  const file = `${root}${path}`
  const wanted = await format(text, { ...(await resolveConfig(file)), filepath: file })
  const present = await readFile(file, 'utf8').catch(() => '')
  if (present === wanted) return
  if (isCheck) {
    stale.push(relative(root, file))
    return
  }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, wanted)
}

function note(source: string) {
  return `// Generated from ${source} by \`npm run generate\`. Do not edit.\n`
}

function purposeSolidity({ codeSystem, purposes }: PurposeTable) {
  return `// SPDX-License-Identifier: MIT
${note('contracts/types/purposes.json')}pragma solidity ^0.8.34;

/// @notice Why access is given: codes of HL7 v3 ActReason (${codeSystem}).
/// @dev Append-only: a number keeps its meaning in every deployment.
enum Purpose {
NONE,
${purposes.map(({ code }) => code).join(',\n')}
}
`
}

function purposeTypescript({ codeSystem, purposes }: PurposeTable) {
  return `${note('contracts/types/purposes.json')}
/** The code system of {@link purposes}: HL7 v3 ActReason. */
export const purposeCodeSystem = '${codeSystem}'

/** Why access is given. \`value\` is the number in the contracts' Purpose enum, where 0 is none. */
export const purposes = [
${purposes.map(({ code, display }, i) => `{ value: ${i + 1}, code: '${code}', display: '${display}' }`).join(',\n')}
] as const

export type Purpose = (typeof purposes)[number]

export type PurposeCode = Purpose['code']
`
}
