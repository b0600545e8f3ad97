import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hex } from 'viem'
import {
  addUnlocker,
  keyFingerprint,
  listUnlockers,
  makeUnlocker,
  openChart,
  prepareAccount,
  publishAccount,
  unlockAccount,
} from '#client'
import type { Session } from '#client'
import { chartCommand } from '../lib/chartCommand.ts'
import type { ChartCommandOptions } from '../lib/chartCommand.ts'
import { startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'
import { newEncryptionWallet, newPasskey } from '../../test/lib/unlockWays.ts'

let world: World
let folder: string
let config: string

beforeAll(async () => {
  world = await startWorld()
  folder = await mkdtemp(path.join(tmpdir(), 'chartkey-ways-'))
  config = path.join(folder, 'chartkey.json')
  await writeFile(config, JSON.stringify(world.config))
}, 240_000)

afterAll(async () => {
  await world.stop()
  await rm(folder, { recursive: true, force: true })
})

const TIME = 600_000
const HELP = 'Run with --help to see the commands.'

const chart = (key: Hex | null, args: readonly string[], options?: ChartCommandOptions) =>
  chartCommand(key, [...args, '--config', config], options)

async function newPatient() {
  const context = world.context()
  const wallet = world.newWallet()
  const draft = await prepareAccount(context, { wallet, kind: 'patient' })
  const { recoveryCode } = draft
  const patient = await publishAccount(context, { wallet, draft })
  const id = await openChart(patient, { title: 'Health chart', sections: ['Heart'] })
  return { key: wallet.privateKey, account: wallet.account, wallet, patient, recoveryCode, id }
}

const onAnotherDevice = (session: Session) => unlockAccount(world.context(), { wallet: session.wallet! })
const namesOf = async (session: Session) => (await listUnlockers(session)).map(({ name }) => name)

test(
  'ways to unlock are listed, renamed, removed with or without new keys, and a wallet’s is added again',
  async () => {
    const { key, account, patient, recoveryCode, id } = await newPatient()
    const passkey = await makeUnlocker(patient, { kind: 'passkey', ...newPasskey() })
    const phoned = await addUnlocker(patient, { unlocker: passkey, name: 'Phone' })
    const box = await makeUnlocker(phoned, { kind: 'metamask', wallet: newEncryptionWallet() })
    const fox = (await listUnlockers(await addUnlocker(phoned, { unlocker: box, name: 'Fox' })))[3]!

    const listed = await chart(key, ['ways'])
    expect(listed).toMatchObject({ code: 0, stderr: '' })
    const today = new Date().toISOString().slice(0, 4)
    expect(listed.stdout).toMatch(
      new RegExp(`[0-9a-f]{8}  recovery code +Recovery code  ${today}\\S+  strong\n`),
    )
    expect(listed.stdout).toMatch(
      /  wallet signature +Wallet +\S+  weaker: a quantum computer could open it\n/,
    )
    expect(listed.stdout).toMatch(/  passkey +Phone +\S+  strong\n/)
    expect(listed.stdout).toContain(`${fox.id.slice(2, 10)}  MetaMask’s encryption key  Fox `)
    expect(listed.stdout).toContain(
      'A passkey and MetaMask’s encryption key are used and added in a browser alone.\n' +
        `The account’s key: ${keyFingerprint(patient.keys.pairs[0].publicKey)}\n`,
    )

    expect(await chart(key, ['rename-way', fox.id.slice(2, 10), '--name', ' Old fox '])).toEqual({
      code: 0,
      stdout: 'It is called “Old fox” now.\n',
      stderr: '',
    })
    const asked = await chart(key, ['remove-way', 'old FOX'], { input: 'perhaps\n' })
    expect(asked).toMatchObject({ code: 1, stdout: '' })
    expect(asked.stderr).toContain(
      'Could someone else have what “Old fox” (MetaMask’s encryption key) unlocks with?',
    )
    expect(asked.stderr).toContain(
      'The account gets a new root and a new key, and 1 chart new keys and a new epoch',
    )
    expect(asked.stderr).toContain('Nothing was changed. Say --new-keys or --keep-keys.\n')
    const kept = await chart(key, ['remove-way', 'old FOX'], { input: 'no\n' })
    expect(kept).toMatchObject({
      code: 0,
      stdout:
        'Removed “Old fox” (MetaMask’s encryption key).\n' +
        'The keys stayed: who had it and kept what was stored before can still open the account. `new-keys` changes them.\n',
    })
    const removed = await chart(key, ['remove-way', 'Phone', '--new-keys', '--json'])
    expect(removed).toMatchObject({ code: 0, stderr: '' })
    const device = await onAnotherDevice(patient)
    expect(JSON.parse(removed.stdout)).toMatchObject({
      account,
      removed: { kind: 'passkey', name: 'Phone' },
      renewal: { renewed: [id], waiting: [], tell: [] },
      key: keyFingerprint(device.keys.pairs[0].publicKey),
      isRebased: false,
    })
    expect(device.keys.pairs).toHaveLength(2)

    const again = await chart(key, ['remove-way', 'wallet', '--new-keys'])
    expect(again.stdout).toContain(
      'Removed “Wallet” (wallet signature).\n' +
        'The wallet still signs each change; open the account with --recovery from now on.\n' +
        `The account has a new root and a new key.\nNew keys for 1 chart: ${id}\n`,
    )
    expect(await chart(key, ['ways'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'The wallet’s signature does not unlock this account, or was removed from it. Open it by its recovery code ' +
        'with --recovery.\n',
    })
    const added = await chart(key, ['add-way', 'wallet', '--name', 'Ledger', '--recovery'], {
      input: `${recoveryCode.toLowerCase()}\n`,
    })
    expect(added).toMatchObject({
      code: 0,
      stdout: 'The wallet’s signature unlocks the account from now on, as “Ledger”.\n',
    })
    expect(added.stderr).not.toContain(recoveryCode)
    expect(await namesOf(await onAnotherDevice(patient))).toEqual(['Recovery code', 'Ledger'])

    for (const [args, code, sentence] of [
      [['add-way', 'passkey'], 1, 'A passkey exists only in a browser. Add it in the page’s settings.'],
      [
        ['add-way', 'metamask'],
        1,
        'MetaMask’s encryption key exists only in a browser. Add it in the page’s settings.',
      ],
      [['add-way', 'recovery'], 1, 'An account has one recovery code. `replace-code` makes a new one.'],
      [['add-way', 'lock'], 2, `"lock" is no way to unlock that can be added: wallet.\n${HELP}`],
      [['add-way', 'wallet'], 1, 'The account can be unlocked in this way already. Choose another way.'],
      [['rename-way', 'Ledger'], 2, `Say what it is to be called with --name.\n${HELP}`],
      [
        ['remove-way', 'Recovery code', '--keep-keys'],
        1,
        'The recovery code is never removed. `replace-code` puts a new one in its place.',
      ],
      [['remove-way', 'Nokia', '--keep-keys'], 1, 'No way to unlock is called “Nokia”. `ways` lists them.'],
      [
        ['remove-way', 'Ledger', '--keep-keys', '--new-keys'],
        2,
        `--new-keys and --keep-keys exclude each other.\n${HELP}`,
      ],
    ] as const) {
      expect(await chart(key, args)).toEqual({ code, stdout: '', stderr: `${sentence}\n` })
    }
  },
  TIME,
)

test(
  'a new recovery code is shown once, asked back, and takes the place of the old one only then',
  async () => {
    const { key, account, patient, recoveryCode: old } = await newPatient()
    const shown = (stdout: string) => /([0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(stdout)?.[0]
    const unsaid = await chart(key, ['replace-code', '--keep-keys'], { input: `${old}\nK7QD\n` })
    expect(unsaid.code).toBe(1)
    expect(unsaid.stderr).toContain('That is another code than the one shown.\n')
    expect(unsaid.stderr).toContain('it has 4 letters and digits, and a code has 28')
    expect(unsaid.stderr).toContain(
      'The new code was not typed back, so nothing has changed: the old one counts. Throw the new one away.\n',
    )
    await unlockAccount(world.context(), { account, recoveryCode: old })

    let typed: string | undefined
    const replaced = await chart(key, ['replace-code', '--new-keys', '--json'], {
      onOutput(stdout, stdin) {
        const code = shown(stdout)
        if (code === undefined || typed !== undefined) return
        typed = code
        stdin.end(`${code}\n`)
      },
    })
    expect(replaced).toMatchObject({ code: 0, stderr: '' })
    const [first, ...rest] = replaced.stdout.split('\n')
    expect(JSON.parse(first!)).toEqual({ recoveryCode: typed })
    expect(JSON.parse(rest.join('\n'))).toMatchObject({ account, renewal: { waiting: [] }, isRebased: false })
    expect(rest.join('\n')).not.toContain(typed)
    await expect(unlockAccount(world.context(), { account, recoveryCode: old })).rejects.toMatchObject({
      name: 'UnlockerUnknownError',
    })
    const device = await unlockAccount(world.context(), { account, recoveryCode: typed! })
    expect(device.keys.pairs).toHaveLength(patient.keys.pairs.length + 1)
  },
  TIME,
)

test(
  'the recovery code opens an account for reading without its key, from a prompt or a file descriptor',
  async () => {
    const { account, recoveryCode, id } = await newPatient()
    const reading = ['--recovery', '--account', account]
    const read = await chart(null, ['charts', ...reading, '--json'], { input: `${recoveryCode}\n` })
    expect(read).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(read.stdout)).toMatchObject({ own: [{ id, title: 'Health chart' }] })
    const third = await chart(null, ['list', ...reading, '--code-fd', '3'], { third: `${recoveryCode}\n` })
    expect(third).toMatchObject({ code: 0, stdout: 'Health chart\nThe list is complete and in order.\n' })
    expect(third.stderr).toBe('Recovery code:\n')

    const refused = async (
      args: readonly string[],
      options: ChartCommandOptions,
      code: number,
      last: string,
    ) => {
      const outcome = await chart(null, args, options)
      expect(outcome).toMatchObject({ code, stdout: '' })
      expect(outcome.stderr.replace('Recovery code:\n', '')).toBe(`${last}\n`)
    }
    const input = `${recoveryCode}\n`
    await refused(
      ['replace-code', '--keep-keys', ...reading],
      { input },
      1,
      'The account was opened without its wallet, so it can be read only. Connect the wallet to change anything.',
    )
    await refused(
      ['ways', ...reading],
      {},
      1,
      'No recovery code came. Type it when asked, or give it as a line of standard input.',
    )
    await refused(
      ['ways', '--recovery', '--account', world.newWallet().account],
      { input },
      1,
      'This account is not set up on this network. Set it up first.',
    )
    await refused(
      ['ways', ...reading, '--code-fd', '77'],
      {},
      1,
      'Nothing can be read from file descriptor 77. Open it, as in 3< card.txt.',
    )
    await refused(
      ['ways', '--account', account],
      {},
      2,
      `--account goes with --recovery: without its key, an account opens by its code alone.\n${HELP}`,
    )
    await refused(
      ['ways', ...reading, '--code-fd', 'card.txt'],
      {},
      2,
      `"card.txt" is no file descriptor to read from. Open one, as in --code-fd 3 3< card.txt.\n${HELP}`,
    )
    await refused(
      ['note', '-', '--section', 'Heart', '--title', 'X', ...reading],
      { input },
      2,
      `Standard input cannot hold both the note and the recovery code. Give the code by --code-fd.\n${HELP}`,
    )
    const other = (await newPatient()).recoveryCode
    await refused(
      ['ways', ...reading],
      { input: `${other}\n` },
      1,
      'This recovery code does not belong to this account. Check the account’s address, or look for a newer code.',
    )
  },
  TIME,
)
