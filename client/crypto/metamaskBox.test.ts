import { decrypt, encrypt, getEncryptionPublicKey } from '@metamask/eth-sig-util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixedBytes } from '../../test/lib/cryptoBuilders.ts'
import { bytesToHex } from './bytes.ts'
import { metamaskCiphertext, readMetaMaskSecret, sealToMetaMask } from './metamaskBox.ts'
import { METAMASK_BOX_LENGTH } from './metamaskBoxLength.ts'

const privateKey = bytesToHex(fixedBytes('a wallet’s key')).slice(2)
const secret = fixedBytes('secret')

/** What a wallet does on `eth_decrypt`. */
function ethDecrypt(ciphertext: string): string {
  const text = Buffer.from(ciphertext.slice(2), 'hex').toString('utf8')
  return decrypt({ encryptedData: JSON.parse(text) as never, privateKey })
}

describe('the box for a wallet’s encryption key', () => {
  it('is opened by @metamask/eth-sig-util', () => {
    const key = getEncryptionPublicKey(privateKey)
    for (let round = 0; round < 20; round++) {
      const box = sealToMetaMask(key, secret)
      expect(box.length).toBe(METAMASK_BOX_LENGTH)
      expect(readMetaMaskSecret(ethDecrypt(metamaskCiphertext(box)))).toEqual(secret)
    }
  })

  it('has the very shape that @metamask/eth-sig-util makes, which is read here', () => {
    const theirs = encrypt({
      publicKey: getEncryptionPublicKey(privateKey),
      data: bytesToHex(secret),
      version: 'x25519-xsalsa20-poly1305',
    })
    const box = Buffer.concat(
      [theirs.nonce, theirs.ephemPublicKey, theirs.ciphertext].map((text) => Buffer.from(text, 'base64')),
    )
    expect(box.length).toBe(METAMASK_BOX_LENGTH)
    const again = metamaskCiphertext(new Uint8Array(box))
    expect(JSON.parse(Buffer.from(again.slice(2), 'hex').toString('utf8'))).toEqual(theirs)
    expect(readMetaMaskSecret(ethDecrypt(again))).toEqual(secret)
  })

  it('differs each time, and shows every flipped bit but the one that X25519 ignores', () => {
    const key = getEncryptionPublicKey(privateKey)
    const box = sealToMetaMask(key, secret)
    expect(sealToMetaMask(key, secret)).not.toEqual(box)
    const opened: string[] = []
    for (let at = 0; at < box.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = box.slice()
        changed[at]! ^= 1 << bit
        try {
          readMetaMaskSecret(ethDecrypt(metamaskCiphertext(changed)))
          opened.push(`${at}.${bit}`)
        } catch {
          // Noticed.
        }
      }
    }
    // X25519 ignores the highest bit of a public key.
    expect(opened).toEqual(['55.7'])
  })

  it('holds any secret', () => {
    const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(secrets, (any) => {
        const box = sealToMetaMask(getEncryptionPublicKey(privateKey), any)
        expect(readMetaMaskSecret(ethDecrypt(metamaskCiphertext(box)))).toEqual(any)
      }),
      { numRuns: 20 },
    )
  })

  it.each(['', 'no base 64!', 'AAAA', Buffer.alloc(32).toString('base64')])(
    'takes no encryption key “%s”',
    (key) => {
      expect(() => sealToMetaMask(key, secret)).toThrow(
        expect.objectContaining({ name: 'WalletEncryptionError' }),
      )
    },
  )

  it.each([undefined, '', '0x12', 'x'.repeat(66), `0x${'zz'.repeat(32)}`])(
    'takes no secret “%s”',
    (answer) => {
      expect(() => readMetaMaskSecret(answer)).toThrow(
        'The wallet’s encryption cannot be used to unlock: what it decrypted is not this account’s secret.',
      )
    },
  )
})
