import { encodeFunctionData, isAddressEqual } from 'viem'
import { chainError } from '../chain/normalizeError.ts'
import type { Chain } from '../chain/types.ts'
import { bytesToHex } from '../crypto/bytes.ts'
import { TransactionRevertedError } from '../errors/chain.ts'
import { noteDigest } from './noteTypedData.ts'
import type { Note, NoteCheck } from './types.ts'
import { readDocument, verifyNote } from './verifyNote.ts'
import type { NoteExpectation } from './verifyNote.ts'

/** EIP-1271's answer for a valid signature: the function's own selector. */
const MAGIC = '0x1626ba7e'

const ABI = [
  {
    type: 'function',
    name: 'isValidSignature',
    stateMutability: 'view',
    inputs: [
      { name: 'hash', type: 'bytes32' },
      { name: 'signature', type: 'bytes' },
    ],
    outputs: [{ name: 'magicValue', type: 'bytes4' }],
  },
] as const

/**
 * Checks a document's signature as `verifyNote` does, and asks the chain where the author is a contract (EIP-1271). What
 * a contract says now it may unsay later.
 *
 * @throws ChainUnreachableError, ChainRequestFailedError
 */
export async function verifyNoteOnChain(
  chain: Chain,
  bytes: Uint8Array,
  expected: NoteExpectation,
): Promise<NoteCheck | null> {
  const check = await verifyNote(bytes, expected)
  const signed = check?.state === 'needs-chain' ? readDocument(bytes)?.signed : undefined
  if (check === null || signed === undefined || signed === null) return check
  const { place, document, signature } = signed
  const isValid = await isValidSignature(chain, { ...place, document }, signature)
  return isValid
    ? { ...check, state: 'signed', signer: place.author, isByContract: true }
    : { ...check, state: 'invalid', problem: 'signature' }
}

/** What the author's contract says of a signature. An account without code says no. */
export async function isValidSignature(
  { publicClient, config }: Chain,
  note: Pick<Note, 'chainId' | 'contract' | 'chart' | 'author' | 'document'>,
  signature: Uint8Array,
): Promise<boolean> {
  const isHere = note.chainId === config.chain.id && isAddressEqual(note.contract, config.contracts.charts)
  if (!isHere) return false
  try {
    const { data } = await publicClient.call({
      to: note.author,
      data: encodeFunctionData({
        abi: ABI,
        functionName: 'isValidSignature',
        args: [noteDigest(note), bytesToHex(signature)],
      }),
    })
    return data === MAGIC.padEnd(66, '0')
  } catch (error) {
    const known = chainError(error)
    if (known instanceof TransactionRevertedError) return false
    throw known
  }
}
