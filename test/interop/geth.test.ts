import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findPeer, HOW_TO_GET } from '../../scripts/lib/findPeer.ts'
import { freePort } from '../../scripts/lib/freePort.ts'
import { chainSuite } from '../lib/chainSuite.ts'
import { startPeerChain } from '../lib/startPeerChain.ts'

const geth = findPeer('geth')
if (geth === null) {
  it('is not run here: no geth was found', () => {
    console.log(HOW_TO_GET.geth)
    expect(geth).toBeNull()
  })
} else {
  chainSuite('geth --dev', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'chartkey-geth-'))
    const [port, authPort] = [await freePort(), await freePort()]
    const args = [
      '--dev',
      '--dev.gaslimit',
      '60000000',
      '--datadir',
      folder,
      '--ipcdisable',
      '--verbosity',
      '1',
      '--http',
      '--http.addr',
      '127.0.0.1',
      '--http.port',
      String(port),
      '--http.api',
      'eth,net,web3',
      '--authrpc.port',
      String(authPort),
      '--port',
      '0',
      '--nodiscover',
    ]
    const running = await startPeerChain(geth, args, port)
    return {
      ...running,
      async stop() {
        await running.stop()
        await rm(folder, { recursive: true, force: true })
      },
    }
  })
}
