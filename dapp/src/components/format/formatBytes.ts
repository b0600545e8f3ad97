const UNITS = ['kB', 'MB', 'GB', 'TB'] as const

/** A size as people read it, in decimal units: `512 bytes`, `84 kB`, `11.9 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  let value = bytes
  let unit = -1
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  const digits = value < 9.95 && unit > 0 ? 1 : value < 99.95 && unit > 0 ? 1 : 0
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${UNITS[unit]}`
}

/** Done of total, with the unit said once where both have the same: `7.4 of 11.9 MB`. */
export function formatBytesOf(done: number, total: number): string {
  const left = formatBytes(done).split(' ')
  const right = formatBytes(total)
  return left[1] === right.split(' ')[1] ? `${left[0]} of ${right}` : `${left.join(' ')} of ${right}`
}
