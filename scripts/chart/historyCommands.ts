import { listPeriods, loadChart, readHistoryState, reencryptHistory, rotateChart } from '#client'
import type { HistoryState } from '#client'
import { columns, countOf, dateOf } from './format.ts'
import { takeOperands } from './parse.ts'
import { openChosen, openOne } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const historyCommands: Readonly<Record<string, Command>> = { history, reencrypt, rotate }

async function history(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { session, chart, contents } = await openOne(run)
  const periods = await listPeriods(session, { chart })
  const state = contents.role === 'owner' ? await readHistoryState(session, { chart }) : null
  const rows = periods.map(({ epoch, from, records }) => [
    String(epoch),
    `since ${dateOf(from)}`,
    countOf(records, 'record'),
  ])
  return {
    json: { chart, epoch: contents.epoch, periods, state },
    text: [...columns(rows), ...(state === null ? [] : historyLines(state))].join('\n'),
  }
}

async function reencrypt(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { session, chart } = await openChosen(run)
  const state = await reencryptHistory(session, { chart, onProgress: run.terminal.show })
  return {
    json: { chart, ...state },
    text: historyLines(state).join('\n'),
    isFailure: state.remaining > 0,
  }
}

function historyLines({
  total,
  remaining,
  confirmations,
  leftovers,
  superseded,
  failed,
}: HistoryState): string[] {
  const state =
    total === 0
      ? 'Nothing was filed under earlier keys.'
      : remaining === 0
        ? `Nothing is left under earlier keys: ${countOf(total, 'record')} of before, encrypted anew.`
        : `Under earlier keys: ${remaining} of ${countOf(total, 'record')}. The wallet will ask ${confirmations} times.`
  return [
    state,
    ...(remaining === 0 && confirmations > 0
      ? [`Single records that are shared wait for it: run \`reencrypt\`, which asks the wallet again.`]
      : []),
    ...failed.map(({ number, author, problem }) => `Record ${number}, by ${author}: ${problem}`),
    ...(superseded === 0
      ? []
      : [
          `Stores keep ${countOfCopies(superseded)} until the chain is final about what came instead, and no share needs more: run \`reencrypt\` again then.`,
        ]),
    ...(leftovers === 0
      ? []
      : [`Stores that did not answer keep ${countOfCopies(leftovers)}. Any command asks again.`]),
  ]
}

const countOfCopies = (count: number) => (count === 1 ? '1 old copy' : `${count} old copies`)

async function rotate(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { session, chart } = await openChosen(run)
  const keep = run.values.keep === true ? (await loadChart(session, { chart })).undecided : null
  await rotateChart(session, {
    chart,
    ...(keep === null ? {} : { keep }),
    onProgress: run.terminal.show,
  })
  return { json: { chart }, text: 'The keys were renewed.' }
}
