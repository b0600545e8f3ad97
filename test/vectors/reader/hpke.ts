import { type Bytes, concat, fromHex, unsigned, utf8 } from './bytes.ts'
import { hmac, openAead } from './ciphers.ts'
import { xwingDecapsulate } from './xwing.ts'

/** X-Wing, HKDF-SHA256, ChaCha20-Poly1305. */
export const SUITE = fromHex('647a00010003')

export const ENCAPSULATION = 1120

const EMPTY = new Uint8Array()
const SUITE_ID = concat(utf8('HPKE'), SUITE)

const labeled = (label: string, input: Uint8Array) => concat(utf8('HPKE-v1'), SUITE_ID, utf8(label), input)

const extract = (salt: Uint8Array, label: string, input: Uint8Array) => hmac(salt, labeled(label, input))

/** One block of HKDF's expansion is enough for all that HPKE asks of it here. */
const expand = (secret: Uint8Array, label: string, info: Uint8Array, length: number): Bytes =>
  hmac(secret, concat(unsigned(length, 2), labeled(label, info), unsigned(1, 1))).slice(0, length)

/** The key and the first nonce of base mode (RFC 9180, section 5.1). */
export const keySchedule = (shared: Uint8Array, info: Uint8Array) => {
  const context = concat(
    unsigned(0, 1),
    extract(EMPTY, 'psk_id_hash', EMPTY),
    extract(EMPTY, 'info_hash', info),
  )
  const secret = extract(shared, 'secret', EMPTY)
  return { key: expand(secret, 'key', context, 32), nonce: expand(secret, 'base_nonce', context, 12) }
}

/** Opens one message in base mode; X-Wing's shared secret enters as it is. */
export const openHpke = (
  seed: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array = EMPTY,
): Bytes => {
  const { key, nonce } = keySchedule(xwingDecapsulate(seed, sealed.subarray(0, ENCAPSULATION)), info)
  return openAead(key, nonce, aad, sealed.subarray(ENCAPSULATION))
}
