import { expect, it } from 'vitest'
import {
  DOCTOR,
  buildChart,
  buildDelegate,
  buildGrant,
  buildOffer,
  buildShare,
} from '../../../testing/buildChart.ts'
import { readersLine, readersOf, readersOfRecord } from './whoCanRead.ts'

const SISTER = '0x1111111111111111111111111111111111111111'
const CHILD = '0x2222222222222222222222222222222222222222'

it('names who reads a section: by access to it, as who acts for the owner, and as who may take it over', () => {
  const chart = buildChart({
    grants: [buildGrant({ read: [41] })],
    delegates: [buildDelegate({ delegate: SISTER })],
    offer: buildOffer({ successor: CHILD }),
  })
  expect(readersOf(chart, 41).map(({ account, by }) => [account, by])).toEqual([
    [SISTER, 'acting'],
    [CHILD, 'offer'],
    [DOCTOR, 'section'],
  ])
  expect(readersOf(chart, 7, SISTER).map(({ account }) => account)).toEqual([CHILD])
})

it('names nobody whose time is over, and nobody twice', () => {
  const chart = buildChart({
    grants: [buildGrant({ read: [41] }), buildGrant({ grantee: CHILD, read: [41], isExpired: true })],
    delegates: [buildDelegate({ delegate: DOCTOR }), buildDelegate({ delegate: SISTER, isExpired: true })],
    offer: buildOffer({ isExpired: true }),
  })
  expect(readersOf(chart, 41)).toMatchObject([{ account: DOCTOR, by: 'acting' }])
})

it('names who reads one record: not who was let in later, but who was given that record alone', () => {
  const chart = buildChart({
    grants: [buildGrant({ read: [41], sinceEpoch: 2 })],
    shares: [
      buildShare({ number: 4, reader: SISTER }),
      buildShare({ number: 5, reader: CHILD }),
      buildShare({ number: 4, reader: CHILD, isExpired: true }),
    ],
  })
  expect(readersOfRecord(chart, { number: 4, section: 41, epoch: 1 })).toMatchObject([
    { account: SISTER, by: 'record' },
  ])
  expect(readersOfRecord(chart, { number: 6, section: 41, epoch: 2 })).toMatchObject([
    { account: DOCTOR, by: 'section' },
  ])
})

it('says how many that are', () => {
  expect([0, 1, 3].map((count) => readersLine(count))).toEqual([
    'Only you can read',
    '1 other can read',
    '3 others can read',
  ])
  expect(readersLine(0, 'delegate')).toBe('Only the owner and you')
})
