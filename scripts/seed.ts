import { readFile } from 'node:fs/promises'
import { bytesToHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

import {
  accountState,
  accreditAuthority,
  addRecords,
  attest,
  createContext,
  createLocalWallet,
  fileNote,
  grantAccess,
  loadChart,
  lockSession,
  openChart,
  prepareAccount,
  publishAccount,
} from '#client'
import type { AccountKind, ChartkeyConfig, ChartId, Context, FileInput, Session } from '#client'
import { LOCAL_MNEMONIC } from './lib/startChain.ts'

/** Hardhat's account that deploys, and so governs who may attest. */
const GOVERNANCE = 0
/** Attests that the practice doctors are physicians. */
const CHAMBER = { index: 18, name: 'Nordvik Medical Chamber' } as const
const ATTESTED_DAYS = 400

/** Hardhat's accounts of the practice people. */
const PATIENT = 1
const DOCTORS = [
  { index: 2, name: 'Dr Tomasz Wieczorek' },
  { index: 3, name: 'Dr Lena Brandt' },
] as const

const SECTIONS = [
  'Summary',
  'Medications',
  'Lab results',
  'Heart',
  'Allergies',
  'Imaging',
  'Vaccinations',
  'Mental health',
]

const RECORDS: readonly { section: string; file: string; title: string; happenedAt: string }[] = [
  { section: 'Summary', file: 'patient-summary.json', title: 'Patient summary', happenedAt: '2026-09-21' },
  {
    section: 'Heart',
    file: 'hospital-letter.pdf',
    title: 'Hospital letter: stay in March',
    happenedAt: '2026-03-06',
  },
  { section: 'Heart', file: 'ecg-strip.png', title: 'Electrocardiogram', happenedAt: '2026-03-03' },
  {
    section: 'Lab results',
    file: 'blood-test.json',
    title: 'Blood test: lipids and kidney',
    happenedAt: '2026-10-09',
  },
  {
    section: 'Mental health',
    file: 'sleep.txt',
    title: 'How I slept, second week',
    happenedAt: '2026-09-12',
  },
]

const GRANT_DAYS = 180

/**
 * Fills a local chain with practice people by the client's own flows: a patient with a chart of a few records, and two
 * doctors whom a medical chamber vouches for, one of whom may read four sections, add to two of them, and has signed and
 * filed a note. A second call does nothing.
 */
export async function seed(config: ChartkeyConfig): Promise<void> {
  if (!config.chain.local) throw new Error('Practice people live on a local chain only.')
  const context = createContext(config)
  if ((await accountState(context, walletOf(config, PATIENT).account)) !== 'none') return

  const patient = await setUp(context, PATIENT, 'patient')
  const [doctor, colleague] = [
    await setUp(context, DOCTORS[0].index, 'practitioner', DOCTORS[0].name),
    await setUp(context, DOCTORS[1].index, 'practitioner', DOCTORS[1].name),
  ]
  await attestDoctors(context, [doctor, colleague])
  const chart = await openChart(patient, { title: 'Ingrid Solvang', sections: SECTIONS })
  const section = await sectionFinder(patient, chart)
  for (const label of new Set(RECORDS.map((record) => record.section))) {
    const files = await Promise.all(RECORDS.filter((record) => record.section === label).map(readSample))
    await addRecords(patient, { chart, section: section(label), files })
  }
  await grantAccess(patient, {
    chart,
    grantee: doctor.account,
    name: DOCTORS[0].name,
    read: ['Summary', 'Medications', 'Lab results', 'Heart'].map(section),
    write: ['Medications', 'Heart'].map(section),
    until: Math.floor(Date.now() / 1000) + GRANT_DAYS * 86_400,
    purpose: 'TREAT',
  })
  await fileNote(doctor, {
    chart,
    section: section('Heart'),
    title: 'Visit note: blood pressure check',
    text: await readFile(new URL('./samples/visit-note.txt', import.meta.url), 'utf8'),
  })
  for (const session of [patient, doctor, colleague]) lockSession(session)
}

/** A medical chamber, accredited by who governs this deployment, attests that these accounts are physicians. */
async function attestDoctors(context: Context, doctors: readonly Session[]): Promise<void> {
  const chamber = await setUp(context, CHAMBER.index, 'organization', CHAMBER.name)
  await accreditAuthority(context, {
    wallet: walletOf(context.config, GOVERNANCE),
    authority: chamber.account,
    attributes: ['PHYSICIAN'],
  })
  const until = Math.floor(Date.now() / 1000) + ATTESTED_DAYS * 86_400
  for (const { account } of doctors) {
    await attest(context, { wallet: chamber.wallet!, subject: account, attributes: ['PHYSICIAN'], until })
  }
  lockSession(chamber)
}

function walletOf(config: ChartkeyConfig, index: number) {
  const key = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: index }).getHdKey().privateKey!
  return createLocalWallet({ config, privateKey: bytesToHex(key) })
}

async function setUp(context: Context, index: number, kind: AccountKind, name?: string): Promise<Session> {
  const wallet = walletOf(context.config, index)
  const draft = await prepareAccount(context, { wallet, kind, ...(name === undefined ? {} : { name }) })
  return publishAccount(context, { wallet, draft })
}

async function sectionFinder(session: Session, chart: ChartId): Promise<(label: string) => number> {
  const { sections } = await loadChart(session, { chart })
  return (label) => sections.find((section) => section.label === label)!.number
}

async function readSample({ file, title, happenedAt }: (typeof RECORDS)[number]): Promise<FileInput> {
  const bytes = await readFile(new URL(`./samples/${file}`, import.meta.url))
  return { name: file, title, happenedAt, blob: new Blob([bytes]) }
}
