import { AccessGivenMeanwhileError } from '#client'
import type { EndingReturnType } from '#client'
import { givenLines } from './givenLines.ts'
import type { Answer } from './types.ts'

/** What ended, and whether the keys were renewed with it. */
export function answerEnded(
  about: object,
  sentence: string,
  { isKeyed, problem }: EndingReturnType,
): Answer & { readonly json: object } {
  const given = problem instanceof AccessGivenMeanwhileError ? problem.given : null
  const rest = isKeyed
    ? 'The keys were renewed.'
    : `No new keys were stored (${problem?.shortMessage ?? 'unknown'}) Run \`rotate\` before anything can be added.`
  return {
    json: {
      ...about,
      isKeyed,
      problem: problem?.shortMessage ?? null,
      ...(given === null ? {} : { given }),
    },
    text: [`${sentence} ${rest}`, ...(given === null ? [] : givenLines(given))].join('\n'),
  }
}
