import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLines } from './openLines.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-lines-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const SILENT = { question: '', isHidden: true }

async function withLines(text: string, use: (lines: ReturnType<typeof openLines>) => Promise<void>) {
  const file = path.join(folder, 'card.txt')
  await writeFile(file, text)
  const handle = await open(file)
  const lines = openLines(handle.fd)
  await use(lines)
  lines.close()
  await handle.close()
}

test('lines come one by one, whatever ends them, and then null', async () => {
  await withLines('K7QD-2M9X\r\n\nÄ last one', async (lines) => {
    expect(await lines.next(SILENT)).toBe('K7QD-2M9X')
    expect(await lines.next(SILENT)).toBe('')
    expect(await lines.next(SILENT)).toBe('Ä last one')
    expect(await lines.next(SILENT)).toBeNull()
    expect(await lines.next(SILENT)).toBeNull()
  })
})

test('what is far too long for an answer is refused, not gathered', async () => {
  await withLines('x'.repeat(1_000_000), async (lines) => {
    await expect(lines.next(SILENT)).rejects.toThrow('What came in is far longer than an answer.')
  })
})
