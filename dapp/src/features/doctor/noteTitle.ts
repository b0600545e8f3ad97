/** A title for a note that no other record of the section has: `Note of 15 October 2026`, `Note of 15 October 2026 (2)`. */
export function noteTitle(date: string, taken: readonly string[]): string {
  const plain = new Set(taken.map((title) => title.trim().toLocaleLowerCase()))
  const first = `Note of ${date}`
  for (let count = 1; ; count++) {
    const title = count === 1 ? first : `${first} (${count})`
    if (!plain.has(title.toLocaleLowerCase())) return title
  }
}
