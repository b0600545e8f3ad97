import { expect, it } from 'vitest'
import { DOCTOR, buildChart } from '../../../testing/buildChart.ts'
import { untilOfDay } from '../../components/format/until.ts'
import type { GrantSummary } from '../../worker/types.ts'
import { formOfGrant } from './giveAccessForm.ts'
import { grantChanges } from './grantChanges.ts'

const chart = buildChart({ epoch: 3 })
const grant: GrantSummary = {
  grantee: DOCTOR,
  name: 'Dr Nwosu',
  publicName: null,
  read: [41, 7],
  write: [41],
  until: untilOfDay('2027-01-15'),
  sinceEpoch: 1,
  purpose: 'TREAT',
  isExpired: false,
  isProfileChanged: false,
  isKeyUnconfirmed: false,
  profile: null,
  isKeyMissing: false,
}
const form = formOfGrant(grant, new Date(2026, 9, 31))

it('says nothing of what stays', () => {
  expect(grantChanges(chart, grant, form)).toEqual([])
})

it('says nothing of an end that stays on its day', () => {
  const atNoon = { ...grant, until: grant.until - 12 * 3600 }
  expect(grantChanges(chart, atNoon, formOfGrant(atNoon, new Date(2026, 9, 31)))).toEqual([])
})

it('says how an access grows', () => {
  expect(grantChanges(chart, { ...grant, read: [41], write: [] }, { ...form, day: '2027-04-15' })).toEqual([
    'Can now read Lab results too.',
    'Can now add to Heart too.',
    'Lasts until 15 April 2027 instead of 15 January 2027.',
  ])
})

it('says how an access shrinks', () => {
  expect(grantChanges(chart, grant, { ...form, read: [41], write: [], day: '2026-12-31' })).toEqual([
    'Can no longer read Lab results.',
    'Can no longer add to Heart.',
    'Ends on 31 December 2026 instead of 15 January 2027.',
  ])
})

it('says how many records filed before open, or no longer do', () => {
  expect(grantChanges(chart, grant, form, { opened: 1, closed: 0 })).toEqual([
    '1 record filed before opens to them.',
  ])
  expect(grantChanges(chart, grant, form, { opened: 0, closed: 2 })).toEqual([
    '2 records filed before no longer open to them.',
  ])
})

it('says that an access which ran out begins anew, and for what', () => {
  expect(
    grantChanges(chart, { ...grant, isExpired: true }, { ...form, day: '2027-02-01', purpose: 'HPAYMT' }),
  ).toEqual(['Is for payment, no longer for treatment.', 'Begins anew, until 1 February 2027.'])
})
