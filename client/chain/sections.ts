/** Sections of a chart are numbered 0 to 63: one bit each of a permission. */
export const MAX_SECTIONS = 64

/** Section numbers to the contracts' bits. */
export function sectionsToBits(sections: readonly number[]): bigint {
  return sections.reduce((bits, section) => bits | (1n << BigInt(section)), 0n)
}

/** The contracts' bits to section numbers, rising. */
export function bitsToSections(bits: bigint): number[] {
  return Array.from({ length: MAX_SECTIONS }, (_, section) => section).filter(
    (section) => ((bits >> BigInt(section)) & 1n) === 1n,
  )
}
