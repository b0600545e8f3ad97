import { SigningKey } from 'ethers'
import { createNote } from '../../../client/notes/createNote.ts'
import { signedNote } from '../../../client/notes/noteSignature.ts'
import { random } from '../forge.ts'
import { type Bytes, concat, sha256, toHex, u8, unsigned, utf8 } from '../reader/bytes.ts'
import { encodeJson } from '../reader/json.ts'
import { accountUri, noteDigest, recordUri } from '../reader/note.ts'
import { collect } from './collect.ts'
import { bytesOf, makeWallet } from './wallets.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const AT = '2026-10-14T09:30:00.000Z'

type Draft = { [key: string]: Draft }
type Change = (bundle: Draft) => void

interface Place {
  readonly chainId: number
  readonly contract: Bytes
  readonly chart: Bytes
  readonly author: Bytes
}

export const generateNotes = async () => {
  const { accept, refuse, save } = collect('notes', 'Signed notes, and documents that are none.')
  const doctor = makeWallet()
  const other = makeWallet()
  const place: Place = {
    chainId: 11_155_111,
    contract: random(20),
    chart: random(32),
    author: doctor.account,
  }
  const amends = random(32)
  const prefixed = (bytes: Uint8Array) => `0x${toHex(bytes)}` as const
  const inputOf = (of: Place, bytes: Uint8Array, amended: Uint8Array | null = null) => ({
    chainId: of.chainId,
    contract: toHex(of.contract),
    chart: toHex(of.chart),
    author: toHex(of.author),
    amends: amended && toHex(amended),
    bytes: toHex(bytes),
  })

  /** A note as the client writes it, not signed. */
  const write = (text = 'Holter in four weeks.\n\nBP < 140 & pulse > 60.', amended: Bytes | null = null) =>
    createNote({
      chainId: place.chainId,
      contract: prefixed(place.contract),
      chart: prefixed(place.chart),
      author: prefixed(place.author),
      title: 'Visit note: Zoë 😀',
      text,
      at: AT,
      amends: amended && prefixed(amended),
    })

  const sign = (digest: Bytes, key: Bytes = doctor.privateKey): Bytes => {
    const { r, s, v } = new SigningKey(key).sign(toHexed(digest))
    return concat(bytesOf(r), bytesOf(s), u8(v))
  }
  const toHexed = (bytes: Uint8Array) => `0x${toHex(bytes)}`

  /** A note signed for a place, with the client's writer; the signature by ethers. */
  const signed = (
    text?: string,
    amended: Bytes | null = null,
    kind: 'account' | 'contract' = 'account',
    data?: Bytes,
  ) => {
    const note = write(text, amended)
    return signedNote(note, kind, data ?? sign(noteDigest(place, bytesOf(note.document))))
  }

  const parse = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as Draft
  const encode = (bundle: Draft) => utf8(encodeJson(bundle))
  const composition = (bundle: Draft) => bundle['entry']!['0']!['resource']!

  const dataOf = (signature: Draft | undefined) => (signature as unknown as { data: string }).data

  /** A sound note, spoilt afterwards. */
  const spoilt = (change: Change): Bytes => {
    const bundle = parse(signed())
    change(bundle)
    return encode(bundle)
  }
  /** A note with something of another make, signed as it is. */
  const forged = (change: Change, of: Place = place): Bytes => {
    const bundle = parse(signed())
    change(bundle)
    const { signature, ...rest } = bundle
    const digest = noteDigest(of, sha256(utf8(encodeJson(rest))))
    signature!['data'] = Buffer.from(sign(digest)).toString('base64') as never
    return encode(bundle)
  }
  const withData = (change: (data: Bytes) => Bytes): Bytes =>
    spoilt(({ signature }) => {
      const data = new Uint8Array(Buffer.from(dataOf(signature), 'base64'))
      signature!['data'] = Buffer.from(change(data)).toString('base64') as never
    })

  await accept('a note', inputOf(place, signed()))
  await accept('a note of one line', inputOf(place, signed('Well.')))
  await accept('a note that corrects a record', inputOf(place, signed('Metoprolol 50 mg.', amends), amends))
  await accept(
    'a note with mark-up in its text',
    inputOf(place, signed('</p><script>alert(1)</script> &amp; "x"')),
  )
  await accept(
    'a note signed by a contract',
    inputOf(place, signed('By a contract.', null, 'contract', random(200))),
  )
  await accept(
    'a note that nobody signed',
    inputOf(
      place,
      spoilt((bundle) => delete bundle['signature']),
    ),
  )
  await accept(
    'another’s document that nobody signed',
    inputOf(
      place,
      utf8(
        '{\n "resourceType": "Bundle", "type": "document",\n "entry": [{"resource": {"resourceType": "Composition"}}]\n}',
      ),
    ),
  )
  await accept(
    'a document with a signature of another format',
    inputOf(
      place,
      spoilt(({ signature }) => void (signature!['sigFormat'] = 'application/jose' as never)),
    ),
  )
  await accept(
    'a document with results beside the text',
    inputOf(
      place,
      forged((bundle) => {
        const results = {
          fullUrl: 'urn:uuid:0',
          resource: { resourceType: 'Observation', valueInteger: 4.5e-7 },
        }
        ;(bundle['entry'] as unknown as object[]).push(results)
      }),
    ),
  )

  const bad = (
    name: string,
    category: Parameters<typeof refuse>[1],
    check: Parameters<typeof refuse>[2],
    why: string,
    bytes: Uint8Array,
  ) => refuse(name, category, check, why, inputOf(place, bytes))

  const moved: readonly (readonly [string, Place, Parameters<typeof refuse>[1]])[] = [
    ['chart', { ...place, chart: random(32) }, 'another chart’s'],
    ['contract', { ...place, contract: random(20) }, 'another chain’s or contract’s'],
    ['chain', { ...place, chainId: 1 }, 'another chain’s or contract’s'],
    ['author', { ...place, author: other.account }, 'another one’s'],
  ]
  for (const [what, to, category] of moved) {
    await refuse(
      `filed under another ${what}`,
      category,
      'place',
      `the document names its ${what}`,
      inputOf(to, signed()),
    )
    const rewritten = spoilt((bundle) => {
      const { subject, author } = composition(bundle) as unknown as {
        subject: { identifier: { system: string; value: string } }
        author: [{ identifier: { value: string } }]
      }
      subject.identifier.system = accountUri(to.chainId, to.contract)
      subject.identifier.value = `0x${toHex(to.chart)}`
      author[0].identifier.value = accountUri(to.chainId, to.author)
      bundle['signature']!['who']!['identifier']!['value'] = accountUri(to.chainId, to.author) as never
    })
    await refuse(
      `written over to another ${what}`,
      category,
      'signature',
      `the signature is over the ${what}`,
      inputOf(to, rewritten),
    )
  }
  await bad(
    'signed for another chart than it names',
    'another chart’s',
    'signature',
    'the typed data names the chart too',
    forged(() => {}, { ...place, chart: random(32) }),
  )
  await bad(
    'signed by another account',
    'another one’s',
    'signature',
    'it recovers to another account',
    signed(
      'Mine.',
      null,
      'account',
      sign(noteDigest(place, bytesOf(write('Mine.').document)), other.privateKey),
    ),
  )
  await refuse(
    'corrects a record that the chain does not say',
    'contradiction',
    'amends',
    'the chain says that it supersedes none',
    inputOf(place, signed('Corrected.', amends)),
  )
  await refuse(
    'corrects another record',
    'contradiction',
    'amends',
    'the chain says which record it supersedes',
    inputOf(place, signed('Corrected.', amends), random(32)),
  )
  await refuse(
    'corrects none where the chain says so',
    'contradiction',
    'amends',
    'the chain says that it supersedes a record',
    inputOf(place, signed(), amends),
  )

  const tampered: readonly (readonly [string, Change])[] = [
    ['title', (bundle) => (composition(bundle)['title'] = 'Visiting' as never)],
    ['status', (bundle) => (composition(bundle)['status'] = 'preliminary' as never)],
    ['date', (bundle) => (composition(bundle)['date'] = '2026-10-15T09:30:00.000Z' as never)],
    ['type', (bundle) => (composition(bundle)['type'] = { text: 'Letter' } as never)],
    ['text', (bundle) => (composition(bundle)['section']!['0']!['text']!['div'] = '<div/>' as never)],
    ['identifier', (bundle) => (bundle['identifier']!['value'] = 'urn:uuid:0' as never)],
    [
      'entry added',
      (bundle) => void (bundle['entry'] as unknown as object[]).push({ fullUrl: 'urn:uuid:0' }),
    ],
    ['key added', (bundle) => (bundle['language'] = 'en' as never)],
  ]
  for (const [what, change] of tampered)
    await bad(
      `another ${what}`,
      'flipped bit',
      'signature',
      'all but the signature is signed',
      spoilt(change),
    )

  const misshapen: readonly (readonly [string, Parameters<typeof refuse>[1], string, Change])[] = [
    [
      'another time of signing',
      'contradiction',
      'it is the Bundle’s',
      ({ signature }) => (signature!['when'] = '2027-01-01T00:00:00.000Z' as never),
    ],
    [
      'another signer named',
      'another one’s',
      'who signs is the author',
      ({ signature }) =>
        (signature!['who']!['identifier']!['value'] = accountUri(place.chainId, other.account) as never),
    ],
    [
      'a name beside the signer',
      'unknown or missing key',
      'nothing in the signature is left unsigned',
      ({ signature }) => (signature!['who']!['display'] = 'Dr Who' as never),
    ],
    [
      'another kind of signature',
      'wrong type or value',
      'it is an author’s signature',
      ({ signature }) => (signature!['type']!['0']!['code'] = '1.2.840.10065.1.12.1.5' as never),
    ],
    [
      'another format of the target',
      'wrong type or value',
      'it is FHIR in JSON',
      ({ signature }) => (signature!['targetFormat'] = 'text/plain' as never),
    ],
    [
      'a key too many in the signature',
      'unknown or missing key',
      'the signature has no other keys',
      ({ signature }) => (signature!['onBehalfOf'] = { display: 'Dr Who' } as never),
    ],
    [
      'no data',
      'unknown or missing key',
      'a signature has data',
      ({ signature }) => delete signature!['data'],
    ],
    [
      'empty data',
      'too many or too few bytes',
      'a signature has bytes',
      ({ signature }) => (signature!['data'] = '' as never),
    ],
    [
      'data in lines',
      'not canonical',
      'base 64 has no line ends',
      ({ signature }) => (signature!['data'] = `${dataOf(signature)}\n` as never),
    ],
    [
      'data without padding',
      'not canonical',
      'base 64 is padded',
      ({ signature }) => (signature!['data'] = dataOf(signature).replace(/=*$/, '') as never),
    ],
    [
      'a time that never was',
      'wrong type or value',
      'the timestamp is a time',
      (bundle) => (bundle['timestamp'] = bundle['signature']!['when'] = '2026-02-30T09:30:00.000Z' as never),
    ],
    [
      'a time of another zone',
      'wrong type or value',
      'the timestamp is in UTC',
      (bundle) =>
        (bundle['timestamp'] = bundle['signature']!['when'] = '2026-10-14T09:30:00.000+02:00' as never),
    ],
    [
      'no author',
      'unknown or missing key',
      'there is one author',
      (bundle) => (composition(bundle)['author'] = [] as never),
    ],
    [
      'two authors',
      'unknown or missing key',
      'there is one author',
      (bundle) => void (composition(bundle)['author'] as unknown as object[]).push({ display: 'Dr Who' }),
    ],
    [
      'an author in capitals',
      'not canonical',
      'addresses are in lower case',
      (bundle) =>
        (composition(bundle)['author']!['0']!['identifier']!['value'] = accountUri(
          place.chainId,
          place.author,
        ).replace(/[a-f]/g, (digit) => digit.toUpperCase()) as never),
    ],
    [
      'an author of another system',
      'wrong type or value',
      'the author is a URI',
      (bundle) => (composition(bundle)['author']!['0']!['identifier']!['system'] = 'urn:oid:1.2' as never),
    ],
    [
      'an author of another chain',
      'contradiction',
      'author and contract are on one chain',
      (bundle) =>
        (composition(bundle)['author']!['0']!['identifier']!['value'] = accountUri(1, place.author) as never),
    ],
    [
      'no subject',
      'unknown or missing key',
      'there is a subject',
      (bundle) => delete composition(bundle)['subject'],
    ],
    [
      'a chart cut short',
      'too many or too few bytes',
      'a chart’s id has 32 bytes',
      (bundle) =>
        (composition(bundle)['subject']!['identifier']!['value'] = toHexed(place.chart).slice(
          0,
          -2,
        ) as never),
    ],
    [
      'two records replaced',
      'unknown or missing key',
      'it replaces one record at most',
      (bundle) =>
        (composition(bundle)['relatesTo'] = [amends, random(32)].map((pointer) => ({
          code: 'replaces',
          targetIdentifier: { system: 'urn:ietf:rfc:3986', value: recordUri(pointer) },
        })) as never),
    ],
    [
      'something else than a record replaced',
      'wrong type or value',
      'a record is named by its CID',
      (bundle) =>
        (composition(bundle)['relatesTo'] = [
          { code: 'replaces', targetIdentifier: { value: 'urn:uuid:0' } },
        ] as never),
    ],
  ]
  for (const [name, category, why, change] of misshapen)
    await bad(name, category, 'shape', why, forgedData(change))
  /** Signed as it is, where the data was left alone. */
  function forgedData(change: Change): Bytes {
    let isDataChanged = false
    const spoiltBytes = spoilt((bundle) => {
      const before = bundle['signature']!['data']
      change(bundle)
      isDataChanged = bundle['signature']!['data'] !== before
    })
    return isDataChanged ? spoiltBytes : forged(change)
  }
  await bad(
    'a contract’s signature beyond the limit',
    'beyond a limit',
    'shape',
    'it has at most 16,384 bytes',
    signed('Long.', null, 'contract', random(16_385)),
  )

  const text = Buffer.from(signed()).toString()
  const written: readonly (readonly [string, string])[] = [
    ['a title given twice', text.replace('"title":"Visit', '"title":"Other","title":"Visit')],
    ['a signature given twice', text.replace('"signature":', '"signature":{},"signature":')],
    [
      'keys in another order',
      text.replace('{"code":"34109-9","display":"Note",', '{"display":"Note","code":"34109-9",'),
    ],
    ['white space', text.replace('{', '{ ')],
    ['a line at the end', `${text}\n`],
    ['a byte order mark', `\ufeff${text}`],
    ['an escape that is not needed', text.replace('Visit note', '\\u0056isit note')],
    ['a slash escaped', text.replace('http://loinc', 'http:\\/\\/loinc')],
    ['a number written otherwise', text.replace('"type":"document"', '"total":1.0,"type":"document"')],
    ['minus zero', text.replace('"type":"document"', '"total":-0,"type":"document"')],
    ['a lone surrogate', text.replace('"type":"document"', '"total":"\\ud83d","type":"document"')],
  ]
  for (const [name, changed] of written) {
    if (changed === text) throw new Error(`${name} changes nothing`)
    await bad(name, 'not canonical', 'encoding', 'the bytes are canonical JSON', utf8(changed))
  }
  await bad(
    'nested too deeply',
    'beyond a limit',
    'encoding',
    'nothing lies deeper than 32 levels',
    utf8(text.replace('"type":"document"', `"total":${'['.repeat(40)}${']'.repeat(40)},"type":"document"`)),
  )
  await bad(
    'no UTF-8',
    'wrong type or value',
    'shape',
    'JSON is UTF-8',
    concat(utf8(text.slice(0, 20)), u8(0xff), utf8(text.slice(20))),
  )

  const isWrong = 'signature'
  const few = 'too many or too few bytes'
  await bad(
    'the high s',
    'not canonical',
    isWrong,
    's is at most n / 2',
    withData((data) =>
      concat(
        data.slice(0, 32),
        unsigned(ORDER - BigInt(`0x${toHex(data.slice(32, 64))}`), 32),
        u8(55 - data[64]!),
      ),
    ),
  )
  await bad(
    'v counted from 0',
    'not canonical',
    isWrong,
    'v is 27 or 28',
    withData((data) => data.with(64, data[64]! - 27)),
  )
  await bad(
    'the other v',
    'flipped bit',
    isWrong,
    'it recovers to another account',
    withData((data) => data.with(64, 55 - data[64]!)),
  )
  await bad(
    'r flipped',
    'flipped bit',
    isWrong,
    'it recovers to nobody or another account',
    withData((data) => data.with(31, data[31]! ^ 1)),
  )
  await bad(
    's flipped',
    'flipped bit',
    isWrong,
    'it recovers to nobody or another account',
    withData((data) => data.with(63, data[63]! ^ 1)),
  )
  await bad(
    'r is zero',
    'wrong type or value',
    isWrong,
    'it is no signature',
    withData((data) => concat(new Uint8Array(32), data.slice(32))),
  )
  await bad(
    's is zero',
    'wrong type or value',
    isWrong,
    'it is no signature',
    withData((data) => concat(data.slice(0, 32), new Uint8Array(32), data.slice(64))),
  )
  await bad(
    'without v',
    few,
    isWrong,
    'a signature has 65 bytes',
    withData((data) => data.slice(0, 64)),
  )
  await bad(
    'a byte too many',
    few,
    isWrong,
    'a signature has 65 bytes',
    withData((data) => concat(data, u8(0))),
  )
  return save()
}
