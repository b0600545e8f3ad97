import { decode } from '@ipld/dag-cbor'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  addressOf,
  asGrantee,
  buildContents,
  CHART,
  fixedBytes,
  MemoryBlocks,
  person,
  SCOPE,
  SECTIONS,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import { compareBytes } from './bytes.ts'
import { createHistory } from './history.ts'
import { keyringTag, rotateKeyring } from './keyring.ts'
import type { KeyringContents, Reader } from './keyring.ts'
import { changedKeys, checkKeyring } from './checkKeyring.ts'
import type { ExpectedReader } from './checkKeyring.ts'
import type { OwnerKeyring } from './openKeyring.ts'
import { encodeBlock } from './object.ts'

/** What the owner made last, in epoch 2, and what a delegate made of it for epoch 3. */
let known: KeyringContents
let next: KeyringContents
const blocks = new MemoryBlocks()

beforeAll(async () => {
  const first = await buildContents()
  const carer: Reader = { ...asGrantee(await person('carer'), {}), role: 'delegate' }
  const doctor = asGrantee(await person('doctor'), { read: [3], write: [3] })
  known = rotateKeyring({ ...first, readers: [...first.readers, carer, doctor] }, 2)
  next = rotateKeyring(known, 3)
})

const asExpected = (readers: readonly Reader[]): ExpectedReader[] =>
  readers.map(({ account, role, read, write, since }) => ({ account, role, read, write, since }))

async function check(
  contents: KeyringContents,
  changes: Partial<Parameters<typeof checkKeyring>[0]> = {},
): Promise<OwnerKeyring> {
  const { account, pair } = await person('owner')
  return checkKeyring({
    bytes: await storeKeyring(contents, blocks),
    scope: SCOPE,
    chart: CHART,
    epoch: contents.epoch,
    account,
    role: 'owner',
    pairs: [pair],
    known,
    readers: asExpected(contents.readers),
    fetchBlock: blocks.fetchBlock,
    ...changes,
  })
}

const unsound = (reason: string) => ({
  name: 'KeyringInvalidError',
  shortMessage: `This chart’s keyring is not sound: ${reason}. The chart’s owner should renew its keys.`,
})

