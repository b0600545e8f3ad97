import { base64 } from '@scure/base'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { isAddressEqual, isHex, recoverAddress } from 'viem'
import type { Address, Hex } from 'viem'
import { bytesToHex, concatBytes, hexToBytes, readBigUint, uintBytes, utf8 } from '../crypto/bytes.ts'
import { canonicalJson } from './canonicalJson.ts'
import { accountUri, URI_SYSTEM } from './noteIds.ts'
import { noteDigest } from './noteTypedData.ts'
import type { Note } from './types.ts'

/** How a signature is to be checked: by recovering the account, or by asking the account's contract (EIP-1271). */
export const SIGNATURE_FORMATS = {
  account: 'application/x.eip712',
  contract: 'application/x.eip1271',
} as const

export type SignatureKind = keyof typeof SIGNATURE_FORMATS

/** The most bytes that a contract's signature may have. */
export const MAX_CONTRACT_SIGNATURE = 16_384

const { n: ORDER } = secp256k1.Point.CURVE()

/** The signature as FHIR's Signature datatype: everything in it but `data` follows from the note. */
export function signatureElement(
  { chainId, author, at }: Pick<Note, 'chainId' | 'author' | 'at'>,
  kind: SignatureKind,
  data: Uint8Array,
): Record<string, unknown> {
  return {
    type: [
      {
        system: 'urn:iso-astm:E1762-95:2013',
        code: '1.2.840.10065.1.12.1.1',
        display: "Author's Signature",
      },
    ],
    when: at,
    who: { identifier: { system: URI_SYSTEM, value: accountUri(chainId, author) } },
    targetFormat: 'application/fhir+json',
    sigFormat: SIGNATURE_FORMATS[kind],
    data: base64.encode(data),
  }
}

/** The signed document: canonical JSON, ready to be filed. */
export function signedNote(note: Note, kind: SignatureKind, signature: Uint8Array): Uint8Array<ArrayBuffer> {
  const signed = { ...note.bundle, signature: signatureElement(note, kind, signature) }
  return utf8(canonicalJson(signed)) as Uint8Array<ArrayBuffer>
}

/**
 * A wallet's signature over a note in the one form that readers take: 65 bytes, the low s of EIP-2, v 27 or 28. Null
 * when it is not the author's, or of another length.
 */
export async function normalizeSignature(note: Note, signature: Hex): Promise<Uint8Array | null> {
  if (!isHex(signature) || signature.length !== 132) return null
  const bytes = hexToBytes(signature, 65, 'signature')
  const s = readBigUint(bytes.subarray(32, 64))
  const v = bytes[64]! < 27 ? bytes[64]! + 27 : bytes[64]!
  const isHigh = s > ORDER / 2n
  const low = concatBytes(
    bytes.subarray(0, 32),
    isHigh && s < ORDER ? uintBytes(ORDER - s, 32) : bytes.subarray(32, 64),
    Uint8Array.of(isHigh ? 55 - v : v),
  )
  return (await isSignedBy(note, low)) ? low : null
}

/** Whether these are 65 bytes, in that one form, that recover to the note's author. */
export async function isSignedBy(
  note: Pick<Note, 'chainId' | 'contract' | 'chart' | 'author' | 'document'>,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 65 || (signature[64] !== 27 && signature[64] !== 28)) return false
  if (readBigUint(signature.subarray(32, 64)) > ORDER / 2n) return false
  let signer: Address
  try {
    signer = await recoverAddress({ hash: noteDigest(note), signature: bytesToHex(signature) })
  } catch {
    return false
  }
  return isAddressEqual(signer, note.author)
}
