import { expect, test } from 'vitest'
import { givenLines } from './givenLines.ts'

const reader = {
  publicName: null,
  until: 1_800_000_000,
  isExpired: false,
  isProfileChanged: false,
  profile: null,
  isKeyMissing: false,
  isKeyUnconfirmed: false,
} as const
const [carer, second, third] = ['0x11', '0x22', '0x33'] as const

test('what was given unseen is named with account and giver, and with what ends it', () => {
  const giver = { by: carer, byName: 'Kari', givenAt: 1_792_000_000 }
  const grant = { ...reader, name: null, grantee: second, read: [1], write: [], sinceEpoch: 1 }
  const share = { ...reader, name: 'Per', reader: third, number: 4 }
  const unknown = { by: null, byName: null, givenAt: null }
  const given = {
    grants: [{ ...grant, purpose: 'TREAT', ...giver }],
    shares: [{ ...share, ...unknown }],
  } as const
  expect(givenLines(given)).toEqual([
    'Kari (0x11) gave unseen, at 2026-10-14T17:46:40.000Z, access to 0x22, which `revoke` ends.',
    'Somebody gave unseen record 4 to Per (0x33), which `end-share` ends.',
    'No new keys are sealed to these; `rotate --keep` keeps them.',
  ])
})
