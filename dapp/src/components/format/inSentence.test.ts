import { expect, it } from 'vitest'
import { inSentence } from './inSentence.ts'

it.each([
  ['You', 'you'],
  ['The former owner (0x7a4C…9E21)', 'the former owner (0x7a4C…9E21)'],
  ['Theodora Brandvik', 'Theodora Brandvik'],
  ['0x7a4C…9E21', '0x7a4C…9E21'],
])('%s is %s', (person, words) => expect(inSentence(person)).toBe(words))
