import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hex } from 'viem'
import {
  grantAccess,
  keyFingerprint,
  listUnlockers,
  loadChart,
  nameDelegate,
  openChart,
  prepareAccount,
  publishAccount,
  renameUnlocker,
  rotateAccountKey,
  shareRecord,
  addRecords,
  unlockAccount,
} from '#client'
import type { AccountKind, Session } from '#client'
import { chartCommand } from '../lib/chartCommand.ts'
import type { ChartCommandOptions } from '../lib/chartCommand.ts'
import { grantByChainAlone } from '../../test/lib/grantByChainAlone.ts'
import { note, rejection, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
let folder: string
let config: string

beforeAll(async () => {
  world = await startWorld()
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-keys-'))
  config = path.join(folder, 'chartkey.json')
  await writeFile(config, JSON.stringify(world.config))
}, 240_000)

afterAll(async () => {
  await world.stop()
  await rm(folder, { recursive: true, force: true })
})

const TIME = 600_000

const chart = (key: Hex | null, args: readonly string[], options?: ChartCommandOptions) =>
  chartCommand(key, [...args, ...(args.includes('--config') ? [] : ['--config', config])], options)

async function newAccount(kind: AccountKind = 'patient', name?: string) {
  const context = world.context()
  const wallet = world.newWallet()
  const draft = await prepareAccount(context, { wallet, kind, ...(name === undefined ? {} : { name }) })
  const session = await publishAccount(context, { wallet, draft })
  return { session, key: wallet.privateKey, account: wallet.account }
}

async function newPatient() {
  const opened = await newAccount()
  const id = await openChart(opened.session, { title: 'Health chart', sections: ['Heart'] })
  const heart = (await loadChart(opened.session, { chart: id })).sections[0]!.number
  return { ...opened, id, heart }
}

async function inAMonth(): Promise<number> {
  const { timestamp } = await world.rpc<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false)
  return Number(timestamp) + 30 * 86_400
}

const onAnotherDevice = (session: Session) => unlockAccount(world.context(), { wallet: session.wallet! })
const fingerprintOf = (session: Session) => keyFingerprint(session.keys.pairs[0].publicKey)

/** The chain behind a gate: the first command that is about to send waits until somebody else has changed something. */
async function behindGate(act: () => Promise<unknown>) {
  let isOpen = false
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Uint8Array>)).toString()
      if (!isOpen && body.includes('"eth_getTransactionCount"')) {
        isOpen = true
        await act()
      }
      const answer = await fetch(world.chain.rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })().catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const rpcUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const file = path.join(await mkdtemp(path.join(folder, 'gate-')), 'chartkey.json')
  await writeFile(file, JSON.stringify({ ...world.config, chain: { ...world.config.chain, rpcUrl } }))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { args: ['--config', file], stop }
}

test(
  'after a theft the people to tell are named, see the changed key, and take it once they were asked',
  async () => {
    const patient = await newPatient()
    const { id, heart } = patient
    const doctor = await newAccount('practitioner', 'Dr Robbed')
    const own = await openChart(doctor.session, { title: 'My own', sections: ['One'] })
    await addRecords(patient.session, { chart: id, section: heart, files: [note('Before')] })
    await grantAccess(patient.session, {
      chart: id,
      grantee: doctor.account,
      read: [heart],
      write: [],
      until: await inAMonth(),
      purpose: 'TREAT',
    })
    const before = fingerprintOf(doctor.session)
    const renewed = await chart(doctor.key, ['new-keys'])
    const device = await onAnotherDevice(doctor.session)
    const now = fingerprintOf(device)
    expect(now).not.toBe(before)
    expect(renewed).toEqual({
      code: 0,
      stderr: '',
      stdout:
        'The account has a new root and a new key. Its ways to unlock open them: remove one that was stolen with `remove-way`.\n' +
        `New keys for 1 chart: ${own}\n` +
        'Tell these people that your key changed; they are shown it, and asked to check with you:\n' +
        `  ${patient.account}, for Health chart\n` +
        `Your key is now ${now}: read it out to who asks.\n` +
        'What was read before cannot be taken back. `reencrypt` encrypts anew what was filed before.\n',
    })

    const changed =
      '  Its key has changed since. Ask that person, not by a message from that account; then use `accept-key`.\n'
    expect((await chart(patient.key, ['access'])).stdout).toContain(changed)
    const declined = await chart(patient.key, ['accept-key', doctor.account], { input: 'no\n' })
    expect(declined).toMatchObject({ code: 1, stdout: '' })
    expect(declined.stderr).toContain(
      `The key of ${doctor.account} has changed.\n  so far:  ${before}\n  now:     ${now}\n`,
    )
    expect(declined.stderr).toContain(`The new key was not taken. Its fingerprint is ${now}: `)
    expect(await chart(patient.key, ['accept-key', doctor.account, '--confirm', before])).toEqual({
      code: 1,
      stdout: '',
      stderr: `The new key has the fingerprint ${now}, which is not the one given. It was not taken.\n`,
    })
    expect((await loadChart(patient.session, { chart: id })).grants).toMatchObject([
      { isProfileChanged: true },
    ])
    const accepted = await chart(patient.key, ['accept-key', doctor.account], { input: 'yes\n' })
    expect(accepted).toMatchObject({
      code: 0,
      stdout:
        `The chart’s keys are sealed to the new key of ${doctor.account}. If the old one was stolen, run \`rotate\` ` +
        'too: its thief reads what is filed until then.\n',
    })
    expect((await loadChart(patient.session, { chart: id })).grants).toMatchObject([
      { isProfileChanged: false },
    ])
    expect(await chart(patient.key, ['accept-key', doctor.account])).toEqual({
      code: 1,
      stdout: '',
      stderr: `The key of ${doctor.account} has not changed.\n`,
    })

    const again = await rotateAccountKey(device)
    const next = fingerprintOf(again.session)
    const confirmed = await chart(patient.key, [
      'accept-key',
      doctor.account,
      '--confirm',
      next.replaceAll(' ', '').toUpperCase(),
      '--json',
    ])
    expect(confirmed).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(confirmed.stdout)).toEqual({
      chart: id,
      account: doctor.account,
      known: [now],
      published: next,
      isRebased: false,
    })
  },
  TIME,
)

