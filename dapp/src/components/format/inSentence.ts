/** What stands for somebody at the beginning of a line, within a sentence: `you`, `the former owner (0x7a4C…9E21)`; a name stays. */
export function inSentence(person: string): string {
  if (person === 'You') return 'you'
  return person.startsWith('The ') ? `the ${person.slice('The '.length)}` : person
}
