import { secp256k1 } from '@noble/curves/secp256k1.js'
import { base64 } from '@scure/base'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes, readBigUint, uintBytes, utf8 } from '../crypto/bytes.ts'
import { canonicalJson } from './canonicalJson.ts'
import { createNote, MAX_NOTE_TEXT } from './createNote.ts'
import { normalizeSignature, signedNote } from './noteSignature.ts'
import { noteTypedData } from './noteTypedData.ts'
import type { Note, NotePlace } from './types.ts'
import { MAX_SIGNED_DOCUMENT, readNotePlace, verifyNote } from './verifyNote.ts'

const doctor = privateKeyToAccount(generatePrivateKey())
const other = privateKeyToAccount(generatePrivateKey())
const PLACE: NotePlace = {
  chainId: 31337,
  contract: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  chart: `0x${'ab'.repeat(32)}`,
  author: doctor.address,
}
const AT = '2026-10-14T09:30:00.000Z'
const EARLIER: Hex = `0x${'cd'.repeat(32)}`
const { n: ORDER } = secp256k1.Point.CURVE()

const write = (changes: Partial<Parameters<typeof createNote>[0]> = {}) =>
  createNote({
    ...PLACE,
    title: 'Visit',
    text: 'Holter in four weeks.\n\n<b>Bold</b> & so on.',
    at: AT,
    ...changes,
  })

const sign = (note: Note, account = doctor) => {
  const { types, ...typedData } = noteTypedData(note)
  return account.signTypedData({ ...typedData, types: { Note: [...types.Note] } })
}

async function signed(note = write()): Promise<Uint8Array<ArrayBuffer>> {
  return signedNote(note, 'account', (await normalizeSignature(note, await sign(note)))!)
}

type Json = { [key: string]: Json } & { entry: { resource: Json }[]; signature: Json & { data: string } }

/** The document with something changed, written canonically. */
async function changed(change: (bundle: Json) => void): Promise<Uint8Array> {
  const bundle = JSON.parse(new TextDecoder().decode(await signed())) as Json
  change(bundle)
  return utf8(canonicalJson(bundle))
}

const composition = (bundle: Json) => bundle.entry[0]!.resource as Record<string, unknown>

describe('a signed note', () => {
  it('is its author’s', async () => {
    const note = write()
    expect(await verifyNote(await signed(note), PLACE)).toEqual({
      state: 'signed',
      problem: null,
      signer: doctor.address,
      isByContract: false,
      document: note.document,
      at: AT,
      title: 'Visit',
      text: 'Holter in four weeks.\n\n<b>Bold</b> & so on.',
      amends: null,
    })
  })

  it('says itself where it is from', async () => {
    expect(readNotePlace(await signed())).toEqual(PLACE)
  })

  it('is a FHIR document that names nobody', async () => {
    const bundle = JSON.parse(new TextDecoder().decode(await signed())) as Json
    expect(bundle).toMatchObject({
      resourceType: 'Bundle',
      type: 'document',
      timestamp: AT,
      signature: { when: AT, targetFormat: 'application/fhir+json', sigFormat: 'application/x.eip712' },
    })
    expect(composition(bundle)).toMatchObject({
      resourceType: 'Composition',
      status: 'final',
      type: { coding: [{ system: 'http://loinc.org', code: '34109-9' }] },
      author: [{ identifier: { value: `did:pkh:eip155:31337:${doctor.address.toLowerCase()}` } }],
      subject: { identifier: { value: PLACE.chart } },
    })
    expect(JSON.stringify(bundle)).not.toMatch(/"(?:name|reference)"/)
  })

  it('shows a wallet words and a hash, nothing of the note', () => {
    const { message } = noteTypedData(write({ title: 'Secret', text: 'Secret' }))
    expect(Object.keys(message)).toEqual(['statement', 'author', 'chart', 'document'])
    expect(JSON.stringify(message)).not.toContain('Secret')
  })

  it('names the record that it corrects', async () => {
    const bytes = await signed(write({ amends: EARLIER }))
    const check = (amends: Hex | null) => verifyNote(bytes, { ...PLACE, amends })
    expect(await check(EARLIER)).toMatchObject({ state: 'signed', amends: EARLIER })
    expect(await check(null)).toMatchObject({ state: 'invalid', problem: 'amends' })
    expect(await check(`0x${'ce'.repeat(32)}`)).toMatchObject({ state: 'invalid', problem: 'amends' })
    expect(await verifyNote(await signed(), { ...PLACE, amends: EARLIER })).toMatchObject({
      problem: 'amends',
    })
  })

  it.each<[string, Partial<NotePlace>, string]>([
    ['another chart', { chart: `0x${'ac'.repeat(32)}` }, 'place'],
    ['another author', { author: other.address }, 'author'],
    ['another chain', { chainId: 1 }, 'place'],
    ['another contract', { contract: other.address }, 'place'],
  ])('does not fit %s', async (_, place, problem) => {
    expect(await verifyNote(await signed(), { ...PLACE, ...place })).toMatchObject({
      state: 'invalid',
      problem,
      signer: null,
    })
  })

  it.each<[string, Partial<NotePlace>]>([
    ['another chart', { chart: `0x${'ac'.repeat(32)}` }],
    ['another author', { author: other.address }],
    ['another chain', { chainId: 1 }],
    ['another contract', { contract: other.address }],
  ])('cannot be written over to %s', async (_, place) => {
    const id = '5f0c6a52-6a0b-4f7e-9b0e-6a1f3b1c9d10'
    const note = write({ id })
    const signature = (await normalizeSignature(note, await sign(note)))!
    const moved = signedNote(write({ id, ...place }), 'account', signature)
    expect(await verifyNote(moved, { ...PLACE, ...place })).toMatchObject({
      state: 'invalid',
      problem: 'signature',
    })
  })

  it('does not take another account’s signature', async () => {
    const note = write()
    expect(await normalizeSignature(note, await sign(note, other))).toBeNull()
    const forged = signedNote(note, 'account', hexToBytes(await sign(note, other), 65))
    expect(await verifyNote(forged, PLACE)).toMatchObject({ state: 'invalid', problem: 'signature' })
  })
})

