import { describe, expect, it } from 'vitest'
import { boundaryOf, readMultipart } from './multipart.ts'

const BODY = [
  'a preamble',
  '--b0',
  'Content-Disposition: form-data; name="file"; filename="folder%2Fone.txt"',
  'Content-Type: application/octet-stream',
  '',
  'one\r\n--b\r\n--b1 is no boundary',
  '--b0  ',
  'content-disposition: form-data; name="file-1"',
  '',
  '',
  '--b0',
  'Content-Type: application/x-directory',
  '',
  'three',
  '--b0--',
  'an epilogue',
].join('\r\n')

async function* inChunks(text: string, size: number) {
  const bytes = new TextEncoder().encode(text)
  for (let i = 0; i < bytes.length; i += size) yield bytes.slice(i, i + size)
}

describe('readMultipart', () => {
  it('finds the parts, wherever the chunks are cut', async () => {
    for (let size = 1; size <= BODY.length; size++) {
      const parts: [string, string, string][] = []
      for await (const { filename, contentType, content } of readMultipart(inChunks(BODY, size), 'b0')) {
        parts.push([filename, contentType, Buffer.concat(await Array.fromAsync(content)).toString()])
      }
      expect(parts).toEqual([
        ['folder/one.txt', 'application/octet-stream', 'one\r\n--b\r\n--b1 is no boundary'],
        ['', '', ''],
        ['', 'application/x-directory', 'three'],
      ])
    }
  })

  it('passes over what is not read, or not read to its end', async () => {
    const types: string[] = []
    for await (const { contentType, content } of readMultipart(inChunks(BODY, 3), 'b0')) {
      types.push(contentType)
      if (types.length === 1) for await (const _ of content) break
    }
    expect(types).toEqual(['application/octet-stream', '', 'application/x-directory'])
  })

  it('refuses a body that ends early', async () => {
    for (const length of [0, 5, 30, 90, 160, BODY.indexOf('--b0--') + 4]) {
      const reading = (async () => {
        for await (const { content } of readMultipart(inChunks(BODY.slice(0, length), 7), 'b0')) {
          for await (const _ of content) continue
        }
      })()
      await expect(reading).rejects.toThrow('multipart: unexpected EOF')
    }
  })

  it('refuses a header without end', async () => {
    const endless = `--b0\r\nX: ${'x'.repeat(40_000)}`
    await expect(Array.fromAsync(readMultipart(inChunks(endless, 1000), 'b0'))).rejects.toThrow(
      'header too long',
    )
  })
})

it('reads the boundary of a content type, quoted or not', () => {
  expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc')
  expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b')
  for (const type of [
    undefined,
    'application/json',
    'multipart/form-data',
    'multipart/form-data; boundary=',
  ]) {
    expect(() => boundaryOf(type)).toThrow('file argument is required, as multipart/form-data')
  }
})
