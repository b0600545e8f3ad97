import { decode } from '@ipld/dag-cbor'
import { describe, expect, it } from 'vitest'
import {
  addressOf,
  asGrantee,
  buildContents,
  CHART,
  fixedBytes,
  MemoryBlocks,
  openAsGrantee,
  openAsOwner,
  person,
  SCOPE,
  SECTIONS,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import { bytesToHex } from './bytes.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import { seal } from './hpke.ts'
import {
  createKeyring,
  decodeKeyring,
  keyringTag,
  MAX_KEYRING,
  rotateKeyring,
  sealContext,
  sectionMask,
  sectionNumbers,
  sectionPublicKey,
} from './keyring.ts'
import type { KeyringContents } from './keyring.ts'
import { encodeBlock, encodePadded } from './object.ts'
import { openKeyring } from './openKeyring.ts'
import { drawSectionNumbers } from './sectionKeys.ts'

const expected = { scope: SCOPE, chart: CHART }

async function granted(): Promise<{ contents: KeyringContents; blocks: MemoryBlocks; bytes: Uint8Array }> {
  const first = await buildContents()
  const contents: KeyringContents = {
    ...first,
    readers: [
      ...first.readers,
      asGrantee(await person('doctor'), { read: [3, 40], write: [3, 17] }),
      { ...asGrantee(await person('carer'), {}), role: 'delegate' },
    ],
    people: [{ account: addressOf('doctor'), name: 'Dr. Lee, heart clinic' }],
  }
  const blocks = new MemoryBlocks()
  return { contents, blocks, bytes: await storeKeyring(contents, blocks) }
}

describe('keyring', () => {
  it('opens for its owner to all that was put in', async () => {
    const { contents, bytes } = await granted()
    const { role, contents: opened } = await openAsOwner(bytes, { epoch: 1 })
    expect(role).toBe('owner')
    expect(opened).toEqual(contents)
  })

  it('opens for a delegate to the same', async () => {
    const { contents, bytes } = await granted()
    const { account, pair } = await person('carer')
    const opened = await openKeyring({ bytes, ...expected, account, role: 'delegate', pairs: [pair] })
    expect(opened.contents).toEqual(contents)
  })

  it('opens for a grantee to the sections granted and no other', async () => {
    const { bytes } = await granted()
    const opened = await openAsGrantee(bytes, 'doctor')
    expect(opened.title).toBe('My chart')
    expect(opened.since).toBe(1)
    expect(
      opened.sections.map(({ number, label, seed, chain }) => [number, label, seed !== null, chain]),
    ).toEqual([
      [3, 'Medications', true, null],
      [17, 'Mental health', false, null],
      [40, 'Images', true, null],
    ])
  })

  it('shows anyone the public keys, one tag and seal per reader, and no word of its contents', async () => {
    const { bytes } = await granted()
    const root = decodeKeyring(bytes, { ...expected, epoch: 1 })
    expect(root.sections.map(({ number, history }) => [number, history])).toEqual([
      [3, null],
      [17, null],
      [40, null],
    ])
    expect(root.seals).toHaveLength(3)
    const text = new TextDecoder('latin1').decode(bytes)
    for (const word of ['Medications', 'Mental', 'My chart', 'Lee']) expect(text).not.toContain(word)
    expect(sectionPublicKey(root, 17)).toHaveLength(1216)
    expect(() => sectionPublicKey(root, 4)).toThrow('The chart’s keyring has no section 4.')
  })

  it('keeps secret and section keys when it is sealed anew, and repeats no bytes of seals or boxes', async () => {
    const { contents, bytes } = await granted()
    const again = decodeKeyring((await createKeyring(contents)).root.bytes, expected)
    const root = decodeKeyring(bytes, expected)
    expect(again.sections).toEqual(root.sections)
    expect(again.owner).not.toEqual(root.owner)
    expect(again.earlier).not.toEqual(root.earlier)
    again.seals.forEach(({ tag, sealed }, index) => {
      expect(tag).toEqual(root.seals[index]!.tag)
      expect(sealed).not.toEqual(root.seals[index]!.sealed)
    })
  })

  it('takes a new section within an epoch without changing the others', async () => {
    const { contents, bytes } = await granted()
    const sections = [...SECTIONS, { number: 63, label: 'Vaccinations' }]
    const { root } = await createKeyring({ ...contents, sections })
    const before = decodeKeyring(bytes, expected)
    expect(decodeKeyring(root.bytes, expected).sections.slice(0, 3)).toEqual(before.sections)
  })

  it('has fresh keys in every epoch', async () => {
    const { contents, bytes } = await granted()
    const rotated = rotateKeyring(contents, 2)
    expect(rotated.secret).not.toEqual(contents.secret)
    expect(rotated.earlier).toEqual([{ epoch: 1, secret: contents.secret }])
    const root = decodeKeyring((await createKeyring(rotated)).root.bytes, { ...expected, epoch: 2 })
    const before = decodeKeyring(bytes, expected)
    const keys = [...root.sections, ...before.sections].map(({ publicKey }) => bytesToHex(publicKey))
    expect(new Set(keys).size).toBe(6)
    expect(() => rotateKeyring(rotated, 2)).toThrow(
      'The epoch cannot be used: it is not later than the keyring’s.',
    )
  })

  it('tries a reader’s earlier keys', async () => {
    const { bytes } = await granted()
    const [old, current] = [await person('doctor'), await person('doctor’s new key')]
    const pairs = [current.pair, old.pair]
    const opened = await openKeyring({ bytes, ...expected, account: old.account, role: 'grantee', pairs })
    expect(opened.role).toBe('grantee')
    await expect(
      openKeyring({ bytes, ...expected, account: old.account, role: 'grantee', pairs: [current.pair] }),
    ).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
  })

  it('opens in no role but the one it was sealed for', async () => {
    const { bytes } = await granted()
    for (const [name, roles] of [
      ['owner', ['delegate', 'grantee']],
      ['carer', ['owner', 'grantee']],
      ['doctor', ['owner', 'delegate']],
    ] as const) {
      const { account, pair } = await person(name)
      for (const role of roles) {
        await expect(openKeyring({ bytes, ...expected, account, role, pairs: [pair] })).rejects.toMatchObject(
          {
            name: 'KeyringUnreadableError',
          },
        )
      }
    }
  })

  it('has nothing for a stranger', async () => {
    const { bytes } = await granted()
    await expect(openAsGrantee(bytes, 'stranger')).rejects.toMatchObject({
      name: 'KeyringNotSealedError',
      message:
        'This chart’s keys were not sealed to this account. Ask the chart’s owner to grant access again.',
    })
  })

  it('is refused in another place', async () => {
    const { bytes } = await granted()
    const refuses = (changes: object, message: string) =>
      expect(() => decodeKeyring(bytes, { ...expected, ...changes })).toThrow(message)
    const tail = 'Ask the chart’s owner to renew its keys.'
    refuses(
      { scope: { ...SCOPE, chainId: 1 } },
      `This keyring belongs elsewhere: it was made for another network or contract. ${tail}`,
    )
    refuses(
      { scope: { ...SCOPE, contract: addressOf('other') } },
      `This keyring belongs elsewhere: it was made for another network or contract. ${tail}`,
    )
    refuses(
      { chart: bytesToHex(fixedBytes('other')) },
      `This keyring belongs elsewhere: it is another chart’s. ${tail}`,
    )
    refuses({ epoch: 2 }, `This keyring belongs elsewhere: it is for epoch 1, and the chart is at 2. ${tail}`)
  })

  it('opens nowhere else even when its public fields are rewritten', async () => {
    const { bytes } = await granted()
    const changes = [
      { chainId: 1, scope: { ...SCOPE, chainId: 1 } },
      { contract: fixedBytes('x', 20), scope: { ...SCOPE, contract: bytesToHex(fixedBytes('x', 20)) } },
      { chart: fixedBytes('other'), chartId: bytesToHex(fixedBytes('other')) },
      { epoch: 2 },
    ]
    for (const { scope = SCOPE, chartId = CHART, ...fields } of changes) {
      const tags = { scope, chart: chartId, epoch: fields.epoch ?? 1 }
      const { account, pair } = await person('owner')
      const value = decode<{ seals: { tag: Uint8Array; sealed: Uint8Array }[] }>(bytes)
      const original = keyringTag({ ...expected, epoch: 1 }, account)
      const { sealed } = value.seals.find(({ tag }) => bytesToHex(tag) === bytesToHex(original))!
      const moved = encodeBlock({ ...value, ...fields, seals: [{ tag: keyringTag(tags, account), sealed }] })
      await expect(
        openKeyring({ bytes: moved.bytes, scope, chart: chartId, account, role: 'owner', pairs: [pair] }),
      ).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
    }
  })

  it('is not opened by a seal that was made for another reader', async () => {
    const { bytes } = await granted()
    const value = decode<{ seals: { tag: Uint8Array; sealed: Uint8Array }[] }>(bytes)
    const seals = value.seals.map(({ tag }, index) => ({
      tag,
      sealed: value.seals[(index + 1) % value.seals.length]!.sealed,
    }))
    const { bytes: swapped } = encodeBlock({ ...value, seals })
    await expect(openAsOwner(swapped)).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
    await expect(openAsGrantee(swapped, 'doctor')).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
  })

  it('is refused when a public key is not that of its seed', async () => {
    const { bytes } = await granted()
    const value = decode<{ sections: { number: number; publicKey: Uint8Array }[] }>(bytes)
    const { pair } = await person('attacker')
    for (const number of [3, 40]) {
      const sections = value.sections.map((section) =>
        section.number === number ? { ...section, publicKey: pair.publicKey } : section,
      )
      const { bytes: changed } = encodeBlock({ ...value, sections })
      for (const open of [() => openAsOwner(changed), () => openAsGrantee(changed, 'doctor')]) {
        await expect(open()).rejects.toMatchObject({
          name: 'KeyringInvalidError',
          reason: 'a section’s public key does not belong to its secret',
        })
      }
    }
    const fewer = encodeBlock({ ...value, sections: value.sections.slice(1) })
    await expect(openAsOwner(fewer.bytes)).rejects.toMatchObject({
      reason: 'it lacks the public key of a section',
    })
    const more = encodeBlock({
      ...value,
      sections: [...value.sections, { number: 63, publicKey: pair.publicKey, history: null }],
    })
    await expect(openAsOwner(more.bytes)).rejects.toMatchObject({
      reason: 'it has a section without a label',
    })
  })

  it('notices a changed byte anywhere outside of the seals for others', async () => {
    const { contents } = await granted()
    const { root } = await createKeyring({
      ...contents,
      sections: SECTIONS.slice(0, 1),
      readers: contents.readers.slice(0, 1),
    })
    const names = new Set<string>()
    for (let i = 0; i < root.bytes.length; i += i < 200 ? 1 : 13) {
      const changed = root.bytes.slice()
      changed[i]! ^= 1 << (i % 8)
      const error: unknown = await openAsOwner(changed, { epoch: 1 }).catch((cause: unknown) => cause)
      expect(error, `byte ${i}`).toBeInstanceOf(Error)
      names.add((error as Error).name)
    }
    expect([...names].toSorted()).toEqual([
      'KeyringInvalidError',
      'KeyringMismatchError',
      'KeyringNotSealedError',
      'KeyringUnreadableError',
      'ObjectMalformedError',
      'VersionUnsupportedError',
    ])
  })

  it('gives a typed error for hostile contents under a right seal', async () => {
    const { bytes } = await granted()
    const { account, pair } = await person('doctor')
    const value = decode<{ seals: { tag: Uint8Array; sealed: Uint8Array }[] }>(bytes)
    const tag = keyringTag({ ...expected, epoch: 1 }, account)
    const context = sealContext({ ...expected, epoch: 1 }, account, 'grantee')
    const section = { number: 3, label: 'Medications', seed: fixedBytes('seed'), chain: null }
    const hostile: [unknown, string][] = [
      [{ title: 'x', since: 1, sections: [section] }, 'KeyringInvalidError'],
      [{ title: 'x', since: 2, sections: [] }, 'ObjectMalformedError'],
      [{ title: 'x', since: 1, sections: [section, section] }, 'ObjectMalformedError'],
      [{ title: 'x', since: 1, sections: [{ ...section, number: 64 }] }, 'ObjectMalformedError'],
      [{ title: 'x', since: 1, sections: [{ ...section, number: 5 }] }, 'KeyringInvalidError'],
      [{ title: 'x', since: 1, sections: [{ ...section, chain: fixedBytes('c') }] }, 'ObjectMalformedError'],
      [{ title: 'x', since: 1, sections: [{ ...section, label: 'a\u0007' }] }, 'ObjectMalformedError'],
      [{ title: '', since: 1, sections: [] }, 'ObjectMalformedError'],
      [{ title: 'x', since: 1 }, 'ObjectMalformedError'],
      [[], 'ObjectMalformedError'],
    ]
    for (const [contents, name] of hostile) {
      const sealed = await seal(pair.publicKey, 'keyringSeal', context, encodePadded(contents))
      const { bytes: changed } = encodeBlock({ ...value, seals: [{ tag, sealed }] })
      await expect(openAsGrantee(changed, 'doctor')).rejects.toMatchObject({ name })
    }
  })

  it.each<[string, (contents: KeyringContents) => Partial<KeyringContents>, string]>([
    ['an empty title', () => ({ title: '' }), 'The chart’s title cannot be used: it is empty.'],
    [
      'a long label',
      () => ({ sections: [{ number: 3, label: 'x'.repeat(101) }] }),
      'The section’s label cannot be used: it has 101 bytes of at most 100.',
    ],
    [
      'a label twice',
      () => ({
        sections: [
          { number: 3, label: 'Medications' },
          { number: 4, label: 'Medications' },
        ],
      }),
      'The section’s label cannot be used: another section has it.',
    ],
    [
      'a section out of range',
      () => ({ sections: [{ number: 64, label: 'Medications' }] }),
      'The section cannot be used: its number is not from 0 to 63.',
    ],
    [
      'a reader twice',
      ({ readers }) => ({ readers: [...readers, readers.at(-1)!] }),
      'The list of readers cannot be used: one is there twice.',
    ],
    [
      'no owner',
      ({ readers }) => ({ readers: readers.slice(1) }),
      'The list of readers cannot be used: it has not one owner.',
    ],
    [
      'a reader of an unknown section',
      ({ readers }) => ({ readers: [readers[0]!, { ...readers[1]!, read: [5] }] }),
      'The reader cannot be used: a section is not the chart’s.',
    ],
    [
      'a reader from a later epoch on',
      ({ readers }) => ({ readers: [readers[0]!, { ...readers[1]!, since: 2 }] }),
      'The reader cannot be used: its first epoch is out of range.',
    ],
    [
      'a reader without a whole key',
      ({ readers }) => ({ readers: [readers[0]!, { ...readers[1]!, publicKey: new Uint8Array(1215) }] }),
      'The reader’s public key cannot be used: it has a wrong length.',
    ],
    [
      'a nameless person',
      () => ({ people: [{ account: addressOf('x'), name: '' }] }),
      'The person’s name cannot be used: it is empty.',
    ],
    [
      'a secret of a later epoch',
      () => ({ earlier: [{ epoch: 1, secret: fixedBytes('x') }] }),
      'The earlier secrets cannot be used: one is not of an earlier epoch.',
    ],
    [
      'a relocation without keys',
      () => ({ relocations: [{ section: 3, epoch: 1, keyEpoch: 2 }] }),
      'The list of relocations cannot be used: one has no keys.',
    ],
  ])('is not made with %s', async (_, change, message) => {
    const { contents } = await granted()
    await expect(createKeyring({ ...contents, ...change(contents) })).rejects.toMatchObject({
      name: 'ValueInvalidError',
      message,
    })
  })

  it('is not made for a reader whose key has the right length alone', async () => {
    const { contents } = await granted()
    const bad = { ...contents.readers[1]!, publicKey: new Uint8Array(1216).fill(255) }
    await expect(createKeyring({ ...contents, readers: [contents.readers[0]!, bad] })).rejects.toMatchObject({
      name: 'PublicKeyInvalidError',
    })
  })

  it('says when it grows too large to store', async () => {
    const { contents } = await granted()
    const people = Array.from({ length: 2048 }, (_, i) => ({
      account: addressOf(`${i}`),
      name: 'x'.repeat(200),
    }))
    const earlier = Array.from({ length: 16000 }, (_, i) => ({ epoch: i + 1, secret: fixedBytes('s') }))
    await expect(
      createKeyring({
        ...contents,
        people,
        earlier,
        epoch: 16001,
        sections: [],
        readers: contents.readers.slice(0, 1),
      }),
    ).rejects.toMatchObject({
      name: 'KeyringTooLargeError',
      message: expect.stringContaining('Forget the names of people who have no access any more') as string,
    })
    expect(MAX_KEYRING).toBe(2 ** 20)
  })
})

describe('section numbers', () => {
  it('are drawn at random without repeating', () => {
    const drawn = drawSectionNumbers(64)
    expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => i))
    expect(drawSectionNumbers(64)).not.toEqual(drawn)
    expect(drawSectionNumbers(1, drawn.slice(1))).toEqual([drawn[0]])
    expect(() => drawSectionNumbers(1, drawn)).toThrow(RangeError)
  })

  it('become the chain’s mask and back', () => {
    expect(bytesToHex(sectionMask([0, 63]))).toBe('0x8000000000000001')
    expect(sectionNumbers(sectionMask([5, 63, 0]))).toEqual([0, 5, 63])
  })
})

