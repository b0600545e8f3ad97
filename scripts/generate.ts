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

type AttributeTable = { attributes: { name: string; display: string; meaning: string }[] }

const table: PurposeTable = JSON.parse(await readFile(`${root}contracts/types/purposes.json`, 'utf8'))
await put('contracts/types/Purpose.sol', purposeSolidity(table))
await put('client/chain/purposes.ts', purposeTypescript(table))

const { attributes }: AttributeTable = JSON.parse(
  await readFile(`${root}contracts/types/attributes.json`, 'utf8'),
)
await put('contracts/types/Attribute.sol', attributeSolidity(attributes))
await put('client/chain/attributes.ts', attributeTypescript(attributes))

await hre.tasks.getTask('build').run({ quiet: true, noTests: true })
for (const contract of ['Registrar', 'Credentials', 'Charts']) {
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

/// @dev Each code in eight bytes, padded with zeros, in the order of the enum.
bytes constant PURPOSE_CODES = hex"${purposes.map(({ code }) => Buffer.from(code.padEnd(8, '\0')).toString('hex')).join('')}";

/// @dev Returns the HL7 code, which is what a signer is shown; nothing for NONE.
function purposeCode(Purpose purpose) pure returns (string memory code) {
    if (purpose == Purpose.NONE) return "";
    bytes memory codes = PURPOSE_CODES;
    uint256 start = (uint256(purpose) - 1) * 8;
    uint256 length = 8;
    while (codes[start + length - 1] == 0) --length;
    bytes memory letters = new bytes(length);
    for (uint256 i = 0; i < length; ++i) letters[i] = codes[start + i];
    return string(letters);
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

function attributeSolidity(rows: AttributeTable['attributes']) {
  return `// SPDX-License-Identifier: MIT
${note('contracts/types/attributes.json')}pragma solidity ^0.8.34;

/// @notice What an authority may attest of an account.
/// @dev Append-only: a number keeps its meaning in every deployment. A set of attributes is a uint64 with one bit each.
///
${rows.map(({ name, meaning }, i) => `/// - ${i} ${name}: ${meaning}.`).join('\n')}
enum Attribute {
${rows.map(({ name }) => name).join(',\n')}
}
`
}

function attributeTypescript(rows: AttributeTable['attributes']) {
  return `${note('contracts/types/attributes.json')}
/** What an authority may attest of an account. A set of attributes is a uint64 with the bit \`value\` for each. */
export const attributes = [
${rows.map(({ name, display, meaning }, i) => `{ value: ${i}, name: '${name}', display: '${display}', meaning: '${meaning}' }`).join(',\n')}
] as const

export type Attribute = (typeof attributes)[number]

export type AttributeName = Attribute['name']
`
}