describe('checkKeyring', () => {
  it('takes a rotation, a re-seal, and one after epochs that the owner did not see', async () => {
    expect((await check(next)).contents).toEqual(next)
    expect((await check(known)).contents).toEqual(known)
    expect((await check(rotateKeyring(next, 5))).contents.earlier.map(({ epoch }) => epoch)).toEqual([
      1, 2, 3,
    ])
    expect((await check(next, { known: null })).contents).toEqual(next)
  })

  it('serves a delegate too', async () => {
    const { account, pair } = await person('carer')
    expect((await check(next, { account, role: 'delegate', pairs: [pair] })).role).toBe('delegate')
  })

  it('takes a section added', async () => {
    const sections = [...SECTIONS, { number: 60, label: 'Vaccinations' }]
    expect((await check({ ...next, sections })).contents.sections).toEqual(sections)
  })

  it('names the readers whose key changed', async () => {
    const [, carer, doctor] = next.readers
    const { pair } = await person('doctor’s new key')
    const readers = [next.readers[0]!, carer!, { ...doctor!, publicKey: pair.publicKey }]
    expect(changedKeys(known, (await check({ ...next, readers })).contents)).toEqual([doctor!.account])
    expect(changedKeys(known, next)).toEqual([])
    expect(changedKeys({ ...known, readers: [] }, { ...next, readers })).toEqual([])
  })

  it('refuses another secret within the epoch', async () => {
    await expect(check({ ...known, secret: fixedBytes('other') })).rejects.toMatchObject(
      unsound('the secret of epoch 2 is missing or another'),
    )
  })

  it('refuses earlier secrets that are missing, others, or never were', async () => {
    await expect(check({ ...next, earlier: next.earlier.slice(1) })).rejects.toMatchObject(
      unsound('the secret of epoch 1 is missing or another'),
    )
    const others = next.earlier.map((entry) => ({ ...entry, secret: fixedBytes('other') }))
    await expect(check({ ...next, earlier: others })).rejects.toMatchObject(
      unsound('the secret of epoch 1 is missing or another'),
    )
    const late = { ...known, epoch: 5, earlier: [], secret: fixedBytes('five') }
    const strange = {
      ...rotateKeyring(late, 6),
      earlier: [
        { epoch: 4, secret: fixedBytes('four') },
        { epoch: 5, secret: late.secret },
      ],
    }
    await expect(check(strange, { known: late })).rejects.toMatchObject(
      unsound('it has a secret of epoch 4, which had none'),
    )
    await expect(check(known, { known: next })).rejects.toMatchObject(
      unsound('it is older than the one known'),
    )
  })

  it('refuses a changed title, label, or a section or relocation that is gone', async () => {
    await expect(check({ ...next, title: 'Other' })).rejects.toMatchObject(unsound('the title changed'))
    const renamed = [{ number: 3, label: 'Other' }, ...SECTIONS.slice(1)]
    await expect(check({ ...next, sections: renamed })).rejects.toMatchObject(
      unsound('a section’s label changed'),
    )
    await expect(check({ ...next, sections: SECTIONS.slice(0, 2) })).rejects.toMatchObject(
      unsound('a section is missing'),
    )
    const moved = { ...known, relocations: [{ section: 3, epoch: 1, keyEpoch: 2 }] }
    await expect(check(next, { known: moved })).rejects.toMatchObject(unsound('a relocation is missing'))
  })

  it('refuses readers that are missing, too many, or have other rights than the chain says', async () => {
    const expected = asExpected(next.readers)
    const [owner, carer, doctor] = next.readers
    await expect(check({ ...next, readers: [owner!, carer!] }, { readers: expected })).rejects.toMatchObject(
      unsound('a reader is missing'),
    )
    await expect(check(next, { readers: expected.slice(0, 2) })).rejects.toMatchObject(
      unsound('it has a reader whose access ended'),
    )
    for (const change of [{ read: [3, 17] }, { write: [] }, { since: 2 }] as const) {
      await expect(
        check({ ...next, readers: [owner!, carer!, { ...doctor!, ...change }] }, { readers: expected }),
      ).rejects.toMatchObject(unsound('a reader has other rights than the chain says'))
    }
    const promoted = [owner!, carer!, { ...doctor!, role: 'delegate' as const, read: [], write: [] }]
    await expect(check({ ...next, readers: promoted }, { readers: expected })).rejects.toMatchObject(
      unsound('a reader has other rights than the chain says'),
    )
  })

  it('refuses seals for someone that the roster does not name', async () => {
    const bytes = await storeKeyring(next, blocks)
    const value = decode<{ seals: { tag: Uint8Array; sealed: Uint8Array }[] }>(bytes)
    const tag = keyringTag(next, addressOf('accomplice'))
    const seals = [...value.seals, { tag, sealed: value.seals[0]!.sealed }].toSorted((a, b) =>
      compareBytes(a.tag, b.tag),
    )
    await expect(check(next, { bytes: encodeBlock({ ...value, seals }).bytes })).rejects.toMatchObject(
      unsound('its seals are not for the readers that it names'),
    )
  })

  it('refuses a history that is missing, of other secrets, or another section’s', async () => {
    const bytes = await storeKeyring(next, blocks)
    const value = decode<{ sections: { history: unknown }[] }>(bytes)
    const withHistory = (history: unknown) => {
      const sections = value.sections.map((section, index) =>
        index === 0 ? { ...section, history } : section,
      )
      return encodeBlock({ ...value, sections }).bytes
    }
    await expect(check(next, { bytes: withHistory(null) })).rejects.toMatchObject(
      unsound('the history of a section does not follow from its secrets'),
    )
    const other = {
      ...next,
      earlier: next.earlier.map((entry) => ({ ...entry, secret: fixedBytes('other') })),
    }
    const [wrong] = createHistory(other, 3)
    blocks.put(wrong!)
    await expect(check(next, { bytes: withHistory(wrong!.cid) })).rejects.toMatchObject(
      unsound('the history of a section does not follow from its secrets'),
    )
    await expect(check(next, { bytes: withHistory(value.sections[1]!.history) })).rejects.toMatchObject(
      unsound('the history of a section does not open'),
    )
    const shorter = createHistory({ ...next, earlier: next.earlier.slice(1) }, 3)
    blocks.put(...shorter)
    await expect(check(next, { bytes: withHistory(shorter.at(-1)!.cid) })).rejects.toMatchObject(
      unsound('the history of a section does not follow from its secrets'),
    )
    const foreign = createHistory({ ...next, secret: fixedBytes('other') }, 3)
    blocks.put(...foreign)
    await expect(check(next, { bytes: withHistory(foreign.at(-1)!.cid) })).rejects.toMatchObject(
      unsound('the history of a section does not open'),
    )
  })

  it('does not call a keyring unsound because a store is down', async () => {
    await expect(
      check(next, { fetchBlock: () => Promise.reject(new Error('the store is down')) }),
    ).rejects.toThrow('the store is down')
  })

  it('refuses boxes of the owner’s that do not open', async () => {
    const bytes = await storeKeyring(next, blocks)
    const value = decode<{ owner: Uint8Array; earlier: Uint8Array }>(bytes)
    for (const name of ['owner', 'earlier'] as const) {
      const changed = value[name].slice()
      changed[30]! ^= 1
      await expect(
        check(next, { bytes: encodeBlock({ ...value, [name]: changed }).bytes }),
      ).rejects.toMatchObject(unsound('a part for its owner does not open'))
    }
  })
})
