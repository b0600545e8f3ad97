const secrets = new Set<string>()

/** Notes words that must never reach the chain or lie readable in the store. */
export function remember(...words: readonly string[]): void {
  for (const word of words) secrets.add(word)
}

/** All that was noted in this run. */
export function secretWords(): readonly string[] {
  return [...secrets]
}
