import { expect, test } from 'vitest'
import { isSameFingerprint, keyFingerprint } from './keyFingerprint.ts'

test('a fingerprint is the first 128 bits of a SHA-256, in groups', () => {
  // SHA-256 of "abc" (FIPS 180-4).
  const fingerprint = keyFingerprint(new TextEncoder().encode('abc'))
  expect(fingerprint).toBe('ba78 16bf 8f01 cfea 4141 40de 5dae 2223')
  for (const typed of ['BA7816BF8F01CFEA414140DE5DAE2223', 'ba78-16bf-8f01-cfea-4141-40de-5dae-2223']) {
    expect(isSameFingerprint(typed, fingerprint)).toBe(true)
  }
  for (const typed of ['', 'ba78 16bf', 'ba78 16bf 8f01 cfea 4141 40de 5dae 2224']) {
    expect(isSameFingerprint(typed, fingerprint)).toBe(false)
  }
})
