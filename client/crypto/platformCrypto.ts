/** Node's own cryptography, or null in a browser. Reached at run time, so that no bundle names it. */
export function platformCrypto() {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> }
  return process?.getBuiltinModule?.('node:crypto') ?? null
}
