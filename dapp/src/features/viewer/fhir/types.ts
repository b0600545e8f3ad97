/** What of FHIR R4 the page reads. Everything may be missing: what was filed is what somebody made. */
export type Resource = {
  readonly resourceType: string
  readonly id?: string
  readonly contained?: readonly Resource[]
  readonly [key: string]: unknown
}

export type Coding = { readonly system?: string; readonly code?: string; readonly display?: string }
export type CodeableConcept = { readonly text?: string; readonly coding?: readonly Coding[] }
export type Quantity = {
  readonly value?: number
  readonly comparator?: string
  readonly unit?: string
  readonly code?: string
}
export type Period = { readonly start?: string; readonly end?: string }
export type Reference = { readonly reference?: string; readonly display?: string }

/** A document as a person reads it. */
export type Summary = {
  readonly title: string | null
  readonly date: string | null
  readonly patient: { readonly name: string; readonly born: string | null } | null
  readonly parts: readonly Part[]
}

/** One part of a summary, as "Allergies": a list, a table of results, or a text. */
export type Part = {
  readonly kind: 'allergies' | 'problems' | 'medications' | 'immunizations' | 'results' | 'other'
  readonly title: string
  readonly items: readonly Item[]
  readonly results: readonly Result[]
  /** The author's own text, where there is nothing else to show. */
  readonly text: string | null
}

export type Item = {
  readonly name: string
  /** What else is known, as the dose or the reaction. */
  readonly notes: readonly string[]
  readonly date: string | null
  readonly isSerious: boolean
}

export type Result = {
  readonly name: string
  /** The panel or report that it belongs to. */
  readonly group: string | null
  readonly value: string
  readonly unit: string | null
  readonly date: string | null
  readonly range: Range | null
  readonly verdict: 'high' | 'low' | 'abnormal' | 'in-range' | null
}

export type Range = {
  readonly low: number | null
  readonly high: number | null
  /** In words: `below 3.0`, `45 to 90`. */
  readonly words: string
  /** The measured number, when the range can be drawn. */
  readonly value: number | null
}
