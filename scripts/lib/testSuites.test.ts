import { describe, expect, it } from 'vitest'

import { parseHardhatSummary, parseVitestReport } from './testSuites.ts'

describe('parseHardhatSummary', () => {
  it('adds up what both runners did', () => {
    expect(parseHardhatSummary(['7 passing (4 mocha, 3 solidity)', '2 failing (2 solidity)'], 1)).toEqual({
      passed: 7,
      failed: 2,
      problem: null,
    })
  })

  it('complains when one runner found nothing, when a test was skipped, and when Hardhat stopped early', () => {
    expect(parseHardhatSummary(['4 passing (4 mocha)'], 0).problem).toBe('no solidity test ran')
    expect(parseHardhatSummary([], 1).problem).toBe('no mocha and no solidity test ran')
    expect(parseHardhatSummary(['2 passing (1 mocha, 1 solidity)', '1 skipped (1 mocha)'], 0).problem).toBe(
      '1 tests were skipped',
    )
    expect(parseHardhatSummary(['2 passing (1 mocha, 1 solidity)'], 1).problem).toBe(
      'hardhat ended with code 1',
    )
  })
})

describe('parseVitestReport', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }

  it('takes the counts', () => {
    expect(parseVitestReport({ ...report, numFailedTests: 1 }, 1)).toEqual({
      passed: 3,
      failed: 1,
      problem: null,
    })
  })

  it('complains when nothing ran, when a test was skipped, and when vitest failed beside its tests', () => {
    expect(parseVitestReport(null, 1).problem).toBe('vitest ended with code 1 and no report')
    expect(parseVitestReport({ ...report, numPassedTests: 0 }, 0).problem).toBe('no test ran')
    expect(parseVitestReport({ ...report, numPendingTests: 1 }, 0).problem).toBe('1 tests were skipped')
    expect(parseVitestReport(report, 1).problem).toBe('vitest ended with code 1')
  })
})
