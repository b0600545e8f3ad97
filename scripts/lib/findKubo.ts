import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** What to do where `findKubo` finds none. */
export const HOW_TO_GET_KUBO =
  'No Kubo was found. Install it by `go install github.com/ipfs/kubo/cmd/ipfs@latest` or from ' +
  'https://dist.ipfs.tech/#kubo, or name one in CHARTKEY_KUBO.'

/**
 * Finds Kubo's program: the one that `CHARTKEY_KUBO` names, `ipfs` on the PATH, or where Go installs it.
 *
 * @returns its path, or null when there is none; `HOW_TO_GET_KUBO` says how to get it
 * @throws when `CHARTKEY_KUBO` names no file
 */
export function findKubo(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env.CHARTKEY_KUBO
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error('CHARTKEY_KUBO names no file.')
    return named
  }
  const name = process.platform === 'win32' ? 'ipfs.exe' : 'ipfs'
  const home = env.HOME ?? env.USERPROFILE ?? homedir()
  const folders = [
    ...(env.PATH ?? '').split(path.delimiter),
    env.GOBIN ?? '',
    ...(env.GOPATH ?? path.join(home, 'go')).split(path.delimiter).map((folder) => path.join(folder, 'bin')),
  ]
  return (
    folders
      .filter((folder) => path.isAbsolute(folder))
      .map((folder) => path.join(folder, name))
      .find(existsSync) ?? null
  )
}
