import '../../../testing/dom.ts'
import { cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  DOCTOR,
  buildChart,
  buildDelegate,
  buildGrant,
  buildOffer,
  buildRecord,
  buildShare,
} from '../../../testing/buildChart.ts'
import type { MadeByDelegate } from '../../worker/types.ts'
import { EndAccessDialog } from './EndAccessDialog.tsx'
import { EndAllDialog } from './EndAllDialog.tsx'
import type { RemoveDelegateDialogProps } from './RemoveDelegateDialog.tsx'
import { RemoveDelegateDialog } from './RemoveDelegateDialog.tsx'

afterEach(cleanup)

const PHARMACY = '0x3333333333333333333333333333333333333333'
const records = [buildRecord(1, 'Letter'), buildRecord(2, 'X-ray'), buildRecord(3, 'Other')]

describe('ending an access', () => {
  it('names the single records that stay open', () => {
    const shares = [
      buildShare({ number: 1 }),
      buildShare({ number: 2 }),
      buildShare({ number: 3, isExpired: true }),
      buildShare({ number: 3, reader: PHARMACY }),
    ]
    render(
      <EndAccessDialog
        chart={buildChart({ records, shares })}
        grant={buildGrant({ name: 'Dr Nwosu' })}
        onEnd={() => {}}
        onKeep={() => {}}
      />,
    )
    expect(screen.getByText(/These two are still open:/)).toBeTruthy()
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Letter', 'X-ray'])
  })

  it('says nothing of records where none was shared', () => {
    render(
      <EndAccessDialog
        chart={buildChart({ records })}
        grant={buildGrant({ name: 'Dr Nwosu' })}
        onEnd={() => {}}
        onKeep={() => {}}
      />,
    )
    expect(screen.getByRole('alertdialog', { name: 'End access of Dr Nwosu?' })).toBeTruthy()
    expect(screen.queryByText(/still open/)).toBe(null)
  })
})

describe('ending all access', () => {
  it('says what ends, and asks before', async () => {
    const onEnd = vi.fn<() => void>()
    render(
      <EndAllDialog
        chart={buildChart({
          grants: [buildGrant(), buildGrant({ grantee: PHARMACY })],
          shares: [buildShare()],
          delegates: [buildDelegate()],
          offer: buildOffer(),
        })}
        onEnd={onEnd}
        onKeep={() => {}}
      />,
    )
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '2 accounts’ access',
      'one record that is shared',
      'one person who acts for you',
      'the offer to hand this chart over',
    ])
    expect(document.activeElement?.textContent).toBe('Keep it')
    await userEvent.click(screen.getByRole('button', { name: 'End all access' }))
    expect(onEnd).toHaveBeenCalledOnce()
  })
})

describe('removing who acts for the owner', () => {
  const made: MadeByDelegate = {
    grants: [
      buildGrant({ name: 'Dr Nwosu', read: [41] }),
      buildGrant({ grantee: PHARMACY, name: 'Bridge Pharmacy', write: [7] }),
    ],
    shares: [buildShare({ number: 1, reader: PHARMACY, name: 'Bridge Pharmacy' })],
  }

  function show(parts: Partial<RemoveDelegateDialogProps> = {}) {
    const onRemove = vi.fn<RemoveDelegateDialogProps['onRemove']>()
    render(
      <RemoveDelegateDialog
        chart={buildChart({ records })}
        delegate={buildDelegate({ name: 'Kari Solvang' })}
        made={made}
        failure={null}
        onRetry={() => {}}
        onRemove={onRemove}
        onKeep={() => {}}
        {...parts}
      />,
    )
    return onRemove
  }
  const remove = () => userEvent.click(screen.getByRole('button', { name: 'Remove' }))

  it('ends all that the person gave, unless the owner keeps some', async () => {
    const onRemove = show()
    const boxes = within(screen.getByRole('alertdialog')).getAllByRole<HTMLInputElement>('checkbox')
    expect(boxes.map((box) => box.checked)).toEqual([true, true, true])
    await remove()
    expect(onRemove).toHaveBeenLastCalledWith({
      grantees: [DOCTOR, PHARMACY],
      shares: [{ number: 1, reader: PHARMACY }],
    })
    await userEvent.click(boxes[1]!)
    await userEvent.click(boxes[2]!)
    await remove()
    expect(onRemove).toHaveBeenLastCalledWith({ grantees: [DOCTOR], shares: [] })
  })

  it('says what each of them is', () => {
    show()
    expect(screen.getByText(/^Reads/).textContent).toContain('Heart')
    expect(screen.getByText(/^Adds to/).textContent).toContain('Lab results')
    expect(screen.getByText(/^One record,/).textContent).toContain('Letter')
  })

  it('waits until it is known what they gave', () => {
    show({ made: undefined })
    expect(screen.getByRole('status').textContent).toBe('Looking for what Kari Solvang gave to others…')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Remove' }).disabled).toBe(true)
  })

  it('can be done all the same when that cannot be looked up', async () => {
    const failure = { name: 'X', sentence: 'The chain does not answer.', details: null, cure: null }
    const onRemove = show({ made: undefined, failure })
    expect(screen.getByRole('alert').textContent).toContain('The chain does not answer.')
    await remove()
    expect(onRemove).toHaveBeenCalledWith({ grantees: [], shares: [] })
  })

  it('says so where they gave nothing', () => {
    show({ made: { grants: [], shares: [] } })
    expect(screen.getByText('Kari Solvang gave nobody access that is still open.')).toBeTruthy()
  })
})
