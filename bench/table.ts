/** Columns of the same width, the first to the left and the others to the right. The first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function count(value: number): string {
  return value.toLocaleString('en')
}

/** The last line of a bench: what is over its limit, or that nothing is. */
export function verdict(exceeded: readonly string[]): string {
  return exceeded.length === 0
    ? 'Every figure is within its limit.'
    : `Over the limit:\n  ${exceeded.join('\n  ')}`
}
