import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findKubo, HOW_TO_GET_KUBO } from '../../scripts/lib/findKubo.ts'
import { startKubo } from '../../scripts/lib/startKubo.ts'
import { gatewaySuite } from '../lib/gatewaySuite.ts'
import { rpcSuite } from '../lib/rpcSuite.ts'
import { storeSuite } from '../lib/storeSuite.ts'

async function start() {
  const folder = await mkdtemp(path.join(tmpdir(), 'chartkey-kubo-'))
  const store = await startKubo({ directory: path.join(folder, 'repo'), origins: ['http://127.0.0.1:3000'] })
  return {
    ...store,
    async stop() {
      await store.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Stands where no Kubo is; scripts/interop.ts says so too. */
function withoutKubo() {
  it('is not run here: no Kubo was found', () => {
    console.log(HOW_TO_GET_KUBO)
    expect(findKubo()).toBeNull()
  })
}

const suites = findKubo() === null ? [withoutKubo] : [storeSuite, rpcSuite, gatewaySuite]
for (const suite of suites) suite('Kubo', start)
