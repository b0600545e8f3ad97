import {
  addUnlocker,
  BaseError,
  formatRecoveryCode,
  keyFingerprint,
  listUnlockers,
  makeRecoveryCode,
  makeUnlocker,
  parseRecoveryCode,
  removeUnlocker,
  renameUnlocker,
  replaceRecoveryCode,
  WalletNeededError,
} from '#client'
import type { AccountChange, Session, UnlockerSummary, Wallet } from '#client'
import { askNewKeys, newKeysOption } from './askNewKeys.ts'
import { CommandError, UsageError } from './errors.ts'
import { columns, dateOf } from './format.ts'
import { takeOperands } from './parse.ts'
import { isUnfinished, renewalLines } from './renewalAnswer.ts'
import { unlock } from './session.ts'
import type { Answer, Command, Run } from './types.ts'
import { WAY_WORDS } from './wayWords.ts'

export const wayCommands: Readonly<Record<string, Command>> = {
  ways,
  'add-way': addWay,
  'rename-way': renameWay,
  'remove-way': removeWay,
  'replace-code': replaceCode,
}

async function ways(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const session = await unlock(run)
  const { account } = session
  const found = await listUnlockers(session)
  const key = keyFingerprint(session.keys.pairs[0].publicKey)
  const rows = found.map((way) => [
    shortId(way),
    WAY_WORDS[way.kind].title,
    way.name,
    dateOf(way.createdAt),
    way.isPostQuantum ? 'strong' : 'weaker: a quantum computer could open it',
  ])
  const isInBrowser = found.some(({ kind }) => !WAY_WORDS[kind].isHere)
  return {
    json: { account, key, ways: found },
    text: [
      ...columns(rows),
      ...(isInBrowser
        ? ['A passkey and MetaMask’s encryption key are used and added in a browser alone.']
        : []),
      `The account’s key: ${key}`,
    ].join('\n'),
  }
}

async function addWay(run: Run): Promise<Answer> {
  const [kind] = takeOperands(run, 1, 1, 'Name the kind of way: wallet.')
  if (kind === 'passkey' || kind === 'metamask')
    throw new CommandError(
      `${kind === 'passkey' ? 'A passkey exists' : 'MetaMask’s encryption key exists'} only in a browser. Add it in the page’s settings.`,
    )
  if (kind === 'recovery')
    throw new CommandError('An account has one recovery code. `replace-code` makes a new one.')
  if (kind !== 'wallet') throw new UsageError(`"${kind}" is no way to unlock that can be added: wallet.`)
  const session = await unlock(run)
  const wallet = requireWallet(session)
  const { name = 'Wallet' } = run.values
  const onProgress = run.terminal.show
  const unlocker = await makeUnlocker(session, { kind, wallet, onProgress })
  const before = new Set((await listUnlockers(session)).map(({ id }) => id))
  const changed = await addUnlocker(session, { unlocker, name, onProgress })
  const added = (await listUnlockers(changed)).find(({ id }) => !before.has(id)) ?? null
  return {
    json: { account: session.account, way: added },
    text: `The wallet’s signature unlocks the account from now on, as “${added?.name ?? name}”.`,
  }
}

async function renameWay(run: Run): Promise<Answer> {
  const [text] = takeOperands(run, 1, 1, 'Name one way by its id or its name; `ways` lists them.')
  const { name } = run.values
  if (name === undefined) throw new UsageError('Say what it is to be called with --name.')
  const session = await unlock(run)
  const { id } = findWay(await listUnlockers(session), text!)
  const changed = await renameUnlocker(session, { id, name, onProgress: run.terminal.show })
  const way = (await listUnlockers(changed)).find((each) => each.id === id) ?? null
  return {
    json: { account: session.account, way },
    text: `It is called “${way?.name ?? name}” now.`,
  }
}

