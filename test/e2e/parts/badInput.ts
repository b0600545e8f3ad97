import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { base32 } from 'multiformats/bases/base32'
import { afterEach, beforeAll, expect, it } from 'vitest'

import { cidOfPointer, loadChart, type ChartId, type Session } from '#client'
import { localKey } from '../lib/accounts.ts'
import { createActor, type Actor } from '../lib/createActor.ts'
import { note, pdf } from '../lib/documents.ts'
import { newPatient } from '../lib/newPeople.ts'
import { rpc } from '../lib/rpc.ts'
import { remember } from '../lib/secrets.ts'
import type { Stack } from '../lib/startStack.ts'
import { expectNoTrace, readTraces, type Traces } from '../lib/traces.ts'
import { recordsPage } from '../pages/recordsPage.ts'
import { setUpPage } from '../pages/setUpPage.ts'
import { sharingPage } from '../pages/sharingPage.ts'
import { startPage } from '../pages/startPage.ts'

const TITLE = 'Jonas Tannhof'
const SECTIONS = ['Medications', 'Findings']
const FIRST = 'Prescription of May'
const DECLINED = 'You said no in your wallet. Nothing has changed.'

/** What people and machines do wrong. Each case gets its sentence, and leaves nothing half done. */
export function badInput(stack: () => Stack): void {
  let patient: Actor
  let session: Session
  let chart: ChartId

  const traces = () => readTraces(stack(), patient.account, chart)
  const expectNothing = (before: Traces) => expectNoTrace(stack(), before, patient.account, chart)
  const say = (text: string | RegExp) =>
    patient.page.getByText(text).filter({ visible: true }).first().waitFor()

  async function prepareFile(title: string): Promise<void> {
    remember(title)
    const records = recordsPage(patient)
    await records.choose([note({ name: `${title}.txt`, text: `${title}: Steinbrech syrup` })])
    await records.fileInto('Findings')
  }

  beforeAll(async () => {
    remember(TITLE, ...SECTIONS, FIRST, 'Steinbrech')
    const file = note({ text: 'Steinbrech syrup, 5 ml in the evening' })
    const made = await newPatient(stack(), {
      privateKey: localKey(8),
      title: TITLE,
      sections: SECTIONS,
      files: [
        {
          name: 'prescription.txt',
          title: FIRST,
          blob: new Blob([file.buffer as BlobPart], { type: 'text/plain' }),
        },
      ],
    })
    session = made.session
    chart = made.chart
    patient = await createActor(stack(), { name: 'patient with mishaps', privateKey: localKey(8) })
    await startPage(patient).connect()
    await startPage(patient).unlock()
    await recordsPage(patient).filed(FIRST)
  })

  afterEach(async () => {
    stack().storeGate.spoil(null)
    await Promise.all([stack().storeGate.open(), stack().chainGate.open()])
  })

  it('refuses a file over the limit, before reading it', async () => {
    const before = await traces()
    const folder = await mkdtemp(path.join(tmpdir(), 'chartkey-large-'))
    const file = path.join(folder, 'scan.pdf')
    const handle = await open(file, 'w')
    await handle.truncate(120_000_000)
    await handle.close()
    const records = recordsPage(patient)
    const chooser = patient.page.waitForEvent('filechooser')
    await patient.page.getByRole('button', { name: 'Choose files' }).first().click()
    await (await chooser).setFiles(file)
    await records.dialog
      .getByRole('alert')
      .getByText(/^This file is 120 MB\. The limit is 10\d(\.\d)? MB\.$/)
      .waitFor()
    expect(await records.dialog.getByRole('button', { name: 'File it' }).isDisabled()).toBe(true)
    await records.cancel()
    await rm(folder, { recursive: true })
    await expectNothing(before)
  })

  it('refuses an empty file and an unknown type', async () => {
    const before = await traces()
    const records = recordsPage(patient)
    await records.choose([
      { name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0), words: [] },
      { name: 'tool.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ'), words: [] },
    ])
    await records.dialog.getByText('This file is empty. Choose another one.').waitFor()
    await records.dialog.getByText(/^This kind of file cannot be shown later\./).waitFor()
    expect(await records.dialog.getByRole('button', { name: 'File 2 records' }).isDisabled()).toBe(true)
    await records.cancel()
    await expectNothing(before)
  })

  it('refuses a file that is not what its name says', async () => {
    const before = await traces()
    const records = recordsPage(patient)
    await records.choose([{ ...note(), name: 'letter.pdf' }])
    await records.file()
    await records.stopped.waitFor()
    await say(/Add FHIR \(JSON\), PDF, PNG, JPEG, WebP or plain text\./)
    await records.removeStopped()
    await expectNothing(before)
  })

  it('refuses the same name twice, among the files and against the section', async () => {
    const before = await traces()
    const records = recordsPage(patient)
    await records.choose([pdf({ name: 'report.pdf' }), note({ name: 'report.txt' })])
    await records.dialog.getByText('Two of these have the same title. Change one.').first().waitFor()
    await records.file()
    await records.dialog.waitFor()
    await records.rename(1, 'report, in words')
    await records.fileInto('Medications')
    await records.rename(0, FIRST)
    await records.dialog
      .getByText('This section has a record with this title. Choose another title.')
      .waitFor()
    await records.file()
    await records.dialog.waitFor()
    await records.cancel()
    await expectNothing(before)
  })

  it('takes a refusal in the wallet for an answer, not for an error', async () => {
    const before = await traces()
    await patient.wallet.hold()
    await prepareFile('Declined finding')
    await patient.wallet.reject()
    await recordsPage(patient).file()
    await say(DECLINED)
    expect(await recordsPage(patient).stopped.count()).toBe(0)
    await expectNothing(before)
    await patient.wallet.automatically()
  })

  it('does nothing on the wrong network, and offers the way back', async () => {
    const before = await traces()
    await patient.wallet.selectChain(10)
    await say('Your wallet is on another network.')
    await prepareFile('Finding on a wrong network')
    await recordsPage(patient).file()
    await recordsPage(patient).stopped.waitFor()
    await say(/on another network\. Switch it/)
    await expectNothing(before)
    await patient.page.getByRole('button', { name: /^Switch to / }).click()
    await patient.page.getByText('Your wallet is on another network.').waitFor({ state: 'detached' })
    await recordsPage(patient).carryOn()
    await recordsPage(patient).filed('Finding on a wrong network')
  })

  it('files nothing while the store is down, and carries on afterwards', async () => {
    patient.allowProblems(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|net::ERR_FAILED/)
    const before = await traces()
    await stack().storeGate.close()
    await prepareFile('Finding for a store that is off')
    await recordsPage(patient).file()
    await recordsPage(patient).stopped.waitFor()
    await say(/nothing was filed, because the bytes could not be stored\. The store .* cannot be reached\./)
    await expectNothing(before)
    await stack().storeGate.open()
    await recordsPage(patient).carryOn()
    await recordsPage(patient).filed('Finding for a store that is off')
    expect((await traces()).transactions).toBe(before.transactions + 1)
  })

  it('files nothing while the chain is down, and carries on afterwards', async () => {
    const before = await traces()
    await prepareFile('Finding for a chain that is off')
    await stack().chainGate.close()
    await recordsPage(patient).file()
    await recordsPage(patient).stopped.waitFor()
    await say(/node does not answer|chain does not answer/)
    await expectNothing(before)
    await stack().chainGate.open()
    await recordsPage(patient).carryOn()
    await recordsPage(patient).filed('Finding for a chain that is off')
    expect((await traces()).transactions).toBe(before.transactions + 1)
  })

  it('says when a transaction reverts, and files it on the next try', async () => {
    const before = await traces()
    await patient.wallet.starveNextTransaction()
    await prepareFile('Finding that reverts')
    await recordsPage(patient).file()
    await recordsPage(patient).stopped.waitFor()
    await say(/the contracts refused this transaction/i)
    await expectNothing({ ...before, transactions: before.transactions + 1 })
    await recordsPage(patient).carryOn()
    await recordsPage(patient).filed('Finding that reverts')
    expect((await traces()).records).toBe(before.records + 1)
  })

  it('says when a transaction is dropped, and files it on the next try', async () => {
    const before = await traces()
    await patient.wallet.dropNextTransaction()
    await prepareFile('Finding that is dropped')
    await recordsPage(patient).file()
    await recordsPage(patient).stopped.waitFor()
    await say(/the network dropped the transaction/i)
    const { transactions, records } = await traces()
    expect({ transactions, records }).toEqual({ transactions: before.transactions, records: before.records })
    await recordsPage(patient).carryOn()
    await recordsPage(patient).filed('Finding that is dropped')
    expect((await traces()).records).toBe(before.records + 1)
  })

  it('shows no record whose block was changed on the store’s disk, or by a store that lies', async () => {
    const { records } = await loadChart(session, { chart })
    const { pointer } = records.find(({ details }) => details?.title === FIRST)!
    const cid = cidOfPointer(pointer)
    const file = await findBlockFile(stack().store.directory, base32.baseEncode(cid.multihash.bytes))
    const bytes = await readFile(file)
    const changed = Buffer.from(bytes)
    changed[40] = (changed[40] ?? 0) ^ 1

    // A fresh start of the page, which has read nothing yet.
    const reopen = async () => {
      await patient.page.reload()
      await startPage(patient).unlock()
      await patient.page.getByRole('list', { name: 'Records, newest first' }).waitFor()
    }
    patient.allowProblems(/status of (404|500)/)
    await writeFile(file, changed)
    await reopen()
    await say('Not what was filed')
    expect(await patient.page.getByText(FIRST).count()).toBe(0)
    await recordsPage(patient).open('Record 1')
    await say('This record is not what was filed')
    await say(/What the store sent does not match the chain, so it is not shown\./)
    await patient.page.goBack()

    await writeFile(file, bytes)
    stack().storeGate.spoil((target) => target.includes(cid.toString()))
    await reopen()
    await say('Not what was filed')
    expect(await patient.page.getByText(FIRST).count()).toBe(0)

    stack().storeGate.spoil(null)
    await reopen()
    await recordsPage(patient).filed(FIRST)
  })

  it('gives no access to somebody without a profile', async () => {
    const before = await traces()
    const sharing = sharingPage(patient)
    await sharing.go()
    await sharing.startGiving()
    await sharing.enterAddress('0x00000000000000000000000000000000000c0ffe')
    await say('This person has not set up Chartkey yet. Send this link first.')
    expect(await patient.page.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true)
    await expectNothing(before)
  })

  it('refuses a wallet whose two signatures differ, and one that says no, while setting up', async () => {
    const newcomer = await createActor(stack(), { name: 'newcomer', privateKey: localKey(9) })
    const before = await readTraces(stack(), newcomer.account)
    await startPage(newcomer).connect()
    await startPage(newcomer).goToSetUp()
    const setUp = setUpPage(newcomer)
    await setUp.choosePatient()
    await newcomer.wallet.hold()
    await newcomer.wallet.reject()
    await setUp.sign()
    await newcomer.page.getByText(DECLINED).waitFor()
    await newcomer.wallet.automatically()
    await newcomer.wallet.varySignatures()
    await setUp.sign()
    await newcomer.page.getByText(/^Your wallet gave two different signatures\./).waitFor()
    await expectNoTrace(stack(), before, newcomer.account)
    expect(newcomer.problems).toEqual([])
    await newcomer.leave()
  })

  it('complains of nothing else', async () => {
    expect(patient.problems).toEqual([])
    expect(Number(await rpc<string>(stack(), 'eth_chainId'))).toBe(31_337)
  })
}

async function findBlockFile(directory: string, key: string): Promise<string> {
  const names = await readdir(directory, { recursive: true })
  const name = names.find((entry) => path.basename(entry).startsWith(key))
  if (name === undefined) throw new Error('The store has no such block.')
  return path.join(directory, name)
}
