import { expect, it } from 'vitest'

import { findLeaks, leakScan, readPublicChain } from '../../lib/leakScan.ts'
import { publicWords, secretWords } from '../lib/secrets.ts'
import type { Stack } from '../lib/startStack.ts'

/** Everything that the run left where anybody can look. */
export function noLeaks(stack: () => Stack): void {
  it('left no word of a document, no file name, no title and no section’s name on the chain or in the store', async () => {
    const { chain, store } = stack()
    const words = secretWords()
    expect(words.length).toBeGreaterThan(20)
    const scan = await leakScan({ rpcUrl: chain.rpcUrl, directory: store.directory, words })
    expect(scan.transactions).toBeGreaterThan(10)
    expect(scan.events).toBeGreaterThan(10)
    expect(scan.storedFiles).toBeGreaterThan(20)
    expect(scan.leaks).toEqual([])
  })

  it('left no doctor’s name on the chain, though it stands in the profile', async () => {
    const { pieces } = await readPublicChain(stack().chain.rpcUrl)
    expect(publicWords().length).toBeGreaterThan(0)
    expect(findLeaks(pieces, publicWords())).toEqual([])
  })
}
