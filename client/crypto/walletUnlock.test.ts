import type { Address, Hex } from 'viem'
import { hashTypedData } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { fixedBytes } from '../../test/lib/cryptoBuilders.ts'
import { bytesToHex, hexToBytes, readBigUint, uintBytes } from './bytes.ts'
import { walletUnlockSecret, walletUnlockTypedData } from './walletUnlock.ts'

const wallet = privateKeyToAccount(bytesToHex(fixedBytes('wallet')))
const other = privateKeyToAccount(bytesToHex(fixedBytes('other wallet')))
const { address: account } = wallet
const salt = fixedBytes('salt')
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

function sign(
  signer: typeof wallet,
  about: { account: Address; salt: Uint8Array } = { account, salt },
): Promise<Hex> {
  const { types, ...rest } = walletUnlockTypedData(about)
  return signer.signTypedData({ ...rest, types: { Unlock: [...types.Unlock] } })
}

describe('walletUnlockSecret', () => {
  it('asks for one text, whatever the chain', () => {
    const typedData = walletUnlockTypedData({ account, salt })
    expect(typedData.domain).toEqual({ name: 'Chartkey', version: '1' })
    expect(typedData).toMatchInlineSnapshot(`
      {
        "domain": {
          "name": "Chartkey",
          "version": "1",
        },
        "message": {
          "account": "0x881b6F98B7f93c452c0469AD9bb51B197B5bdC3a",
          "salt": "0x63479ad69a090b258277ec8fba6f99419a2ffb248981510657c944ccd1148e97",
          "warning": "This signature opens your medical chart. Sign only on the Chartkey page that you trust: whoever gets the signature can read everything.",
        },
        "primaryType": "Unlock",
        "types": {
          "Unlock": [
            {
              "name": "warning",
              "type": "string",
            },
            {
              "name": "account",
              "type": "address",
            },
            {
              "name": "salt",
              "type": "bytes32",
            },
          ],
        },
      }
    `)
    expect(
      hashTypedData({ ...typedData, types: { Unlock: [...typedData.types.Unlock] } }),
    ).toMatchInlineSnapshot(`"0x952f5681394426882d3eb86e58a68194d71ad6040c63666ce80c6b5e94af03b1"`)
  })

  it('gives the same secret for two equal signatures, and another for another salt', async () => {
    const signature = await sign(wallet)
    const secret = await walletUnlockSecret({ account, salt, signatures: [signature, await sign(wallet)] })
    expect(secret).toHaveLength(32)
    expect(bytesToHex(secret)).toMatchInlineSnapshot(
      `"0x3d5eb612801cb91dc1fe0c6dce68f796f339186f759b52ba583767f09816e4ab"`,
    )
    const otherSalt = fixedBytes('other salt')
    const second = await sign(wallet, { account, salt: otherSalt })
    expect(await walletUnlockSecret({ account, salt: otherSalt, signatures: [second, second] })).not.toEqual(
      secret,
    )
  })

  it('does not depend on how the wallet writes v, nor on the form of s', async () => {
    const signature = await sign(wallet)
    const secret = await walletUnlockSecret({ account, salt, signatures: [signature, signature] })
    const bytes = hexToBytes(signature, 65)
    const zeroBased = bytes.slice()
    zeroBased[64]! -= 27
    const high = bytes.slice()
    high.set(uintBytes(ORDER - readBigUint(bytes.subarray(32, 64)), 32), 32)
    high[64] = 27 + 28 - bytes[64]!
    for (const form of [zeroBased, high]) {
      const signatures = [bytesToHex(form), signature] as const
      expect(await walletUnlockSecret({ account, salt, signatures })).toEqual(secret)
    }
  })

  it('refuses a wallet that signs differently each time', async () => {
    const typedData = walletUnlockTypedData({ account, salt })
    const hash = hashTypedData({ ...typedData, types: { Unlock: [...typedData.types.Unlock] } })
    const { secp256k1 } = await import('@noble/curves/secp256k1.js')
    const sealed = secp256k1.sign(hexToBytes(hash, 32), fixedBytes('wallet'), {
      prehash: false,
      extraEntropy: true,
      format: 'recovered',
    })
    const random = bytesToHex(Uint8Array.from([...sealed.slice(1), 27 + sealed[0]!]))
    await expect(
      walletUnlockSecret({ account, salt, signatures: [await sign(wallet), random] }),
    ).rejects.toMatchObject({
      name: 'WalletNotDeterministicError',
      message:
        'The wallet signed the same text in two different ways, so its signature cannot unlock this account. ' +
        'Use the recovery code, or another wallet.',
    })
  })

  it.each<[string, () => Promise<Hex>]>([
    ['another account’s', () => sign(other)],
    ['one over another salt', () => sign(wallet, { account, salt: fixedBytes('other salt') })],
    ['one over another account', () => sign(wallet, { account: other.address, salt })],
    ['a contract wallet’s', async () => `0x${'ab'.repeat(97)}`],
    ['an empty one', async () => '0x'],
    ['a compact one', async () => (await sign(wallet)).slice(0, -2) as Hex],
    ['one of zeros', async () => `0x${'00'.repeat(65)}`],
    ['one with an unknown v', async () => `${(await sign(wallet)).slice(0, -2)}05` as Hex],
    ['no hex', async () => 'signed' as Hex],
  ])('refuses %s signature', async (_, make) => {
    const signature = await make()
    await expect(
      walletUnlockSecret({ account, salt, signatures: [signature, signature] }),
    ).rejects.toMatchObject({
      name: 'WalletSignatureInvalidError',
      shortMessage:
        'The wallet’s signature is not one by this account’s own key, so it cannot unlock the account. ' +
        'Contract wallets cannot: use the recovery code.',
    })
  })

  it('never puts a signature into an error', async () => {
    const signature = await sign(other)
    const error: unknown = await walletUnlockSecret({
      account,
      salt,
      signatures: [signature, signature],
    }).catch((cause: unknown) => cause)
    expect(JSON.stringify(error) + String(error)).not.toContain(signature.slice(10, 40))
  })
})
