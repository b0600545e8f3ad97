import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { RecordRow } from './RecordRow.tsx'
import { DOCTOR, OWNER, buildChart, buildRecord } from '../../../testing/buildChart.ts'

afterEach(cleanup)

function show(record: ReturnType<typeof buildRecord>): HTMLElement {
  render(
    <ol>
      <RecordRow record={record} chart={buildChart()} me={OWNER} href="/x" />
    </ol>,
  )
  return screen.getByRole('listitem')
}

it('says when, what, where, by whom and how large', () => {
  const row = show(buildRecord(9, 'Visit note', { author: DOCTOR, authorName: 'Dr Amara Nwosu' }))
  expect(row.textContent).toBe('9 OctVisit noteHeartDr Amara Nwosu120 bytes')
  expect(screen.getByRole('link').getAttribute('href')).toContain('/x')
  expect(row.querySelector('time')?.dateTime).toBe(new Date(2026, 9, 9).toISOString())
})

it('keeps a record that is not what was filed, and says so', () => {
  const row = show(buildRecord(9, '', { state: 'tampered', details: null }))
  expect(row.textContent).toContain('Record 9')
  expect(row.textContent).toContain('Not what was filed')
})

it('says of what was corrected that it was', () => {
  expect(show(buildRecord(9, 'Dose', { supersedes: 4 })).textContent).toContain('Corrected')
})