describe('createSectionKeys', () => {
  it('asks for no block while records are of the keyring’s epoch', async () => {
    const { bytes } = await granted()
    const keys = createSectionKeys(await openAsGrantee(bytes, 'doctor'), () =>
      Promise.reject(new Error('a block was asked for')),
    )
    const root = decodeKeyring(bytes, expected)
    expect((await keys.find({ section: 3, epoch: 1, keyEpoch: 1 }))!.publicKey).toEqual(
      sectionPublicKey(root, 3),
    )
    expect(await keys.find({ section: 17, epoch: 1, keyEpoch: 1 })).toBe(null)
    expect(await keys.find({ section: 5, epoch: 1, keyEpoch: 1 })).toBe(null)
    expect(await keys.find({ section: 3, epoch: 2, keyEpoch: 2 })).toBe(null)
    expect(await keys.find({ section: 3, epoch: 1, keyEpoch: 2 })).toBe(null)
  })

  it('wipes what it found', async () => {
    const { bytes } = await granted()
    const keys = createSectionKeys(await openAsGrantee(bytes, 'doctor'), () => Promise.reject(new Error()))
    const pair = await keys.find({ section: 3, epoch: 1, keyEpoch: 1 })
    keys.wipe()
    await Promise.resolve()
    expect(pair!.secretKey).toEqual(new Uint8Array(32))
  })
})