async function removeWay(run: Run): Promise<Answer> {
  const [text] = takeOperands(run, 1, 1, 'Name one way by its id or its name; `ways` lists them.')
  const chosen = newKeysOption(run)
  const session = await unlock(run)
  requireWallet(session)
  const way = findWay(await listUnlockers(session), text!)
  if (way.kind === 'recovery')
    throw new CommandError('The recovery code is never removed. `replace-code` puts a new one in its place.')
  const { title } = WAY_WORDS[way.kind]
  const renew = chosen ?? (await askNewKeys(run, session, `what “${way.name}” (${title}) unlocks with`))
  const { id } = way
  const change = await removeUnlocker(session, { id, renew, onProgress: run.terminal.show })
  const after = {
    passkey: 'The passkey itself stays on its device until you delete it there.',
    wallet: 'The wallet still signs each change; open the account with --recovery from now on.',
    metamask: null,
  }[way.kind]
  return changeAnswer(change, { removed: way }, [
    `Removed “${way.name}” (${title}).`,
    ...(after === null ? [] : [after]),
  ])
}

async function replaceCode(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const chosen = newKeysOption(run)
  const session = await unlock(run)
  requireWallet(session)
  const renew = chosen ?? (await askNewKeys(run, session, 'the old code'))
  const { recoveryCode, unlocker } = await makeRecoveryCode(session)
  await showCode(run, recoveryCode)
  if (!(await isTypedBack(run, recoveryCode)))
    throw new CommandError(
      'The new code was not typed back, so nothing has changed: the old one counts. Throw the new one away.',
    )
  const change = await replaceRecoveryCode(session, { unlocker, renew, onProgress: run.terminal.show })
  return changeAnswer(change, {}, ['The new recovery code counts from now on, and the old one no more.'])
}

async function showCode({ terminal }: Run, recoveryCode: string): Promise<void> {
  await terminal.say(
    terminal.isJson
      ? `${JSON.stringify({ recoveryCode })}\n`
      : `\n    ${recoveryCode}\n\nThis is the new recovery code. Write it down now: it is shown this once. The old one counts until this one\n` +
          'is confirmed.\n\n',
  )
}

const TRIES = 3

async function isTypedBack({ terminal }: Run, recoveryCode: string): Promise<boolean> {
  for (let left = TRIES; left > 0; left--) {
    const typed = await terminal.askCode('Type it from what you wrote down: ', { isHidden: false })
    if (typed === null) return false
    try {
      if (formatRecoveryCode(parseRecoveryCode(typed)) === recoveryCode) return true
      terminal.warn('That is another code than the one shown.')
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      terminal.warn(error.shortMessage)
    }
  }
  return false
}

function changeAnswer({ session, renewal }: AccountChange, about: object, lines: readonly string[]): Answer {
  const { account } = session
  const key = keyFingerprint(session.keys.pairs[0].publicKey)
  return {
    json: { account, ...about, renewal, key },
    text: [
      ...lines,
      ...(renewal === null
        ? [
            'The keys stayed: who had it and kept what was stored before can still open the account. `new-keys` changes them.',
          ]
        : ['The account has a new root and a new key.', ...renewalLines(session, renewal)]),
    ].join('\n'),
    isFailure: renewal !== null && isUnfinished(renewal),
  }
}

/** What changes the account is refused before anything is shown or asked. */
function requireWallet({ wallet }: Session): Wallet {
  if (wallet === null) throw new WalletNeededError()
  return wallet
}

const SHORT_ID = 8

function shortId({ id }: UnlockerSummary): string {
  return id.slice(2, 2 + SHORT_ID)
}

/** By name, by id or by how an id begins. */
function findWay(found: readonly UnlockerSummary[], text: string): UnlockerSummary {
  const wanted = text.trim().normalize()
  const digits = wanted.toLowerCase().replace(/^0x/, '')
  const isId = /^[0-9a-f]{4,32}$/.test(digits)
  const byId = found.filter(({ id }) => isId && id.slice(2).startsWith(digits))
  const lower = (name: string) => name.toLocaleLowerCase('en')
  const byName = found.filter(({ name }) => lower(name) === lower(wanted))
  const [way, another] = byName.length > 0 ? byName : byId
  if (way === undefined) throw new CommandError(`No way to unlock is called “${text}”. \`ways\` lists them.`)
  if (another !== undefined)
    throw new CommandError(
      `Several ways to unlock are called “${text}”. Name one by its id; \`ways\` lists them.`,
    )
  return way
}
