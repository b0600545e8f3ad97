import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OWNER, buildChart, buildRecord } from '../../../testing/buildChart.ts'
import { EngineContext } from '../../hooks/useEngine.ts'
import type { Engine } from '../../worker/createEngine.ts'
import { createStore } from '../../worker/store.ts'
import { RecordsSoFar } from './RecordsSoFar.tsx'

beforeEach(() => {
  localStorage.clear()
  window.matchMedia = () => ({ matches: false, addEventListener() {}, removeEventListener() {} }) as never
})
afterEach(cleanup)

const engine = {
  config: { contracts: { deployBlockHash: '0x01' } },
  acts: { state: createStore({ status: 'idle' }) },
  session: { state: createStore({ status: 'locked', account: OWNER }), pending: createStore(null) },
} as unknown as Engine

function show(count: number) {
  const records = Array.from({ length: count }, (_, index) => buildRecord(index + 1, `Letter ${index + 1}`))
  render(
    <EngineContext value={engine}>
      <RecordsSoFar chart={buildChart({ role: 'grantee', records })} me={OWNER} />
    </EngineContext>,
  )
}

it('finds a record among many', async () => {
  show(30)
  await userEvent.type(screen.getByLabelText('Search these records'), 'letter 17')
  expect(screen.getAllByRole('link')).toHaveLength(1)
  expect(screen.getByRole('link', { name: /Letter 17/ })).toBeTruthy()
  await userEvent.type(screen.getByLabelText('Search these records'), '000')
  await userEvent.click(screen.getByRole('button', { name: 'Show everything' }))
  expect(screen.getAllByRole('link')).toHaveLength(30)
})

it('has no search where there is little to find', () => {
  show(3)
  expect(screen.queryByLabelText('Search these records')).toBe(null)
})
