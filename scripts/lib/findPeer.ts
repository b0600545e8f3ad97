import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** Where .ci/peers puts what it installs. */
export const PEER_FOLDER = path.join(homedir(), '.cache', 'chartkey', 'peers')

/** What to do where `findPeer` finds none. */
export const HOW_TO_GET = {
  slither:
    'No Slither was found. Install it by `pip install slither-analyzer`, or name one in CHARTKEY_SLITHER.',
  anvil: 'No anvil was found. See https://getfoundry.sh, or name one in CHARTKEY_ANVIL.',
  geth:
    'No geth was found. Install it by `go install github.com/ethereum/go-ethereum/cmd/geth@v1.17.0`, or name one in ' +
    'CHARTKEY_GETH.',
  halmos:
    'No Halmos was found. Install it by `pip install halmos`, or name one in CHARTKEY_HALMOS. It needs forge too.',
  forge:
    'No forge, which Halmos compiles by, was found. See https://getfoundry.sh, or name one in CHARTKEY_FORGE.',
} as const

export type Peer = keyof typeof HOW_TO_GET

/**
 * Finds another project's program: the one that `CHARTKEY_<NAME>` names, else on the PATH, where .ci/peers puts it, or
 * where Go installs it.
 *
 * @returns its path, or null when there is none; `HOW_TO_GET` says how to get it
 * @throws when the variable names no file
 */
export function findPeer(peer: Peer, env: NodeJS.ProcessEnv = process.env): string | null {
  const variable = `CHARTKEY_${peer.toUpperCase()}`
  const named = env[variable]
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`${variable} names no file.`)
    return named
  }
  const file = process.platform === 'win32' ? `${peer}.exe` : peer
  const folders = [
    ...(env.PATH ?? '').split(path.delimiter),
    path.join(PEER_FOLDER, 'python', 'bin'),
    path.join(PEER_FOLDER, 'node_modules', '@foundry-rs', `${peer}-linux-amd64`, 'bin'),
    path.join(env.GOPATH ?? path.join(env.HOME ?? homedir(), 'go'), 'bin'),
  ]
  return (
    folders
      .filter((folder) => path.isAbsolute(folder))
      .map((folder) => path.join(folder, file))
      .find(existsSync) ?? null
  )
}
