import { secp256k1 } from '@noble/curves/secp256k1.js'
import { computeAddress, SigningKey, TypedDataEncoder } from 'ethers'
import { privateKeyToAccount } from 'viem/accounts'
import { walletUnlockTypedData } from '../../../client/crypto/walletUnlock.ts'
import { random, signUnlock } from '../forge.ts'
import { concat, fromHex, toHex, u8, unsigned } from '../reader/bytes.ts'
import { unlockDigest } from '../reader/unlockers.ts'
import { collect, flip } from './collect.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

export const bytesOf = (prefixed: string) => fromHex(prefixed.slice(2).toLowerCase())

/** A wallet of a random key. */
export const makeWallet = () => {
  const privateKey = random(32)
  return { privateKey, account: bytesOf(computeAddress(`0x${toHex(privateKey)}`)) }
}

/** What a wallet answers to the client's request. */
export const signAsAsked = async (privateKey: Uint8Array, salt: Uint8Array) => {
  const account = privateKeyToAccount(`0x${toHex(privateKey)}`)
  const { domain, types, primaryType, message } = walletUnlockTypedData({ account: account.address, salt })
  const signature = await account.signTypedData({
    domain,
    types: { Unlock: [...types.Unlock] },
    primaryType,
    message,
  })
  return toHex(bytesOf(signature))
}

export const generateWallets = async () => {
  const { accept, refuse, save } = collect('wallets', 'Signatures of a wallet and the secret that they make.')
  const { privateKey, account } = makeWallet()
  const salt = random(32)
  const base = { account: toHex(account), salt: toHex(salt) }
  const asked = await signAsAsked(privateKey, salt)
  await accept('signed as asked', { ...base, signatures: [asked, asked] })
  const signature = signUnlock(privateKey, account, salt)
  const [r, s, v] = [signature.slice(0, 32), signature.slice(32, 64), signature[64]!]
  const bare = concat(r, s, u8(v - 27))
  await accept('v counted from 0', { ...base, signatures: [toHex(bare), toHex(signature)] })
  const high = concat(r, unsigned(ORDER - BigInt(`0x${toHex(s)}`), 32), u8(55 - v))
  await accept('one with the high s', { ...base, signatures: [toHex(signature), toHex(high)] })
  await accept('both with the high s', { ...base, signatures: [toHex(high), toHex(high)] })

  const isWrong = 'signature'
  const bad = (bytes: Uint8Array) => ({ ...base, signatures: [toHex(bytes), toHex(bytes)] as const })
  const other = makeWallet()
  const foreign = signUnlock(other.privateKey, account, salt)
  await refuse('another wallet’s', 'another one’s', isWrong, 'it recovers to another account', bad(foreign))
  await refuse('the second another wallet’s', 'another one’s', isWrong, 'it recovers to another account', {
    ...base,
    signatures: [toHex(signature), toHex(foreign)],
  })
  await refuse(
    'over another salt',
    'another one’s',
    isWrong,
    'it recovers to another account',
    bad(signUnlock(privateKey, account, random(32))),
  )
  await refuse(
    'over another account',
    'another one’s',
    isWrong,
    'it recovers to another account',
    bad(signUnlock(privateKey, other.account, salt)),
  )
  const options = { prehash: false, format: 'recovered', extraEntropy: true } as const
  const again = secp256k1.sign(bytesOf(unlockDigest(account, salt)), privateKey, options)
  const hedged = concat(again.slice(1), u8(27 + again[0]!))
  await accept('with another nonce, twice the same', {
    ...base,
    signatures: [toHex(hedged), toHex(hedged)],
  })
  await refuse(
    'valid, with two nonces',
    'contradiction',
    isWrong,
    'a wallet that never signs alike unlocks nothing',
    {
      ...base,
      signatures: [toHex(signature), toHex(hedged)],
    },
  )
  const digestWith = (domain: object, warning: string) => {
    const types = {
      Unlock: [
        { name: 'warning', type: 'string' },
        { name: 'account', type: 'address' },
        { name: 'salt', type: 'bytes32' },
      ],
    }
    const message = { warning, account: `0x${toHex(account)}`, salt: `0x${toHex(salt)}` }
    const { r, s, v } = new SigningKey(privateKey).sign(TypedDataEncoder.hash(domain, types, message))
    return concat(bytesOf(r), bytesOf(s), u8(v))
  }
  const { warning } = walletUnlockTypedData({ account: `0x${toHex(account)}`, salt }).message
  await refuse(
    'a domain with a chain',
    'contradiction',
    isWrong,
    'the domain has a name and a version alone',
    bad(digestWith({ name: 'Chartkey', version: '1', chainId: 1 }, warning)),
  )
  await refuse(
    'another version of the domain',
    'version',
    isWrong,
    'the version is 1',
    bad(digestWith({ name: 'Chartkey', version: '2' }, warning)),
  )
  await refuse(
    'another warning',
    'contradiction',
    isWrong,
    'the warning is part of what is signed',
    bad(digestWith({ name: 'Chartkey', version: '1' }, warning.slice(0, -1))),
  )
  await refuse(
    'r flipped',
    'flipped bit',
    isWrong,
    'it recovers to nobody or another account',
    bad(flip(signature, 0)),
  )
  await refuse(
    's flipped',
    'flipped bit',
    isWrong,
    'it recovers to nobody or another account',
    bad(flip(signature, 63)),
  )
  await refuse(
    'the other v',
    'flipped bit',
    isWrong,
    'it recovers to another account',
    bad(concat(r, s, u8(55 - v))),
  )
  await refuse(
    'an unknown v',
    'wrong type or value',
    isWrong,
    'v is 0, 1, 27 or 28',
    bad(concat(r, s, u8(29))),
  )
  await refuse(
    'a v with a chain',
    'wrong type or value',
    isWrong,
    'v is 0, 1, 27 or 28',
    bad(concat(r, s, u8(v + 10))),
  )
  await refuse(
    'r is zero',
    'wrong type or value',
    isWrong,
    'it is no signature',
    bad(concat(new Uint8Array(32), s, u8(v))),
  )
  await refuse(
    's is zero',
    'wrong type or value',
    isWrong,
    'it is no signature',
    bad(concat(r, new Uint8Array(32), u8(v))),
  )
  await refuse(
    'without v',
    'too many or too few bytes',
    isWrong,
    'a signature has 65 bytes',
    bad(signature.slice(0, 64)),
  )
  await refuse(
    'a byte too many',
    'too many or too few bytes',
    isWrong,
    'a signature has 65 bytes',
    bad(concat(signature, u8(0))),
  )
  await refuse(
    'empty',
    'too many or too few bytes',
    isWrong,
    'a signature has 65 bytes',
    bad(new Uint8Array()),
  )
  return save()
}
