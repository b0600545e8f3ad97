import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Decrypter } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hex } from 'viem'

import { chartCommand } from './lib/chartCommand.ts'
import type { Outcome } from './lib/chartCommand.ts'
import { PROJECT_ROOT } from './lib/processes.ts'
import { startProxy } from '../test/lib/startProxy.ts'
import { startWorld } from '../test/lib/startWorld.ts'
import type { World } from '../test/lib/startWorld.ts'

let world: World
let folder: string
let config: string
let patient: { privateKey: Hex; account: string }
let doctor: { privateKey: Hex; account: string }

beforeAll(async () => {
  world = await startWorld()
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-cli-'))
  config = path.join(folder, 'chartkey.json')
  await writeFile(config, JSON.stringify(world.config))
  patient = world.newWallet()
  doctor = world.newWallet()
}, 120_000)

afterAll(async () => {
  await world.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs one command as someone types it. */
async function chart(key: Hex | null, ...args: string[]): Promise<Outcome> {
  return chartCommand(key, [...args, ...(args.includes('--config') ? [] : ['--config', config])])
}

async function json<T = Record<string, unknown>>(key: Hex, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await chart(key, ...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as T
}

async function refuses(key: Hex | null, args: string[], code: number, sentence: string): Promise<void> {
  expect(await chart(key, ...args)).toMatchObject({ code, stdout: '', stderr: `${sentence}\n` })
}

const sample = (name: string) => path.join(PROJECT_ROOT, 'scripts', 'samples', name)

test('the four steps work from a terminal', async () => {
  const mine = patient.privateKey
  const theirs = doctor.privateKey
  const set = await json(mine, 'setup', '--title', 'Our chart', '--section', 'Heart', '--section', 'Mind')
  expect(set).toMatchObject({ account: patient.account, kind: 'patient' })
  expect(set.recoveryCode).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)

  const files = ['patient-summary.json', 'hospital-letter.pdf', 'ecg-strip.png'].map(sample)
  const added = await chart(mine, 'add', ...files, '--section', 'heart')
  expect(added).toMatchObject({
    code: 0,
    stdout:
      'Filed patient-summary.json as record 1.\nFiled hospital-letter.pdf as record 2.\n' +
      'Filed ecg-strip.png as record 3.\n',
  })
  await json(
    mine,
    'add',
    sample('sleep.txt'),
    '--section',
    'Mind',
    '--title',
    'Sleep',
    '--date',
    '2026-09-12',
  )

  await json(theirs, 'setup', '--kind', 'practitioner', '--name', 'Dr Terminal')
  await json(mine, 'grant', doctor.account, '--read', 'Heart', '--write', 'Heart', '--until', '30d')
  expect((await chart(mine, 'access')).stdout).toContain(
    'Dr Terminal\n  reads Heart; adds to Heart; TREAT; until ',
  )
  expect(await json(theirs, 'charts')).toMatchObject({
    own: [],
    open: [{ id: set.chart, title: 'Our chart' }],
  })

  const out = path.join(folder, 'letter.pdf')
  await json(theirs, 'get', '2', '--out', out)
  expect(await readFile(out)).toEqual(await readFile(sample('hospital-letter.pdf')))
  await refuses(
    theirs,
    ['get', '4'],
    1,
    'This record lies in a section or a time that was not opened to this account. Ask the chart’s owner.',
  )
  await json(theirs, 'add', sample('visit-note.txt'), '--section', 'Heart', '--title', 'Visit')
  const list = await json<{ records: { details: { title: string } | null; author: string }[] }>(mine, 'list')
  expect(list.records.at(-1)).toMatchObject({ details: { title: 'Visit' }, author: doctor.account })
  const text = await chart(mine, 'get', '5')
  expect(text.stdout).toBe(await readFile(sample('visit-note.txt'), 'utf8'))
  expect((await chart(theirs, 'list')).stdout).toMatch(/\[no-access\].*not opened to this account/)

  expect(await json(mine, 'revoke', doctor.account)).toMatchObject({ isKeyed: true })
  expect(await json(theirs, 'charts')).toEqual({ own: [], acted: [], open: [], shared: [] })
  const given = ['--chart', String(set.chart)]
  const ended = 'This chart is not open to this account: no access was given, or it has ended. Ask its owner.'
  await refuses(theirs, ['list', ...given], 1, ended)
  await refuses(theirs, ['add', sample('sleep.txt'), '--section', 'Heart', ...given], 1, ended)
  await json(mine, 'add', sample('blood-test.json'), '--section', 'Heart')

  expect(await json(mine, 'verify')).toMatchObject({ isSound: true, count: 6, verified: 6, problems: [] })
}, 120_000)

test('a note is signed, filed, corrected and checked without chain, store, key or configuration', async () => {
  const mine = world.newWallet()
  await json(mine.privateKey, 'setup', '--section', 'Notes')
  const file = path.join(folder, 'note.txt')
  await writeFile(file, 'Metoprolol 500 mg <daily>.\n')
  const dose = ['--section', 'notes', '--title', 'Dose', '--date', '2026-05-31']
  expect(await chart(mine.privateKey, 'note', file, ...dose)).toMatchObject({
    code: 0,
    stdout: 'Signed the note and filed it as record 1.\n',
  })
  await writeFile(file, 'Metoprolol 50 mg <daily>.\n')
  expect(await json(mine.privateKey, 'note', file, ...dose, '--corrects', '1')).toMatchObject({ number: 2 })
  const { records } = await json<{ records: object[] }>(mine.privateKey, 'list')
  const details = { happenedAt: '2026-05-31' }
  expect(records).toMatchObject([
    { supersedes: 0, details },
    { supersedes: 1, details },
  ])

  const out = path.join(folder, 'note.json')
  const got = await chart(mine.privateKey, 'get', '2', '--out', out)
  expect(got.stdout).toMatch(new RegExp(`checked whole.\\nSigned by ${mine.account} on .*Z: Dose\\n$`))
  const nowhere = ['--config', path.join(folder, 'missing.json')]
  const checked = await chart(null, 'check-note', out, ...nowhere)
  expect(checked).toMatchObject({ code: 0, stderr: '' })
  expect(checked.stdout).toContain(`Signed by ${mine.account} on `)
  expect(checked.stdout).toContain(`of ${world.config.contracts.charts} on chain 31337`)
  expect(await chart(null, 'check-note', out, '--author', mine.account, ...nowhere)).toMatchObject({
    code: 0,
  })
  expect(await chart(null, 'check-note', out, '--author', doctor.account, ...nowhere)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`The signature does not fit: it is of ${mine.account}.`) as string,
  })
  const other = `0x${'ab'.repeat(32)}`
  expect((await chart(null, 'check-note', out, '--chart', other, ...nowhere)).stdout).toContain(
    'The signature does not fit: it is for another chart.',
  )
  const piped = await chart(mine.privateKey, 'get', '2')
  expect(piped).toMatchObject({ code: 0, stdout: await readFile(out, 'utf8') })
  expect(piped.stderr).toMatch(new RegExp(`^Signed by ${mine.account} on .*Z: Dose\\n$`))

  await writeFile(out, (await readFile(out, 'utf8')).replace('50 mg', '90 mg'))
  await json(mine.privateKey, 'add', out, '--section', 'notes')
  const misfit = 'Warning: The signature does not fit: it corrects another record than this one does.\n'
  expect(await chart(mine.privateKey, 'get', '3')).toEqual({
    code: 1,
    stdout: await readFile(out, 'utf8'),
    stderr: misfit,
  })
  const copy = path.join(folder, 'copy.json')
  expect(await chart(mine.privateKey, 'get', '3', '--out', copy)).toEqual({
    code: 1,
    stdout: `Wrote ${copy}, checked whole.\n${misfit}`,
    stderr: '',
  })
  expect(await readFile(copy)).toEqual(await readFile(out))
  expect(await chart(null, 'check-note', out, ...nowhere)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(
      'The signature does not fit: this is not what that account signed.',
    ) as string,
  })
  expect(await chart(null, 'check-note', sample('patient-summary.json'), ...nowhere)).toMatchObject({
    code: 1,
    stdout: 'Not signed.\n',
  })
  await refuses(
    null,
    ['check-note', file, ...nowhere],
    1,
    `${file} is no FHIR document, so nobody can have signed it as a note.`,
  )
  await refuses(
    mine.privateKey,
    ['note', file, '--section', 'Notes'],
    2,
    'Say what it is called with --title.\nRun with --help to see the commands.',
  )
}, 300_000)

