import { createPrivateKey, createPublicKey } from 'node:crypto'
import { base58btc } from 'multiformats/bases/base58'

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const PROTOBUF_ED25519 = Buffer.from('08011220', 'hex')

/**
 * The name that a client of the RPC expects: a libp2p peer id of an Ed25519 key. The node has no peers and signs nothing.
 *
 * @see https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md
 */
export function peerIdOf(seed: Uint8Array): { readonly id: string; readonly publicKey: string } {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = Buffer.concat([PROTOBUF_ED25519, spki.subarray(-32)])
  return {
    id: base58btc.baseEncode(Buffer.concat([Buffer.from([0, publicKey.length]), publicKey])),
    publicKey: publicKey.toString('base64'),
  }
}
