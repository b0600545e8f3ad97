import { formatRecoveryCode } from '#client'
import { createKeyringContents, decodeKeyring, rotateKeyring } from '../../../client/crypto/keyring.ts'
import { type KeyringContents, sectionPublicKey } from '../../../client/crypto/keyring.ts'
import { deriveRelocatedSeed, deriveSectionSeed } from '../../../client/crypto/sectionKeys.ts'
import { random } from '../forge.ts'
import { type Bytes, fromHex, toHex, utf8 } from '../reader/bytes.ts'
import { keyPair } from '../reader/primitives.ts'
import type { Role } from '../reader/index.ts'
import type { Inputs, LinkInput } from '../vectors.ts'
import { cidHex, collect, flip, serving } from './collect.ts'
import { clientHead } from './heads.ts'
import { clientKeyring, clientReader, readersOf } from './keyrings.ts'
import { CHAIN_ID, clientProfile } from './profiles.ts'
import { clientRecord, clientRelocation, type Place } from './records.ts'

export const generateCharts = async () => {
  const { blocks, accept, refuse, save } = collect(
    'charts',
    'Whole charts, read from an unlocker, the state of the chain and the stored blocks alone.',
  )
  const registrar = random(20)
  const place: Place = { chainId: CHAIN_ID, contract: random(20), chart: random(32) }
  const at = { chainId: CHAIN_ID, contract: toHex(place.contract), chart: toHex(place.chart) }
  const scope = { chainId: CHAIN_ID, contract: `0x${at.contract}` } as const
  const patient = await clientProfile(blocks, registrar, { kind: 'patient' })
  const doctor = await clientProfile(blocks, registrar, { kind: 'practitioner', name: 'Dr. Example' })
  const daughter = await clientProfile(blocks, registrar, { kind: 'patient' })
  const carer = await clientProfile(blocks, registrar, { kind: 'patient' })
  const reader = (
    { wallet, pair, pointer }: typeof patient,
    role: Role,
    rights: Parameters<typeof clientReader>[2] = {},
  ) => clientReader({ account: wallet.account, key: pair, profile: pointer }, role, rights)

  const [medications, mental] = [5, 41]
  const first = createKeyringContents({
    scope,
    chart: `0x${at.chart}`,
    title: 'Ana’s chart',
    sections: [
      { number: medications, label: 'Medications' },
      { number: mental, label: 'Mental health' },
    ],
    owner: reader(patient, 'owner'),
  })
  const readers = [
    reader(patient, 'owner'),
    reader(doctor, 'grantee', { read: [medications], write: [medications], since: 2 }),
  ]
  const second: KeyringContents = { ...rotateKeyring(first, 2), readers }
  const third: KeyringContents = {
    ...rotateKeyring(second, 3),
    readers: [...readers, reader(carer, 'delegate'), reader(daughter, 'successor')],
    relocations: [
      { section: medications, epoch: 1, keyEpoch: 3 },
      { section: medications, epoch: 2, keyEpoch: 3 },
    ],
  }
  const keyrings: string[] = []
  for (const contents of [first, second, third]) keyrings.push(await clientKeyring(blocks, contents))

  const records: LinkInput[] = []
  const file = async (epoch: number, section: number, author: Bytes, title: string, supersedes = 0) => {
    const bytes = fromHex(blocks[cidHex(fromHex(keyrings[epoch - 1]!))]!)
    const root = decodeKeyring(bytes, { scope, chart: `0x${at.chart}`, epoch })
    const amends = supersedes === 0 ? null : (`0x${records[supersedes - 1]!.pointer}` as const)
    const pointer = await clientRecord(
      blocks,
      place,
      { section, epoch, author, publicKey: sectionPublicKey(root, section) },
      utf8(`The document of ${title}.`),
      { title, mediaType: 'text/plain', amends },
    )
    const number = records.length + 1
    records.push({
      number,
      pointer: toHex(pointer),
      author: toHex(author),
      section,
      supersedes,
      epoch,
      time: 1_790_000_000 + number,
    })
  }
  /** Encrypts a record again, from the secret of its filing epoch to that of the third. */
  const relocate = async (number: number, filedUnder: KeyringContents) => {
    const record = records[number - 1]!
    const { section, epoch } = record
    const to = keyPair(new Uint8Array(deriveRelocatedSeed(third.secret, third, section, epoch, 3)))
    const { pointer } = await clientRelocation(
      blocks,
      place,
      { section, epoch, author: fromHex(record.author) },
      {
        pointer: fromHex(record.pointer),
        seed: new Uint8Array(deriveSectionSeed(filedUnder.secret, third, section, epoch)),
      },
      { keyEpoch: 3, publicKey: to.publicKey },
    )
    records[number - 1] = { ...record, pointer: toHex(pointer), original: record.pointer }
  }
  const [ana, example] = [patient.wallet.account, doctor.wallet.account]
  await file(1, medications, ana, 'Prescription')
  await file(1, mental, ana, 'Letter')
  await file(2, medications, example, 'Dosage')
  await file(3, medications, example, 'Dosage, corrected', 3)
  await file(3, mental, ana, 'Second letter')
  const unmoved = [...records]
  await relocate(1, first)
  await relocate(3, second)

  const stateOf = (
    { wallet, pointer }: typeof patient,
    role: Role,
    unlocker: Inputs['charts']['unlocker'],
  ): Inputs['charts'] => ({
    ...at,
    registrar: toHex(registrar),
    account: toHex(wallet.account),
    profile: toHex(pointer),
    unlocker,
    role,
    epoch: 3,
    keyring: keyrings[2]!,
    readers: readersOf(third.readers),
    head: clientHead(at, records),
    records,
  })
  const owner = stateOf(patient, 'owner', patient.byCode)
  const grantee = stateOf(doctor, 'grantee', doctor.byWallet)
  await accept('by the owner’s recovery code', owner)
  await accept('by the owner’s wallet', { ...owner, unlocker: patient.byWallet })
  await accept('by a grantee’s wallet, with history since epoch 2', grantee)
  await accept('by the successor’s wallet', stateOf(daughter, 'successor', daughter.byWallet))
  await accept('by a delegate’s recovery code', stateOf(carer, 'delegate', carer.byCode))
  await accept('before two records were relocated', { ...owner, records: unmoved })
  const withoutOriginals = unmoved.map((link, i) => ({ ...link, pointer: records[i]!.pointer }))
  await refuse(
    'relocated records as if they were filed so',
    'contradiction',
    'head',
    'the head is over pointers as first filed',
    { ...owner, records: withoutOriginals },
  )
  await refuse(
    'relocated records as if they were filed so, on the chain too',
    'contradiction',
    'original',
    'only a relocated record holds an original',
    { ...owner, records: withoutOriginals, head: clientHead(at, withoutOriginals) },
  )
  const exchanged = records.map((link, i) => (i === 0 ? { ...link, pointer: records[2]!.pointer } : link))
  await refuse(
    'a relocated record at another’s pointer',
    'swapped',
    'key',
    'a relocated key is of one filing epoch',
    { ...owner, records: exchanged },
  )
  await refuse(
    'the successor as owner',
    'contradiction',
    'seal',
    'a seal names the role',
    stateOf(daughter, 'owner', daughter.byWallet),
  )

  await refuse('a record left out', 'missing', 'head', 'the head is over all records', {
    ...owner,
    records: records.slice(0, 4),
  })
  await refuse('a record in another’s place', 'swapped', 'head', 'the head is over pointers', {
    ...owner,
    records: records.map((link, i) => (i === 1 ? { ...link, pointer: records[0]!.pointer } : link)),
  })
  const swapped = records.map((link, i) => (i === 1 ? { ...link, pointer: records[4]!.pointer } : link))
  await refuse(
    'a record of another epoch in another’s place, on the chain too',
    'another epoch’s',
    'key',
    'its key is of the later epoch',
    {
      ...owner,
      records: swapped,
      head: clientHead(at, swapped),
    },
  )
  const claimed = records.map((link, i) => (i === 0 ? { ...link, author: toHex(example) } : link))
  await refuse('a record that another claims', 'another one’s', 'seal', 'a record is sealed for its author', {
    ...owner,
    records: claimed,
    head: clientHead(at, claimed),
  })
  const moved = records.map((link, i) => (i === 0 ? { ...link, section: mental } : link))
  await refuse(
    'a record in another section',
    'another section’s',
    'key',
    'a record is sealed to its section',
    { ...owner, records: moved, head: clientHead(at, moved) },
  )
  const unlinked = records.map((link, i) => (i === 3 ? { ...link, supersedes: 1 } : link))
  await refuse(
    'a record that amends another than it says',
    'contradiction',
    'amends',
    'the chain and the author name the same',
    { ...owner, records: unlinked, head: clientHead(at, unlinked) },
  )
  await refuse('the keyring before', 'another epoch’s', 'place', 'a keyring names its epoch', {
    ...owner,
    keyring: keyrings[1]!,
  })
  await refuse('another account’s profile', 'swapped', 'place', 'a profile names its account', {
    ...owner,
    profile: toHex(doctor.pointer),
  })
  await refuse('another’s recovery code', 'another one’s', 'key', 'no unlocker has it', {
    ...owner,
    unlocker: { kind: 'recovery', code: formatRecoveryCode(doctor.codeBytes) },
  })
  await refuse('a grantee as owner', 'contradiction', 'seal', 'a seal names the role', {
    ...grantee,
    role: 'owner',
  })
  await refuse('the owner as grantee', 'contradiction', 'seal', 'a seal names the role', {
    ...owner,
    role: 'grantee',
  })
  await refuse(
    'a keyring sealed to whom the chain does not name',
    'contradiction',
    'roster',
    'the chain gives the readers',
    { ...owner, readers: readersOf(third.readers.slice(0, 1)) },
  )
  const record = cidHex(fromHex(records[2]!.pointer))
  for (const [role, input] of [
    ['owner', owner],
    ['grantee', grantee],
  ] as const) {
    await refuse(`no block of a record, as ${role}`, 'missing', 'missing', 'no store has it', {
      ...input,
      serves: { [record]: null },
    })
    await refuse(
      `a bit of a record flipped, as ${role}`,
      'flipped bit',
      'hash',
      'the pointer names the block',
      { ...input, ...serving(blocks, record, (block) => flip(block, 50)) },
    )
    const keyring = cidHex(fromHex(keyrings[2]!))
    await refuse(
      `a bit of the keyring flipped, as ${role}`,
      'flipped bit',
      'hash',
      'the pointer names the block',
      { ...input, ...serving(blocks, keyring, (block) => flip(block, 50)) },
    )
  }
  const profile = cidHex(patient.pointer)
  await refuse('a bit of the profile flipped', 'flipped bit', 'hash', 'the pointer names the block', {
    ...owner,
    ...serving(blocks, profile, (block) => flip(block, 50)),
  })
  return save()
}
