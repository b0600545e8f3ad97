import { describe, expect, it } from 'vitest'
import { addressOf, fixedBytes, SCOPE } from '../../test/lib/cryptoBuilders.ts'
import { deriveAccountKeys, openAccount } from './account.ts'
import { createRoot, deriveAccountKeyPair } from './accountKey.ts'
import { bytesToHex } from './bytes.ts'
import { decodeProfile, encodeProfile } from './profile.ts'
import type { Profile } from './profile.ts'
import { createRecoveryCode, parseRecoveryCode } from './recoveryCode.ts'
import {
  createUnlocker,
  createVault,
  isUnlockedBy,
  openVault,
  openVaultContents,
  sealVault,
  unlockerSalt,
} from './vault.ts'
import type { UnlockerSecret, Vault, VaultContents } from './vault.ts'

const account = addressOf('patient')
const salt = fixedBytes('salt')
const root = fixedBytes('root')
const recovery: UnlockerSecret = { kind: 'recovery', secret: fixedBytes('code', 16) }
const wallet: UnlockerSecret = { kind: 'wallet', secret: fixedBytes('signature') }

const build = (changes: object = {}): Promise<Vault> =>
  createVault({
    scope: SCOPE,
    account,
    salt,
    root,
    unlockers: [
      { ...recovery, name: 'Recovery code' },
      { ...wallet, name: 'Wallet' },
    ],
    createdAt: 1_770_000_000,
    ...changes,
  })

const open = (vault: Vault, unlocker = recovery, changes: object = {}) =>
  openVault({ vault, scope: SCOPE, account, unlocker, ...changes })

async function buildProfile(vault: Vault, changes: Partial<Profile> = {}): Promise<Profile> {
  const { publicKey } = await deriveAccountKeyPair(root, 0)
  return {
    account,
    kind: 'patient',
    name: null,
    publicKey,
    stores: ['https://store.example'],
    vault,
    ...changes,
  }
}

