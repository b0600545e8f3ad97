import { openAsBlob } from 'node:fs'
import { open } from 'node:fs/promises'
import { sealAndOpen } from './sealAndOpen.ts'
import type { Times } from './sealAndOpen.ts'

export type NodeMemory = Times & {
  /** Bytes, of this whole process since it began. */
  readonly peak: number
}

const [document = '', shelf = ''] = process.argv.slice(2)
const file = await open(shelf, 'w+')
const times = await sealAndOpen(await openAsBlob(document), {
  async write(part) {
    await file.write(part)
  },
  async read() {
    await file.close()
    return (await openAsBlob(shelf)).stream()
  },
})
const peak = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ ...times, peak } satisfies NodeMemory))
