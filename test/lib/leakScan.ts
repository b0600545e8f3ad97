import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Something that anyone can read: a chain's block, transaction or event, or what a store keeps. */
export type PublicPiece = { readonly where: string; readonly bytes: Uint8Array }

export type Leak = {
  readonly where: string
  readonly word: string
  readonly encoding: Encoding
}

export type Encoding = 'UTF-8' | 'UTF-16' | 'base64' | 'hex'

export type LeakScan = {
  readonly leaks: readonly Leak[]
  readonly chainBlocks: number
  readonly transactions: number
  readonly events: number
  readonly storedFiles: number
  readonly bytes: number
}

/** Shorter words turn up in random bytes by chance. */
export const LEAST_WORD = 5
const LEAST_BASE64 = 8

/**
 * Reads every block, transaction and event of a chain and every file of a store's folder, and looks for words that
 * should be there only encrypted: in any case, in UTF-8, UTF-16, base64 and hex. A caller checks the counts too, since
 * a scan of nothing finds nothing.
 *
 * @throws RangeError for a word of fewer than five bytes
 */
export async function leakScan({
  rpcUrl,
  directory,
  words,
}: {
  readonly rpcUrl: string
  /** Where the store keeps its blocks. */
  readonly directory: string
  readonly words: readonly string[]
}): Promise<LeakScan> {
  const chain = await readPublicChain(rpcUrl)
  const files = await readStoredFiles(directory)
  const pieces = [...chain.pieces, ...files]
  return {
    leaks: findLeaks(pieces, words),
    chainBlocks: chain.blocks,
    transactions: chain.transactions,
    events: chain.events,
    storedFiles: files.length,
    bytes: pieces.reduce((sum, { bytes }) => sum + bytes.length, 0),
  }
}

/** Where words appear among pieces. Case does not matter in text. */
export function findLeaks(pieces: readonly PublicPiece[], words: readonly string[]): Leak[] {
  const needles = [...new Set(words.map((word) => word.trim()))].flatMap(encodings)
  return pieces.flatMap(({ where, bytes }) => {
    const exact = Buffer.from(bytes).toString('latin1')
    const folded = foldCase(exact)
    return needles
      .filter(({ text, encoding }) => (encoding === 'base64' ? exact : folded).includes(text))
      .map(({ word, encoding }) => ({ where, word, encoding }))
  })
}

/** All of a chain from its first block on, as JSON and as the bytes of inputs, event data and topics. */
export async function readPublicChain(
  rpcUrl: string,
): Promise<{ pieces: PublicPiece[]; blocks: number; transactions: number; events: number }> {
  const newest = Number(await ask<string>(rpcUrl, 'eth_blockNumber'))
  const pieces: PublicPiece[] = []
  let transactions = 0
  let events = 0
  for (let number = 0; number <= newest; number++) {
    const block = await ask<{ transactions: { hash: string; input: string }[] }>(
      rpcUrl,
      'eth_getBlockByNumber',
      `0x${number.toString(16)}`,
      true,
    )
    pieces.push({ where: `chain block ${number}`, bytes: Buffer.from(JSON.stringify(block)) })
    for (const { hash, input } of block.transactions) {
      transactions += 1
      pieces.push({ where: `transaction ${hash}`, bytes: fromHex(input) })
      const receipt = await ask<{ logs: { data: string; topics: string[] }[] }>(
        rpcUrl,
        'eth_getTransactionReceipt',
        hash,
      )
      pieces.push({ where: `receipt of ${hash}`, bytes: Buffer.from(JSON.stringify(receipt)) })
      for (const { data, topics } of receipt.logs) {
        events += 1
        pieces.push({ where: `event of ${hash}`, bytes: Buffer.concat([data, ...topics].map(fromHex)) })
      }
    }
  }
  return { pieces, blocks: newest + 1, transactions, events }
}

/** Every file under a store's folder, and the names of all of them. */
export async function readStoredFiles(directory: string): Promise<PublicPiece[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const pieces: PublicPiece[] = await Promise.all(
    files.map(async (file) => ({ where: path.relative(directory, file), bytes: await readFile(file) })),
  )
  const names = files.map((file) => path.relative(directory, file)).join('\n')
  return names === ''
    ? pieces
    : [...pieces, { where: 'names of the store’s files', bytes: Buffer.from(names) }]
}

function encodings(word: string): { word: string; encoding: Encoding; text: string }[] {
  const bytes = Buffer.from(word)
  if (bytes.length < LEAST_WORD) throw new RangeError(`"${word}" is too short to be looked for.`)
  const wide = Buffer.from(word, 'utf16le')
  const forms: [Encoding, string][] = [
    ['UTF-8', foldCase(bytes.toString('latin1'))],
    ['UTF-16', foldCase(wide.toString('latin1')).replace(/\0$/, '')],
    ['UTF-16', foldCase(Buffer.from(wide).swap16().toString('latin1')).replace(/^\0/, '')],
    ['hex', bytes.toString('hex')],
    ['hex', Buffer.from(word.toLowerCase()).toString('hex')],
  ]
  // A word in base64 reads in three ways, after where it starts; what its neighbours decide is cut off.
  for (const before of bytes.length < LEAST_BASE64 ? [] : [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const inner = padded.slice(
      before === 0 ? 0 : before + 1,
      (before + bytes.length) % 3 === 0 ? undefined : -1,
    )
    forms.push(['base64', inner], ['base64', inner.replaceAll('+', '-').replaceAll('/', '_')])
  }
  return [...new Map(forms.map(([encoding, text]) => [encoding + text, { word, encoding, text }])).values()]
}

/** Folds ASCII letters alone, so that each byte stays one sign. */
function foldCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function fromHex(hex: string): Buffer {
  return Buffer.from(hex.slice(2), 'hex')
}

async function ask<T>(rpcUrl: string, method: string, ...params: unknown[]): Promise<T> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result } = (await response.json()) as { result?: T }
  if (result === undefined || result === null) throw new Error(`The node gave no answer to ${method}.`)
  return result
}
