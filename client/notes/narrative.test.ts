import fc from 'fast-check'
import { expect, it } from 'vitest'
import { narrativeOf, narrativeText, textFault, tidyText } from './narrative.ts'

const OPEN = '<div xmlns="http://www.w3.org/1999/xhtml">'

it('makes paragraphs and line breaks of a text', () => {
  expect(narrativeOf('Seen today.\nWell.\n\nAgain in May.')).toBe(
    `${OPEN}<p>Seen today.<br/>Well.</p><p>Again in May.</p></div>`,
  )
})

it.each([
  '<script>alert(1)</script>',
  '</p></div><div onclick="x">',
  '<img src=x onerror=alert(1)>',
  'BP > 140 & < 160',
  '&lt;already escaped&gt; &amp;amp;',
  ']]>',
  '<br/>',
  '</p><p>',
  '"quotes" and ’apostrophes’',
])('keeps %s as words alone', (text) => {
  const div = narrativeOf(text)
  const tags = [...div.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
  expect(tags).toEqual([OPEN, '<p>', '</p>', '</div>'])
  expect(narrativeText(div)).toBe(text)
})

it('gives back any tidy text', () => {
  const parts = fc.constantFrom(
    '<p>',
    '</p>',
    '<br/>',
    '&amp;',
    '&',
    'lt;',
    '<',
    '>',
    '\n',
    '\n\n',
    ' ',
    'Zoë',
    '😀',
  )
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1 }), (pieces) => {
      const text = tidyText(pieces.join(''))
      expect(narrativeText(narrativeOf(text))).toBe(text)
      expect(tidyText(text)).toBe(text)
    }),
  )
})

it('knows its own narratives alone', () => {
  expect(narrativeText(`${OPEN}<p>a<b>b</b></p></div>`)).toBeNull()
  expect(narrativeText(`${OPEN}a</div>`)).toBeNull()
  expect(narrativeText('<div><p>a</p></div>')).toBeNull()
  expect(narrativeText(`${OPEN}<p>a &copy; b</p></div>`)).not.toBe('a © b')
})

it('tidies line ends and empty lines', () => {
  expect(tidyText('\n a \r\nb\r\n\n \n\nc\n')).toBe('a\nb\n\nc')
})

it.each([
  ['\u0000', 'it has a control character'],
  ['a\u001b[0m', 'it has a control character'],
  ['a\u0085', 'it has a control character'],
  ['\ud83d', 'it has half a character'],
  ['a\uffff', 'it has a character that no document may have'],
])('finds what XHTML cannot hold', (text, fault) => {
  expect(textFault(text)).toBe(fault)
})
