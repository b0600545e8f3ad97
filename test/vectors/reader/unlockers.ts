import { keccak256, recoverAddress, TypedDataEncoder } from 'ethers'
import { type Bytes, concat, equal, fromHex, toHex, u8, unsigned } from './bytes.ts'
import { openCryptoBox } from './cryptoBox.ts'
import { derive, hash, keyPair } from './primitives.ts'
import { refuse, refusing } from './refuse.ts'

export const UNLOCKER_CODES = { recovery: 1, wallet: 2, passkey: 3, metamask: 4 } as const
export type UnlockerKind = keyof typeof UNLOCKER_CODES

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The 16 bytes of a recovery code. */
export const readRecoveryCode = (typed: string): Bytes => {
  const plain = typed
    .toUpperCase()
    .replace(/[\s._\-\u2010\u2011\u2013\u2014\u2212]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (plain.length !== 28) refuse('code', 'has not 28 symbols')
  let bits = 0n
  for (const symbol of plain) {
    const value = SYMBOLS.indexOf(symbol)
    if (value < 0) refuse('code', 'has a symbol that no code has')
    bits = bits * 32n + BigInt(value)
  }
  const secret = unsigned(bits >> 12n, 16)
  const checksum = hash('recovery code checksum', secret)
  if (Number(bits & 0xfffn) !== checksum[0]! * 16 + (checksum[1]! >> 4))
    refuse('code', 'has a wrong checksum')
  return secret
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const DOMAIN = { name: 'Chartkey', version: '1' }
const TYPES = {
  Unlock: [
    { name: 'warning', type: 'string' },
    { name: 'account', type: 'address' },
    { name: 'salt', type: 'bytes32' },
  ],
}
const WARNING =
  'This signature opens your medical chart. Sign only on the Chartkey page that you trust: ' +
  'whoever gets the signature can read everything.'

/** What a wallet is asked to sign, as EIP-712 hashes it. */
export const unlockDigest = (account: Uint8Array, salt: Uint8Array) =>
  TypedDataEncoder.hash(DOMAIN, TYPES, {
    warning: WARNING,
    account: `0x${toHex(account)}`,
    salt: `0x${toHex(salt)}`,
  })

/** `r || s` with the low `s`, of a signature of 65 bytes that recovers to the account. */
const readSignature = (account: Uint8Array, salt: Uint8Array, signature: Uint8Array): Bytes => {
  if (signature.length !== 65) refuse('signature', 'has not 65 bytes')
  const r = signature.slice(0, 32)
  const s = BigInt(`0x${toHex(signature.subarray(32, 64))}`)
  const v = signature[64]!
  const isHigh = s > ORDER / 2n
  const low = unsigned(isHigh ? ORDER - s : s, 32)
  if (![0, 1, 27, 28].includes(v)) refuse('signature', 'has an unknown v')
  const signer = refusing('signature', 'recovers to nobody', () =>
    recoverAddress(unlockDigest(account, salt), {
      r: `0x${toHex(r)}`,
      s: `0x${toHex(low)}`,
      yParity: ((v % 27) ^ (isHigh ? 1 : 0)) as 0 | 1,
    }),
  )
  if (signer.toLowerCase() !== `0x${toHex(account)}`) refuse('signature', 'recovers to another account')
  return concat(r, low)
}

/** The secret of a wallet, from the same request signed twice. */
export const readWalletSecret = (
  account: Uint8Array,
  salt: Uint8Array,
  first: Uint8Array,
  second: Uint8Array,
): Bytes => {
  const [a, b] = [readSignature(account, salt, first), readSignature(account, salt, second)]
  if (!equal(a, b)) refuse('signature', 'differs from the other')
  return derive(a, 'wallet secret')
}

/** What a passkey's PRF is asked about. */
export const passkeySalt = (account: Uint8Array, salt: Uint8Array): Bytes =>
  hash('passkey salt', account, salt)

/** The secret of a passkey, from what its PRF gives. */
export const readPasskeySecret = (output: Bytes): Bytes => {
  if (output.length !== 32 || output.every((byte) => byte === 0)) refuse('shape', 'is no output of a PRF')
  return output.slice()
}

/** The secret in the slot of a wallet's encryption key, which the wallet decrypts. */
export const readEncryptedSecret = (walletKey: Uint8Array, encrypted: Uint8Array): Bytes => {
  const [nonce, sender] = [encrypted.subarray(0, 24), encrypted.subarray(24, 56)]
  const text = Buffer.from(openCryptoBox(walletKey, sender, nonce, encrypted.subarray(56))).toString()
  if (!/^0x[0-9a-f]{64}$/.test(text)) refuse('shape', 'is no secret in hex')
  return fromHex(text.slice(2))
}

/** The salt of one unlocker; the other is the vault's. */
export const unlockerSalt = (account: Uint8Array, vaultSalt: Uint8Array, id: Uint8Array): Bytes =>
  hash('unlocker salt', account, vaultSalt, id)

export const unlockerKeyPair = (
  secret: Uint8Array,
  kind: UnlockerKind,
  account: Uint8Array,
  salt: Uint8Array,
) => keyPair(derive(secret, 'unlocker key', u8(UNLOCKER_CODES[kind]), account, salt))

export const keccak = (bytes: Uint8Array) => fromHex(keccak256(bytes).slice(2))
