import { expect, it } from 'vitest'
import { DOCTOR } from '../../../testing/buildChart.ts'
import { untilOfDay } from '../../components/format/until.ts'
import type { ActRequest } from '../../worker/types.ts'
import { accountOf, actCall, actSentence, actTitle } from './actWords.ts'

const chart = `0x${'12'.repeat(32)}` as const
const until = untilOfDay('2027-01-15')

const CASES: readonly (readonly [ActRequest, title: string, sentence: string | null, account: boolean])[] = [
  [
    { kind: 'shareRecord', chart, number: 1, reader: DOCTOR, name: 'Dr Nwosu', until },
    'Sharing a record with Dr Nwosu',
    null,
    true,
  ],
  [
    { kind: 'nameDelegate', chart, delegate: DOCTOR, name: null, until },
    'Letting this account act for you',
    'Can read all of this chart and act for you, until 15 January 2027.',
    true,
  ],
  [
    { kind: 'removeDelegate', chart, delegate: DOCTOR, name: 'Kari', grantees: [DOCTOR], shares: [] },
    'Removing Kari',
    'What they gave to one other ends with it. The locks change in the same step.',
    true,
  ],
  [
    { kind: 'offerChart', chart, successor: DOCTOR, name: 'Mara', until },
    'Offering this chart to Mara',
    'Can take the chart over until 15 January 2027, and can read all of it from now on.',
    true,
  ],
  [
    { kind: 'acceptChart', chart, isIncomplete: false, title: 'Mara Solvang' },
    'Taking over the chart of Mara Solvang',
    'Each of its keys is tried here first. Then the locks change, and all access of others ends.',
    false,
  ],
  [{ kind: 'endAllAccess', chart }, 'Ending all access', 'The locks change in the same step.', false],
  [{ kind: 'rotateChart', chart }, 'Changing the locks', null, false],
]

it.each(CASES)('says what %o does', (request, title, sentence, hasAccount) => {
  expect(actTitle(request)).toBe(title)
  expect(actSentence(request)).toBe(sentence)
  expect(accountOf(request)).toBe(hasAccount ? DOCTOR : null)
  expect(actCall(request)).toMatch(/^Charts\.\w+\(chart/)
})
