import type { PersonToTell } from '../../worker/types.ts'

/** Those whom this browser does not know to have been told of the account's present key. */
export function notTold(
  key: string,
  people: readonly PersonToTell[],
  storage: Pick<Storage, 'getItem'> = localStorage,
): readonly PersonToTell[] {
  const told = readTold(key, storage)
  return people.filter((person) => !told.includes(entryOf(person)))
}

/** Keeps that these people were told, where this browser can keep it. Charts and generations of a key alone. */
export function keepTold(
  key: string,
  people: readonly PersonToTell[],
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): void {
  const told = new Set([...readTold(key, storage), ...people.map(entryOf)])
  try {
    storage.setItem(key, JSON.stringify([...told]))
  } catch {
    // A full or forbidden storage forgets it; then they are named again.
  }
}

function entryOf({ chart, generation }: PersonToTell): string {
  return `${generation}/${chart}`
}

function readTold(key: string, storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const told: unknown = JSON.parse(storage.getItem(key) ?? '[]')
    return Array.isArray(told) ? told.filter((entry) => typeof entry === 'string') : []
  } catch {
    return []
  }
}
