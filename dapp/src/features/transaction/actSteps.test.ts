import { expect, it } from 'vitest'
import type { ActState, Progress } from '../../worker/types.ts'
import { actSteps } from './actSteps.ts'

const REQUEST = { kind: 'rotateChart', chart: '0x01' } as const

function running(progress: Progress | null): Extract<ActState, { status: 'running' }> {
  return {
    status: 'running',
    request: REQUEST,
    progress,
    hash: null,
    isRetried: false,
    canCancel: true,
    stepStartedAt: 0,
  }
}

const states = (state: Parameters<typeof actSteps>[0]) => actSteps(state).map((step) => step.state)

it('begins with encrypting', () => {
  expect(states(running(null))).toEqual(['now', 'later', 'later', 'later', 'later'])
})

it('waits for the wallet after the bytes are stored', () => {
  expect(states(running({ step: 'asking-wallet' }))).toEqual(['done', 'done', 'now', 'later', 'later'])
})

it('goes back when the work is done anew', () => {
  expect(states(running({ step: 'retrying' }))).toEqual(['now', 'later', 'later', 'later', 'later'])
})

it('marks where it failed', () => {
  const failure = { name: 'X', sentence: 'X.', details: null, cure: null }
  expect(
    states({ status: 'failed', request: REQUEST, progress: { step: 'mining' }, hash: '0x01', failure }),
  ).toEqual(['done', 'done', 'done', 'failed', 'later'])
})

it('has nothing left when it is done', () => {
  expect(states({ status: 'done', request: REQUEST, result: null, hash: null })).toEqual([
    'done',
    'done',
    'done',
    'done',
    'done',
  ])
})
