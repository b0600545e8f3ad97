import { openAsBlob } from 'node:fs'
import { CommandError } from './errors.ts'

/** @throws CommandError when it cannot be read */
export async function openFile(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file)
  } catch {
    throw new CommandError(`The file ${file} cannot be read.`)
  }
}

export async function readStandardInput(): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}
