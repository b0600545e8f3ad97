import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { exportChart, verifyChart } from '#client'
import { CommandError } from './errors.ts'
import { sizeOf } from './format.ts'
import { takeOperands } from './parse.ts'
import { openChosen, openOne } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const wholeCommands: Readonly<Record<string, Command>> = { export: exportAll, verify }

async function exportAll(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const directory = path.resolve(run.values.out ?? 'chart-export')
  const present = await readdir(directory).catch(() => [])
  if (present.length > 0) throw new CommandError(`${directory} is not empty. Name another folder with --out.`)
  const { session, chart, contents } = await openOne(run)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const write = (name: string, data: string | Blob) =>
    writeFile(path.join(directory, name), typeof data === 'string' ? data : data.stream(), { mode: 0o600 })
  let exported = 0
  const missing: { number: number; problem: string | null }[] = []
  for await (const { number, name, age, identity, metadata, summary } of exportChart(session, {
    chart,
    onProgress: run.terminal.show,
  })) {
    await write(`${name}.json`, `${JSON.stringify(metadata, null, 2)}\n`)
    if (age !== null && identity !== null) {
      await write(`${name}.age`, age)
      await write(`${name}.identity.txt`, identity)
      exported += 1
    } else if (summary.state !== 'no-access') {
      missing.push({ number, problem: summary.problem })
    }
  }
  const { id, title, owner, epoch, sections, checkedAt } = contents
  const { chain, contracts } = session.context.config
  const about = {
    chainId: chain.id,
    contract: contracts.charts,
    chart: id,
    title,
    owner,
    epoch,
    sections,
    checkedAt,
  }
  await write('chart.json', `${JSON.stringify(about, null, 2)}\n`)
  return {
    json: { directory, exported, missing },
    text: [
      `Wrote ${exported} records to ${directory}.`,
      'Each opens with `age -d -i NAME.identity.txt NAME.age`: keep the identities as safe as the documents.',
      ...missing.map((record) => `Record ${record.number} is missing: ${record.problem}`),
    ].join('\n'),
    isFailure: missing.length > 0,
  }
}

async function verify(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { session, chart } = await openChosen(run)
  const report = await verifyChart(session, { chart, onProgress: run.terminal.show })
  const { isSound, count, verified, blocks, bytes, problems } = report
  const closed = report.records.filter(({ state }) => state === 'no-access').length
  return {
    json: report,
    text: [
      isSound ? 'The chart is sound.' : 'The chart is not sound.',
      `${verified} of ${count} records checked to the last block${closed === 0 ? '' : `, ${closed} not open to this account`}.`,
      `${blocks} blocks, ${sizeOf(bytes)}; ${report.isHeadVerified ? 'the head folds to the chain’s' : 'the head does not fold to the chain’s'}.`,
      ...problems,
    ].join('\n'),
    isFailure: !isSound,
  }
}
