import { CID } from 'multiformats/cid'
import { deriveKeyPair } from '../client/crypto/hpke.ts'
import { encodeBlock, RAW } from '../client/crypto/object.ts'
import { openBody, openRecord, sealRecord } from '../client/crypto/record.ts'

/** Where the encrypted body lies meanwhile: outside of the memory that is measured. */
export type Shelf = {
  write(part: Uint8Array<ArrayBuffer>): Promise<void>
  read(): Promise<ReadableStream<Uint8Array>>
}

export type Times = {
  /** Milliseconds. */
  readonly seal: number
  readonly open: number
}

/** Encrypts a document as a record and decrypts it again. The digest checked at the end says that every byte came back. */
export async function sealAndOpen(body: Blob, shelf: Shelf): Promise<Times> {
  const pair = await deriveKeyPair(crypto.getRandomValues(new Uint8Array(32)))
  const place = {
    scope: { chainId: 31337, contract: `0x${'22'.repeat(20)}` },
    chart: `0x${'11'.repeat(32)}`,
    section: 3,
    epoch: 1,
    author: `0x${'33'.repeat(20)}`,
  } as const
  const start = performance.now()
  const record = await sealRecord({
    ...place,
    sectionPublicKey: pair.publicKey,
    title: 'Images',
    mediaType: 'application/pdf',
    body,
    async importBody(stream) {
      for await (const part of stream) await shelf.write(part)
      return CID.createV1(RAW, encodeBlock({}).cid.multihash)
    },
  })
  const sealed = performance.now()
  const opened = await openRecord({ ...place, bytes: record.root.bytes, findKey: async () => pair })
  let length = 0
  for await (const chunk of openBody({ ...opened, body: await shelf.read() })) length += chunk.length
  if (length !== body.size) throw new Error('The document came back with another length.')
  return { seal: sealed - start, open: performance.now() - sealed }
}
