const secrets = new Set<string>()
const published = new Set<string>()

/** Notes words that must never reach the chain or lie readable in the store. */
export function remember(...words: readonly string[]): void {
  for (const word of words) secrets.add(word)
}

/** Notes words that a profile publishes, and that the chain must not hold all the same. */
export function rememberPublic(...words: readonly string[]): void {
  for (const word of words) published.add(word)
}

export function secretWords(): readonly string[] {
  return [...secrets]
}

export function publicWords(): readonly string[] {
  return [...published]
}
