import * as dagCbor from '@ipld/dag-cbor'
import { dagCborBlock } from './blocks.ts'
import { createStore } from '../../client/ipfs/createStore.ts'
import { createUpload } from '../../client/ipfs/createUpload.ts'
import { fetchBlock } from '../../client/ipfs/fetchBlock.ts'
import { importBody } from '../../client/ipfs/importBody.ts'
import { readFile } from '../../client/ipfs/readFile.ts'
import { unpin } from '../../client/ipfs/unpin.ts'
import { seededBytes } from './bytes.ts'

export type BrowserTask = {
  readonly rpcUrl: string
  readonly gatewayUrl: string
  readonly token: string | null
  readonly size: number
}

export type BrowserOutcome = {
  readonly body?: string
  readonly isSame?: boolean
  readonly failures?: number
  readonly error?: string
}

async function run({ rpcUrl, gatewayUrl, token, size }: BrowserTask): Promise<BrowserOutcome> {
  const store = createStore({ name: 'Store', rpcUrl, gatewayUrl, token: token ?? undefined })
  const upload = createUpload([store], { required: 1 })
  const body = await importBody(seededBytes(size), { put: upload.put })
  const root = await dagCborBlock(dagCbor.encode({ body: body.cid }))
  await upload.put(root)
  await upload.finish(root.cid)

  let isSame = (await fetchBlock([store], root.cid)).length === root.bytes.length
  const expected = seededBytes(size, 1, 1 << 20)
  const reader = readFile([store], body.cid, { maxBytes: size, size }).getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const { value } = await expected.next()
    isSame &&= value !== undefined && sameBytes(value, part.value)
  }
  isSame &&= (await expected.next()).done === true
  return { body: body.cid.toString(), isSame, failures: (await unpin([store], root.cid)).length }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

self.addEventListener('message', ({ data }: MessageEvent<BrowserTask>) => {
  run(data).then(
    (outcome) => self.postMessage(outcome, {}),
    (error: unknown) => self.postMessage({ error: error instanceof Error ? error.name : 'unknown' }, {}),
  )
})
