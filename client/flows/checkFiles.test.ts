import { expect, test } from 'vitest'
import { checkFiles } from './checkFiles.ts'
import type { FileInput } from './types.ts'

const LIMIT = 2_000_000
const file = (
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  more: Partial<FileInput> = {},
): FileInput => ({
  name,
  blob: new Blob([content]),
  ...more,
})
const bytes = (...values: number[]) => Uint8Array.from(values)
const PNG = bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1)
const FHIR = '{"resourceType":"Bundle","entry":[]}'

test.each([
  ['bundle.json', FHIR, 'application/fhir+json'],
  ['bundle', `\n  ${FHIR}`, 'application/fhir+json'],
  ['letter.pdf', '%PDF-1.7 …', 'application/pdf'],
  ['scan.png', PNG, 'image/png'],
  ['photo.JPG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['photo.webp', 'RIFF\u0001\u0001\u0001\u0001WEBPVP8 ', 'image/webp'],
  ['note.txt', 'Schlafstörung, seit März', 'text/plain'],
  ['note.md', '# Visit\n\ttabbed', 'text/plain'],
  ['note', 'without an ending', 'text/plain'],
])('%s is taken by its content', async (name, content, mediaType) => {
  expect(await checkFiles([file(name, content)], LIMIT)).toMatchObject([{ title: name, mediaType }])
})

test.each([
  ['application/json', FHIR, 'b.json'],
  ['text/plain; charset=utf-8', 'text', 'a.txt'],
  ['', FHIR, 'b.json'],
  ['application/octet-stream', 'text', 'a.txt'],
])('a browser’s type %s goes with its content', async (mediaType, content, name) => {
  expect(await checkFiles([file(name, content, { mediaType })], LIMIT)).toHaveLength(1)
})

const WHAT = 'Add FHIR (JSON), PDF, PNG, JPEG, WebP or plain text.'
test.each([
  ['no file', [], 'FilesMissingError', 'No file was chosen. Choose at least one.'],
  ['an empty file', [file('a.txt', '')], 'FileEmptyError', '“a.txt” is empty. Choose a file with content.'],
  [
    'a file over the limit',
    [file('a.txt', 'x'.repeat(LIMIT + 1))],
    'FileOverLimitError',
    '“a.txt” is larger than 1 MB, the most that one record may have.',
  ],
  [
    'a program',
    [file('a.exe', bytes(0x4d, 0x5a, 0x90, 0))],
    'FileTypeUnknownError',
    `“a.exe” is of a type that Chartkey does not know. ${WHAT}`,
  ],
  [
    'a script, though it is text',
    [file('a.html', '<script>1</script>')],
    'FileTypeUnknownError',
    `“a.html” is of a type that Chartkey does not know. ${WHAT}`,
  ],
  [
    'JSON that is not FHIR',
    [file('a.json', '{"a":1}')],
    'FileTypeUnknownError',
    `“a.json” is of a type that Chartkey does not know. ${WHAT}`,
  ],
  [
    'a picture named as a letter',
    [file('a.pdf', PNG)],
    'FileTypeUnknownError',
    `“a.pdf” is not of the type that its name says. ${WHAT}`,
  ],
  [
    'a picture stated to be text',
    [file('a', PNG, { mediaType: 'text/plain' })],
    'FileTypeUnknownError',
    `“a” is not of the type that its name says. ${WHAT}`,
  ],
  [
    'the same name twice',
    [file('a.txt', 'one'), file('A.txt', 'two')],
    'TitleTakenError',
    'This section has a record called “A.txt” already, or you chose two. Give this one another title.',
  ],
  [
    'the same title twice',
    [file('a.txt', 'one', { title: 'Note' }), file('b.txt', 'two', { title: ' note ' })],
    'TitleTakenError',
    'This section has a record called “note” already, or you chose two. Give this one another title.',
  ],
  [
    'a title with a line break',
    [file('a.txt', 'one', { title: 'a\nb' })],
    'NameInvalidError',
    'This name cannot be used: it holds a control character.',
  ],
  [
    'a day that is none',
    [file('a.txt', 'one', { happenedAt: '2026-02-30' })],
    'DateInvalidError',
    '“2026-02-30” is not a date. Write it as year-month-day, as 2024-05-31.',
  ],
  [
    'more files than a batch holds',
    Array.from({ length: 101 }, (_, i) => file(`${i}.txt`, 'x')),
    'TooManyFilesError',
    '101 files are too many for one transaction. Add at most 100 at a time.',
  ],
] as const)('%s is refused', async (_, files, name, shortMessage) => {
  await expect(checkFiles(files, LIMIT)).rejects.toMatchObject({ name, shortMessage })
})

test.each(['2026', '2026-02', '2024-02-29'])('%s is a date', async (happenedAt) => {
  expect(await checkFiles([file('a.txt', 'x', { happenedAt })], LIMIT)).toMatchObject([{ happenedAt }])
})
