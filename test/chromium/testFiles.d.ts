declare module 'virtual:test-files' {
  /** Imports each test file, by its path from the project's root. */
  export const testFiles: Readonly<Record<string, () => Promise<unknown>>>
}
