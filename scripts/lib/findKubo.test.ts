import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findKubo } from './findKubo.ts'

const name = process.platform === 'win32' ? 'ipfs.exe' : 'ipfs'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-kubo-'))
  for (const place of ['on-path', 'go/bin']) {
    await mkdir(path.join(folder, place), { recursive: true })
    await writeFile(path.join(folder, place, name), '')
    await chmod(path.join(folder, place, name), 0o755)
  }
})

afterAll(() => rm(folder, { recursive: true }))

it('takes the program that CHARTKEY_KUBO names, and refuses one that is not there', () => {
  expect(findKubo({ CHARTKEY_KUBO: process.execPath, PATH: path.join(folder, 'on-path') })).toBe(
    process.execPath,
  )
  expect(() => findKubo({ CHARTKEY_KUBO: '/nowhere/ipfs' })).toThrow('CHARTKEY_KUBO names no file.')
})

it('looks on the PATH, then where Go installs', () => {
  const onPath = path.join(folder, 'on-path')
  expect(findKubo({ PATH: onPath, HOME: folder })).toBe(path.join(onPath, name))
  expect(findKubo({ PATH: '', HOME: folder })).toBe(path.join(folder, 'go/bin', name))
  expect(findKubo({ PATH: '', HOME: onPath, GOPATH: path.join(folder, 'go') })).toBe(
    path.join(folder, 'go/bin', name),
  )
})

it('gives null where there is none', () => {
  expect(findKubo({ PATH: '', HOME: path.join(folder, 'on-path') })).toBeNull()
})
