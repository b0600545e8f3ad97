/** The ends of an account's address, for where the whole would crowd the page: `0x7a4C…9E21`. */
export function formatAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}
