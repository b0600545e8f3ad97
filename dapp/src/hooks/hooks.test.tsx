import { act, cleanup, configure, waitFor } from '@testing-library/react'
import type { ChartId } from '#client'
import { privateKeyToAddress, setSignEntropy } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PRACTICE_ACCOUNTS } from '../features/demo-wallet/practiceAccounts.ts'
import {
  type AnnouncedWallet,
  TEST_WALLET_RDNS,
  announceTestWallet,
} from '../../testing/announceTestWallet.ts'
import { nodeBlob } from '../../testing/nodeBlob.ts'
import { renderEngine } from '../../testing/renderEngine.tsx'
import { type Parts, startParts } from '../../testing/startParts.ts'
import type { Engine } from '../worker/createEngine.ts'
import { useAccountState } from './useAccountState.ts'
import { useAct } from './useAct.ts'
import { useChainHead } from './useChainHead.ts'
import { useChart } from './useChart.ts'
import { useChartsOpenToMe } from './useChartsOpenToMe.ts'
import { useOwnCharts } from './useOwnCharts.ts'
import { useRecord } from './useRecord.ts'
import { useSession } from './useSession.ts'
import { useToasts } from './useToasts.ts'
import { useWallet } from './useWallet.ts'

const ACCOUNTS = PRACTICE_ACCOUNTS.slice(3)
const [PATIENT, DOCTOR] = ACCOUNTS.map(({ privateKey }) => privateKeyToAddress(privateKey)) as [
  ChartId,
  ChartId,
]

configure({ asyncUtilTimeout: 15_000 })

let parts: Parts
let wallet: AnnouncedWallet
let recoveryCode = ''
const engines: Engine[] = []

beforeAll(async () => {
  parts = await startParts()
}, 120_000)
afterAll(() => parts.stop())

beforeEach(() => {
  localStorage.clear()
  wallet = announceTestWallet(parts.config, ACCOUNTS)
})
afterEach(() => {
  for (const engine of engines.splice(0)) engine.session.lock()
  cleanup()
  wallet.withdraw()
})

function useEverything() {
  const own = useOwnCharts()
  const chart = useChart(own.data?.[0]?.id ?? null)
  return {
    wallet: useWallet(),
    session: useSession(),
    act: useAct(),
    toasts: useToasts(),
    head: useChainHead(),
    published: useAccountState(PATIENT),
    own,
    chart,
    open: useChartsOpenToMe(),
    record: useRecord(own.data?.[0]?.id ?? null, chart.data?.records[0]?.number ?? null),
  }
}

function setUp(config = parts.config) {
  const { result, engine } = renderEngine(config, useEverything)
  engines.push(engine)
  const during = async <T,>(run: (now: typeof result.current) => Promise<T>): Promise<T> => {
    let value: T
    await act(async () => {
      value = await run(result.current)
    })
    return value!
  }
  return { result, engine, during, texts: () => result.current.toasts.toasts.map((toast) => toast.text) }
}

async function setUpUnlocked() {
  const set = setUp()
  await set.during((now) => now.wallet.connect(TEST_WALLET_RDNS))
  expect(await set.during((now) => now.session.unlockWithWallet())).toMatchObject({ status: 'done' })
  return set
}

