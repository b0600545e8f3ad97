import { describe, expect, it } from 'vitest'
import { fixedBytes } from '../../test/lib/cryptoBuilders.ts'
import { openBox, sealBox } from './box.ts'

const secret = fixedBytes('secret')
const context = fixedBytes('context', 72)
const plaintext = new TextEncoder().encode('Metformin 500 mg')

describe('box', () => {
  it('opens to what was put in', () => {
    expect(
      openBox(secret, 'vaultContents', context, sealBox(secret, 'vaultContents', context, plaintext)),
    ).toEqual(plaintext)
  })

  it('never makes the same bytes twice', () => {
    expect(sealBox(secret, 'vaultContents', context, plaintext)).not.toEqual(
      sealBox(secret, 'vaultContents', context, plaintext),
    )
  })

  it('opens under no other secret, context or label, and with no byte changed or missing', () => {
    const box = sealBox(secret, 'vaultContents', context, plaintext)
    const failed = { name: 'DecryptionFailedError' }
    const attempt = (open: () => Uint8Array) => {
      try {
        return open()
      } catch (error) {
        return error
      }
    }
    expect(attempt(() => openBox(fixedBytes('other'), 'vaultContents', context, box))).toMatchObject(failed)
    expect(attempt(() => openBox(secret, 'vaultContents', fixedBytes('other', 72), box))).toMatchObject(
      failed,
    )
    expect(attempt(() => openBox(secret, 'earlierSecrets', fixedBytes('context', 88), box))).toMatchObject(
      failed,
    )
    for (let i = 0; i < box.length; i++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = box.slice()
        changed[i]! ^= 1 << bit
        expect(attempt(() => openBox(secret, 'vaultContents', context, changed))).toMatchObject(failed)
      }
      expect(attempt(() => openBox(secret, 'vaultContents', context, box.subarray(0, i)))).toMatchObject(
        failed,
      )
    }
  })

  it('refuses a context of another length than the label’s', () => {
    expect(() => sealBox(secret, 'vaultContents', fixedBytes('context', 71), plaintext)).toThrow(
      'the context of vaultContents has 71 bytes',
    )
  })
})
