import { isAddressEqual, isHex } from 'viem'
import type { Hex } from 'viem'
import { walletError } from '../chain/normalizeError.ts'
import { requireNetwork } from '../chain/submit.ts'
import type { ChartId, Wallet } from '../chain/types.ts'
import { hexToBytes } from '../crypto/bytes.ts'
import { NoteSignatureWrongError } from '../errors/notes.ts'
import { createNote } from '../notes/createNote.ts'
import { MAX_CONTRACT_SIGNATURE, normalizeSignature, signedNote } from '../notes/noteSignature.ts'
import { noteTypedData } from '../notes/noteTypedData.ts'
import type { Note } from '../notes/types.ts'
import { isValidSignature } from '../notes/verifyNoteOnChain.ts'
import { addRecords, requireNewTitles, viewForFiling } from './addRecords.ts'
import { requireAmendable } from './amendments.ts'
import { requireDate } from './checkFiles.ts'
import { chartsScope } from './scopes.ts'
import { requireWallet } from './session.ts'
import type { Context, FlowOptions, Session } from './types.ts'

export type FileNoteParameters = FlowOptions & {
  readonly chart: ChartId
  /** A section number. */
  readonly section: number
  readonly title: string
  /** Plain text. An empty line parts paragraphs. */
  readonly text: string
  /** The day that it is about, ISO, as `2024-05-31`. */
  readonly happenedAt?: string
  /** The number of the record that this note corrects: of this account and section. */
  readonly amends?: number
}

/**
 * Writes a note as a FHIR document, has its author sign it, and files it with the signature inside. The wallet is asked
 * twice, for the signature and then for the transaction; a no to either leaves nothing behind.
 *
 * @returns the record's number.
 * @throws NoteInvalidError, DateInvalidError, AmendmentInvalidError, WrongNetworkError before the wallet is asked
 * @throws UserRejectedError, NoteSignatureWrongError, and what `addRecords` throws
 */
export async function fileNote(
  session: Session,
  { chart, section, title, text, happenedAt, amends = 0, ...options }: FileNoteParameters,
): Promise<number> {
  const wallet = requireWallet(session)
  const { context, account } = session
  const { onProgress, signal } = options
  onProgress?.({ step: 'reading', act: 'add' })
  const place = { ...chartsScope(context), chart, author: account }
  // What is wrong with the words is said before anything is looked up.
  createNote({ ...place, title, text })
  requireDate(happenedAt)
  await requireNetwork(context.chain, wallet)
  const view = await viewForFiling(session, { chart, section, ...options })
  const amended =
    amends === 0 ? null : requireAmendable(view.links, { number: amends, section, author: account })
  const note = createNote({ ...place, title, text, amends: amended?.original ?? null })
  await requireNewTitles(session, view, { section, titles: [{ title: title.trim().normalize() }], amends })
  signal?.throwIfAborted()
  onProgress?.({ step: 'asking-wallet', act: 'add', done: 0, total: 2 })
  const document = await signNote(context, wallet, note)
  signal?.throwIfAborted()
  const blob = new Blob([document], { type: 'application/fhir+json' })
  const day = happenedAt === undefined ? {} : { happenedAt }
  const [number] = await addRecords(session, {
    chart,
    section,
    files: [{ name: 'note.json', blob, title, ...day }],
    ...(amends === 0 ? {} : { amends }),
    ...options,
  })
  return number!
}

/** Asks the wallet to sign, and checks what it gives back as every reader will. */
async function signNote(context: Context, wallet: Wallet, note: Note): Promise<Uint8Array<ArrayBuffer>> {
  let signature: Hex
  try {
    signature = await wallet.signTypedData(noteTypedData(note))
  } catch (error) {
    throw walletError(error)
  }
  if (!isAddressEqual(wallet.account, note.author) || !isHex(signature)) throw new NoteSignatureWrongError()
  const normal = await normalizeSignature(note, signature)
  if (normal !== null) return signedNote(note, 'account', normal)
  const length = (signature.length - 2) / 2
  if (!Number.isInteger(length) || length < 1 || length > MAX_CONTRACT_SIGNATURE)
    throw new NoteSignatureWrongError()
  const bytes = hexToBytes(signature, length, 'signature')
  if (!(await isValidSignature(context.chain, note, bytes))) throw new NoteSignatureWrongError()
  return signedNote(note, 'contract', bytes)
}
