import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecoveryCode, formatRecoveryCode, parseRecoveryCode } from './recoveryCode.ts'

const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 })

describe('recovery code', () => {
  it('has seven groups of four symbols, another each time', () => {
    const code = createRecoveryCode()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$/)
    expect(createRecoveryCode()).not.toBe(code)
  })

  it('keeps its form', () => {
    expect(formatRecoveryCode(Uint8Array.from({ length: 16 }, (_, i) => i * 17))).toMatchInlineSnapshot(
      `"008J-4CT4-ANK7-F24S-NAXW-SQFE-ZZKD"`,
    )
  })

  it('round-trips, whatever its case, dashes and look-alike letters', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const code = formatRecoveryCode(secret)
        const sloppy = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`
        expect(parseRecoveryCode(code)).toEqual(secret)
        expect(parseRecoveryCode(sloppy)).toEqual(secret)
      }),
    )
  })

  it('notices nearly every wrong symbol', () => {
    const outcomes: unknown[] = []
    fc.assert(
      fc.property(secrets, fc.nat(27), fc.nat(31), (secret, at, symbol) => {
        const symbols = formatRecoveryCode(secret).replaceAll('-', '')
        const wrong = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[symbol]!
        if (symbols[at] === wrong) return
        try {
          outcomes.push(parseRecoveryCode(symbols.slice(0, at) + wrong + symbols.slice(at + 1)))
        } catch (error) {
          outcomes.push((error as Error).name)
        }
      }),
      { numRuns: 2000 },
    )
    const noticed = outcomes.filter((outcome) => outcome === 'RecoveryCodeInvalidError')
    expect(noticed.length).toBeGreaterThan(outcomes.length * 0.995)
  })

  it.each([
    ['', 'it has 0 letters and digits, and a code has 28'],
    ['K7QD-2M9X', 'it has 8 letters and digits, and a code has 28'],
    ['UUUU-0000-0000-0000-0000-0000-0000', 'it holds a letter or sign that codes never have'],
    ['é000-0000-0000-0000-0000-0000-0000', 'it holds a letter or sign that codes never have'],
    ['0000-0000-0000-0000-0000-0000-0000', 'a letter or digit is wrong or in the wrong place'],
  ])('refuses %j', (code, reason) => {
    expect(() => parseRecoveryCode(code)).toThrow(
      `This recovery code is not right: ${reason}. Compare it with what you wrote down.`,
    )
  })
})