test(
  'charts that an interrupted renewal left waiting are named and finished',
  async () => {
    const { session, key, id } = await newPatient()
    let sends = 0
    const moody = withGate(session.wallet!, (act) => {
      if (act === 'send' && ++sends > 1) throw rejection()
    })
    await rotateAccountKey({ ...session, wallet: moody })
    const finished = await chart(key, ['renew', '--json'])
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(finished.stdout)).toMatchObject({ renewal: { renewed: [id], waiting: [], tell: [] } })
    expect(await chart(key, ['renew'])).toEqual({
      code: 0,
      stdout: 'No chart waits for new keys.\n',
      stderr: '',
    })
  },
  TIME,
)

test(
  'a key that did not reach somebody is shown, with what helps',
  async () => {
    const { session, key, id, heart } = await newPatient()
    const doctor = await newAccount('practitioner', 'Dr Unsealed')
    const grant = {
      grantee: doctor.account,
      read: [heart],
      write: [],
      until: await inAMonth(),
      sinceEpoch: 1,
      purpose: 'TREAT',
    } as const
    await grantByChainAlone(session, id, grant)
    expect((await chart(key, ['access'])).stdout).toMatch(
      new RegExp(
        `^${doctor.account}  Dr Unsealed\n  reads Heart; adds to nothing; TREAT; until \\S+\n` +
          '  The key did not reach this account\\. Give the access again with `grant`\\.\n$',
      ),
    )
  },
  TIME,
)

test(
  'an act that was built anew on another’s change says so',
  async () => {
    const patient = await newPatient()
    const { session, key, id, heart } = patient
    const carer = await newAccount('practitioner', 'Carer')
    const doctor = await newAccount('practitioner', 'Dr Late')
    const until = await inAMonth()
    await nameDelegate(session, { chart: id, delegate: carer.account, until })
    await addRecords(session, { chart: id, section: heart, files: [note('One')] })

    const gate = await behindGate(() =>
      shareRecord(carer.session, { chart: id, number: 1, reader: doctor.account, until }),
    )
    const given = ['grant', doctor.account, '--read', 'Heart', '--until', '7d']
    const rebased = await chart(key, [...given, ...gate.args])
    await gate.stop()
    expect(rebased).toMatchObject({ code: 0, stderr: '' })
    expect(rebased.stdout).toMatch(
      /^Gave \S+ access until \S+\.\nSomebody else, or another device, changed this chart meanwhile: this was done again on top of it\.\n$/,
    )
    expect(await loadChart(session, { chart: id })).toMatchObject({ grants: [{}], shares: [{ number: 1 }] })

    const other = await onAnotherDevice(session)
    const [recovery, wallet] = await listUnlockers(other)
    const account = await behindGate(() =>
      renameUnlocker(other, { id: recovery!.id, name: 'Card in the safe' }),
    )
    const renamed = await chart(key, [
      'rename-way',
      wallet!.id,
      '--name',
      'Ledger',
      '--json',
      ...account.args,
    ])
    await account.stop()
    expect(renamed).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(renamed.stdout)).toMatchObject({ way: { name: 'Ledger' }, isRebased: true })
    expect((await listUnlockers(await onAnotherDevice(session))).map(({ name }) => name)).toEqual([
      'Card in the safe',
      'Ledger',
    ])
  },
  TIME,
)
