import { cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import {
  DOCTOR,
  buildChart,
  buildDelegate,
  buildGrant,
  buildOffer,
  buildRecord,
  buildShare,
} from '../../../testing/buildChart.ts'
import { withCredentials } from '../../../testing/withCredentials.tsx'
import { untilOfDay } from '../../components/format/until.ts'
import type { ChartContents } from '../../worker/types.ts'
import { AccessList } from './AccessList.tsx'

afterEach(cleanup)

const SISTER = '0x1111111111111111111111111111111111111111'
const INSURER = '0x2222222222222222222222222222222222222222'

const PARTS: Partial<ChartContents> = {
  records: [buildRecord(1, 'Hospital letter: knee operation')],
  grants: [buildGrant({ name: 'Dr Nwosu', read: [41], purpose: 'TREAT', until: untilOfDay('2090-03-01') })],
  shares: [
    buildShare({ number: 1, reader: INSURER, name: 'Havn Insurance', until: untilOfDay('2090-01-05') }),
  ],
  delegates: [buildDelegate({ delegate: SISTER, name: 'Kari Solvang', until: untilOfDay('2089-01-01') })],
  offer: buildOffer({ name: 'Mara Solvang', until: untilOfDay('2088-01-01') }),
}

function show(chart: ChartContents, me = chart.owner) {
  const on = {
    onChange: vi.fn<() => void>(),
    onEnd: vi.fn<() => void>(),
    onAcceptKey: vi.fn<() => void>(),
    onChangeShare: vi.fn<() => void>(),
    onEndShare: vi.fn<() => void>(),
    onChangeDelegate: vi.fn<() => void>(),
    onRemoveDelegate: vi.fn<() => void>(),
    onWithdraw: vi.fn<() => void>(),
  }
  render(withCredentials(<AccessList chart={chart} me={me} isLocked={false} {...on} />))
  return on
}

it('lists what ends first at the top, single records among accesses; then who acts, then the offer', () => {
  show(buildChart(PARTS))
  const list = within(screen.getByRole('list', { name: 'Who has access' }))
  expect(list.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    expect.stringContaining('Can read one record, Hospital letter: knee operation.'),
    expect.stringContaining('Can read Heart, for treatment. Not: Lab results.'),
    'Acts for you',
    expect.stringContaining('Can do what the owner can, except hand the chart over'),
    'This chart is offered to',
    expect.stringContaining('Can take over this chart, and can read all of it already.'),
  ])
})

it('offers the act that goes with each', async () => {
  const on = show(buildChart(PARTS))
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))
  await press('End access of Dr Nwosu')
  expect(on.onEnd).toHaveBeenCalledOnce()
  await press('End access of Havn Insurance to Hospital letter: knee operation')
  expect(on.onEndShare).toHaveBeenCalledOnce()
  await press('Remove Kari Solvang, who acts for you')
  expect(on.onRemoveDelegate).toHaveBeenCalledOnce()
  await press('Withdraw the offer to Mara Solvang')
  expect(on.onWithdraw).toHaveBeenCalledOnce()
})

it('calls the end of an access the same in each row', () => {
  show(buildChart(PARTS))
  const rows = screen
    .getAllByRole('listitem')
    .filter((item) => within(item).queryAllByRole('button').length > 0)
  expect(
    rows.map((row) =>
      within(row)
        .getAllByRole('button')
        .map((button) => button.textContent),
    ),
  ).toEqual([['Change', 'End access'], ['Change', 'End access'], ['Change', 'Remove'], ['Withdraw']])
})

it('names who acts to themselves wherever they stand, and calls no name theirs', () => {
  const shares = [
    ...(PARTS.shares ?? []),
    buildShare({ number: 1, reader: SISTER, name: 'Kari Solvang', until: untilOfDay('2090-02-05') }),
  ]
  show(buildChart({ ...PARTS, shares, role: 'delegate', actsUntil: untilOfDay('2089-01-01') }), SISTER)
  expect(screen.getAllByText('Your own account')).toHaveLength(2)
  expect(screen.queryByText('Kari Solvang')).toBe(null)
  expect(screen.queryByText(/^Your name for this/)).toBe(null)
  expect(screen.getAllByText('A name given in this chart').length).toBeGreaterThan(0)
})

it('leaves out for who acts for the owner what only the owner may do', () => {
  show(buildChart({ ...PARTS, role: 'delegate', actsUntil: untilOfDay('2089-01-01') }), SISTER)
  expect(screen.getByText('Acts for the owner')).toBeTruthy()
  expect(screen.getByText('You')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Remove|Withdraw/ })).toBe(null)
  expect(screen.getByRole('button', { name: 'End access of Dr Nwosu' })).toBeTruthy()
})

it('says what ran out, what changed and what did not arrive', () => {
  show(
    buildChart({
      delegates: [buildDelegate({ name: 'Kari Solvang', until: 1, isExpired: true })],
      shares: [buildShare({ isKeyMissing: true })],
      grants: [
        buildGrant({
          grantee: DOCTOR,
          name: 'Dr Nwosu',
          read: [41],
          isProfileChanged: true,
          profile: `0x${'56'.repeat(32)}`,
        }),
      ],
    }),
  )
  expect(screen.getByText(/Kari Solvang could act until .* Until you change the locks/)).toBeTruthy()
  expect(
    screen.getByText(/The key did not reach this account, so it cannot read the record yet/),
  ).toBeTruthy()
  expect(screen.getByText(/This person’s key has changed since you let them in/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Use the new key of Dr Nwosu' })).toBeTruthy()
})

it('says how much of what was filed earlier stays closed', () => {
  show(
    buildChart({
      epoch: 3,
      records: [buildRecord(1, 'One'), buildRecord(2, 'Two'), buildRecord(3, 'Three', { epoch: 3 })],
      grants: [buildGrant({ read: [41], sinceEpoch: 3 })],
    }),
  )
  expect(screen.getByText('2 records filed earlier stay closed to them.')).toBeTruthy()
})
