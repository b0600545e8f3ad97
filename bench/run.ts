import { failureSentence } from '../scripts/lib/failureSentence.ts'
import { benchCrypto } from './crypto.ts'
import { benchGas } from './gas.ts'
import { benchMemory } from './memory.ts'

const BENCHES: Readonly<Record<string, (options: { readonly json: boolean }) => Promise<boolean>>> = {
  gas: benchGas,
  crypto: benchCrypto,
  memory: benchMemory,
}

const names = process.argv.slice(2).filter((argument) => argument !== '--json')
const json = process.argv.includes('--json')
const unknown = names.find((name) => !Object.hasOwn(BENCHES, name))
if (unknown !== undefined) {
  console.error(`There is no bench "${unknown}". Choose among ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}
try {
  for (const [name, run] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue
    if (!(await run({ json }))) process.exitCode = 1
  }
} catch (error) {
  console.error(failureSentence(error))
  process.exitCode = 1
}
