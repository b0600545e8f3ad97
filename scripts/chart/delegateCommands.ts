import { listMadeByDelegate, nameDelegate, removeDelegate } from '#client'
import { answerEnded } from './answerEnded.ts'
import { dateOf } from './format.ts'
import { takeAddress } from './parse.ts'
import { readOffering } from './readOffering.ts'
import { openOne } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const delegateCommands: Readonly<Record<string, Command>> = { delegate, undelegate }

async function delegate(run: Run): Promise<Answer> {
  const { session, chart, account, until, name } = await readOffering(run)
  const onProgress = run.terminal.show
  await nameDelegate(session, { chart, delegate: account, until, ...name, onProgress })
  return {
    json: { chart, delegate: account, until },
    text: `${account} may act for you until ${dateOf(until)}.`,
  }
}

async function undelegate(run: Run): Promise<Answer> {
  const account = takeAddress(run)
  const { session, chart, contents } = await openOne(run)
  const made = await listMadeByDelegate(session, { chart, delegate: account })
  const isAll = run.values['with-all'] === true
  const given = {
    grantees: made.grants.map(({ grantee }) => grantee),
    shares: made.shares.map(({ number, reader }) => ({ number, reader })),
  }
  const ending = isAll ? given : { grantees: [], shares: [] }
  const onProgress = run.terminal.show
  const seen = {
    grants: [...contents.grants, ...made.grants],
    shares: [...contents.shares, ...made.shares],
  }
  const ended = await removeDelegate(session, { chart, delegate: account, ...ending, seen, onProgress })
  const isLeft = ({ isExpired }: { readonly isExpired: boolean }) => !isAll && !isExpired
  const left = { grants: made.grants.filter(isLeft), shares: made.shares.filter(isLeft) }
  const about = { chart, delegate: account, ...ending, left }
  const answer = answerEnded(about, `${account} acts for you no more.`, ended)
  const rest = [
    ...left.grants.map(({ grantee }) => `It gave access to ${grantee}, which \`revoke\` ends.`),
    ...left.shares.map(
      ({ number, reader }) => `It shared record ${number} with ${reader}, which \`end-share\` ends.`,
    ),
  ]
  return { ...answer, text: [answer.text, ...rest].join('\n') }
}
