import { AccessGivenMeanwhileError } from '#client'
import type { EndingReturnType } from '#client'
import type { EndingResult } from './types.ts'

/** How an ending went, as plain data for the page: an error’s own members would not cross. */
export function endingResult({ isKeyed, problem }: EndingReturnType): EndingResult {
  return problem instanceof AccessGivenMeanwhileError ? { isKeyed, given: problem.given } : { isKeyed }
}
