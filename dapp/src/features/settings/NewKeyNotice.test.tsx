import '../../../testing/dom.ts'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DOCTOR, OWNER } from '../../../testing/buildChart.ts'
import type { PersonToTell } from '../../worker/types.ts'
import { NewKeyView } from './NewKeyNotice.tsx'
import { keepTold, notTold } from './told.ts'

beforeEach(() => localStorage.clear())
afterEach(cleanup)

const person = (parts: Partial<PersonToTell> = {}): PersonToTell => ({
  chart: '0x01',
  owner: OWNER,
  title: null,
  as: 'grantee',
  generation: 1,
  ...parts,
})

it('names each owner once, and takes a word that they were told', async () => {
  const onTold = vi.fn<() => void>()
  const people = [person(), person({ chart: '0x02', as: 'reader' }), person({ chart: '0x03', owner: DOCTOR })]
  render(<NewKeyView waiting={[]} people={people} canAct onRenew={() => {}} onTold={onTold} />)
  const banner = screen.getByRole('status')
  expect(banner.textContent).toContain('Tell the people who let you in')
  expect(banner.textContent.match(/0x7a4C/g)).toHaveLength(1)
  expect(banner.textContent).toContain('0x93bE')
  await userEvent.click(screen.getByRole('button', { name: 'I told them' }))
  expect(onTold).toHaveBeenCalledOnce()
})

it('says nothing where nobody is to be told and no chart waits', () => {
  render(<NewKeyView waiting={[]} people={[]} canAct onRenew={() => {}} onTold={() => {}} />)
  expect(screen.queryByRole('status')).toBe(null)
})

it('keeps who was told of which key', () => {
  const both = [person(), person({ chart: '0x02' })]
  expect(notTold('told', both)).toEqual(both)
  keepTold('told', [person()])
  expect(notTold('told', both)).toEqual([person({ chart: '0x02' })])
  expect(notTold('told', [person({ generation: 2 })])).toHaveLength(1)
  localStorage.setItem('told', '{')
  expect(notTold('told', both)).toEqual(both)
})
