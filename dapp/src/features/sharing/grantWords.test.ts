import { expect, it } from 'vitest'
import {
  DOCTOR,
  buildChart,
  buildDelegate,
  buildGrant,
  buildOffer,
  buildShare,
} from '../../../testing/buildChart.ts'
import { countOthers, firstExpired, sharingLine } from './grantWords.ts'

const SISTER = '0x1111111111111111111111111111111111111111'
const CHILD = '0x2222222222222222222222222222222222222222'

it('counts each account once, and neither the owner nor whoever looks', () => {
  const chart = buildChart({
    grants: [buildGrant(), buildGrant({ grantee: CHILD, isExpired: true })],
    shares: [buildShare({ number: 1 }), buildShare({ number: 2 })],
    delegates: [buildDelegate({ delegate: SISTER })],
    offer: buildOffer({ successor: CHILD }),
  })
  expect(countOthers(chart, chart.owner)).toBe(3)
  expect(countOthers(chart, SISTER)).toBe(2)
})

it('says how many others have access', () => {
  expect([0, 1, 3].map((count) => sharingLine(count))).toEqual([
    'Nobody but you has access.',
    'One other has access.',
    'Three others have access. The one that ends first is at the top.',
  ])
  expect(sharingLine(3, 'owner', 'section')).toBe('Three others have access.')
  expect(sharingLine(0, 'delegate')).toBe('Nobody but the owner and you has access.')
})

it('names whose time ran out first, of those whose keys still open what is filed', () => {
  const chart = buildChart({
    grants: [buildGrant({ until: 500, isExpired: true }), buildGrant({ grantee: SISTER })],
    delegates: [buildDelegate({ delegate: CHILD, name: 'Mara', until: 400, isExpired: true })],
    shares: [buildShare({ until: 100, isExpired: true })],
  })
  expect(firstExpired(chart)).toEqual({ name: 'Mara', until: 400 })
  expect(firstExpired(buildChart({ grants: [buildGrant({ grantee: DOCTOR })] }))).toBe(null)
})
