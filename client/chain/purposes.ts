// Generated from contracts/types/purposes.json by `npm run generate`. Do not edit.

/** The code system of {@link purposes}: HL7 v3 ActReason. */
export const purposeCodeSystem = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'

/** Why access is given. `value` is the number in the contracts' Purpose enum, where 0 is none. */
export const purposes = [
  { value: 1, code: 'TREAT', display: 'treatment' },
  { value: 2, code: 'ETREAT', display: 'emergency treatment' },
  { value: 3, code: 'CAREMGT', display: 'care management' },
  { value: 4, code: 'HPAYMT', display: 'healthcare payment' },
  { value: 5, code: 'COVERAGE', display: 'coverage under policy or program' },
  { value: 6, code: 'HOPERAT', display: 'healthcare operations' },
  { value: 7, code: 'HQUALIMP', display: 'health quality improvement' },
  { value: 8, code: 'PATSFTY', display: 'patient safety' },
  { value: 9, code: 'HLEGAL', display: 'legal' },
  { value: 10, code: 'HRESCH', display: 'healthcare research' },
  { value: 11, code: 'CLINTRCH', display: 'clinical trial research' },
  { value: 12, code: 'PUBHLTH', display: 'public health' },
  { value: 13, code: 'FAMRQT', display: 'family requested' },
  { value: 14, code: 'PWATRNY', display: 'power of attorney' },
  { value: 15, code: 'SUPNWK', display: 'support network' },
  { value: 16, code: 'PATRQT', display: 'patient requested' },
] as const

export type Purpose = (typeof purposes)[number]

export type PurposeCode = Purpose['code']
