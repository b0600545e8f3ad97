/** Takes apart what a card's QR code holds, or any text with an account and a code in it. What is missing is left empty. */
export function readCard(text: string): { readonly account: string; readonly code: string } {
  const account = /0x[0-9a-f]{40}(?![0-9a-f])/i.exec(text)?.[0] ?? ''
  const code = /(?:[0-9a-z]{4}[-\s]){6}[0-9a-z]{4}(?![0-9a-z])/i.exec(text.replace(account, ' '))?.[0] ?? ''
  return { account, code }
}
