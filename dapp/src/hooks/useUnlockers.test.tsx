import { act, cleanup, configure, waitFor } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  type AnnouncedWallet,
  TEST_WALLET_RDNS,
  announceTestWallet,
} from '../../testing/announceTestWallet.ts'
import { ethSigUtil } from '../../testing/ethSigUtil.ts'
import { renderEngine } from '../../testing/renderEngine.tsx'
import { type Parts, startParts } from '../../testing/startParts.ts'
import { PRACTICE_ACCOUNTS } from '../features/demo-wallet/practiceAccounts.ts'
import type { Engine } from '../worker/createEngine.ts'
import { useAct } from './useAct.ts'
import { useSession } from './useSession.ts'
import { useToasts } from './useToasts.ts'
import { useChartsToRenew, useUnlockers } from './useUnlockers.ts'
import { useWallet } from './useWallet.ts'

const ACCOUNTS = PRACTICE_ACCOUNTS.slice(3)

configure({ asyncUtilTimeout: 15_000 })

let parts: Parts
let wallet: AnnouncedWallet
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
  for (const engine of engines.splice(0)) {
    engine.session.lock()
    engine.idleLock.stop()
  }
  cleanup()
  wallet.withdraw()
  vi.restoreAllMocks()
})

function useEverything() {
  return {
    wallet: useWallet(),
    session: useSession(),
    act: useAct(),
    toasts: useToasts(),
    ways: useUnlockers(),
    waiting: useChartsToRenew(),
  }
}

async function setUp() {
  const { result, engine } = renderEngine(parts.config, useEverything)
  engines.push(engine)
  const during = async <T,>(run: (now: typeof result.current) => Promise<T>): Promise<T> => {
    let value: T
    await act(async () => {
      value = await run(result.current)
    })
    return value!
  }
  await during((now) => now.wallet.connect(TEST_WALLET_RDNS))
  return { result, engine, during, texts: () => result.current.toasts.toasts.map(({ text }) => text) }
}

/** Teaches the wallet what MetaMask can do. */
function addEncryption(): void {
  const { provider } = wallet
  const request = provider.request.bind(provider)
  vi.spyOn(provider, 'request').mockImplementation(async (parameters) => {
    const [first] = (parameters.params ?? []) as readonly string[]
    if (parameters.method === 'eth_getEncryptionPublicKey') return ethSigUtil('key')
    if (parameters.method === 'eth_decrypt') return ethSigUtil(first!)
    return await request(parameters)
  })
}

test('an account gets another way, renames it, and unlocks with it', async () => {
  const { result, during, texts } = await setUp()
  expect(await during((now) => now.session.prepareAccount({ kind: 'patient' }))).toMatchObject({
    status: 'done',
  })
  await during((now) => now.session.publishAccount())
  await during((now) => now.act.run({ kind: 'openChart', title: 'A chart', sections: ['One'] }))
  await waitFor(() => expect(result.current.ways.data).toHaveLength(2))

  const metamask = { kind: 'metamask', name: 'Fox' } as const
  expect(await during((now) => now.session.prepareUnlocker(metamask))).toMatchObject({
    status: 'failed',
    failure: {
      sentence:
        'The wallet’s encryption cannot be used to unlock: this wallet has no encryption key. Use another way.',
    },
  })
  addEncryption()
  expect(await during((now) => now.session.prepareUnlocker(metamask))).toMatchObject({ status: 'done' })

  // A refusal files nothing and loses nothing: what was prepared is filed on the next try.
  wallet.answers.push(false)
  const add = { kind: 'addUnlocker', name: 'Fox' } as const
  expect(await during((now) => now.act.run(add))).toEqual({ status: 'rejected' })
  expect(await during((now) => now.act.run(add))).toEqual({ status: 'done', value: null })
  expect(texts()).toContain('“Fox” unlocks your account from now on.')
  await waitFor(() => expect(result.current.ways.data).toHaveLength(3))
  const { id } = result.current.ways.data![2]!
  await during((now) => now.act.run({ kind: 'renameUnlocker', id, name: 'Old fox' }))
  await waitFor(() => expect(result.current.ways.data?.[2]?.name).toBe('Old fox'))

  await act(async () => result.current.session.lock())
  expect(result.current.session.state).toMatchObject({ status: 'locked' })
  const asked = wallet.asked.length
  expect(await during((now) => now.session.unlockWithMetaMask())).toMatchObject({
    status: 'done',
    value: { canAct: true },
  })
  expect(wallet.asked).toHaveLength(asked)
})

test('removing it with new keys changes the locks too, and leaves the tab open', async () => {
  const { result, during } = await setUp()
  await during((now) => now.session.unlockWithWallet())
  await waitFor(() => expect(result.current.ways.data).toHaveLength(3))
  const { id } = result.current.ways.data![2]!
  // The wallet confirms the account's new key and declines the chart's.
  wallet.answers.push(true, false)
  const outcome = await during((now) => now.act.run({ kind: 'removeUnlocker', id, renew: true }))
  expect(outcome).toMatchObject({ status: 'done', value: { renewed: [], waiting: [{ title: 'A chart' }] } })
  await waitFor(() => expect(result.current.waiting.data).toMatchObject([{ title: 'A chart' }]))
  expect(await during((now) => now.act.run({ kind: 'renewCharts' }))).toMatchObject({
    status: 'done',
    value: { waiting: [] },
  })
  await waitFor(() => expect(result.current.waiting.data).toEqual([]))
  expect(result.current.ways.data?.map(({ kind }) => kind)).toEqual(['recovery', 'wallet'])
})

test('a new recovery code opens the account, and the tab locks itself when it is not used', async () => {
  const { result, during, texts } = await setUp()
  await during((now) => now.session.unlockWithWallet())
  const replace = { kind: 'replaceRecoveryCode', renew: false } as const
  expect(await during((now) => now.act.run(replace))).toMatchObject({
    status: 'failed',
    failure: { name: 'SessionLockedError' },
  })
  const made = await during((now) => now.session.prepareRecoveryCode())
  expect(made).toMatchObject({ status: 'done' })
  await during((now) => now.act.run(replace))

  const later = Date.now() + 16 * 60_000
  vi.spyOn(Date, 'now').mockReturnValue(later)
  act(() => void window.dispatchEvent(new Event('pointerdown')))
  vi.restoreAllMocks()
  const { state } = result.current.session
  expect(state.status).toBe('locked')
  expect(texts()).toContain('This tab was not used for 15 minutes, so it locked itself.')
  const unlock = {
    account: (state as { account: `0x${string}` }).account,
    recoveryCode: (made as { value: string }).value,
  }
  expect(await during((now) => now.session.unlockWithRecoveryCode(unlock))).toMatchObject({ status: 'done' })
})