describe('a changed note', () => {
  it.each<[string, (bundle: Json) => void]>([
    ['its title', (bundle) => (composition(bundle)['title'] = 'Visiting')],
    ['its status', (bundle) => (composition(bundle)['status'] = 'preliminary')],
    ['its date', (bundle) => (composition(bundle)['date'] = '2026-10-15T09:30:00.000Z')],
    ['its type', (bundle) => (composition(bundle)['type'] = { text: 'Letter' })],
    ['its text', (bundle) => (composition(bundle)['section'] = [])],
    ['its id', (bundle) => ((bundle['identifier'] as Json)['value'] = 'urn:uuid:0' as never)],
    ['something added', (bundle) => bundle.entry.push({ resource: {} as Json })],
    ['a key added', (bundle) => (bundle['language'] = 'en' as never)],
  ])('is noticed: %s', async (_, change) => {
    expect(await verifyNote(await changed(change), PLACE)).toMatchObject({
      state: 'invalid',
      problem: 'signature',
    })
  })

  it.each<[string, (bundle: Json) => void]>([
    ['another time of signing', ({ signature }) => (signature['when'] = '2027-01-01T00:00:00.000Z' as never)],
    ['another time of writing', (bundle) => (bundle['timestamp'] = '2027-01-01T00:00:00.000Z' as never)],
    ['a time that is none', (bundle) => (bundle['timestamp'] = 'yesterday' as never)],
    ['another signer', ({ signature }) => (signature['who'] = { display: 'Dr Who' } as never)],
    [
      'a display beside the signer',
      ({ signature }) => ((signature['who'] as Json)['display'] = 'Dr Who' as never),
    ],
    ['another kind of signature', ({ signature }) => (signature['type'] = [] as never)],
    ['a second author', (bundle) => (composition(bundle)['author'] as unknown[]).push({ display: 'Dr Who' })],
    ['no author', (bundle) => (composition(bundle)['author'] = [])],
    ['no subject', (bundle) => delete composition(bundle)['subject']],
    [
      'two corrected',
      (bundle) => (composition(bundle)['relatesTo'] = [{ code: 'replaces' }, { code: 'replaces' }]),
    ],
    ['no data', ({ signature }) => (signature.data = '')],
    ['data that is no base 64', ({ signature }) => (signature.data = '*')],
    ['data of a line', ({ signature }) => (signature.data += '\n')],
  ])('is out of form: %s', async (_, change) => {
    expect(await verifyNote(await changed(change), PLACE)).toMatchObject({
      state: 'invalid',
      problem: 'form',
    })
  })

  it('is nobody’s once its signature is gone', async () => {
    const bytes = await changed((bundle) => delete (bundle as Partial<Json>).signature)
    expect(await verifyNote(bytes, PLACE)).toMatchObject({ state: 'unsigned', signer: null, title: 'Visit' })
    expect(readNotePlace(bytes)).toBeNull()
  })

  it('gives no text where there is more than one', async () => {
    const more = await changed((bundle) => bundle.entry.push({ resource: {} as Json }))
    expect(await verifyNote(more, PLACE)).toMatchObject({ text: null })
    const entries = await changed((bundle) => {
      ;(composition(bundle)['section'] as Json[])[0]!['entry'] = [{ reference: '#1' }] as never
    })
    expect(await verifyNote(entries, PLACE)).toMatchObject({ text: null })
  })

  it('is foreign with a signature of another format', async () => {
    const bytes = await changed(({ signature }) => (signature['sigFormat'] = 'application/jose' as never))
    expect(await verifyNote(bytes, PLACE)).toMatchObject({ state: 'foreign', signer: null, document: null })
  })
})

