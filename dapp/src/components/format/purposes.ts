import type { PurposeCode } from '#client'

export type PurposeWords = { readonly code: PurposeCode; readonly words: string; readonly means: string }

/** The purposes that the page offers, in its order. Codes are HL7 v3 PurposeOfUse. */
export const PURPOSES: readonly PurposeWords[] = [
  { code: 'TREAT', words: 'treatment', means: 'To care for you.' },
  { code: 'CAREMGT', words: 'care management', means: 'To plan your care and keep it together.' },
  { code: 'HPAYMT', words: 'payment', means: 'To pay for your care, as an insurer does.' },
  { code: 'HRESCH', words: 'research', means: 'For a study.' },
  { code: 'FAMRQT', words: 'your family', means: 'For someone close to you.' },
  {
    code: 'PATRQT',
    words: 'your own request',
    means: 'Because you want them to have it, for any other reason.',
  },
]

/** What every purpose is called in the permission sentence: also those that only other programs give. */
const WORDS: Record<PurposeCode, string> = {
  TREAT: 'treatment',
  ETREAT: 'emergency treatment',
  CAREMGT: 'care management',
  HPAYMT: 'payment',
  COVERAGE: 'insurance cover',
  HOPERAT: 'running the service',
  HQUALIMP: 'improving the service',
  PATSFTY: 'patient safety',
  HLEGAL: 'a legal matter',
  HRESCH: 'research',
  CLINTRCH: 'a clinical trial',
  PUBHLTH: 'public health',
  FAMRQT: 'your family',
  PWATRNY: 'power of attorney',
  SUPNWK: 'your support network',
  PATRQT: 'your own request',
}

export function formatPurpose(code: PurposeCode): string {
  return WORDS[code]
}
