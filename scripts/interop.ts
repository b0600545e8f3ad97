import { existsSync } from 'node:fs'
import path from 'node:path'

import { findKubo, HOW_TO_GET_KUBO } from './lib/findKubo.ts'
import { findPeer, HOW_TO_GET } from './lib/findPeer.ts'
import { endAll } from './lib/processes.ts'
import { runVitest } from './lib/testSuites.ts'

/** Programs of other people that this project claims to work with. */
const PEERS = [
  { name: 'Kubo', find: findKubo, cure: HOW_TO_GET_KUBO },
  {
    name: 'age',
    find: () => findOnPath('age'),
    cure: 'No age was found. Install it by `apt-get install age` or from https://github.com/FiloSottile/age.',
  },
  { name: 'anvil', find: () => findPeer('anvil'), cure: HOW_TO_GET.anvil },
  { name: 'geth', find: () => findPeer('geth'), cure: HOW_TO_GET.geth },
  { name: 'Slither', find: () => findPeer('slither'), cure: HOW_TO_GET.slither },
  { name: 'Halmos', find: () => findPeer('halmos'), cure: HOW_TO_GET.halmos },
  { name: 'forge', find: () => findPeer('forge'), cure: HOW_TO_GET.forge },
] as const

const missing: string[] = []
console.log('Peers:')
for (const peer of PEERS) {
  const found = peer.find()
  if (found === null) missing.push(peer.name)
  console.log(found === null ? `  ${peer.name}: ${peer.cure}` : `  ${peer.name}: ${found}`)
}

if (missing.length === PEERS.length) {
  console.log('\nNo peer is here, so nothing was tested.')
  process.exit(0)
}

console.log('')
const result = await runVitest('interop')
await endAll()
if (missing.length > 0) console.log(`Not tested, for want of the program: ${missing.join(', ')}`)
console.log(
  `${result.passed} passed, ${result.failed} failed${result.problem === null ? '' : `: ${result.problem}`}`,
)
process.exit(result.failed > 0 || result.problem !== null ? 1 : 0)

function findOnPath(name: string): string | null {
  const directories = (process.env.PATH ?? '').split(path.delimiter)
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name]
  return (
    directories.flatMap((directory) => names.map((file) => path.join(directory, file))).find(existsSync) ??
    null
  )
}