test('an export opens with age alone', async () => {
  const out = path.join(folder, 'export')
  expect(await json(patient.privateKey, 'export', '--out', out)).toMatchObject({ exported: 6, missing: [] })
  const names = await readdir(out)
  expect(names).toHaveLength(19)
  const metadata = JSON.parse(
    await readFile(path.join(out, '0002-hospital-letter.pdf.json'), 'utf8'),
  ) as object
  expect(metadata).toMatchObject({ number: 2, title: 'hospital-letter.pdf', sectionLabel: 'Heart' })
  const identity = await readFile(path.join(out, '0002-hospital-letter.pdf.identity.txt'), 'utf8')
  const decrypter = new Decrypter()
  decrypter.addIdentity(/^AGE-SECRET-KEY-1.*$/m.exec(identity)![0])
  const age = await readFile(path.join(out, '0002-hospital-letter.pdf.age'))
  expect(Buffer.from(await decrypter.decrypt(age))).toEqual(await readFile(sample('hospital-letter.pdf')))
  await refuses(
    patient.privateKey,
    ['export', '--out', out],
    1,
    `${out} is not empty. Name another folder with --out.`,
  )
}, 60_000)

test('what cannot be done is said in one sentence, with an exit code', async () => {
  const mine = patient.privateKey
  const help = 'Run with --help to see the commands.'
  await refuses(mine, ['dance'], 2, `There is no command "dance".\n${help}`)
  await refuses(mine, ['add', '--section', 'Heart'], 2, `Name at least one file.\n${help}`)
  await refuses(mine, ['add', sample('sleep.txt')], 2, `Name one section with --section.\n${help}`)
  await refuses(mine, ['get', 'x'], 2, `"x" is not a record's number.\n${help}`)
  await refuses(
    mine,
    ['add', sample('sleep.txt'), '--section', 'Liver'],
    1,
    'The chart has no section “Liver” for this account. It has: Heart, Mind.',
  )
  await refuses(mine, ['add', '/nowhere', '--section', 'Heart'], 1, 'The file /nowhere cannot be read.')
  await refuses(mine, ['setup'], 1, 'This account is set up already, and has a chart.')
  await refuses('0x12', ['list'], 1, 'CHARTKEY_PRIVATE_KEY is not a private key of 64 hex digits.')
  const nowhere = path.join(folder, 'nowhere.json')
  await refuses(
    mine,
    ['list', '--config', nowhere],
    1,
    `There is no ${nowhere}. Run \`npm start\` or \`npm run deploy\`, or name one with --config.`,
  )
  await refuses(
    world.newWallet().privateKey,
    ['list'],
    1,
    'This account is not set up on this network. Set it up first.',
  )
  expect(await chart(mine, '--wrong')).toMatchObject({ code: 2, stdout: '' })
  expect(await chart(mine, '--help')).toMatchObject({ code: 0, stderr: '' })
}, 120_000)

