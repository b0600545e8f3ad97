import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { PROJECT_ROOT, startNodeProcess } from './processes.ts'

const VITE = fileURLToPath(new URL('./bin/vite.js', import.meta.resolve('vite/package.json')))
const BUILDS = path.join(PROJECT_ROOT, '.chartkey', 'dapp')
const SOURCES = ['dapp/**/*', 'client/**/*', 'package.json', 'package-lock.json', 'tsconfig.json']
const KEPT_BUILDS = 3

/**
 * Builds the dApp for production unless these very sources were built before.
 *
 * @returns the folder of the build, named by a hash of the sources, so that a page being served never changes
 * @throws when Vite fails, with what it printed
 */
export async function buildDapp(): Promise<string> {
  const directory = path.join(BUILDS, await hashSources())
  if (existsSync(path.join(directory, 'index.html'))) return directory
  const draft = path.join(BUILDS, `draft-${randomBytes(6).toString('hex')}`)
  await mkdir(BUILDS, { recursive: true })
  try {
    const vite = startNodeProcess(
      [VITE, 'build', 'dapp', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'],
      {
        env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
      },
    )
    if ((await vite.exited) !== 0) throw new Error(`The page could not be built.\n${vite.tail()}`)
    await rename(draft, directory).catch((error: unknown) => {
      if (!existsSync(path.join(directory, 'index.html'))) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  await removeOldBuilds(directory)
  return directory
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256')
  const names: string[] = []
  for await (const entry of glob(SOURCES, { cwd: PROJECT_ROOT, withFileTypes: true })) {
    if (!entry.isFile() || /\.test\.tsx?$/.test(entry.name)) continue
    names.push(path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)))
  }
  for (const name of names.toSorted()) {
    const bytes = await readFile(path.join(PROJECT_ROOT, name))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex').slice(0, 24)
}

async function removeOldBuilds(current: string): Promise<void> {
  const builds = await Promise.all(
    (await readdir(BUILDS))
      .filter((name) => !name.startsWith('draft-'))
      .map(async (name) => {
        const directory = path.join(BUILDS, name)
        return { directory, time: (await stat(directory)).mtimeMs }
      }),
  )
  const old = builds.filter((build) => build.directory !== current).toSorted((a, b) => b.time - a.time)
  await Promise.all(
    old.slice(KEPT_BUILDS - 1).map((build) => rm(build.directory, { recursive: true, force: true })),
  )
}
