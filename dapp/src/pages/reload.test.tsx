import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Tab, openTab, setUpPatient } from '../../testing/startApp.tsx'
import { type Parts, startParts } from '../../testing/startParts.ts'
import { PRACTICE_ACCOUNTS } from '../features/demo-wallet/practiceAccounts.ts'

const [ACCOUNT, NEWCOMER] = PRACTICE_ACCOUNTS.slice(3) as unknown as [
  (typeof PRACTICE_ACCOUNTS)[number],
  (typeof PRACTICE_ACCOUNTS)[number],
]
const LONG = { timeout: 30_000 }

let parts: Parts
let tab: Tab | null = null

beforeAll(async () => {
  window.scrollTo = () => {}
  parts = await startParts()
}, 120_000)
afterEach(async () => {
  tab?.close()
  tab = null
  await chain('evm_setAutomine', true)
})
afterAll(() => parts.stop())

async function chain(method: string, ...params: readonly unknown[]): Promise<void> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(parts.config.chain.rpcUrl, { method: 'POST', headers, body })
  expect(await answer.json()).not.toHaveProperty('error')
}

/** The page is loaded anew. */
async function reload(account: typeof ACCOUNT): Promise<Tab> {
  tab?.close()
  tab = await openTab(parts.config, account)
  return tab
}

/** Until what runs in the tab has been sent. */
async function sent({ engine }: Tab): Promise<void> {
  await waitFor(() => expect(engine.acts.state.get()).toMatchObject({ progress: { step: 'mining' } }), LONG)
}

test('what was sent is shown again after a reload, until the chain has it', async () => {
  const user = userEvent.setup()
  const first = await reload(ACCOUNT)
  await setUpPatient(first)
  await chain('evm_setAutomine', false)
  void first.engine.acts.run({ kind: 'openChart', title: 'My chart', sections: ['Heart'] })
  await sent(first)

  const second = await reload(ACCOUNT)
  second.show('/settings')
  expect((await screen.findByText(/^On its way to the chain/, {}, LONG)).textContent).toBe(
    'On its way to the chain: opening a chart. It carries on while this tab is locked.',
  )
  await second.engine.session.unlockWithWallet()
  const dialog = await screen.findByRole('dialog', { name: 'Opening a chart' }, LONG)
  expect(dialog.textContent).toContain('It is on its way. You may close this box; it carries on.')
  expect(within(dialog).getByText('Wait for the chain').closest('li')!.getAttribute('aria-current')).toBe(
    'step',
  )
  expect(within(dialog).getByText(/^0x[0-9a-f]{64}$/)).toBeTruthy()

  await user.click(within(dialog).getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog')).toBe(null)
  await user.click(screen.getByRole('button', { name: 'Show' }))
  await screen.findByRole('dialog', { name: 'Opening a chart' })

  await chain('evm_mine')
  await screen.findByText('What you sent earlier has taken effect.', {}, LONG)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null), LONG)
  expect(await screen.findAllByRole('link', { name: 'Records' }, LONG)).not.toEqual([])
}, 120_000)

test('an account whose set-up is on its way is not offered to be set up again', async () => {
  const first = await reload(NEWCOMER)
  await first.engine.session.prepareAccount({ kind: 'patient' })
  await chain('evm_setAutomine', false)
  void first.engine.acts.run({ kind: 'publishAccount' })
  await sent(first)

  const second = await reload(NEWCOMER)
  second.show('/set-up')
  await screen.findByRole('heading', { name: 'Your account is being set up' }, LONG)
  expect(screen.queryByRole('heading', { name: 'Whose account is it?' })).toBe(null)
  expect(screen.queryByRole('link', { name: 'Set it up' })).toBe(null)
  await chain('evm_mine')
  await screen.findByRole('button', { name: 'Unlock with your wallet' }, LONG)
}, 120_000)
