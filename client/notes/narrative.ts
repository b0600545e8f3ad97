const OPEN = '<div xmlns="http://www.w3.org/1999/xhtml">'
const CLOSE = '</div>'

/** A text as it is kept: lines end by a line feed, paragraphs are parted by one empty line. */
export function tidyText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\t ]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** The first thing in a text that XHTML cannot hold, in words; null when there is none. */
export function textFault(text: string): string | null {
  if (!text.isWellFormed()) return 'it has half a character'
  if (/(?![\t\n])\p{Cc}/u.test(text)) return 'it has a control character'
  return /[\ufffe\uffff]/.test(text) ? 'it has a character that no document may have' : null
}

/** A tidy text as FHIR's narrative: paragraphs and line breaks, all else escaped. */
export function narrativeOf(text: string): string {
  const paragraphs = text.split('\n\n').map((paragraph) => `<p>${escape(paragraph)}</p>`)
  return `${OPEN}${paragraphs.join('')}${CLOSE}`
}

/** The text that `narrativeOf` made a narrative of; null for any other narrative. */
export function narrativeText(div: string): string | null {
  if (!div.startsWith(`${OPEN}<p>`) || !div.endsWith(`</p>${CLOSE}`)) return null
  const inner = div.slice(OPEN.length + 3, -(CLOSE.length + 4))
  const text = unescape(inner.replaceAll('</p><p>', '\n\n').replaceAll('<br/>', '\n'))
  return narrativeOf(text) === div ? text : null
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\n', '<br/>')
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