describe('a newcomer', () => {
  test('says no to connecting, and nothing is connected', async () => {
    const { result, during } = setUp()
    expect(result.current.wallet.wallets).toEqual([
      { id: TEST_WALLET_RDNS, name: 'Test wallet', icon: 'data:image/svg+xml,', isPractice: false },
    ])
    wallet.answers.push(false)
    expect(await during((now) => now.wallet.connect(TEST_WALLET_RDNS))).toEqual({ status: 'rejected' })
    expect(result.current.wallet).toMatchObject({ status: 'disconnected', account: null, pending: null })
    expect(result.current.session.state).toEqual({ status: 'none' })
  })

  test('is refused a wallet whose two signatures differ', async () => {
    const { result, during } = setUp()
    await during((now) => now.wallet.connect(TEST_WALLET_RDNS))
    setSignEntropy(true)
    const outcome = await during((now) => now.session.prepareAccount({ kind: 'patient' }))
    setSignEntropy(`0x${'00'.repeat(32)}`)
    expect(outcome).toMatchObject({ status: 'failed', failure: { name: 'WalletNotDeterministicError' } })
    expect(result.current.session.state).toEqual({ status: 'locked', account: PATIENT })
  })

  test('sets up an account: two signatures, a recovery code, one transaction', async () => {
    const { result, during, texts } = setUp()
    expect(await during((now) => now.wallet.connect(TEST_WALLET_RDNS))).toEqual({
      status: 'done',
      value: PATIENT,
    })
    expect(result.current.session).toMatchObject({ state: { status: 'locked' }, account: PATIENT })
    await waitFor(() => expect(result.current.published.data).toBe('none'))

    wallet.answers.push(true, false)
    expect(await during((now) => now.session.prepareAccount({ kind: 'patient' }))).toEqual({
      status: 'rejected',
    })
    const prepared = await during((now) => now.session.prepareAccount({ kind: 'patient' }))
    if (prepared.status !== 'done') throw new Error(prepared.status)
    expect(prepared.value.recoveryCode).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
    recoveryCode = prepared.value.recoveryCode

    wallet.answers.push(false)
    expect(await during((now) => now.session.publishAccount())).toEqual({ status: 'rejected' })
    expect(texts()).toEqual(['You said no in your wallet. Nothing has changed.'])
    expect(await during((now) => now.session.publishAccount())).toMatchObject({ status: 'done' })
    expect(result.current.session.state).toEqual({
      status: 'unlocked',
      account: PATIENT,
      kind: 'patient',
      name: null,
      canAct: true,
    })
    await waitFor(() => expect(result.current.published.data).toMatchObject({ kind: 'patient' }))
    await waitFor(() => expect(result.current.own.data).toEqual([]))
  })
})

