import { crc32, deflateSync } from 'node:zlib'

/** A file as a person would choose it. */
export interface TestDocument {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
  /** Words of its content, of which none may be found outside the two people's pages. */
  readonly words: readonly string[]
}

/** A FHIR R4 bundle of a laboratory: one patient, one result outside its range. */
export function fhirBundle({ name = 'ferritin-march.json', word = 'Quellmoos' } = {}): TestDocument {
  const bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: '2026-03-04T09:30:00Z',
    entry: [
      {
        fullUrl: 'urn:uuid:6f1c1a52-52a1-4a53-9f0f-6d4a3b1f0001',
        resource: {
          resourceType: 'Patient',
          id: 'p1',
          name: [{ family: word, given: ['Ilse'] }],
          gender: 'female',
          birthDate: '1961-08-14',
        },
      },
      {
        fullUrl: 'urn:uuid:6f1c1a52-52a1-4a53-9f0f-6d4a3b1f0002',
        resource: {
          resourceType: 'Observation',
          id: 'o1',
          status: 'final',
          code: { coding: [{ system: 'http://loinc.org', code: '2276-4' }], text: 'Ferritin' },
          effectiveDateTime: '2026-03-03',
          subject: { reference: 'urn:uuid:6f1c1a52-52a1-4a53-9f0f-6d4a3b1f0001' },
          valueQuantity: { value: 9.5, unit: 'ug/L', system: 'http://unitsofmeasure.org', code: 'ug/L' },
          referenceRange: [{ low: { value: 15, unit: 'ug/L' }, high: { value: 150, unit: 'ug/L' } }],
        },
      },
    ],
  }
  return {
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(bundle, null, 2)),
    words: [word, 'Ferritin', '1961-08-14'],
  }
}

/** A PDF of one page with one line of text. */
export function pdf({
  name = 'discharge-letter.pdf',
  line = 'Discharged after Birkengrund stay',
} = {}): TestDocument {
  const stream = `BT /F1 18 Tf 72 720 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets: number[] = []
  for (const [index, object] of objects.entries()) {
    offsets.push(text.length)
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  const start = text.length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text, 'latin1'), words: ['Birkengrund'] }
}

/** A PNG of 32 by 32 pixels. */
export function png({ name = 'left-wrist-xray.png' } = {}): TestDocument {
  const size = 32
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc(size * (size + 1))
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) rows[y * (size + 1) + 1 + x] = (x * 8) ^ (y * 8)
  const buffer = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('tEXt', Buffer.from('Comment\0Handgelenk Weidenau')),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
  return { name, mimeType: 'image/png', buffer, words: ['Weidenau'] }
}

/** A plain note. */
export function note({
  name = 'visit-note.txt',
  text = 'Steinbrech syrup, 5 ml in the evening',
} = {}): TestDocument {
  return {
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(text),
    words: text.split(/[ ,]+/).filter((word) => word.length > 5),
  }
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