describe('vault', () => {
  it('opens with each of its unlockers to the same root and contents', async () => {
    const vault = await build()
    for (const [unlocker, index] of [
      [recovery, 0],
      [wallet, 1],
    ] as const) {
      const opened = await open(vault, unlocker)
      expect(opened.root).toEqual(root)
      expect(opened.unlocker).toEqual(vault.unlockers[index])
      expect(opened.contents).toEqual({
        generation: 0,
        earlierKeys: [],
        unlockers: [
          { id: vault.unlockers[0]!.id, name: 'Recovery code', createdAt: 1_770_000_000 },
          { id: vault.unlockers[1]!.id, name: 'Wallet', createdAt: 1_770_000_000 },
        ],
        charts: [],
      })
    }
  })

  it('opens from a recovery code as it is written down', async () => {
    const code = createRecoveryCode()
    const vault = await build({
      unlockers: [{ kind: 'recovery', secret: parseRecoveryCode(code), name: 'Recovery code' }],
    })
    const secret = parseRecoveryCode(code.toLowerCase().replaceAll('-', ' '))
    expect((await open(vault, { kind: 'recovery', secret })).root).toEqual(root)
  })

  it('does not know another secret, another kind, or another account', async () => {
    const vault = await build()
    const unknown = { name: 'UnlockerUnknownError' }
    await expect(open(vault, { kind: 'recovery', secret: fixedBytes('other', 16) })).rejects.toMatchObject({
      ...unknown,
      message:
        'This recovery code does not belong to this account. Check the account’s address, or look for a newer code.',
    })
    await expect(open(vault, { kind: 'wallet', secret: recovery.secret })).rejects.toMatchObject({
      ...unknown,
      message: 'This does not unlock the account, or it was removed from it. Use the recovery code.',
    })
    await expect(open(vault, recovery, { account: addressOf('other') })).rejects.toMatchObject(unknown)
    await expect(open({ ...vault, salt: fixedBytes('other') })).rejects.toMatchObject(unknown)
  })

  it('opens on no other chain and for no other contract', async () => {
    const vault = await build()
    for (const scope of [
      { ...SCOPE, chainId: 1 },
      { ...SCOPE, contract: addressOf('other') },
    ]) {
      await expect(open(vault, recovery, { scope })).rejects.toMatchObject({ name: 'VaultUnreadableError' })
      expect(() => openVaultContents({ vault, scope, account, root })).toThrow(
        'The account’s vault does not open: its contents do not open. It was published for another network or is damaged.',
      )
    }
  })

  it('notices every changed byte of a slot’s seal and of the contents, and swapped slots', async () => {
    const vault = await build({ unlockers: [{ ...recovery, name: 'Recovery code' }] })
    const [slot] = vault.unlockers
    const unreadable = { name: 'VaultUnreadableError' }
    for (let i = 0; i < slot!.sealed.length; i += 7) {
      const sealed = slot!.sealed.slice()
      sealed[i]! ^= 1 << (i % 8)
      await expect(open({ ...vault, unlockers: [{ ...slot!, sealed }] })).rejects.toMatchObject(unreadable)
    }
    for (let i = 0; i < vault.contents.length; i++) {
      const contents = vault.contents.slice()
      contents[i]! ^= 1 << (i % 8)
      expect(() => openVaultContents({ vault: { ...vault, contents }, scope: SCOPE, account, root })).toThrow(
        expect.objectContaining(unreadable),
      )
    }
    const two = await build()
    const swapped = { ...two, unlockers: two.unlockers.toReversed() }
    await expect(open(swapped)).rejects.toMatchObject({
      message: expect.stringContaining('its unlockers are not those that its owner set') as string,
    })
    const others = two.unlockers.map((entry, i) => ({ ...entry, sealed: two.unlockers[1 - i]!.sealed }))
    await expect(open({ ...two, unlockers: others })).rejects.toMatchObject(unreadable)
  })

  it('has another secret for each unlocker’s id', async () => {
    const id = fixedBytes('id', 16)
    const slot = await createUnlocker({ account, salt, id, ...wallet })
    expect(slot.id).toEqual(id)
    expect(await isUnlockedBy(slot, { account, salt, secret: wallet.secret })).toBe(true)
    expect(await isUnlockedBy(slot, { account, salt, secret: recovery.secret })).toBe(false)
    const other = { ...slot, id: fixedBytes('other id', 16) }
    expect(await isUnlockedBy(other, { account, salt, secret: wallet.secret })).toBe(false)
    const about = { account, salt, id }
    for (const changed of [
      { ...about, id: other.id },
      { ...about, salt: fixedBytes('other salt') },
      { ...about, account: addressOf('other') },
    ]) {
      expect(unlockerSalt(changed)).not.toEqual(unlockerSalt(about))
    }
  })

  it('opens by the one of several wallets that the secret belongs to', async () => {
    const second: UnlockerSecret = { kind: 'wallet', secret: fixedBytes('second signature') }
    const vault = await build({
      unlockers: [
        { ...recovery, name: 'Recovery code' },
        { ...wallet, name: 'Wallet' },
        { ...second, name: 'Other wallet' },
      ],
    })
    expect((await open(vault, wallet)).unlocker.id).toEqual(vault.unlockers[1]!.id)
    expect((await open(vault, second)).unlocker.id).toEqual(vault.unlockers[2]!.id)
  })

  it('always keeps a recovery code', async () => {
    await expect(build({ unlockers: [{ ...wallet, name: 'Wallet' }] })).rejects.toThrow(
      'The list of unlockers cannot be used: it has no recovery code.',
    )
  })

  it('takes and drops unlockers without the secrets of the others, under a new root too', async () => {
    const { contents, root: oldRoot } = await open(await build())
    const vault = await build()
    const opened = await open(vault)
    const second = await createUnlocker({
      account,
      salt,
      kind: 'wallet',
      secret: fixedBytes('second wallet'),
    })
    const newRoot = createRoot()
    const { secretKey } = await deriveAccountKeyPair(oldRoot, contents.generation)
    const sealed = await sealVault({
      scope: SCOPE,
      account,
      salt,
      root: newRoot,
      unlockers: [vault.unlockers[0]!, second],
      contents: {
        ...opened.contents,
        generation: 1,
        earlierKeys: [{ generation: 0, secretKey }],
        unlockers: [...opened.contents.unlockers, { id: second.id, name: 'Phone', createdAt: 1 }],
        charts: [bytesToHex(fixedBytes('received'))],
      },
    })
    const again = await open(sealed)
    expect(again.root).toEqual(newRoot)
    expect(again.contents.unlockers.map(({ name }) => name)).toEqual(['Recovery code', 'Phone'])
    expect(again.contents.charts).toEqual([bytesToHex(fixedBytes('received'))])
    expect((await open(sealed, { kind: 'wallet', secret: fixedBytes('second wallet') })).root).toEqual(
      newRoot,
    )
    await expect(open(sealed, wallet)).rejects.toMatchObject({ name: 'UnlockerUnknownError' })
    const pairs = await deriveAccountKeys(newRoot, again.contents)
    expect(pairs.map(({ generation }) => generation)).toEqual([1, 0])
    expect(pairs[1]!.secretKey).toEqual(secretKey)
    expect(pairs[1]!.publicKey).toEqual((await deriveAccountKeyPair(oldRoot, 0)).publicKey)
  })

  it('seals as much as its readers take, and refuses more before anything is sealed', async () => {
    const { unlockers } = await build()
    const notes = unlockers.map(({ id }) => ({ id, name: 'x'.repeat(100), createdAt: 1_770_000_000 }))
    const many = (charts: number, keys: number) => ({
      generation: 300,
      earlierKeys: Array.from({ length: keys }, (_, generation) => ({ generation, secretKey: root })),
      unlockers: notes,
      charts: Array.from({ length: charts }, () => bytesToHex(root)),
    })
    const sealed = (contents: VaultContents) =>
      sealVault({ scope: SCOPE, account, salt, root, unlockers, contents })
    const full = await open(await sealed(many(1024, 256)))
    expect([full.contents.charts.length, full.contents.earlierKeys.length]).toEqual([1024, 256])
    await expect(sealed(many(1025, 0))).rejects.toMatchObject({
      name: 'VaultFullError',
      message: expect.stringContaining('Hand one on first') as string,
    })
    await expect(sealed(many(0, 257))).rejects.toMatchObject({
      name: 'VaultFullError',
      message: expect.stringContaining('Set up another account') as string,
    })
    const [first, second] = many(0, 2).earlierKeys
    for (const contents of [
      { ...many(0, 0), earlierKeys: [second!, first!] },
      { ...many(0, 2), generation: 1 },
      { ...many(0, 0), generation: 2 ** 32 },
      { ...many(0, 0), unlockers: notes.map((entry) => ({ ...entry, createdAt: -1 })) },
    ]) {
      await expect(sealed(contents)).rejects.toMatchObject({
        name: 'ValueInvalidError',
        shortMessage: 'The vault cannot be used: no device could open it again.',
      })
    }
  })

  it('hides how long the names of its unlockers are', async () => {
    const short = await build()
    const long = await build({
      unlockers: [
        { ...recovery, name: 'Recovery code' },
        { ...wallet, name: 'The wallet of my old phone' },
      ],
    })
    expect(long.contents.length).toBe(short.contents.length)
  })
})

