import type { UnlockerKind } from '#client'

export type WayWords = {
  readonly title: string
  /** Whether it works outside a browser. */
  readonly isHere: boolean
}

export const WAY_WORDS: Record<UnlockerKind, WayWords> = {
  recovery: { title: 'recovery code', isHere: true },
  wallet: { title: 'wallet signature', isHere: true },
  passkey: { title: 'passkey', isHere: false },
  metamask: { title: 'MetaMask’s encryption key', isHere: false },
}
