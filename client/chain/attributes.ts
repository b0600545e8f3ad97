// Generated from contracts/types/attributes.json by `npm run generate`. Do not edit.

/** What an authority may attest of an account. A set of attributes is a uint64 with the bit `value` for each. */
export const attributes = [
  { value: 0, name: 'PHYSICIAN', display: 'Physician', meaning: 'licensed to practise medicine' },
  { value: 1, name: 'NURSE', display: 'Nurse', meaning: 'licensed to practise nursing' },
  { value: 2, name: 'PHARMACIST', display: 'Pharmacist', meaning: 'licensed to dispense medicines' },
  { value: 3, name: 'LABORATORY', display: 'Laboratory', meaning: 'accredited to examine specimens' },
  { value: 4, name: 'RESEARCHER', display: 'Researcher', meaning: 'approved to do research on people' },
  { value: 5, name: 'PAYER', display: 'Payer', meaning: 'pays or insures care' },
  { value: 6, name: 'AUDITOR', display: 'Auditor', meaning: 'may inspect the care that was given' },
  {
    value: 7,
    name: 'EMERGENCY',
    display: 'Emergency responder',
    meaning: 'answers emergencies, and may break the glass',
  },
] as const

export type Attribute = (typeof attributes)[number]

export type AttributeName = Attribute['name']
