/** Writes what the contracts and the client share, from one source each; with `--check`, fails when a file is stale. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import hre from 'hardhat'
import { format, resolveConfig } from 'prettier'

import { buildContracts } from './lib/buildContracts.ts'

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

await buildContracts()
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
  const bytes = purposes.map(({ code }) => Buffer.from(code.padEnd(8, '\0')).toString('hex')).join('')
  const words = Array.from({ length: Math.ceil(bytes.length / 64) }, (_, i) =>
    bytes.slice(i * 64, i * 64 + 64).padEnd(64, '0'),
  )
  const lengths = [...new Set(purposes.map(({ code }) => code.length))].toSorted((a, b) => a - b)
  return `// SPDX-License-Identifier: MIT
${note('contracts/types/purposes.json')}pragma solidity ^0.8.34;

/// @notice Why access is given: codes of HL7 v3 ActReason (${codeSystem}).
/// @dev Append-only: a number keeps its meaning in every deployment.
enum Purpose {
NONE,
${purposes.map(({ code }) => code).join(',\n')}
}

/// @dev Each code in eight bytes, padded with zeros, four to a word, in the order of the enum from TREAT on.
${words.map((word, i) => `bytes32 constant PURPOSE_CODES_${i} = hex"${word}";`).join('\n')}

/// @dev Returns the HL7 code, which is what a signer is shown; nothing for NONE.
// solhint-disable-next-line private-vars-leading-underscore
function purposeCode(Purpose purpose) pure returns (string memory code) {
    if (purpose == Purpose.NONE) return "";
    uint256 index = uint256(purpose) - 1;
    bytes32 word = PURPOSE_CODES_0;
${words
  .slice(1)
  .map((_, i) => `if (index / 4 == ${i + 1}) word = PURPOSE_CODES_${i + 1};`)
  .join('\n')}
    bytes8 padded = bytes8(word << ((index % 4) * 64));
${lengths
  .slice(0, -1)
  .map(
    (length) =>
      `if (uint64(padded) << ${length * 8} == 0) return string(abi.encodePacked(bytes${length}(padded)));`,
  )
  .join('\n')}
    return string(abi.encodePacked(${lengths.at(-1) === 8 ? 'padded' : `bytes${lengths.at(-1)}(padded)`}));
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