describe('bytes that are not canonical', () => {
  it.each<[string, (text: string) => string]>([
    ['a title given twice', (text) => text.replace('"title":"Visit"', '"title":"Other","title":"Visit"')],
    ['a signature given twice', (text) => text.replace('"signature":', '"signature":{},"signature":')],
    ['white space', (text) => text.replace('{', '{ ')],
    ['a line at the end', (text) => `${text}\n`],
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['an escape', (text) => text.replace('Visit', '\\u0056isit')],
  ])('are refused: %s', async (_, change) => {
    const text = new TextDecoder().decode(await signed())
    expect(await verifyNote(utf8(change(text)), PLACE)).toMatchObject({ state: 'invalid', problem: 'form' })
  })

  it('is no document at all', async () => {
    expect(await verifyNote(utf8('Seen today.'), PLACE)).toBeNull()
    expect(await verifyNote(utf8('{"resourceType":"Bundle","type":"collection"}'), PLACE)).toBeNull()
    expect(
      await verifyNote(utf8('{"resourceType":"Bundle","type":"document","entry":[{}]}'), PLACE),
    ).toBeNull()
    expect(await verifyNote(utf8('[1]'), PLACE)).toBeNull()
    expect(await verifyNote(new Uint8Array(MAX_SIGNED_DOCUMENT + 1), PLACE)).toBeNull()
  })
})

describe('a signature', () => {
  async function withData(change: (signature: Uint8Array<ArrayBuffer>) => Uint8Array) {
    return changed(({ signature }) => {
      signature.data = base64.encode(change(base64.decode(signature.data) as Uint8Array<ArrayBuffer>))
    })
  }
  const highS = (bytes: Uint8Array) => {
    const flipped = bytes.slice()
    flipped.set(uintBytes(ORDER - readBigUint(bytes.subarray(32, 64)), 32), 32)
    flipped[64] = 55 - bytes[64]!
    return flipped
  }

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['the high s', highS],
    ['v from 0', (bytes) => bytes.with(64, bytes[64]! - 27)],
    ['the other v', (bytes) => bytes.with(64, 55 - bytes[64]!)],
    ['v with a chain', (bytes) => bytes.with(64, bytes[64]! + 10)],
    ['r flipped', (bytes) => bytes.with(0, bytes[0]! ^ 1)],
    ['s flipped', (bytes) => bytes.with(63, bytes[63]! ^ 1)],
    ['zeros', () => new Uint8Array(65)],
    ['a byte less', (bytes) => bytes.subarray(0, 64)],
    ['a byte more', (bytes) => Uint8Array.of(...bytes, 0)],
  ])('is refused with %s', async (_, change) => {
    expect(await verifyNote(await withData(change), PLACE)).toMatchObject({
      state: 'invalid',
      problem: 'signature',
    })
  })

  it('is brought to the one form that readers take', async () => {
    const note = write()
    const plain = hexToBytes(await sign(note), 65)
    for (const variant of [plain, highS(plain), plain.with(64, plain[64]! - 27)]) {
      expect(await normalizeSignature(note, bytesToHex(variant))).toEqual(plain)
    }
    expect(await normalizeSignature(note, '0x')).toBeNull()
    expect(await normalizeSignature(note, 'signed' as Hex)).toBeNull()
  })

  it('of a contract waits for the chain', async () => {
    const bytes = signedNote(write(), 'contract', Uint8Array.of(1, 2, 3))
    expect(await verifyNote(bytes, PLACE)).toMatchObject({ state: 'needs-chain', signer: null })
    const moved = await verifyNote(bytes, { ...PLACE, author: other.address })
    expect(moved).toMatchObject({ state: 'invalid', problem: 'author' })
    const long = signedNote(write(), 'contract', new Uint8Array(16_385))
    expect(await verifyNote(long, PLACE)).toMatchObject({ state: 'invalid', problem: 'form' })
  })
})

describe('writing', () => {
  it.each<[string, Partial<Parameters<typeof createNote>[0]>, string]>([
    ['no title', { title: ' ' }, 'This note cannot be filed: its title is empty.'],
    ['no text', { text: '\n \n' }, 'This note cannot be filed: it is empty.'],
    ['a control character', { text: 'a\u0007' }, 'This note cannot be filed: it has a control character.'],
    [
      'too much',
      { text: 'x'.repeat(MAX_NOTE_TEXT + 1) },
      'This note cannot be filed: its text has more than 100000 bytes.',
    ],
    ['no time', { at: '2026-10-14' }, 'This note cannot be filed: its time is not ISO 8601 in UTC.'],
  ])('refuses %s', (_, changes, message) => {
    expect(() => write(changes)).toThrow(
      expect.objectContaining({ name: 'NoteInvalidError', shortMessage: message }),
    )
  })

  it('gives the same bytes for the same note', () => {
    const id = '5f0c6a52-6a0b-4f7e-9b0e-6a1f3b1c9d10'
    expect(canonicalJson(write({ id }).bundle)).toBe(canonicalJson(write({ id }).bundle))
    expect(write({ id }).document).toBe(write({ id }).document)
    expect(write().document).not.toBe(write().document)
  })

  it('stays below the limit for any text that it takes', async () => {
    const bytes = await signed(write({ text: '&'.repeat(MAX_NOTE_TEXT) }))
    expect(bytes.length).toBeLessThan(MAX_SIGNED_DOCUMENT)
    expect(await verifyNote(bytes, PLACE)).toMatchObject({ state: 'signed' })
  })
})
