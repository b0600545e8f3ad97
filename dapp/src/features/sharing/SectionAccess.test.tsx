import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { buildChart, buildDelegate, buildGrant } from '../../../testing/buildChart.ts'
import { untilOfDay } from '../../components/format/until.ts'
import { SectionAccess } from './SectionAccess.tsx'

afterEach(cleanup)

const until = untilOfDay('2090-01-01')
const SISTER = '0x1111111111111111111111111111111111111111'

function cells() {
  return screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .slice(1)
        .map((cell) =>
          within(cell)
            .queryAllByRole('listitem')
            .map((item) => item.textContent),
        ),
    )
}

it('names who can read and add to each section, one below the other', () => {
  render(
    <SectionAccess
      chart={buildChart({
        grants: [buildGrant({ name: 'Dr Nwosu', read: [41], write: [], until })],
        delegates: [buildDelegate({ delegate: SISTER, name: 'Kari Solvang', until })],
      })}
    />,
  )
  expect(cells()).toEqual([
    [['Kari Solvang, acts for you', 'Dr Nwosu'], ['Kari Solvang, acts for you']],
    [['Kari Solvang, acts for you'], ['Kari Solvang, acts for you']],
  ])
})

it('says that nobody else can', () => {
  render(<SectionAccess chart={buildChart()} />)
  expect(screen.getAllByText('Only you')).toHaveLength(4)
})
