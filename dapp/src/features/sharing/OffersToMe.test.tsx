import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { OWNER } from '../../../testing/buildChart.ts'
import { untilOfDay } from '../../components/format/until.ts'
import { OfferCard } from './OffersToMe.tsx'
import { SharedRecords } from './SharedWithMe.tsx'

afterEach(cleanup)

const CHART = `0x${'12'.repeat(32)}` as const
const offer = {
  chart: CHART,
  owner: OWNER,
  title: 'Mara Solvang',
  problem: null,
  until: untilOfDay('2027-01-15'),
  count: 12,
} as const

it('says who wants to hand over which chart, until when', async () => {
  const onAccept = vi.fn<() => void>()
  render(<OfferCard offer={offer} reason={undefined} isDisabled={false} onAccept={onAccept} />)
  const card = screen.getByRole('region', { name: 'A chart is offered to you' })
  expect(card.textContent).toContain(
    '0x7a4C…9E21 wants to hand you the chart of Mara Solvang, until 15 January 2027.',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Take it over' }))
  expect(onAccept).toHaveBeenCalledOnce()
})

it('says why it cannot be taken over now', () => {
  render(
    <OfferCard
      offer={{ ...offer, title: null, problem: 'The store does not answer.' }}
      reason="Connect your wallet to take it over."
      isDisabled={false}
      onAccept={() => {}}
    />,
  )
  expect(screen.getByRole('alert').textContent).toBe('The store does not answer.')
  expect(screen.getByRole<HTMLButtonElement>('button').disabled).toBe(true)
  expect(screen.getByText('Connect your wallet to take it over.')).toBeTruthy()
})

it('lists the single records that others share, what ends first at the top', () => {
  const shared = { chart: CHART, owner: OWNER, problem: null } as const
  const { rerender, container } = render(
    <SharedRecords
      records={[
        { ...shared, number: 4, title: 'X-ray', until: untilOfDay('2091-02-01') },
        { ...shared, number: 2, title: 'Letter', until: untilOfDay('2091-01-01') },
      ]}
    />,
  )
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'LetterFrom 0x7a4C…9E21Until 1 Jan 2091Open Letter',
    'X-rayFrom 0x7a4C…9E21Until 1 Feb 2091Open X-ray',
  ])
  rerender(<SharedRecords records={[]} />)
  expect(container.textContent).toBe('')
})
