import { createHmac } from 'node:crypto'
import { decrypt, getEncryptionPublicKey } from '@metamask/eth-sig-util'
import type { EncryptionWallet, PasskeyPrf } from '#client'
import { rejection } from './startWorld.ts'

/** A passkey as an authenticator computes it (WebAuthn's PRF over CTAP2's hmac-secret), with a secret of its own. */
export function newPasskey(): { readonly credentialId: Uint8Array; readonly prf: PasskeyPrf; asked: number } {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const credentialId = crypto.getRandomValues(new Uint8Array(16))
  const passkey = {
    credentialId,
    asked: 0,
    prf: async (id: Uint8Array | null, salts: readonly Uint8Array[]) => {
      passkey.asked += 1
      if (id !== null && Buffer.compare(id, credentialId) !== 0) throw rejection()
      const outputs = salts.map(
        (salt) => new Uint8Array(createHmac('sha256', secret).update('WebAuthn PRF\0').update(salt).digest()),
      )
      return { credentialId, outputs }
    },
  }
  return passkey
}

/** A wallet with an encryption key, as `@metamask/eth-sig-util` makes and uses it. */
export function newEncryptionWallet(): EncryptionWallet {
  const privateKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
  return {
    getEncryptionPublicKey: async () => getEncryptionPublicKey(privateKey),
    decrypt: async (ciphertext) => {
      const text = Buffer.from(ciphertext.slice(2), 'hex').toString('utf8')
      return decrypt({ encryptedData: JSON.parse(text) as never, privateKey })
    },
  }
}
