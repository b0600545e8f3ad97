import { expect, it } from 'vitest'
import { untilOfDay } from '../../components/format/until.ts'
import { PRESETS, dayProblem, emptyForm, findAddress, formOfGrant, requestOfForm } from './giveAccessForm.ts'

const NOW = new Date(2026, 9, 31, 9)
const DOCTOR = '0x93bE410000000000000000000000000000C07a00'

it('finds the account in an address, a QR text or a link', () => {
  const texts = [
    DOCTOR,
    ` ${DOCTOR}\n`,
    `ethereum:${DOCTOR}@11155111`,
    `https://chartkey.example/#/let-in/${DOCTOR}`,
  ]
  expect(texts.map(findAddress)).toEqual(texts.map(() => DOCTOR))
})

it('finds no account where there is none, a longer number, or two', () => {
  expect(['', 'Dr Nwosu', `${DOCTOR}00`, `${DOCTOR} 0x${'11'.repeat(20)}`].map(findAddress)).toEqual([
    null,
    null,
    null,
    null,
  ])
})

it('presets keep to the month', () => {
  expect(PRESETS.map((preset) => preset.day(NOW))).toEqual(['2026-11-30', '2027-01-31', '2027-10-31'])
})

it('refuses a day in the past', () => {
  expect(dayProblem('2026-10-30', NOW)).toBe('Choose today or a later day.')
  expect(dayProblem('', NOW)).toBe('Choose the last day of access.')
  expect(dayProblem('2026-10-31', NOW)).toBe(undefined)
})

it('asks for what the form says', () => {
  const form = {
    ...emptyForm(NOW),
    grantee: DOCTOR,
    name: ' Dr Nwosu ',
    read: [3, 5],
    write: [5],
    day: '2027-01-15',
  } as const
  expect(requestOfForm(form, { id: '0x01' })).toEqual({
    kind: 'grantAccess',
    chart: '0x01',
    grantee: DOCTOR,
    name: 'Dr Nwosu',
    read: [3, 5],
    write: [5],
    until: untilOfDay('2027-01-15'),
    purpose: 'TREAT',
    history: 'all',
  })
  expect(requestOfForm(emptyForm(NOW), { id: '0x01' })).toBe(null)
})

it('refuses a day beyond the time of who gives it', () => {
  const limit = untilOfDay('2026-12-24')
  expect(dayProblem('2026-12-24', NOW, limit)).toBe(undefined)
  expect(dayProblem('2026-12-25', NOW, limit)).toBe(
    'Choose a day no later than 24 December 2026, when your own time ends.',
  )
})

it('an access that ran out begins anew from today', () => {
  const grant = {
    grantee: DOCTOR,
    name: null,
    publicName: null,
    read: [1],
    write: [],
    until: 1,
    sinceEpoch: 1,
    purpose: 'TREAT',
    isExpired: true,
    isProfileChanged: false,
    isKeyUnconfirmed: false,
    profile: null,
    isKeyMissing: false,
  } as const
  expect(formOfGrant(grant, NOW)).toEqual({
    grantee: DOCTOR,
    name: '',
    read: [1],
    write: [],
    purpose: 'TREAT',
    day: '2027-01-31',
    history: 'all',
  })
})

it('an access that began later keeps its beginning', () => {
  const grant = {
    grantee: DOCTOR,
    name: 'Dr Nwosu',
    publicName: null,
    read: [1],
    write: [],
    until: untilOfDay('2027-01-15'),
    sinceEpoch: 3,
    purpose: 'TREAT',
    isExpired: false,
    isProfileChanged: false,
    isKeyUnconfirmed: false,
    profile: null,
    isKeyMissing: false,
  } as const
  expect(formOfGrant(grant, NOW)).toMatchObject({ day: '2027-01-15', history: { since: 3 } })
})
