import { fileURLToPath } from 'node:url'
import { openWorkerPage } from '../scripts/lib/openWorkerPage.ts'
import type { CryptoAnswer } from './crypto.worker.ts'
import { ACTS, BODY_WORK, measureCrypto } from './cryptoWork.ts'
import type { CryptoReport, CryptoTask } from './cryptoWork.ts'
import { ACT_LIMITS, BODY_LIMITS, KEYRING_LIMITS } from './limits.ts'
import { measureAgeTool } from './measureAgeTool.ts'
import type { AgeToolSpeed } from './measureAgeTool.ts'
import { count, table, verdict } from './table.ts'

const TASK: CryptoTask = { size: 32_000_000, rounds: 7 }
const PLACES = ['Node', 'Chromium'] as const

type Reports = Readonly<Record<(typeof PLACES)[number], CryptoReport>>

/**
 * Measures the client's cryptography in Node and in a worker of Chromium, beside bare `age-encryption` and, where it is
 * found, the `age` tool.
 *
 * @returns whether every figure is within its limit
 */
export async function benchCrypto({ json }: { readonly json: boolean }): Promise<boolean> {
  const age = await measureAgeTool(TASK.size, TASK.rounds)
  const reports = { Node: await measureCrypto(TASK), Chromium: await measureInChromium() }
  const exceeded = cryptoExceedances(reports)
  const limits = { bodies: BODY_LIMITS, acts: ACT_LIMITS, keyrings: KEYRING_LIMITS }
  console.log(
    json
      ? JSON.stringify({ task: TASK, ...reports, age, limits, exceeded }, null, 2)
      : format(reports, age, exceeded),
  )
  return exceeded.length === 0
}

/** One sentence for each limit that is passed. */
export function cryptoExceedances(reports: Reports): readonly string[] {
  return PLACES.flatMap((place) => {
    const { bodies, acts, keyrings } = reports[place]
    return [
      ...BODY_WORK.filter((name) => !(bodies[name].times >= BODY_LIMITS[name])).map(
        (name) =>
          `${name} in ${place}: ${bodies[name].times.toFixed(2)} times age-encryption, at least ${BODY_LIMITS[name]}`,
      ),
      ...ACTS.filter((name) => !(acts[name].seals <= ACT_LIMITS[name])).map(
        (name) =>
          `${name} in ${place}: as long as ${acts[name].seals.toFixed(1)} seals, the limit is ${ACT_LIMITS[name]}`,
      ),
      ...keyrings
        .filter(({ readers, root }) => !(root <= KEYRING_LIMITS[readers]!))
        .map(
          ({ readers, root }) =>
            `keyring of ${readers}, made in ${place}: ${count(root)} bytes, the limit is ${count(KEYRING_LIMITS[readers]!)}`,
        ),
    ]
  })
}

async function measureInChromium(): Promise<CryptoReport> {
  const worker = await openWorkerPage(fileURLToPath(new URL('./crypto.worker.ts', import.meta.url)))
  try {
    const answer = await worker.run<CryptoAnswer>(TASK)
    if ('error' in answer) throw new Error(answer.error)
    return answer.report
  } finally {
    await worker.close()
  }
}

function format(reports: Reports, age: AgeToolSpeed | null, exceeded: readonly string[]): string {
  const each = <T>(read: (report: CryptoReport) => T) => PLACES.map((place) => read(reports[place]))
  const heading = (title: string, ...columns: readonly string[]) => [
    title,
    ...PLACES.flatMap((place) => columns.map((column) => `${place}, ${column}`)),
    'limit',
  ]
  return [
    table([
      heading(`${TASK.size / 1e6} MB`, 'MB/s', 'age-encryption', 'times'),
      ...BODY_WORK.map((name) => [
        name,
        ...each(({ bodies }) => bodies[name]).flatMap(({ mbps, ageMbps, times }) => [
          mbps.toFixed(0),
          ageMbps.toFixed(0),
          times.toFixed(2),
        ]),
        `at least ${BODY_LIMITS[name]}`,
      ]),
    ]),
    age === null
      ? 'The age tool was not found: apt-get install age.'
      : `The age tool, from file to file: ${age.encrypt.toFixed(0)} MB/s to encrypt, ${age.decrypt.toFixed(0)} to decrypt.`,
    table([
      heading('act', 'ms', 'seals'),
      ['one seal (X-Wing)', ...each(({ seal }) => seal).flatMap((ms) => [ms.toFixed(2), '1']), ''],
      ...ACTS.map((name) => [
        name,
        ...each(({ acts }) => acts[name]).flatMap(({ ms, seals }) => [ms.toFixed(1), seals.toFixed(1)]),
        String(ACT_LIMITS[name]),
      ]),
    ]),
    table([
      ['keyring of 8 sections, epoch 2', 'bytes', 'limit', 'history'],
      ...reports.Node.keyrings.map(({ readers, root, history }) => [
        `${readers} readers beside the owner`,
        count(root),
        count(KEYRING_LIMITS[readers]!),
        count(history),
      ]),
    ]),
    'Every figure is a median of rounds. Times are compared with what ran beside them in the same round.',
    verdict(exceeded),
  ].join('\n\n')
}