describe('an open account', () => {
  test('opens a chart, files a record and reads it, each as one act', async () => {
    const { result, engine, during } = await setUpUnlocked()
    const opened = await during((now) =>
      now.act.run({ kind: 'openChart', title: 'My chart', sections: ['Heart', 'Medications'] }),
    )
    if (opened.status !== 'done') throw new Error(opened.status)
    await waitFor(() => expect(result.current.own.data).toMatchObject([{ title: 'My chart' }]))
    await waitFor(() => expect(result.current.chart.data?.sections).toHaveLength(2))

    const steps: string[] = []
    engine.acts.state.subscribe(() => {
      const state = engine.acts.state.get()
      if (state.status === 'running' && state.progress !== null) steps.push(state.progress.step)
    })
    const section = result.current.chart.data!.sections[0]!.number
    const files = [{ name: 'pressure.txt', blob: nodeBlob('Blood pressure 120 over 80') }]
    const filed = await during((now) =>
      now.act.run({ kind: 'addRecords', chart: opened.value.chart, section, files }),
    )
    expect(filed).toEqual({ status: 'done', value: { numbers: [1] } })
    const seen = ['encrypting', 'confirming-bytes', 'asking-wallet', 'mining']
    expect([...new Set(steps)].filter((step) => seen.includes(step))).toEqual(seen)

    await waitFor(() => expect(result.current.record.data).toBeDefined())
    expect(result.current.chart.data).toMatchObject({
      isHeadVerified: true,
      records: [{ number: 1, state: 'readable' }],
    })
    expect(await result.current.record.data!.body.text()).toBe('Blood pressure 120 over 80')
  })

  test('is locked by hand: the worker ends, and what was read is forgotten', async () => {
    const { result, engine } = await setUpUnlocked()
    await waitFor(() => expect(result.current.chart.data).toBeDefined())
    act(() => result.current.session.lock())
    expect(result.current.session.state).toEqual({ status: 'locked', account: PATIENT })
    expect(result.current.own.data).toBeUndefined()
    expect(result.current.chart.data).toBeUndefined()
    expect(
      engine.queryClient
        .getQueryCache()
        .findAll({ queryKey: [...engine.deploymentKey, 'session'] })
        .every((query) => query.state.data === undefined),
    ).toBe(true)
    await expect(engine.call((api) => api.listOwnCharts())).rejects.toMatchObject({
      name: 'SessionLockedError',
    })
  })

  test('is locked when the wallet turns to another account', async () => {
    const { result, texts } = await setUpUnlocked()
    act(() => wallet.selectAccount(DOCTOR))
    await waitFor(() => expect(result.current.session.state).toEqual({ status: 'locked', account: DOCTOR }))
    expect(texts()).toContain('Your wallet turned to another account, so this tab is locked.')
  })

  test('is locked when the wallet lets go', async () => {
    const { result, texts } = await setUpUnlocked()
    act(() => wallet.selectAccount(null))
    await waitFor(() => expect(result.current.session.state).toEqual({ status: 'none' }))
    expect(texts()).toContain('Your wallet disconnected, so this tab is locked.')
  })

  test('stays open on another network, and acts only after switching back', async () => {
    const { result, during } = await setUpUnlocked()
    act(() => wallet.selectChain(1))
    await waitFor(() => expect(result.current.wallet).toMatchObject({ isWrongNetwork: true, chainId: 1 }))
    expect(result.current.session.state.status).toBe('unlocked')
    expect(
      await during((now) => now.act.run({ kind: 'openChart', title: 'Second', sections: ['A'] })),
    ).toMatchObject({
      status: 'failed',
      failure: { name: 'WrongNetworkError', cure: 'switch-network' },
    })
    wallet.answers.push(false)
    expect(await during((now) => now.wallet.switchNetwork())).toEqual({ status: 'rejected' })
    expect(await during((now) => now.wallet.switchNetwork())).toEqual({
      status: 'done',
      value: parts.config.chain.id,
    })
    await waitFor(() => expect(result.current.wallet.isWrongNetwork).toBe(false))
  })

  test('opens by its recovery code to read, and acts once its wallet is there', async () => {
    const { result, during } = setUp()
    const typed = recoveryCode.toLowerCase().replaceAll('-', ' ')
    expect(
      await during((now) => now.session.unlockWithRecoveryCode({ account: PATIENT, recoveryCode: typed })),
    ).toMatchObject({
      status: 'done',
    })
    await waitFor(() =>
      expect(result.current.session.state).toMatchObject({ status: 'unlocked', canAct: false }),
    )
    await waitFor(() => expect(result.current.own.data).toMatchObject([{ title: 'My chart' }]))
    expect(
      await during((now) => now.act.run({ kind: 'openChart', title: 'Second', sections: ['A'] })),
    ).toMatchObject({
      status: 'failed',
      failure: { name: 'WalletNeededError' },
    })
    await during((now) => now.wallet.connect(TEST_WALLET_RDNS))
    await waitFor(() => expect(result.current.session.state).toMatchObject({ canAct: true }))
    await during((now) => now.wallet.disconnect())
    await waitFor(() =>
      expect(result.current.session.state).toMatchObject({ status: 'unlocked', canAct: false }),
    )
  })

  test('is told of a wrong recovery code', async () => {
    const { during } = setUp()
    expect(
      await during((now) =>
        now.session.unlockWithRecoveryCode({ account: PATIENT, recoveryCode: 'AAAA-BBBB' }),
      ),
    ).toMatchObject({ status: 'failed', failure: { name: 'RecoveryCodeInvalidError', cure: 'change-input' } })
  })
})

test('a change made elsewhere is seen with its block', async () => {
  const one = await setUpUnlocked()
  await waitFor(() => expect(one.result.current.own.data).toHaveLength(1))
  const two = await setUpUnlocked()
  expect(
    await two.during((now) => now.act.run({ kind: 'openChart', title: 'Second', sections: ['A'] })),
  ).toMatchObject({
    status: 'done',
  })
  await waitFor(() => expect(one.result.current.own.data).toHaveLength(2))
})

test('a chain that does not answer is noticed, and said', async () => {
  const { result } = setUp({
    ...parts.config,
    chain: { ...parts.config.chain, rpcUrl: 'http://127.0.0.1:1' },
  })
  await waitFor(() => expect(result.current.head).toEqual({ blockNumber: null, isReachable: false }))
  await waitFor(() =>
    expect(result.current.published.failure).toMatchObject({ name: 'ChainUnreachableError' }),
  )
})