test('failures are JSON too where JSON was asked for', async () => {
  const { code, stderr } = await chart(
    patient.privateKey,
    'get',
    '99',
    '--out',
    path.join(folder, 'x'),
    '--json',
  )
  expect(code).toBe(1)
  expect(JSON.parse(stderr)).toEqual({
    error: 'RecordMissingError',
    message: 'The chart has no record number 99.',
  })
}, 60_000)

test('a chain or a store that is down is named', async () => {
  const proxy = await startProxy(world.chain.rpcUrl)
  const down = path.join(folder, 'down.json')
  proxy.isDown = true
  const chain = { ...world.config.chain, rpcUrl: proxy.url }
  await writeFile(down, JSON.stringify({ ...world.config, chain }))
  await refuses(
    patient.privateKey,
    ['list', '--config', down],
    1,
    'The blockchain node does not answer. Check that it runs and that you are online, then try again.',
  )
  const store = { name: 'Cellar', rpcUrl: proxy.url, gatewayUrl: proxy.url }
  await writeFile(down, JSON.stringify({ ...world.config, stores: [store] }))
  const { code, stderr } = await chart(patient.privateKey, 'list', '--config', down)
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'This person’s profile cannot be read now. Try again, or ask them to publish it again.\n',
  })
  await proxy.stop()
}, 60_000)

