import '../../../testing/dom.ts'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { buildGrant } from '../../../testing/buildChart.ts'
import type { GrantSummary } from '../../worker/types.ts'
import { ChangedKeyNote } from './ChangedKeyNote.tsx'

afterEach(cleanup)

function show(parts: Partial<GrantSummary>) {
  const onAcceptKey = vi.fn<() => void>()
  const reader = buildGrant({ profile: `0x${'ab'.repeat(32)}`, ...parts })
  render(<ChangedKeyNote reader={reader} name="Dr Nwosu" isLocked={false} onAcceptKey={onAcceptKey} />)
  return onAcceptKey
}

it('says nothing of a key that stayed', () => {
  show({})
  expect(screen.queryByRole('button')).toBe(null)
})

it.each([
  [{ isProfileChanged: true }, /key has changed since you let them in/],
  [{ isKeyUnconfirmed: true }, /somebody who acts for you took the new one/],
])('asks the owner about %j', async (parts, words) => {
  const onAcceptKey = show(parts)
  expect(screen.getByText(words)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Use the new key of Dr Nwosu' }))
  expect(onAcceptKey).toHaveBeenCalledOnce()
})
