import { chainError } from './normalizeError.ts'

/** Asks the node, and throws what fails as one of the client's own errors. */
export async function read<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw chainError(error)
  }
}
