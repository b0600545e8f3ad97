import { Decrypter } from 'age-encryption'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addRecords,
  exportChart,
  fileNote,
  grantAccess,
  groupRecords,
  loadChart,
  readRecord,
  verifyChart,
  verifyNote,
} from '#client'
import type { ChartId, Progress, Session } from '#client'
import { createNote } from '../notes/createNote.ts'
import { signedNote } from '../notes/noteSignature.ts'
import { note, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
let patient: Session
let doctor: Session
let chart: ChartId
let section: number
let elsewhere: number

beforeAll(async () => {
  world = await startWorld()
  ;({ patient, chart } = await world.newPatient())
  doctor = await world.newAccount('practitioner', 'Dr. Grace Hopper')
  const { sections } = await loadChart(patient, { chart })
  section = sections[0]!.number
  elsewhere = sections[1]!.number
  await grantAccess(patient, {
    chart,
    grantee: doctor.account,
    read: [section, elsewhere],
    write: [section, elsewhere],
    until: Math.floor(Date.now() / 1000) + 86_400,
    purpose: 'TREAT',
  })
}, 120_000)
afterAll(() => world.stop())

const place = (author = doctor.account) => ({
  chainId: world.config.chain.id,
  contract: world.config.contracts.charts,
  chart,
  author,
})
const count = async () => (await loadChart(patient, { chart })).records.length
const gated = (decide: Parameters<typeof withGate>[1]): Session => ({
  ...doctor,
  wallet: withGate(doctor.wallet!, decide),
})

test('a doctor signs and files a note, and the patient sees who signed it', async () => {
  const asked: string[] = []
  const steps: Progress[] = []
  const number = await fileNote(
    gated((act) => void asked.push(act)),
    {
      chart,
      section,
      title: 'Visit',
      text: 'Holter in four weeks.\n\nMetoprolol <50 mg.',
      onProgress: (progress) => steps.push(progress),
    },
  )
  expect(asked).toEqual(['sign', 'send'])
  expect(steps.filter(({ step }) => step === 'asking-wallet')).toMatchObject([
    { done: 0, total: 2 },
    { act: 'add' },
  ])
  expect(steps.at(-1)).toMatchObject({ step: 'done' })

  const { summary, body, note: check } = await readRecord(patient, { chart, number })
  expect(summary).toMatchObject({
    author: doctor.account,
    supersedes: 0,
    details: { title: 'Visit', mediaType: 'application/fhir+json' },
  })
  expect(check).toMatchObject({
    state: 'signed',
    signer: doctor.account,
    isByContract: false,
    title: 'Visit',
    text: 'Holter in four weeks.\n\nMetoprolol <50 mg.',
    amends: null,
  })
  // The same bytes, without chain or stores.
  expect(await verifyNote(new Uint8Array(await body.arrayBuffer()), place())).toEqual(check)
  const report = await verifyChart(patient, { chart })
  expect(report).toMatchObject({ isSound: true, problems: [] })
  expect(report.records.at(number - 1)).toMatchObject({ state: 'readable', note: 'signed' })
})

test('a no to the signature, or to the filing, leaves nothing', async () => {
  const [records, pins] = [await count(), await world.pins()]
  for (const no of ['sign', 'send'] as const) {
    const refusing = gated((act) => {
      if (act === no) throw rejection()
    })
    const filing = fileNote(refusing, { chart, section, title: `No to ${no}`, text: 'Never mind.' })
    await expect(filing).rejects.toMatchObject({ name: 'UserRejectedError' })
  }
  expect(await count()).toBe(records)
  expect(await world.pins()).toEqual(pins)
})

describe('before the wallet is asked', () => {
  const refused = (parameters: Partial<Parameters<typeof fileNote>[1]>, session = doctor) =>
    fileNote(
      {
        ...session,
        wallet: withGate(session.wallet!, () => {
          throw new Error('the wallet was asked')
        }),
      },
      { chart, section, title: 'Asked', text: 'Asked too early?', ...parameters },
    )

  test.each([
    ['no text', { text: ' ' }, 'NoteInvalidError'],
    ['a title that another record has', { title: 'visit' }, 'TitleTakenError'],
    ['a record that is not there', { amends: 99 }, 'AmendmentInvalidError'],
  ])('%s is refused', async (_, parameters, name) => {
    await expect(refused(parameters)).rejects.toMatchObject({ name })
  })

  test('a section that may not be added to is refused', async () => {
    const { sections } = await loadChart(patient, { chart })
    await expect(refused({ section: sections[2]!.number })).rejects.toMatchObject({
      name: 'CannotWriteError',
    })
  })

  test('another’s record, or one of another section, is not corrected', async () => {
    const [number] = await addRecords(patient, { chart, section, files: [note('Diary')] })
    await expect(refused({ amends: number! })).rejects.toMatchObject({
      shortMessage:
        'This record cannot be corrected: another account filed it; file a record of your own beside it.',
    })
    await expect(refused({ amends: 1, section: elsewhere })).rejects.toMatchObject({
      shortMessage: 'This record cannot be corrected: it lies in another section.',
    })
    await expect(
      addRecords(patient, { chart, section, files: [note('One'), note('Two')], amends: number! }),
    ).rejects.toMatchObject({ name: 'AmendmentInvalidError' })
  })
})

test('a wallet that signs something else files nothing', async () => {
  const records = await count()
  const { wallet } = doctor
  const answers = [
    '0x',
    `0x${'11'.repeat(65)}`,
    'yes',
    await world.newWallet().signTypedData({
      domain: {},
      types: { Note: [{ name: 'statement', type: 'string' }] },
      primaryType: 'Note',
      message: { statement: 'else' },
    }),
  ]
  for (const answer of answers) {
    const liar: Session = {
      ...doctor,
      wallet: { ...wallet!, signTypedData: async () => answer as `0x${string}` },
    }
    await expect(fileNote(liar, { chart, section, title: 'Liar', text: 'x' })).rejects.toMatchObject({
      name: 'NoteSignatureWrongError',
    })
  }
  expect(await count()).toBe(records)
})

test('a correction is one group with what it corrects', async () => {
  const first = await fileNote(doctor, { chart, section, title: 'Dose', text: 'Metoprolol 500 mg.' })
  const second = await fileNote(doctor, {
    chart,
    section,
    title: 'Dose',
    text: 'Metoprolol 50 mg.',
    amends: first,
  })
  const third = await fileNote(doctor, {
    chart,
    section,
    title: 'Dose',
    text: 'Metoprolol 25 mg.',
    amends: first,
  })
  const { records } = await loadChart(patient, { chart })
  expect(records[second - 1]).toMatchObject({ supersedes: first, state: 'readable' })
  const { note: check } = await readRecord(patient, { chart, number: second })
  expect(check).toMatchObject({
    state: 'signed',
    text: 'Metoprolol 50 mg.',
    amends: records[first - 1]!.pointer,
  })
  const groups = groupRecords(records)
  expect(groups.get(third)).toEqual([first, second, third])
  expect(groups.has(first)).toBe(false)
  expect(groups.get(1)).toEqual([1])
  expect(await verifyChart(patient, { chart })).toMatchObject({ isSound: true })
})

test('an author who filed a signature that does not fit is told of to every reader', async () => {
  const written = createNote({ ...place(), title: 'Forged', text: 'I never said so.' })
  const bad = signedNote(written, 'account', new Uint8Array(65).fill(7))
  const contract = signedNote(written, 'contract', Uint8Array.of(1, 2, 3))
  const files = [bad, contract].map((bytes, index) => ({
    name: `${index}.json`,
    blob: new Blob([bytes], { type: 'application/fhir+json' }),
  }))
  const [forged, ofNoContract] = await addRecords(doctor, { chart, section: elsewhere, files })
  for (const number of [forged!, ofNoContract!]) {
    expect((await readRecord(patient, { chart, number })).note).toMatchObject({
      state: 'invalid',
      problem: 'signature',
      signer: null,
    })
  }
  const report = await verifyChart(patient, { chart })
  expect(report.isSound).toBe(false)
  expect(report.problems).toContain(
    `Record ${forged}: The signature does not fit: this is not what that account signed.`,
  )
  // Another's signed note, filed as one's own.
  const stolen = new Blob([await (await readRecord(patient, { chart, number: 1 })).body.arrayBuffer()])
  const [copy] = await addRecords(patient, {
    chart,
    section: elsewhere,
    files: [{ name: 'copy.json', blob: stolen }],
  })
  expect((await readRecord(patient, { chart, number: copy! })).note).toMatchObject({
    state: 'invalid',
    problem: 'author',
  })
})

test('a contract that is the author is asked on the chain', async () => {
  // Says yes to every question: it returns isValidSignature's selector.
  const selector = keccak256(toHex('isValidSignature(bytes32,bytes)')).slice(2, 10)
  const yes = `0x7f${selector.padEnd(64, '0')}60005260206000f3`
  const wallet: Session['wallet'] = { ...doctor.wallet!, signTypedData: async () => '0xc0ffee' }
  await world.rpc('hardhat_setCode', doctor.account, yes)
  try {
    const number = await fileNote(
      { ...doctor, wallet },
      { chart, section, title: 'Contract', text: 'By a contract.' },
    )
    expect((await readRecord(patient, { chart, number })).note).toMatchObject({
      state: 'signed',
      isByContract: true,
      signer: doctor.account,
    })
    const { body } = await readRecord(patient, { chart, number })
    expect(await verifyNote(new Uint8Array(await body.arrayBuffer()), place())).toMatchObject({
      state: 'needs-chain',
    })
    await world.rpc('hardhat_setCode', doctor.account, '0x')
    expect((await readRecord(patient, { chart, number })).note).toMatchObject({ state: 'invalid' })
  } finally {
    await world.rpc('hardhat_setCode', doctor.account, '0x')
  }
})

test('an exported note is checked without us: by age, its bytes and its metadata', async () => {
  for await (const { age, identity, metadata } of exportChart(patient, { chart, numbers: [1] })) {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity!.split('\n')[1]!)
    const bytes = await decrypter.decrypt(new Uint8Array(await age!.arrayBuffer()))
    const { chainId, contract, author } = metadata as ReturnType<typeof place>
    expect(await verifyNote(bytes, { chainId, contract, chart, author })).toMatchObject({
      state: 'signed',
      signer: doctor.account,
    })
  }
})

test('a note has the day that it is about beside it, and a wrong one is told before the wallet is asked', async () => {
  const written = { chart, section: elsewhere, title: 'Of May', text: 'Seen in May.' }
  const number = await fileNote(doctor, { ...written, happenedAt: '2026-05-31' })
  const { summary } = await readRecord(patient, { chart, number })
  expect(summary.details).toMatchObject({ title: 'Of May', happenedAt: '2026-05-31' })
  const asked: string[] = []
  const wrong = fileNote(
    gated((act) => void asked.push(act)),
    { ...written, title: 'Of never', happenedAt: '2026-02-31' },
  )
  await expect(wrong).rejects.toMatchObject({ name: 'DateInvalidError' })
  expect(asked).toEqual([])
})
