import '../../../testing/dom.ts'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { buildChart, buildDelegate, buildGrant, buildOffer } from '../../../testing/buildChart.ts'
import type { ChartContents } from '../../worker/types.ts'
import { EndAccessDialog } from './EndAccessDialog.tsx'
import { RemoveDelegateDialog } from './RemoveDelegateDialog.tsx'

afterEach(cleanup)

const words = () => screen.getByRole('alertdialog').textContent

it.each<[Partial<ChartContents>, string]>([
  [{}, 'From now on this account can read and file nothing new.'],
  [{ delegates: [buildDelegate()] }, 'This account also acts for you. It goes on reading what is filed'],
  [{ delegates: [buildDelegate({ isExpired: true })] }, 'can read and file nothing new.'],
  [{ offer: buildOffer() }, 'This chart is also offered to this account. It goes on reading what is filed'],
])('ending an access promises no more than it does where the chart has %j', (parts, text) => {
  const chart = buildChart({ grants: [buildGrant()], ...parts })
  render(<EndAccessDialog chart={chart} grant={buildGrant()} onEnd={() => {}} onKeep={() => {}} />)
  expect(words()).toContain(text)
})

it.each<[Partial<ChartContents>, string]>([
  [{}, 'can do nothing in your name and read nothing new.'],
  [
    { grants: [buildGrant()] },
    'can do nothing in your name. This account also has access of its own. That stays',
  ],
  [
    { offer: buildOffer() },
    'can do nothing in your name. This chart is also offered to this account. That stays',
  ],
])('removing who acts promises no more than it does where the chart has %j', (parts, text) => {
  const delegate = buildDelegate()
  render(
    <RemoveDelegateDialog
      chart={buildChart({ delegates: [delegate], ...parts })}
      delegate={delegate}
      made={{ grants: [], shares: [] }}
      failure={null}
      onRetry={() => {}}
      onRemove={() => {}}
      onKeep={() => {}}
    />,
  )
  expect(words()).toContain(text)
})
