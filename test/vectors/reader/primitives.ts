import { type Bytes, concat, readU32, sha256, u256, u8, utf8 } from './bytes.ts'
import { decodeCbor, type Value } from './cbor.ts'
import { hkdf, openXAead } from './ciphers.ts'
import { openHpke, SUITE } from './hpke.ts'
import { refuse, refusing } from './refuse.ts'
import { xwingPublic } from './xwing.ts'

/** What chain and contract bind, 52 bytes; with the chart's id its place, 84 bytes. */
export const scopeOf = (chainId: number, contract: Uint8Array) => concat(u256(chainId), contract)

export const domain = (label: string, ...context: readonly Uint8Array[]) =>
  concat(utf8(`chartkey/1 ${label}`), u8(0), ...context)

export const hash = (label: string, ...context: readonly Uint8Array[]) => sha256(domain(label, ...context))

export const derive = (secret: Uint8Array, label: string, ...context: readonly Uint8Array[]) =>
  hkdf(secret, new Uint8Array(), domain(label, ...context), 32)

export interface KeyPair {
  readonly seed: Bytes
  readonly publicKey: Bytes
}

export const keyPair = (seed: Bytes): KeyPair => ({ seed, publicKey: xwingPublic(seed) })

export const openSeal = (
  seed: Uint8Array,
  label: string,
  context: readonly Uint8Array[],
  sealed: Uint8Array,
): Bytes =>
  refusing('seal', `the ${label} does not open`, () =>
    openHpke(seed, domain(label, SUITE, ...context), sealed),
  )

export const openBox = (
  secret: Uint8Array,
  label: string,
  context: readonly Uint8Array[],
  boxed: Uint8Array,
): Bytes =>
  refusing('box', `the ${label} does not open`, () =>
    openXAead(
      derive(secret, label, ...context),
      boxed.subarray(0, 24),
      domain(label, ...context),
      boxed.subarray(24),
    ),
  )

/** The value in `padded(value)`. */
export const unpad = (padded: Bytes): Value => {
  if (padded.length < 256 || padded.length % 256 !== 0) refuse('padding', 'is no multiple of 256 bytes')
  const end = 4 + readU32(padded, 0)
  if (end > padded.length || padded.length - end >= 256) refuse('padding', 'is not the shortest')
  if (padded.subarray(end).some((byte) => byte !== 0)) refuse('padding', 'is not zero')
  return decodeCbor(padded.slice(4, end))
}
