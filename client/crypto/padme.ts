/** The smallest stored body. */
export const MIN_BODY = 4096

/**
 * The stored length of a body of `length` bytes: Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted
 * Files and Communication with PURBs", 2019, algorithm 1), at least 4096. Adds at most 12 %.
 */
export function padme(length: number): number {
  if (length <= MIN_BODY) return MIN_BODY
  const exponent = Math.floor(Math.log2(length))
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1
  const unit = 2 ** (exponent - mantissaBits)
  return Math.ceil(length / unit) * unit
}
