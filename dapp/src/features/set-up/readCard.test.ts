import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cardText } from './RecoveryCard.tsx'
import { readCard } from './readCard.ts'

const ACCOUNT = '0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21'
const CODE = 'K7QD-2M9X-H4VT-8PWC-N3RJ-6ZFA-YE5G'

it('reads back what the card’s QR code holds', () => {
  expect(readCard(cardText(ACCOUNT, CODE))).toEqual({ account: ACCOUNT, code: CODE })
})

it('finds account and code in typed text', () => {
  expect(readCard(`Account ${ACCOUNT}\nk7qd 2m9x h4vt 8pwc n3rj 6zfa ye5g`)).toEqual({
    account: ACCOUNT,
    code: 'k7qd 2m9x h4vt 8pwc n3rj 6zfa ye5g',
  })
})

it('leaves empty what is not there', () => {
  expect(readCard('hello')).toEqual({ account: '', code: '' })
})

it('takes any text, of any length', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[0-9a-zA-Z\s-]{0,80}$/),
    fc.constantFrom(
      '0x'.repeat(100_000),
      'abcd-'.repeat(100_000),
      '0'.repeat(500_000),
      `0x${'a'.repeat(500_000)}`,
    ),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { account, code } = readCard(text)
      expect(account).toMatch(/^(0x[0-9a-fA-F]{40})?$/)
      expect(code.length === 0 || code.length === 34).toBe(true)
    }),
  )
})
