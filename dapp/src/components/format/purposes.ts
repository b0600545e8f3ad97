import type { PurposeCode } from '#client'

export type PurposeWords = { readonly code: PurposeCode; readonly words: string; readonly means: string }

/** The purposes that the page offers, in its order. Codes are HL7 v3 PurposeOfUse. */
export const PURPOSES: readonly PurposeWords[] = [
  { code: 'TREAT', words: 'treatment', means: 'To care for you.' },
  { code: 'HPAYMT', words: 'payment', means: 'To pay for your care, as an insurer does.' },
  { code: 'HRESCH', words: 'research', means: 'For a study.' },
  {
    code: 'PUBHLTH',
    words: 'public health',
    means: 'For the health of the population, as a health office does.',
  },
  { code: 'FAMRQT', words: 'your family', means: 'For someone close to you.' },
  {
    code: 'PATRQT',
    words: 'your own request',
    means: 'Because you want them to have it, for any other reason.',
  },
]

/** What a purpose is called in the permission sentence; the code itself when the page has no word for it. */
export function formatPurpose(code: PurposeCode): string {
  if (code === 'ETREAT') return 'emergency treatment'
  return PURPOSES.find((purpose) => purpose.code === code)?.words ?? code
}
