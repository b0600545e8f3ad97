import { Blob as NodeBlob } from 'node:buffer'

/** Node's Blob, which crosses to a thread of Node as jsdom's does not. */
export function nodeBlob(text: string): Blob {
  return new NodeBlob([text]) as unknown as Blob
}
