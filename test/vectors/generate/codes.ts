import { formatRecoveryCode } from '#client'
import { createRecoveryCode } from '../../../client/crypto/recoveryCode.ts'
import { collect } from './collect.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export const generateCodes = async () => {
  const { accept, refuse, save } = collect('codes', 'Recovery codes and their 16 bytes.')
  const code = createRecoveryCode()
  await accept('a new code', { text: code })
  await accept('sixteen zeros', { text: formatRecoveryCode(new Uint8Array(16)) })
  await accept('sixteen times 255', { text: formatRecoveryCode(new Uint8Array(16).fill(255)) })
  await accept('small letters', { text: code.toLowerCase() })
  await accept('without dashes', { text: code.replaceAll('-', '') })
  await accept('spaces and dots', { text: ` ${code.replaceAll('-', ' . ')}\n` })
  const dashes = ['_', '\u2010', '\u2011', '\u2013', '\u2014', '\u2212']
  await accept('other dashes', { text: code.replaceAll('-', () => dashes.shift()!) })
  const zeros = formatRecoveryCode(new Uint8Array(16))
  await accept('O for 0', { text: zeros.replaceAll('0', 'O') })
  await accept('o for 0', { text: zeros.replaceAll('0', 'o') })
  const ones = formatRecoveryCode(new Uint8Array([0x08, 0x42, 0x10, 0x84, 0x21, ...new Uint8Array(11)]))
  await accept('I for 1', { text: ones.replaceAll('1', 'I') })
  await accept('l for 1', { text: ones.replaceAll('1', 'l') })

  const change = (at: number, by: number) => {
    const bare = code.replaceAll('-', '')
    const symbol = ALPHABET[(ALPHABET.indexOf(bare[at]!) + by) % 32]!
    return bare.slice(0, at) + symbol + bare.slice(at + 1)
  }
  const isWrong = 'code'
  await refuse('first symbol changed', 'flipped bit', isWrong, 'the checksum is over all bytes', {
    text: change(0, 1),
  })
  await refuse('middle symbol changed', 'flipped bit', isWrong, 'the checksum is over all bytes', {
    text: change(13, 7),
  })
  await refuse('checksum changed', 'flipped bit', isWrong, 'the last twelve bits are the checksum', {
    text: change(27, 1),
  })
  await refuse('checksum’s first bits changed', 'flipped bit', isWrong, 'the checksum has twelve bits', {
    text: change(25, 2),
  })
  await refuse('two symbols swapped', 'order', isWrong, 'the checksum is over the bytes in their order', {
    text: code.slice(5, 9) + code.slice(0, 5) + code.slice(9),
  })
  await refuse('a symbol too few', 'too many or too few bytes', isWrong, 'a code has 28 symbols', {
    text: code.slice(0, -1),
  })
  await refuse('a symbol too many', 'too many or too few bytes', isWrong, 'a code has 28 symbols', {
    text: `${code}0`,
  })
  await refuse('a symbol too many in front', 'too many or too few bytes', isWrong, 'a code has 28 symbols', {
    text: `0${code}`,
  })
  await refuse('empty', 'too many or too few bytes', isWrong, 'a code has 28 symbols', { text: '' })
  await refuse('a U', 'wrong type or value', isWrong, 'no code has this letter', {
    text: `U${code.slice(1)}`,
  })
  await refuse('a bar for a dash', 'wrong type or value', isWrong, 'no code has this sign', {
    text: code.replaceAll('-', '|'),
  })
  await refuse('a star', 'wrong type or value', isWrong, 'no code has this sign', {
    text: `*${code.slice(1)}`,
  })
  await refuse('a check symbol of Crockford’s', 'wrong type or value', isWrong, 'no code has this sign', {
    text: `${code.slice(0, -1)}~`,
  })
  return save()
}
