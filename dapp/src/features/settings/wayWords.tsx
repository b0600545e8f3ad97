import { Fingerprint, KeyRound, LockKeyhole, Wallet } from 'lucide-react'
import type { ReactNode } from 'react'
import type { UnlockerKind } from '../../worker/types.ts'

export type WayWords = {
  readonly title: string
  readonly icon: ReactNode
  /** What it takes, and who could take it. */
  readonly text: string
  /** Why a future computer matters to it; null where none does. */
  readonly weakness: string | null
}

export const WAYS: Record<UnlockerKind, WayWords> = {
  recovery: {
    title: 'Recovery card',
    icon: <KeyRound />,
    text: 'With it alone you can read; to change anything your wallet is needed too.',
    weakness: null,
  },
  passkey: {
    title: 'Passkey',
    icon: <Fingerprint />,
    text: 'Your device’s fingerprint, face or PIN, or a security key. It works on this page’s address alone, so no false page can ask for it.',
    weakness: null,
  },
  wallet: {
    title: 'Wallet signature',
    icon: <Wallet />,
    text: 'A false page could ask for it, so sign only here. If one did, remove this way with new keys; you can then add it again, and the old signature opens nothing.',
    weakness:
      'Classical, not post-quantum: a quantum computer could forge the signature and so open your account.',
  },
  metamask: {
    title: 'MetaMask’s encryption key',
    icon: <LockKeyhole />,
    text: 'MetaMask has marked it as deprecated and may drop it. A false page could ask for it, so decrypt only here. The key itself never changes: if someone else has your wallet’s keys, remove this way and do not add it again.',
    weakness:
      'Classical, not post-quantum: a quantum computer could open what is encrypted to it, and so your account.',
  },
}
