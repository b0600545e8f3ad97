import { expect, test } from 'vitest'
import { findLeaks } from './leakScan.ts'

const random = () => crypto.getRandomValues(new Uint8Array(60_000))
const noise = [{ where: 'noise', bytes: random() }]

test.each([
  ['UTF-8', Buffer.from('xx MEDICATIONS yy')],
  ['UTF-16', Buffer.from('xxMedicationsyy', 'utf16le')],
  ['UTF-16', Buffer.from('xxMedicationsyy', 'utf16le').swap16()],
  ['hex', Buffer.from(`0x${Buffer.from('..Medications..').toString('hex')}`)],
  ['base64', Buffer.from(Buffer.from('Medications and more').toString('base64'))],
  ['base64', Buffer.from(Buffer.from('.Medications and more').toString('base64'))],
  ['base64', Buffer.from(Buffer.from('..Medications').toString('base64'))],
] as const)('finds a word in %s', (encoding, bytes) => {
  const pieces = [...noise, { where: 'there', bytes: Buffer.concat([random(), bytes, random()]) }]
  expect(findLeaks(pieces, ['Medications'])).toEqual([{ where: 'there', word: 'Medications', encoding }])
})

test('finds a word with letters beyond ASCII', () => {
  const pieces = [{ where: 'there', bytes: Buffer.from('Ärztlicher Befund') }]
  expect(findLeaks(pieces, ['Ärztlicher'])).toMatchObject([{ encoding: 'UTF-8' }])
})

test('finds nothing in noise', () => {
  expect(findLeaks(noise, ['Medications', 'Heart', 'Ingrid Solvang'])).toEqual([])
})

test('refuses words that noise would hold', () => {
  expect(() => findLeaks(noise, ['pain'])).toThrow('"pain" is too short to be looked for.')
})