test('somebody acts for a patient, and another takes the chart over', async () => {
  const [parent, carer, child] = [world.newWallet(), world.newWallet(), world.newWallet()]
  const { chart: id } = await json(parent.privateKey, 'setup', '--section', 'Heart')
  await json(carer.privateKey, 'setup', '--kind', 'practitioner', '--name', 'Carer at home')
  await json(child.privateKey, 'setup', '--section', 'Teeth')
  const given = ['--chart', String(id)]
  await refuses(
    parent.privateKey,
    ['delegate', carer.account],
    2,
    'Say until when with --until.\nRun with --help to see the commands.',
  )
  const named = await chart(parent.privateKey, 'delegate', carer.account, '--until', '30d', '--name', 'Ann')
  expect(named.stdout).toContain(`${carer.account} may act for you until `)
  expect((await chart(parent.privateKey, 'access')).stdout).toContain(
    `${carer.account}  Ann\n  acts for the owner; until `,
  )
  expect((await chart(carer.privateKey, 'charts')).stdout).toContain(`${String(id)}  acts till `)
  await json(carer.privateKey, 'add', sample('sleep.txt'), '--section', 'Heart')
  await json(carer.privateKey, 'grant', child.account, '--read', 'Heart', '--until', '7d')

  await json(carer.privateKey, 'share', '1', child.account, '--until', '7d')

  await json(parent.privateKey, 'offer', child.account, '--until', '30d')
  expect(await json(child.privateKey, 'offers')).toMatchObject({ offers: [{ chart: id, count: 1 }] })
  const withdrawn = await chart(parent.privateKey, 'withdraw')
  expect(withdrawn.stdout).toBe('Withdrew the offer. The keys were renewed.\n')
  expect((await chart(child.privateKey, 'offers')).stdout).toBe('No chart is offered to this account.\n')
  await refuses(
    child.privateKey,
    ['accept', String(id)],
    1,
    'There is no such offer, or it has ended. Load the chart again, or ask its owner for a new one.',
  )

  const removed = await chart(parent.privateKey, 'undelegate', carer.account)
  expect(removed.stdout).toBe(
    `${carer.account} acts for you no more. The keys were renewed.\n` +
      `It gave access to ${child.account}, which \`revoke\` ends.\n` +
      `It shared record 1 with ${child.account}, which \`end-share\` ends.\n`,
  )
  await json(parent.privateKey, 'delegate', carer.account, '--until', '30d')
  expect(await json(parent.privateKey, 'undelegate', carer.account, '--with-all')).toMatchObject({
    isKeyed: true,
    grantees: [child.account],
    shares: [{ number: 1, reader: child.account }],
    left: { grants: [], shares: [] },
  })
  expect((await chart(parent.privateKey, 'access')).stdout).toBe('Nobody else has access.\n')

  await json(parent.privateKey, 'offer', child.account, '--until', '30d')
  expect((await chart(child.privateKey, 'accept', String(id))).stdout).toBe(
    `The chart ${String(id)} is yours. Every access that was given is void.\n`,
  )
  expect(await json(child.privateKey, 'charts')).toMatchObject({ own: [{ n: 0 }, { id, n: null }] })
  expect((await chart(child.privateKey, 'get', '1', ...given)).stdout).toBe(
    await readFile(sample('sleep.txt'), 'utf8'),
  )
  expect(await json(parent.privateKey, 'charts')).toMatchObject({ own: [] })
  const ended = await chart(child.privateKey, 'end-all', ...given)
  expect(ended.stdout).toBe('Ended every access but yours. The keys were renewed.\n')
}, 300_000)

