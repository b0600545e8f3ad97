import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { type ChartId, chartsAbi } from '#client'
import { encodeFunctionData } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { nodeBlob } from '../../testing/nodeBlob.ts'
import { type Tab, openTab, setUpPatient } from '../../testing/startApp.tsx'
import { type Parts, startParts } from '../../testing/startParts.ts'
import { formatAddress } from '../components/format/formatAddress.ts'
import { PRACTICE_ACCOUNTS } from '../features/demo-wallet/practiceAccounts.ts'

const [PARENT, CHILD] = PRACTICE_ACCOUNTS.slice(3) as unknown as [
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
afterEach(() => {
  tab?.close()
  tab = null
})
afterAll(() => parts.stop())

async function open(account: typeof PARENT): Promise<Tab> {
  tab?.close()
  tab = await openTab(parts.config, account)
  return tab
}

/** Files what no store has, as an author may who does not keep to the rules. */
async function fileNothing({ wallet }: Tab, { chart, section }: { chart: ChartId; section: number }) {
  const data = encodeFunctionData({
    abi: chartsAbi,
    functionName: 'addRecord',
    args: [chart, 1, { pointer: `0x${'5a'.repeat(32)}`, section, supersedes: 0 }],
  })
  const { charts: to } = parts.config.contracts
  const from = privateKeyToAddress(PARENT.privateKey)
  await wallet.provider.request({ method: 'eth_sendTransaction', params: [{ from, to, data }] })
}

test('a chart of which a record is lost is taken as it is, and is gone to', async () => {
  const user = userEvent.setup()
  const child = await open(CHILD)
  await setUpPatient(child)
  const own = await child.engine.acts.run({ kind: 'openChart', title: 'Tove Brandvik', sections: ['Mine'] })
  if (own.status !== 'done') throw new Error(own.status)

  const parent = await open(PARENT)
  await setUpPatient(parent)
  const { acts, call } = parent.engine
  const made = await acts.run({ kind: 'openChart', title: 'Mara Brandvik', sections: ['Eyes', 'Teeth'] })
  if (made.status !== 'done') throw new Error(made.status)
  const { chart } = made.value
  const { sections } = await call((api) => api.loadChart(chart))
  const numberOf = (label: string) => sections.find((section) => section.label === label)!.number
  const files = [{ name: 'left-eye.txt', blob: nodeBlob('Pressure 19') }]
  await acts.run({ kind: 'addRecords', chart, section: numberOf('Eyes'), files })
  await fileNothing(parent, { chart, section: numberOf('Teeth') })
  const until = Math.floor(Date.now() / 1000) + 86_400
  const successor = privateKeyToAddress(CHILD.privateKey)
  expect(await acts.run({ kind: 'offerChart', chart, successor, name: 'Tove', until })).toMatchObject({
    status: 'done',
  })

  const again = await open(CHILD)
  await again.engine.session.unlockWithWallet()
  again.show(`/chart/${own.value.chart}/records`)
  const offer = await screen.findByRole('region', { name: 'A chart is offered to you' }, LONG)
  await user.click(within(offer).getByRole('button', { name: 'Take it over' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Take it over' }))
  const alert = await screen.findByRole('alert', {}, LONG)
  expect(alert.textContent).toContain('one record does not open')
  expect(alert.textContent).toContain('Taken as it is, record 2 stays closed to you as well.')
  expect(again.wallet.asked.filter(({ kind }) => kind === 'send-transaction')).toEqual([])

  await user.click(within(alert).getByRole('button', { name: 'Take it as it is' }))
  await screen.findByText('The chart is yours now.', {}, LONG)
  await screen.findByRole('link', { name: /left-eye/ }, LONG)
  expect(location.hash).toBe(`#/chart/${chart}/records`)
  const list = within(screen.getByRole('list', { name: 'Records, newest first' }))
  const address = formatAddress(privateKeyToAddress(PARENT.privateKey))
  expect(list.getAllByText(`The former owner (${address})`)).toHaveLength(2)
  expect(list.getAllByText('No store has it now').length).toBeGreaterThan(0)

  await user.click(list.getByRole('link', { name: /left-eye/ }))
  await screen.findByText('Pressure 19', {}, LONG)
  expect(screen.getByText(/^This is exactly what/).textContent).toBe(
    `This is exactly what the former owner (${address}) filed. Nothing was changed since.`,
  )
}, 120_000)
