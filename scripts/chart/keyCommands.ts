import { keyFingerprint, renewCharts, rotateAccountKey, WalletNeededError } from '#client'
import { takeOperands } from './parse.ts'
import { isUnfinished, renewalLines } from './renewalAnswer.ts'
import { unlock } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const keyCommands: Readonly<Record<string, Command>> = { 'new-keys': newKeys, renew }

async function newKeys(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { session, renewal } = await rotateAccountKey(await unlock(run), { onProgress: run.terminal.show })
  const { account } = session
  return {
    json: { account, renewal, key: keyFingerprint(session.keys.pairs[0].publicKey) },
    text: [
      'The account has a new root and a new key. Its ways to unlock open them: remove one that was stolen with `remove-way`.',
      ...(renewal === null ? [] : renewalLines(session, renewal)),
      'What was read before cannot be taken back. `reencrypt` encrypts anew what was filed before.',
    ].join('\n'),
    isFailure: renewal !== null && isUnfinished(renewal),
  }
}

async function renew(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const session = await unlock(run)
  if (session.wallet === null) throw new WalletNeededError()
  const renewal = await renewCharts(session, { onProgress: run.terminal.show })
  const lines = renewalLines(session, renewal)
  const isNothing = renewal.renewed.length === 0 && renewal.waiting?.length === 0
  return {
    json: { account: session.account, renewal, key: keyFingerprint(session.keys.pairs[0].publicKey) },
    text: [...(isNothing ? ['No chart waits for new keys.'] : []), ...lines].join('\n'),
    isFailure: isUnfinished(renewal),
  }
}