describe('profile', () => {
  it('round-trips', async () => {
    const profile = await buildProfile(await build(), { kind: 'practitioner', name: 'Dr. Lee' })
    const { bytes, pointer, cid } = encodeProfile(profile)
    expect(decodeProfile(bytes, account)).toEqual(profile)
    expect(bytesToHex(cid.multihash.digest)).toBe(pointer)
  })

  it('opens with an unlocker to the key that it publishes', async () => {
    const profile = await buildProfile(await build())
    const { pairs } = await openAccount({ profile, scope: SCOPE, unlocker: wallet })
    expect(pairs[0].publicKey).toEqual(profile.publicKey)
    const { publicKey } = await deriveAccountKeyPair(root, 1)
    await expect(
      openAccount({ profile: { ...profile, publicKey }, scope: SCOPE, unlocker: wallet }),
    ).rejects.toMatchObject({
      name: 'ProfileMismatchError',
      message: 'This profile is not the account’s own: its public key does not belong to its vault.',
    })
  })

  it('is refused as another account’s', async () => {
    const { bytes } = encodeProfile(await buildProfile(await build()))
    expect(() => decodeProfile(bytes, addressOf('other'))).toThrow(
      'This profile is not the account’s own: it names another account.',
    )
  })

  it.each<[string, Partial<Profile>, string]>([
    ['a patient’s name', { name: 'Jo' }, 'a patient’s profile has no name'],
    ['an empty name', { kind: 'practitioner', name: '' }, 'its name is empty'],
    [
      'a name too long',
      { kind: 'practitioner', name: 'x'.repeat(201) },
      'its name has 201 bytes of at most 200',
    ],
    ['a store that is no URL', { stores: ['store'] }, 'a store is not a URL'],
    [
      'a store with a password',
      { stores: ['https://a:b@store.example'] },
      'a store is not an http or https URL without credentials',
    ],
    [
      'a store of another kind',
      { stores: ['javascript:alert(1)'] },
      'a store is not an http or https URL without credentials',
    ],
    ['a short key', { publicKey: fixedBytes('short') }, 'its public key has a wrong length'],
  ])('takes no %s', async (_, changes, reason) => {
    const profile = await buildProfile(await build(), changes)
    expect(() => encodeProfile(profile)).toThrow(`The profile cannot be used: ${reason}.`)
  })
})
