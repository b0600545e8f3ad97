import { acceptChart, endAllAccess, endOffer, listOffersToMe, offerChart } from '#client'
import { answerEnded } from './answerEnded.ts'
import { dateOf, short } from './format.ts'
import { parseChartId, takeOperands } from './parse.ts'
import { readOffering } from './readOffering.ts'
import { openChosen, unlock } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const transferCommands: Readonly<Record<string, Command>> = {
  offer,
  withdraw,
  offers,
  accept,
  'end-all': endAll,
}

async function offer(run: Run): Promise<Answer> {
  const { session, chart, account, until, name } = await readOffering(run)
  const onProgress = run.terminal.show
  await offerChart(session, { chart, successor: account, until, ...name, onProgress })
  return {
    json: { chart, successor: account, until },
    text: `${account} may take the chart over until ${dateOf(until)}.`,
  }
}

async function withdraw(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { session, chart } = await openChosen(run)
  const ended = await endOffer(session, { chart, onProgress: run.terminal.show })
  return answerEnded({ chart }, 'Withdrew the offer.', ended)
}

async function offers(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const found = await listOffersToMe(await unlock(run))
  const lines = found.map(
    ({ chart, title, owner, until, count, problem }) =>
      `${chart}  until ${dateOf(until)}  ${title ?? problem ?? ''}, ${count} records, of ${short(owner)}`,
  )
  return {
    json: { offers: found },
    text: lines.length === 0 ? 'No chart is offered to this account.' : lines.join('\n'),
  }
}

async function accept(run: Run): Promise<Answer> {
  const [text] = takeOperands(run, 1, 1, 'Name one chart by its id; `offers` lists them.')
  const chart = parseChartId(text!)
  const session = await unlock(run)
  const incomplete = run.values.incomplete === true
  await acceptChart(session, { chart, incomplete, onProgress: run.terminal.show })
  return { json: { chart }, text: `The chart ${chart} is yours. Every access that was given is void.` }
}

async function endAll(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { session, chart } = await openChosen(run)
  const ended = await endAllAccess(session, { chart, onProgress: run.terminal.show })
  return answerEnded({ chart }, 'Ended every access but yours.', ended)
}
