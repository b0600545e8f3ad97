import { measureCrypto } from './cryptoWork.ts'
import type { CryptoReport, CryptoTask } from './cryptoWork.ts'

export type CryptoAnswer = { readonly report: CryptoReport } | { readonly error: string }

self.addEventListener('message', ({ data }: MessageEvent<CryptoTask>) => {
  measureCrypto(data).then(
    (report) => self.postMessage({ report } satisfies CryptoAnswer, {}),
    (error: unknown) => self.postMessage({ error: String(error) } satisfies CryptoAnswer, {}),
  )
})
