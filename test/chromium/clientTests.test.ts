import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../scripts/lib/processes.ts'
import { clientTestsForChromium, NODE_ONLY } from './clientTests.ts'

it('leaves out of Chromium what is there, and nothing of the cryptography but what compares with Node', () => {
  for (const file of Object.keys(NODE_ONLY))
    expect(existsSync(path.join(PROJECT_ROOT, file)), file).toBe(true)
  const crypto = Object.keys(NODE_ONLY).filter((file) => file.startsWith('client/crypto/'))
  expect(crypto).toEqual(['client/crypto/labels.test.ts', 'client/crypto/metamaskBox.test.ts'])
  expect(clientTestsForChromium()).toContain('client/crypto/record.test.ts')
})
