import { type Bytes, concat, equal, unsigned, utf8 } from './bytes.ts'
import { hkdf, hmac, openAead } from './ciphers.ts'
import { refuse, refusing } from './refuse.ts'
import { x25519, x25519Public } from './xwing.ts'

const CHUNK = 65_536
const EMPTY = new Uint8Array()
const HEADER =
  /^age-encryption\.org\/v1\n-> X25519 ([A-Za-z0-9+/]{43})\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n$/

export const AGE_HEADER = 168

/** Base64 without padding, in its canonical form. */
const base64 = (text: string): Bytes => {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  if (Buffer.from(bytes).toString('base64').replace('=', '') !== text)
    refuse('body', 'has base64 that is not canonical')
  return bytes
}

/** Decrypts an age file with one X25519 stanza (age-encryption.org/v1). */
export const decryptAgeFile = (scalar: Uint8Array, file: Uint8Array): Bytes => {
  const header = Buffer.from(file.subarray(0, AGE_HEADER)).toString('latin1')
  const [, share64, body64, mac64] = HEADER.exec(header) ?? refuse('body', 'has another header')
  const [share, body, mac] = [base64(share64!), base64(body64!), base64(mac64!)]
  const wrapKey = hkdf(
    refusing('body', 'has a share of low order', () => x25519(scalar, share)),
    concat(share, x25519Public(scalar)),
    utf8('age-encryption.org/v1/X25519'),
    32,
  )
  const fileKey = refusing('body', 'is encrypted to another', () =>
    openAead(wrapKey, new Uint8Array(12), EMPTY, body),
  )
  if (!equal(hmac(hkdf(fileKey, EMPTY, utf8('header'), 32), utf8(header.slice(0, -45))), mac))
    refuse('body', 'has a wrong MAC')
  const nonce = file.subarray(AGE_HEADER, AGE_HEADER + 16)
  if (nonce.length !== 16) refuse('body', 'has no nonce')
  const payload = file.subarray(AGE_HEADER + 16)
  const key = hkdf(fileKey, nonce, utf8('payload'), 32)
  const chunks: Bytes[] = []
  for (let at = 0, n = 0; n === 0 || at < payload.length; at += CHUNK + 16, n++) {
    const chunk = payload.subarray(at, at + CHUNK + 16)
    const isLast = at + CHUNK + 16 >= payload.length
    if (isLast && n > 0 && chunk.length <= 16) refuse('body', 'ends with an empty chunk')
    chunks.push(
      refusing('body', `does not open at chunk ${n}`, () =>
        openAead(key, concat(unsigned(n, 11), unsigned(isLast ? 1 : 0, 1)), EMPTY, chunk),
      ),
    )
  }
  return concat(...chunks)
}