test('one record is shared, a history is chosen, and what an ended access could read is encrypted anew', async () => {
  const [owner, friend, visitor] = [world.newWallet(), world.newWallet(), world.newWallet()]
  const help = 'Run with --help to see the commands.'
  const { chart: id } = await json(owner.privateKey, 'setup', '--section', 'Heart')
  for (const { privateKey } of [friend, visitor]) {
    await json(privateKey, 'setup', '--kind', 'practitioner', '--name', 'Dr Terminal')
  }
  const mine = owner.privateKey
  await json(mine, 'add', sample('sleep.txt'), '--section', 'Heart')
  await json(mine, 'rotate')
  await json(mine, 'add', sample('visit-note.txt'), '--section', 'Heart')

  await refuses(
    mine,
    ['share', '1'],
    2,
    `Name one record by its number, and one account by its address.\n${help}`,
  )
  await refuses(mine, ['share', '1', friend.account], 2, `Say until when with --until.\n${help}`)
  const until = ['--until', '30d']
  await refuses(mine, ['share', '9', friend.account, ...until], 1, 'The chart has no record number 9.')
  const shared = await chart(mine, 'share', '1', friend.account, ...until, '--name', 'Ada')
  expect(shared.stdout).toContain(`${friend.account} may read record 1 until `)
  expect((await chart(mine, 'access')).stdout).toContain(`${friend.account}  Ada\n  reads record 1; until `)
  expect((await chart(friend.privateKey, 'charts')).stdout).toMatch(/  record 1 till .*  sleep\.txt\n$/)
  expect((await chart(friend.privateKey, 'get', '1')).stdout).toBe(
    await readFile(sample('sleep.txt'), 'utf8'),
  )
  await refuses(
    friend.privateKey,
    ['access'],
    1,
    'Only the chart’s owner, and who acts for it, sees who has access.',
  )

  expect((await chart(mine, 'history')).stdout).toMatch(
    /^1  since \S+  1 record\n2  since \S+  1 record\nUnder earlier keys: 1 of 1 record\. The wallet will ask 3 times\.\n$/,
  )
  const given = ['grant', visitor.account, '--read', 'Heart', ...until]
  await refuses(mine, [...given, '--since', 'x'], 2, `"x" is no epoch's number.\n${help}`)
  await refuses(
    mine,
    [...given, '--since', '2', '--from-now'],
    2,
    `--since and --from-now exclude each other.\n${help}`,
  )
  await refuses(
    mine,
    [...given, '--since', '9'],
    1,
    'This access cannot be given: its history begins at no time of this chart.',
  )
  await json(mine, ...given, '--since', '2', '--name', 'The visitor')
  await refuses(mine, ['forget', 'x'], 2, `"x" is not an account's address.\n${help}`)
  await refuses(
    mine,
    ['forget', visitor.account],
    1,
    'This person has access, or holds keys until they are renewed. End that first.',
  )
  const states = async (key: Hex) =>
    (await json<{ records: { state: string }[] }>(key, 'list')).records.map(({ state }) => state)
  expect(await states(visitor.privateKey)).toEqual(['no-access', 'readable'])

  await json(mine, 'revoke', visitor.account)
  const forgotten = await chart(mine, 'forget')
  expect(forgotten.stdout).toBe(`Forgot The visitor, of ${visitor.account}.\n`)
  expect((await chart(mine, 'forget')).stdout).toBe('No name to forget.\n')
  expect(await json(mine, 'reencrypt')).toMatchObject({
    chart: id,
    total: 2,
    done: 2,
    remaining: 0,
    failed: [],
  })
  const again = await chart(mine, 'reencrypt')
  expect(again.stdout).toBe('Nothing is left under earlier keys: 2 records of before, encrypted anew.\n')
  expect(await json(mine, 'verify')).toMatchObject({ isSound: true, verified: 2 })
  expect((await chart(friend.privateKey, 'get', '1')).stdout).toBe(
    await readFile(sample('sleep.txt'), 'utf8'),
  )

  const ended = await chart(mine, 'end-share', '1', friend.account)
  expect(ended.stdout).toBe(`Record 1 is not shared with ${friend.account} any more.\n`)
  await refuses(
    mine,
    ['end-share', '1', friend.account],
    1,
    'This record is not shared with this person. Load the chart again.',
  )
  await refuses(
    friend.privateKey,
    ['get', '1', '--chart', String(id)],
    1,
    'This chart is not open to this account: no access was given, or it has ended. Ask its owner.',
  )
}, 300_000)
