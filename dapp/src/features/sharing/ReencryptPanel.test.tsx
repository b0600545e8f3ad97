import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { DOCTOR } from '../../../testing/buildChart.ts'
import type { HistoryState } from '../../worker/types.ts'
import type { ReencryptViewProps } from './ReencryptPanel.tsx'
import { ReencryptView } from './ReencryptPanel.tsx'

afterEach(cleanup)

const HISTORY: HistoryState = {
  total: 62,
  done: 0,
  remaining: 62,
  bytesRemaining: 118_000_000,
  confirmations: 3,
  leftovers: 0,
  superseded: 0,
  failed: [],
}

const DONE = { done: 62, remaining: 0, bytesRemaining: 0, confirmations: 0 }

function show(parts: Partial<ReencryptViewProps> = {}) {
  const onStart = vi.fn<() => void>()
  const { container } = render(
    <ReencryptView
      history={HISTORY}
      problem={null}
      stopped={null}
      isRunning={false}
      canAct
      onStart={onStart}
      onRetry={() => {}}
      {...parts}
    />,
  )
  return { onStart, text: container.textContent ?? '' }
}

it('says what it cannot do, and how much there is to do', async () => {
  const { onStart, text } = show()
  expect(text).toContain('It cannot recall what somebody read, or copied before.')
  expect(text).toContain('62 of 62 records remain, 118 MB to encrypt and store.')
  expect(text).toContain('Your wallet asks 3 times.')
  await userEvent.click(screen.getByRole('button', { name: 'Re-encrypt 62 records' }))
  expect(onStart).toHaveBeenCalledOnce()
})

it('carries on where it stopped', () => {
  const { text } = show({
    history: { ...HISTORY, done: 61, remaining: 1, bytesRemaining: 4000, confirmations: 1 },
    stopped: 'You said no in your wallet, so it stopped there. What is done stays done.',
  })
  expect(text).toContain('1 of 62 records remains, 4 kB to encrypt and store.')
  expect(text).toContain('What is done stays done.')
  expect(screen.getByRole<HTMLProgressElement>('progressbar').value).toBe(61)
  expect(screen.getByRole('button', { name: 'Carry on with 1 record' })).toBeTruthy()
})

it('says when everything is done, and offers nothing more', () => {
  const { text } = show({ history: { ...HISTORY, ...DONE } })
  expect(text).toContain('All 62 records filed under earlier locks are re-encrypted.')
  expect(screen.queryByRole('button')).toBe(null)
})

it('says what stays as it is, and what a store still holds', () => {
  const { text } = show({
    history: {
      ...HISTORY,
      leftovers: 2,
      failed: [{ number: 3, author: DOCTOR, problem: 'It does not open.' }],
    },
  })
  expect(text).toContain('One record could not be re-encrypted, so it stays as it is:')
  expect(text).toContain(`Record 3, by ${formatAddress(DOCTOR)}: It does not open.`)
  expect(text).toContain('2 old copies are still in a store that did not answer.')
})

it.each([
  [{ confirmations: 1 }, 'Records that you share one by one are to be sealed anew'],
  [{ superseded: 2 }, '2 old copies stay in your stores until the chain is final about the new ones'],
  [{ leftovers: 1 }, 'One old copy is still in a store that did not answer.'],
])('is not all done while something is left: %o', async (left, words) => {
  const { onStart, text } = show({ history: { ...HISTORY, ...DONE, ...left } })
  expect(text).toContain(words)
  expect(text).not.toContain('All 62 records')
  expect(text).toContain('it is not finished yet')
  expect(text.includes('Your wallet asks')).toBe('confirmations' in left)
  await userEvent.click(screen.getByRole('button', { name: 'Finish what is left' }))
  expect(onStart).toHaveBeenCalledOnce()
})

it('needs the wallet, and says so', () => {
  show({ canAct: false })
  expect(screen.getByRole<HTMLButtonElement>('button').disabled).toBe(true)
  expect(screen.getByText('Connect your wallet to re-encrypt.')).toBeTruthy()
})

it('says when it cannot look', () => {
  const { text } = show({ history: undefined, problem: 'The chain does not answer.' })
  expect(text).toContain('The chain does not answer.')
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
})
