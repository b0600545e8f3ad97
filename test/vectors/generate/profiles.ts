import { getEncryptionPublicKey } from '@metamask/eth-sig-util'
import { formatRecoveryCode } from '#client'
import { deriveAccountKeyPair } from '../../../client/crypto/accountKey.ts'
import { sealToMetaMask } from '../../../client/crypto/metamaskBox.ts'
import { encodeProfile } from '../../../client/crypto/profile.ts'
import { createUnlocker, createVault, createVaultSalt } from '../../../client/crypto/vault.ts'
import { sealVault, unlockerSalt } from '../../../client/crypto/vault.ts'
import type { Unlocker } from '../../../client/crypto/vault.ts'
import { walletUnlockSecret } from '../../../client/crypto/walletUnlock.ts'
import { encodeMap, forgeProfile, forgeSeal, pad, type Plain, type PlainMap } from '../forge.ts'
import { type ProfileModel, type ProfileTwist, random, Raw, signUnlock } from '../forge.ts'
import { type Bytes, concat, fromHex, toHex, u8 } from '../reader/bytes.ts'
import { scopeOf } from '../reader/primitives.ts'
import type { Check } from '../reader/index.ts'
import { passkeySalt, readWalletSecret, unlockerKeyPair } from '../reader/unlockers.ts'
import { unlockerSalt as readerSalt } from '../reader/unlockers.ts'
import type { Blocks } from '../forge.ts'
import type { Category, Inputs } from '../vectors.ts'

import { cidHex, collect, flip, serving } from './collect.ts'
import { bytesOf, makeWallet, signAsAsked } from './wallets.ts'

export const CHAIN_ID = 1337

/** A profile as the client makes it, with a recovery code and the wallet. */
export const clientProfile = async (
  blocks: Blocks,
  registrar: Bytes,
  {
    kind,
    name = null,
    stores = [],
    withWallet = true,
  }: {
    kind: 'patient' | 'practitioner' | 'organization'
    name?: string | null
    stores?: readonly string[]
    withWallet?: boolean
  },
) => {
  const scope = { chainId: CHAIN_ID, contract: `0x${toHex(registrar)}` } as const
  const wallet = makeWallet()
  const account = `0x${toHex(wallet.account)}` as const
  const salt = createVaultSalt()
  const [root, codeBytes, id] = [random(32), random(16), random(16)]
  const about = unlockerSalt({ account, salt, id })
  const signature = await signAsAsked(wallet.privateKey, about)
  const signatures = [signature, signature] as const
  const secret = await walletUnlockSecret({ account, salt: about, signatures: [`0x${signature}`] })
  const vault = await createVault({
    scope,
    account,
    salt,
    root,
    unlockers: [
      { kind: 'recovery', secret: codeBytes, name: 'Printed sheet' },
      ...(withWallet ? [{ id, kind: 'wallet', secret, name: 'Wallet' } as const] : []),
    ],
    createdAt: 1_790_000_000,
  })
  const pair = await deriveAccountKeyPair(root, 0)
  const block = encodeProfile({ account, kind, name, publicKey: pair.publicKey, stores, vault })
  blocks[toHex(block.cid.bytes)] = toHex(block.bytes)
  return {
    scope,
    wallet,
    salt,
    root,
    vault,
    pair,
    codeBytes,
    pointer: bytesOf(block.pointer),
    byCode: { kind: 'recovery', code: formatRecoveryCode(codeBytes) } as const,
    byWallet: { kind: 'wallet', signatures } as const,
  }
}

