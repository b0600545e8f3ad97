import { expect, it } from 'vitest'

import { findChromium } from './findChromium.ts'

it('takes the browser that CHARTKEY_CHROMIUM names, and refuses one that is not there', async () => {
  expect(await findChromium({ CHARTKEY_CHROMIUM: process.execPath })).toMatchObject({
    executablePath: process.execPath,
    source: 'CHARTKEY_CHROMIUM',
  })
  await expect(findChromium({ CHARTKEY_CHROMIUM: '/nowhere/chromium' })).rejects.toThrow(
    'CHARTKEY_CHROMIUM names no file.',
  )
})
