import type { DemoWalletProvider } from './createDemoWallet.ts'

export type ProviderInfo = {
  /** A UUID v4, new with each page. */
  readonly uuid: string
  readonly name: string
  /** A `data:` URL. */
  readonly icon: string
  /** Reverse domain name. */
  readonly rdns: string
}

/** Announces a provider now and whenever a page asks (EIP-6963). Returns the function that ends it. */
export function announceProvider(info: ProviderInfo, provider: DemoWalletProvider): () => void {
  const detail = Object.freeze({ info: Object.freeze({ ...info }), provider })
  const announce = () =>
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail })) as unknown as void
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
  return () => window.removeEventListener('eip6963:requestProvider', announce)
}
