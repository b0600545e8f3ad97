import { leakScan, readStoredFiles } from '../lib/leakScan.ts'
import { startFaultyProxy } from '../lib/startFaultyProxy.ts'
import { startProxy } from '../lib/startProxy.ts'
import { startServices } from '../lib/startServices.ts'
import { startTestNode } from '../lib/startTestNode.ts'
import type { Answer, Handle, Question } from './remote.ts'

/** The helpers that a page can only ask for, by their modules in test/lib. */
export const REMOTE_HELPERS: Readonly<Record<string, readonly string[]>> = {
  'leakScan.ts': ['leakScan', 'readStoredFiles'],
  'startFaultyProxy.ts': ['startFaultyProxy'],
  'startProxy.ts': ['startProxy'],
  'startServices.ts': ['startServices'],
  'startTestNode.ts': ['startTestNode'],
}

type Thing = Record<string, unknown>

/**
 * Runs the tests' helpers for a page.
 *
 * @param origin of the page: what is started for it takes its requests
 */
export function createRemote(origin: string): { answer: (question: Question) => Promise<Answer> } {
  const helpers: Record<string, (...args: never[]) => unknown> = {
    leakScan,
    readStoredFiles,
    startFaultyProxy,
    startProxy,
    startServices: () => startServices({ origins: [origin] }),
    startTestNode: (parameters?: object) => startTestNode({ origins: [origin], ...parameters }),
  }
  const things: Thing[] = []

  function describe(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
    if (Array.isArray(value)) return value.map(describe)
    const entries = Object.entries(value)
    if (!entries.some(([, inner]) => typeof inner === 'function')) {
      return Object.fromEntries(entries.map(([name, inner]) => [name, describe(inner)]))
    }
    const methods = entries.filter(([, inner]) => typeof inner === 'function').map(([name]) => name)
    const values = entries
      .filter(([, inner]) => typeof inner !== 'function' && !(inner instanceof Promise))
      .map(([name, inner]) => [name, describe(inner)])
    const $handle = things.push(value as Thing) - 1
    return { $handle, methods, values: Object.fromEntries(values) as Thing } satisfies Handle
  }

  async function find(question: Question): Promise<unknown> {
    const { handle } = question
    const thing = handle === undefined ? null : things[handle]!
    if ('get' in question) return thing![question.get]
    if ('set' in question) return void (thing![question.set] = question.value)
    const owner = (thing ?? helpers) as Record<string, (...args: readonly unknown[]) => unknown>
    return owner[question.call]!(...question.args)
  }

  return {
    async answer(question) {
      try {
        return { value: describe(await find(question)) ?? null }
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}
