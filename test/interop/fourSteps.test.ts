import { describe, expect, it } from 'vitest'

import { findKubo, HOW_TO_GET_KUBO } from '../../scripts/lib/findKubo.ts'
import { startKubo } from '../../scripts/lib/startKubo.ts'
import { useStack } from '../e2e/lib/useStack.ts'
import { fourSteps } from '../e2e/parts/fourSteps.ts'
import { noLeaks } from '../e2e/parts/noLeaks.ts'

if (findKubo() === null) {
  it('is not run here: no Kubo was found', () => {
    console.log(HOW_TO_GET_KUBO)
    expect(findKubo()).toBeNull()
  })
} else {
  const stack = useStack({ start: startKubo })
  describe('the four steps, with a real Kubo', () => {
    fourSteps(stack)
  })
  describe('the whole run', () => {
    noLeaks(stack)
  })
}