export const generateProfiles = async () => {
  const { blocks, accept, refuse, save } = collect(
    'profiles',
    'Profiles, opened with an unlocker of their vault down to the account key.',
  )
  const registrar = random(20)
  const inputOf = (made: Awaited<ReturnType<typeof clientProfile>>, byCode = true): Inputs['profiles'] => ({
    chainId: CHAIN_ID,
    registrar: toHex(registrar),
    account: toHex(made.wallet.account),
    pointer: toHex(made.pointer),
    unlocker: byCode ? made.byCode : made.byWallet,
  })

  const patient = await clientProfile(blocks, registrar, { kind: 'patient', withWallet: false })
  await accept('a patient’s, by recovery code', inputOf(patient))
  const doctor = await clientProfile(blocks, registrar, {
    kind: 'practitioner',
    name: 'Dr. Ørsted-Ñandú 李',
    stores: ['https://store.example/ipfs', 'http://127.0.0.1:8080'],
  })
  await accept('a practitioner’s, by recovery code', inputOf(doctor))
  await accept('a practitioner’s, by wallet', inputOf(doctor, false))

  // A new root for the unlockers that stay, the next account key, and a new recovery code beside.
  const next = random(32)
  const account = `0x${toHex(doctor.wallet.account)}` as const
  const another = random(16)
  const added = await createUnlocker({ account, salt: doctor.salt, kind: 'recovery', secret: another })
  const charts = [`0x${toHex(random(32))}`, `0x${toHex(random(32))}`] as const
  const { generation, pointer } = await (async () => {
    const unlockers = [...doctor.vault.unlockers, added]
    const vault = await sealVault({
      scope: doctor.scope,
      account,
      salt: doctor.salt,
      root: next,
      unlockers,
      contents: {
        generation: 2,
        earlierKeys: [
          { generation: 0, secretKey: doctor.pair.secretKey },
          { generation: 1, secretKey: random(32) },
        ],
        unlockers: unlockers.map(({ id }, i) => ({ id, name: `Unlocker ${i + 1}`, createdAt: i })),
        charts,
      },
    })
    const block = encodeProfile({
      account,
      kind: 'organization',
      name: 'Clinic',
      publicKey: (await deriveAccountKeyPair(next, 2)).publicKey,
      stores: [],
      vault,
    })
    blocks[toHex(block.cid.bytes)] = toHex(block.bytes)
    return { generation: 2, pointer: toHex(bytesOf(block.pointer)) }
  })()
  const renewed = { ...inputOf(doctor), pointer }
  await accept(`after a new root, generation ${generation}, by the wallet that stayed`, {
    ...renewed,
    unlocker: doctor.byWallet,
  })
  await accept('after a new root, by the recovery code that came', {
    ...renewed,
    unlocker: { kind: 'recovery', code: formatRecoveryCode(another) },
  })

  // All kinds of unlockers.
  const [prf, walletKey, wrapped, passkeyId] = [random(32), random(32), random(32), random(16)]
  const saltOf = (id: Uint8Array) => fromHex(toHex(unlockerSalt({ account, salt: doctor.salt, id })))
  const encrypted = sealToMetaMask(getEncryptionPublicKey(toHex(walletKey)), wrapped)
  const byPasskey = {
    kind: 'passkey',
    asked: toHex(passkeySalt(doctor.wallet.account, saltOf(passkeyId))),
    output: toHex(prf),
  } as const
  const byEncryption = { kind: 'metamask', walletKey: toHex(walletKey) } as const
  const equip = async (boxed: Uint8Array = encrypted, pieces: readonly Unlocker[] | null = null) => {
    const unlockers = [
      ...doctor.vault.unlockers,
      ...(pieces ?? [
        await createUnlocker({ account, salt: doctor.salt, id: passkeyId, kind: 'passkey', secret: prf }),
        await createUnlocker({
          account,
          salt: doctor.salt,
          kind: 'metamask',
          secret: wrapped,
          encrypted: boxed,
        }),
      ]),
    ]
    const vault = await sealVault({
      ...doctor,
      account,
      unlockers,
      contents: {
        generation: 0,
        earlierKeys: [],
        unlockers: unlockers.map(({ id, kind }) => ({ id, name: kind, createdAt: 1_790_000_000 })),
        charts: [],
      },
    })
    const block = encodeProfile({
      account,
      kind: 'practitioner',
      name: 'Dr. Example',
      publicKey: doctor.pair.publicKey,
      stores: [],
      vault,
    })
    blocks[toHex(block.cid.bytes)] = toHex(block.bytes)
    return { ...inputOf(doctor), pointer: toHex(bytesOf(block.pointer)) }
  }
  const equipped = await equip()
  await accept('four kinds of unlockers, by recovery code', equipped)
  await accept('four kinds of unlockers, by wallet', { ...equipped, unlocker: doctor.byWallet })
  await accept('four kinds of unlockers, by passkey', { ...equipped, unlocker: byPasskey })
  await accept('four kinds of unlockers, by a wallet’s encryption key', {
    ...equipped,
    unlocker: byEncryption,
  })
  const unlocked = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    unlocker: Inputs['profiles']['unlocker'],
  ) => refuse(name, category, check, why, { ...equipped, unlocker })
  await unlocked('another passkey', 'another one’s', 'key', 'no unlocker has it', {
    ...byPasskey,
    output: toHex(random(32)),
  })
  await unlocked(
    'a passkey that is asked about another account',
    'another one’s',
    'key',
    'it is asked about account and salt',
    { ...byPasskey, asked: toHex(passkeySalt(random(20), saltOf(passkeyId))) },
  )
  await unlocked(
    'a passkey that is asked about the vault’s salt',
    'contradiction',
    'key',
    'each unlocker has a salt of its own',
    { ...byPasskey, asked: toHex(passkeySalt(doctor.wallet.account, doctor.salt)) },
  )
  await unlocked(
    'a passkey that is asked about another unlocker',
    'another one’s',
    'key',
    'each unlocker has a salt of its own',
    { ...byPasskey, asked: toHex(passkeySalt(doctor.wallet.account, saltOf(random(16)))) },
  )
  for (const [name, salt] of [
    ['the vault’s salt', doctor.salt],
    ['an unlocker that was removed', saltOf(random(16))],
  ] as const) {
    const stolen = await signAsAsked(doctor.wallet.privateKey, salt)
    await unlocked(
      `a signature about ${name}`,
      'another one’s',
      'signature',
      'a wallet signs for one unlocker',
      { kind: 'wallet', signatures: [stolen, stolen] },
    )
  }
  const spare = await (async () => {
    const id = random(16)
    const signature = await signAsAsked(doctor.wallet.privateKey, saltOf(id))
    const signatures: readonly [`0x${string}`] = [`0x${signature}`]
    const secret = await walletUnlockSecret({ account, salt: saltOf(id), signatures })
    const output = random(32)
    const pieces = [
      await createUnlocker({ account, salt: doctor.salt, id, kind: 'wallet', secret }),
      await createUnlocker({ account, salt: doctor.salt, id: passkeyId, kind: 'passkey', secret: prf }),
    ]
    const otherId = random(16)
    pieces.push(
      await createUnlocker({ account, salt: doctor.salt, id: otherId, kind: 'passkey', secret: output }),
    )
    const asked = toHex(passkeySalt(doctor.wallet.account, saltOf(otherId)))
    return {
      pieces,
      byWallet: { kind: 'wallet', signatures: [signature, signature] } as const,
      byPasskey: { kind: 'passkey', asked, output: toHex(output) } as const,
    }
  })()
  const doubled = await equip(encrypted, spare.pieces)
  await accept('two wallets, by the first', { ...doubled, unlocker: doctor.byWallet })
  await accept('two wallets, by the second', { ...doubled, unlocker: spare.byWallet })
  await accept('two passkeys, by the first', { ...doubled, unlocker: byPasskey })
  await accept('two passkeys, by the second', { ...doubled, unlocker: spare.byPasskey })
  await unlocked('a passkey that gives zeros', 'wrong type or value', 'shape', 'no PRF gives zeros', {
    ...byPasskey,
    output: toHex(new Uint8Array(32)),
  })
  await unlocked(
    'a passkey that gives 31 bytes',
    'too many or too few bytes',
    'shape',
    'a PRF gives 32 bytes',
    { ...byPasskey, output: toHex(prf.slice(1)) },
  )
  await unlocked(
    'a passkey with the secret of the encryption key',
    'swapped',
    'key',
    'an unlocker has its kind',
    { ...byPasskey, output: toHex(wrapped) },
  )
  await unlocked('another wallet’s encryption key', 'another one’s', 'box', 'the wallet has no such key', {
    ...byEncryption,
    walletKey: toHex(random(32)),
  })
  const boxed = async (name: string, category: Category, check: Check, why: string, box: Uint8Array) =>
    refuse(name, category, check, why, { ...(await equip(box)), unlocker: byEncryption })
  for (const [part, at] of [
    ['nonce', 3],
    ['public key', 30],
    ['tag', 60],
    ['ciphertext', 80],
  ] as const)
    await boxed(
      `a bit of the encrypted secret’s ${part} flipped`,
      'flipped bit',
      'box',
      'the box authenticates it',
      flip(encrypted, at),
    )
  await boxed(
    'another secret encrypted',
    'contradiction',
    'key',
    'no unlocker has it',
    sealToMetaMask(getEncryptionPublicKey(toHex(walletKey)), random(32)),
  )
  await refuse('a vault without an encryption key, by one', 'missing', 'key', 'no slot has it', {
    ...inputOf(doctor),
    unlocker: byEncryption,
  })

  // From here on by the other writer.
  const wallet = makeWallet()
  const codeBytes = random(16)
  const model: ProfileModel = {
    chainId: CHAIN_ID,
    registrar,
    account: wallet.account,
    kind: 'practitioner',
    name: 'Dr. Example',
    stores: ['https://store.example'],
    root: random(32),
    generation: 3,
    earlierKeys: [{ generation: 1, secretKey: random(32) }],
    salt: random(32),
    unlockers: [{ kind: 'recovery', secret: codeBytes, id: random(16), name: 'Sheet', createdAt: 1 }],
    charts: Array.from({ length: 8 }, () => random(32)),
  }
  const base = {
    chainId: CHAIN_ID,
    registrar: toHex(registrar),
    account: toHex(model.account),
    unlocker: { kind: 'recovery', code: formatRecoveryCode(codeBytes) } as const,
  }
  const forged = (changes: Partial<ProfileModel> = {}, twist: ProfileTwist = {}) => ({
    ...base,
    pointer: toHex(forgeProfile({ ...model, ...changes }, blocks, twist)),
  })
  const sound = forged()
  await accept('by another writer', sound)
  await accept('the last generation', forged({ generation: 2 ** 32 - 1 }))
  await accept(
    'no name, no stores, no charts, no earlier keys',
    forged({ name: null, stores: [], charts: [], earlierKeys: [] }),
  )
  await accept('a name of 200 bytes', forged({ name: 'ñ'.repeat(100) }))
  await refuse(
    'a name that begins with a byte order mark',
    'wrong type or value',
    'shape',
    'decoders drop a byte order mark',
    forged({ name: '\uFEFFDr. Example' }),
  )
  await accept('an unlocker without a name', forged({ unlockers: [{ ...model.unlockers[0]!, name: '' }] }))

  const cid = cidHex(fromHex(sound.pointer))

  // What the chain or the reader says otherwise.
  const isAnothers = 'another one’s'
  await refuse('another account', isAnothers, 'place', 'the registrar was asked for another account', {
    ...sound,
    account: toHex(random(20)),
  })
  await refuse('another chain', 'another chain’s or contract’s', 'seal', 'the root is sealed for one chain', {
    ...sound,
    chainId: 1,
  })
  await refuse(
    'another registrar',
    'another chain’s or contract’s',
    'seal',
    'the root is sealed for one registrar',
    { ...sound, registrar: toHex(random(20)) },
  )
  await refuse('another recovery code', isAnothers, 'key', 'no slot has its public key', {
    ...sound,
    unlocker: { kind: 'recovery', code: formatRecoveryCode(random(16)) },
  })
  const codeSalt = readerSalt(model.account, model.salt, model.unlockers[0]!.id)
  const signature = toHex(signUnlock(wallet.privateKey, model.account, codeSalt))
  await refuse('a wallet that is no unlocker', isAnothers, 'key', 'no slot has its public key', {
    ...sound,
    unlocker: { kind: 'wallet', signatures: [signature, signature] },
  })
  await refuse('the account’s other profile', 'swapped', 'hash', 'the pointer names the block', {
    ...sound,
    serves: { [cid]: blocks[cidHex(fromHex(forged({ name: 'Dr. Other' }).pointer))]! },
  })
  await refuse('a bit of the block flipped', 'flipped bit', 'hash', 'the pointer names the block', {
    ...sound,
    ...serving(blocks, cid, (block) => flip(block, 100)),
  })
  await refuse('the block cut off', 'too many or too few bytes', 'hash', 'the pointer names the block', {
    ...sound,
    ...serving(blocks, cid, (block) => block.slice(0, -1)),
  })
  await refuse('a byte after the block', 'too many or too few bytes', 'hash', 'the pointer names the block', {
    ...sound,
    ...serving(blocks, cid, (block) => concat(block, u8(0))),
  })
  await refuse('no block', 'missing', 'missing', 'no store has it', { ...sound, serves: { [cid]: null } })

  // What is malformed in clear.
  const malformed = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    twist: ProfileTwist,
    changes: Partial<ProfileModel> = {},
  ) => refuse(name, category, check, why, forged(changes, twist))
  const inProfile = (change: (map: PlainMap) => Plain): ProfileTwist => ({
    profile: (map) => change(map),
  })
  const inVault = (change: (map: PlainMap) => Plain): ProfileTwist => ({
    vault: (map) => change(map),
  })
  const inSlot = (change: (slot: PlainMap) => Plain): ProfileTwist => ({
    slots: (slots) => slots.map(change),
  })
  const without = (key: string) => (map: PlainMap) =>
    Object.fromEntries(Object.entries(map).filter(([name]) => name !== key))

  await malformed(
    'bytes after the object',
    'too many or too few bytes',
    'encoding',
    'one object makes the block',
    { bytes: (block) => concat(block, u8(0xf6)) },
  )
  await malformed(
    'the object cut off',
    'too many or too few bytes',
    'encoding',
    'it announces more than it holds',
    { bytes: (block) => block.slice(0, -40) },
  )
  await malformed('empty', 'too many or too few bytes', 'encoding', 'it is no object', {
    bytes: () => new Uint8Array(),
  })
  await malformed(
    'keys in another order',
    'not canonical',
    'encoding',
    'keys are sorted by length and then by bytes',
    inProfile((map) => encodeMap(Object.entries(map))),
  )
  await malformed('a key twice', 'not canonical', 'encoding', 'each key is there once', {
    bytes: (block) => concat(u8(block[0]! + 1), block.slice(1, 4), block.slice(1)),
  })
  await malformed(
    'a later version',
    'version',
    'version',
    'v is 1',
    inProfile((map) => ({ ...map, v: 2 })),
  )
  await malformed(
    'a later version with a new key',
    'version',
    'version',
    'v is 1',
    inProfile((map) => ({ ...map, v: 7, more: true })),
  )
  await malformed(
    'version 0',
    'version',
    'shape',
    'v is 1',
    inProfile((map) => ({ ...map, v: 0 })),
  )
  await malformed(
    'another type',
    'wrong type or value',
    'shape',
    'it is no profile',
    inProfile((map) => ({ ...map, type: 'chartkey/record' })),
  )
  await malformed(
    'a key too many',
    'unknown or missing key',
    'shape',
    'a profile has no such key',
    inProfile((map) => ({ ...map, phone: '1' })),
  )
  await malformed(
    'without stores',
    'unknown or missing key',
    'shape',
    'only the name may be absent',
    inProfile(without('stores')),
  )
  await malformed(
    'without its account',
    'unknown or missing key',
    'shape',
    'only the name may be absent',
    inProfile(without('account')),
  )
  await malformed(
    'an unknown kind',
    'wrong type or value',
    'shape',
    'kinds are patient, practitioner, organization',
    {},
    { kind: 'robot' },
  )
  await malformed(
    'a patient with a name',
    'contradiction',
    'shape',
    'a patient’s name is never public',
    {},
    { kind: 'patient' },
  )
  await malformed('an empty name', 'beyond a limit', 'shape', 'a name has 1 to 200 bytes', {}, { name: '' })
  await malformed(
    'a name of 201 bytes',
    'beyond a limit',
    'shape',
    'limits count bytes',
    {},
    { name: `${'ñ'.repeat(100)}a` },
  )
  await malformed(
    'a name that is null',
    'wrong type or value',
    'shape',
    'a name is a text or absent',
    inProfile((map) => ({ ...map, name: null })),
  )
  await malformed(
    'a name with a line break',
    'wrong type or value',
    'shape',
    'texts have no control characters',
    {},
    { name: 'Dr.\nExample' },
  )
  await malformed(
    'a name that is not UTF-8',
    'not canonical',
    'encoding',
    'texts are UTF-8',
    inProfile((map) => ({ ...map, name: new Raw(u8(0x62), fromHex('c328')) })),
  )
  await malformed(
    'a name with a lone surrogate',
    'not canonical',
    'encoding',
    'texts have no lone surrogates',
    inProfile((map) => ({ ...map, name: new Raw(u8(0x63), fromHex('eda080')) })),
  )
  await malformed(
    'an account of 19 bytes',
    'too many or too few bytes',
    'shape',
    'an address has 20 bytes',
    inProfile((map) => ({ ...map, account: model.account.slice(1) })),
  )
  await malformed(
    'an account as a text',
    'wrong type or value',
    'shape',
    'an account is 20 bytes',
    inProfile((map) => ({ ...map, account: `0x${toHex(model.account)}` })),
  )
  await malformed(
    'a public key a byte short',
    'too many or too few bytes',
    'shape',
    'a public key has 1,216 bytes',
    inProfile((map) => ({ ...map, publicKey: (map['publicKey'] as Bytes).slice(1) })),
  )
  await malformed(
    'a public key changed',
    'flipped bit',
    'key',
    'it follows from the root',
    inProfile((map) => ({ ...map, publicKey: flip(map['publicKey'] as Bytes, -1) })),
  )
  await malformed(
    'another account’s public key',
    'swapped',
    'key',
    'it follows from the root',
    inProfile((map) => ({ ...map, publicKey: patient.pair.publicKey })),
  )
  await malformed(
    '17 stores',
    'beyond a limit',
    'shape',
    'there are at most 16',
    {},
    { stores: Array.from({ length: 17 }, (_, i) => `https://s${i}.example`) },
  )
  await malformed(
    'a store with a password',
    'wrong type or value',
    'shape',
    'a store’s URL has no credentials',
    {},
    { stores: ['https://user:secret@store.example'] },
  )
  await malformed(
    'a store that is a file',
    'wrong type or value',
    'shape',
    'a store’s URL is of http or https',
    {},
    { stores: ['file:///etc/hosts'] },
  )
  await malformed(
    'a store that is no URL',
    'wrong type or value',
    'shape',
    'a store is a URL',
    {},
    { stores: ['store.example'] },
  )
  await malformed(
    'a store of 501 bytes',
    'beyond a limit',
    'shape',
    'a store has at most 500 bytes',
    {},
    { stores: [`https://store.example/${'a'.repeat(479)}`] },
  )

  await malformed('a vault without unlockers', 'missing', 'shape', 'a vault has a recovery code', {
    ...inVault((map) => ({ ...map, unlockers: [] })),
    contents: (map) => ({ ...map, unlockers: [] }),
  })
  const signed = signUnlock(wallet.privateKey, model.account, codeSalt)
  await refuse('a vault without a recovery code', 'missing', 'shape', 'a vault has a recovery code', {
    ...forged({
      unlockers: [
        {
          ...model.unlockers[0]!,
          kind: 'wallet',
          secret: readWalletSecret(model.account, codeSalt, signed, signed),
        },
      ],
    }),
    unlocker: { kind: 'wallet', signatures: [signature, signature] },
  })
  await malformed('17 unlockers', 'beyond a limit', 'shape', 'there are at most 16', {
    slots: (slots) => Array.from({ length: 17 }, () => slots[0]!),
    contents: (map) => ({
      ...map,
      unlockers: Array.from({ length: 17 }, () => (map['unlockers'] as Plain[])[0]!),
    }),
  })
  await malformed(
    'an unlocker of an unknown kind',
    'wrong type or value',
    'shape',
    'kinds are recovery, wallet, passkey and metamask',
    {
      slots: (slots) => [...slots, { ...slots[0]!, kind: 'robot' }],
      contents: (map) => ({
        ...map,
        unlockers: [...(map['unlockers'] as Plain[]), (map['unlockers'] as Plain[])[0]!],
      }),
    },
  )
  await malformed(
    'an unlocker with a key too many',
    'unknown or missing key',
    'shape',
    'a slot has four keys, and a fifth for a wallet’s encryption key alone',
    inSlot((slot) => ({ ...slot, name: 'Sheet' })),
  )
  await malformed(
    'an unlocker’s id of 15 bytes',
    'too many or too few bytes',
    'shape',
    'an id has 16 bytes',
    inSlot((slot) => ({ ...slot, id: random(15) })),
  )
  await malformed(
    'another id of the unlocker',
    'swapped',
    'key',
    'its key is derived with the id',
    inSlot((slot) => ({ ...slot, id: random(16) })),
  )
  await malformed(
    'a sealed root a byte short',
    'too many or too few bytes',
    'shape',
    'a sealed root has 1,168 bytes',
    inSlot((slot) => ({ ...slot, sealed: (slot['sealed'] as Bytes).slice(0, -1) })),
  )
  await malformed(
    'a sealed root a byte long',
    'too many or too few bytes',
    'shape',
    'a sealed root has 1,168 bytes',
    { sealedRoot: (root) => concat(root, u8(0)) },
  )
  for (const [part, at] of [
    ['lattice half', 0],
    ['curve half', 1088],
    ['ciphertext', 1120],
    ['tag', -1],
  ] as const)
    await malformed(
      `a bit of the sealed root’s ${part} flipped`,
      'flipped bit',
      'seal',
      'the seal authenticates it',
      inSlot((slot) => ({ ...slot, sealed: flip(slot['sealed'] as Bytes, at) })),
    )
  const resealed = (kind: number, publicKey: Bytes, id?: Bytes) =>
    inSlot((slot) => ({
      ...slot,
      sealed: forgeSeal(
        publicKey,
        'vault root',
        [scopeOf(CHAIN_ID, registrar), model.account, model.salt, id ?? (slot['id'] as Bytes), u8(kind)],
        model.root,
      ),
    }))
  const { publicKey } = unlockerKeyPair(codeBytes, 'recovery', model.account, codeSalt)
  await malformed(
    'the root sealed for another kind',
    'swapped',
    'seal',
    'the seal names the kind',
    resealed(2, publicKey),
  )
  await malformed(
    'the root sealed for another id',
    'swapped',
    'seal',
    'the seal names the id',
    resealed(1, publicKey, random(16)),
  )
  await malformed(
    'the root sealed to another key',
    'swapped',
    'seal',
    'the slot’s key opens it',
    resealed(1, patient.vault.unlockers[0]!.publicKey as Bytes),
  )
  await malformed('another root sealed', 'swapped', 'box', 'the contents are under the vault’s root', {
    sealedRoot: () => random(32),
  })
  await malformed(
    'another salt',
    'swapped',
    'key',
    'unlockers are derived with the salt',
    inVault((map) => ({ ...map, salt: random(32) })),
  )
  await malformed(
    'a salt of 31 bytes',
    'too many or too few bytes',
    'shape',
    'a salt has 32 bytes',
    inVault((map) => ({ ...map, salt: random(31) })),
  )
  await malformed('a bit of the contents flipped', 'flipped bit', 'box', 'the box authenticates them', {
    boxed: (boxed) => flip(boxed, 30),
  })
  await malformed(
    'a bit of the contents’ nonce flipped',
    'flipped bit',
    'box',
    'the box authenticates them',
    { boxed: (boxed) => flip(boxed, 0) },
  )
  await malformed('the contents cut off', 'too many or too few bytes', 'box', 'the box authenticates them', {
    boxed: (boxed) => boxed.slice(0, -1),
  })

  // What only who holds the root can write.
  const inContents = (change: (map: PlainMap) => Plain): ProfileTwist => ({ contents: change })
  await malformed(
    'contents padded by a block too many',
    'padding',
    'padding',
    'the padding is the shortest',
    { padded: (padded) => concat(padded, new Uint8Array(256)) },
  )
  await malformed('contents whose padding is not zero', 'padding', 'padding', 'the padding is zero', {
    padded: (padded) => flip(padded, -1),
  })
  await malformed('contents without padding', 'padding', 'padding', 'they are padded to 256 bytes', {
    padded: (padded) => padded.slice(0, -1),
  })
  await malformed('contents longer than they are', 'padding', 'padding', 'their length fits what there is', {
    padded: (padded) => concat(fromHex('0000ffff'), padded.slice(4)),
  })
  await malformed('contents shorter than they are', 'padding', 'padding', 'the padding is zero', {
    padded: (padded) => concat(padded.slice(0, 3), u8(padded[3]! - 1), padded.slice(4)),
  })
  await malformed('contents that are not canonical', 'not canonical', 'encoding', 'keys are sorted', {
    padded: () =>
      pad(
        encodeMap([
          ['unlockers', []],
          ['charts', []],
        ]).bytes,
      ),
  })
  await malformed(
    'contents without charts',
    'unknown or missing key',
    'shape',
    'no key may be absent',
    inContents(without('charts')),
  )
  await malformed(
    'contents with a key too many',
    'unknown or missing key',
    'shape',
    'they have four keys',
    inContents((map) => ({ ...map, note: '' })),
  )
  await malformed(
    'another generation than the public key’s',
    'contradiction',
    'key',
    'the account key of the generation is the public one',
    inContents((map) => ({ ...map, generation: 2 })),
  )
  await malformed(
    'a generation beyond 32 bits',
    'beyond a limit',
    'shape',
    'a generation has 32 bits',
    inContents((map) => ({ ...map, generation: 2 ** 32 })),
  )
  await malformed(
    'a generation that is not the shortest integer',
    'not canonical',
    'encoding',
    'integers are the shortest',
    inContents((map) => ({ ...map, generation: new Raw(fromHex('1803')) })),
  )
  const earlier = (...generations: number[]) =>
    inContents((map) => ({
      ...map,
      earlierKeys: generations.map((generation) => ({ generation, secretKey: random(32) })),
    }))
  await malformed(
    'an earlier key of the current generation',
    'contradiction',
    'shape',
    'earlier ones are below the current',
    earlier(3),
  )
  const manyKeys = (count: number) => ({
    generation: count,
    earlierKeys: Array.from({ length: count }, (_, generation) => ({ generation, secretKey: random(32) })),
  })
  await accept('256 earlier keys', forged(manyKeys(256)))
  await malformed('257 earlier keys', 'beyond a limit', 'shape', 'there are at most 256', {}, manyKeys(257))
  await malformed('earlier keys out of order', 'order', 'shape', 'they ascend', earlier(2, 1))
  await malformed('earlier keys of one generation', 'order', 'shape', 'they ascend', earlier(1, 1))
  await malformed(
    'an earlier key of 31 bytes',
    'too many or too few bytes',
    'shape',
    'a secret key has 32 bytes',
    inContents((map) => ({ ...map, earlierKeys: [{ generation: 1, secretKey: random(31) }] })),
  )
  await malformed(
    'contents that name another unlocker',
    'contradiction',
    'shape',
    'they name the unlockers of the vault',
    inContents((map) => ({ ...map, unlockers: [{ id: random(16), name: '', createdAt: 0 }] })),
  )
  await malformed(
    'contents that name no unlocker',
    'contradiction',
    'shape',
    'they name the unlockers of the vault',
    inContents((map) => ({ ...map, unlockers: [] })),
  )
  await malformed(
    'an unlocker’s name of 101 bytes',
    'beyond a limit',
    'shape',
    'it has at most 100',
    {},
    { unlockers: [{ ...model.unlockers[0]!, name: 'a'.repeat(101) }] },
  )
  await malformed(
    'an unlocker made before 1970',
    'wrong type or value',
    'shape',
    'times are whole seconds',
    {},
    { unlockers: [{ ...model.unlockers[0]!, createdAt: -1 }] },
  )
  await malformed(
    'a chart id of 31 bytes',
    'too many or too few bytes',
    'shape',
    'a chart id has 32 bytes',
    {},
    { charts: [random(31)] },
  )

  const manyCharts = (count: number) => ({ charts: Array.from({ length: count }, () => random(32)) })
  await accept('1,024 charts', forged(manyCharts(1024)))
  await malformed('1,025 charts', 'beyond a limit', 'shape', 'there are at most 1,024', {}, manyCharts(1025))

  return save()
}
