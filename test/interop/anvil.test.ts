import { expect, it } from 'vitest'
import { findPeer, HOW_TO_GET } from '../../scripts/lib/findPeer.ts'
import { freePort } from '../../scripts/lib/freePort.ts'
import { startPeerChain } from '../lib/startPeerChain.ts'
import { chainSuite } from '../lib/chainSuite.ts'

const anvil = findPeer('anvil')
if (anvil === null) {
  it('is not run here: no anvil was found', () => {
    console.log(HOW_TO_GET.anvil)
    expect(anvil).toBeNull()
  })
} else {
  chainSuite('anvil', async () => {
    const port = await freePort()
    const args = ['--port', String(port), '--chain-id', '1337', '--hardfork', 'osaka', '--silent']
    return startPeerChain(anvil, args, port)
  })
}
