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
  expect(grantChanges(chart, grant, form)).toEqual({ lines: [], isNarrowed: false })
})

it('says how an access grows, which needs no new locks', () => {
  expect(grantChanges(chart, { ...grant, read: [41], write: [] }, { ...form, day: '2027-04-15' })).toEqual({
    lines: [
      'Can now read Lab results too.',
      'Can now add to Heart too.',
      'Lasts until 15 April 2027 instead of 15 January 2027.',
    ],
    isNarrowed: false,
  })
})

it('says how an access shrinks, which changes the locks', () => {
  expect(grantChanges(chart, grant, { ...form, read: [41], write: [], day: '2026-12-31' })).toEqual({
    lines: [
      'Can no longer read Lab results.',
      'Can no longer add to Heart.',
      'Ends on 31 December 2026 instead of 15 January 2027.',
    ],
    isNarrowed: true,
  })
})

it('says that less of what was filed before can be read, or more', () => {
  expect(grantChanges(chart, grant, { ...form, history: 'from-now' })).toEqual({
    lines: ['Reads less of what was filed before.'],
    isNarrowed: true,
  })
  const later = { ...grant, sinceEpoch: 3 }
  expect(grantChanges(chart, later, { ...form, history: { since: 2 } })).toEqual({
    lines: ['Reads more of what was filed before.'],
    isNarrowed: false,
  })
})

it('says that an access which ran out begins anew, and for what', () => {
  expect(
    grantChanges(chart, { ...grant, isExpired: true }, { ...form, day: '2027-02-01', purpose: 'HPAYMT' }),
  ).toEqual({
    lines: ['Is for payment, no longer for treatment.', 'Begins anew, until 1 February 2027.'],
    isNarrowed: false,
  })
})
