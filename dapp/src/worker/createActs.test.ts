import { expect, test, vi } from 'vitest'
import { DOCTOR, buildGrant, buildShare } from '../../testing/buildChart.ts'
import { type ActsParameters, createActs } from './createActs.ts'
import { createToasts } from './createToasts.ts'
import type { WorkerLink, WorkerRemote } from './createWorkerLink.ts'
import type { ActRequest, ActResult, GivenAccess, OnProgress } from './types.ts'

const OPEN: ActRequest & { kind: 'openChart' } = { kind: 'openChart', title: 'Chart', sections: ['Heart'] }

const GIVER = { by: DOCTOR, byName: 'Kari', givenAt: 1_792_000_000 } as const
const LET_IN: GivenAccess = {
  grants: [{ ...buildGrant({ name: 'Dr Second' }), ...GIVER }],
  shares: [{ ...buildShare({ reader: `0x${'33'.repeat(20)}` }), ...GIVER }],
}

function setUp() {
  const given = Promise.withResolvers<ActResult>()
  const started: { id: number; onProgress: OnProgress }[] = []
  const cancel = vi.fn<(id: number) => Promise<void>>(async () => {})
  const api = {
    act: (id: number, _: ActRequest, onProgress: OnProgress) => {
      started.push({ id, onProgress })
      return given.promise
    },
    cancel,
  } as unknown as WorkerRemote
  const link: WorkerLink = { call: (run) => run(api), stop() {} }
  const toasts = createToasts()
  const onDone = vi.fn<ActsParameters['onDone']>()
  return { acts: createActs({ link, toasts, onDone }), toasts, onDone, given, started, cancel }
}

test('an act runs, tells where it is, and ends with what it gave', async () => {
  const { acts, given, started, toasts, onDone } = setUp()
  expect(acts.state.get()).toEqual({ status: 'idle' })
  const outcome = acts.run(OPEN)
  expect(acts.state.get()).toMatchObject({
    status: 'running',
    request: OPEN,
    progress: null,
    canCancel: true,
  })
  started[0]!.onProgress({ step: 'storing', done: 1, total: 2 })
  expect(acts.state.get()).toMatchObject({ progress: { step: 'storing' }, canCancel: true, hash: null })
  started[0]!.onProgress({ step: 'asking-wallet' })
  expect(acts.state.get()).toMatchObject({ canCancel: false })
  started[0]!.onProgress({ step: 'mining', hash: '0x01' })
  started[0]!.onProgress({ step: 'confirming' })
  expect(acts.state.get()).toMatchObject({ canCancel: false, hash: '0x01' })
  given.resolve({ chart: '0x02' })
  expect(await outcome).toEqual({ status: 'done', value: { chart: '0x02' } })
  expect(acts.state.get()).toEqual({ status: 'done', request: OPEN, result: { chart: '0x02' }, hash: '0x01' })
  expect(onDone).toHaveBeenCalledExactlyOnceWith(OPEN, { chart: '0x02' })
  expect(toasts.list.get()).toMatchObject([{ tone: 'done', text: 'Your chart is open.' }])
  acts.dismiss()
  expect(acts.state.get()).toEqual({ status: 'idle' })
})

test('a refusal in the wallet is said in passing, and can be tried again', async () => {
  const { acts, given, started, toasts } = setUp()
  given.reject(Object.assign(new Error('no'), { code: 4001 }))
  expect(await acts.run(OPEN)).toEqual({ status: 'rejected' })
  expect(acts.state.get()).toEqual({ status: 'rejected', request: OPEN })
  expect(toasts.list.get()).toMatchObject([
    { tone: 'declined', text: 'You said no in your wallet. Nothing has changed.' },
  ])
  acts.retry()
  expect(started).toHaveLength(2)
})

test('a failure keeps its place and its sentence', async () => {
  const { acts, given, started, toasts } = setUp()
  const outcome = acts.run(OPEN)
  started[0]!.onProgress({ step: 'storing' })
  given.reject(
    Object.assign(new Error('x'), { name: 'StoreUnreachableError', shortMessage: 'It does not answer.' }),
  )
  expect(await outcome).toMatchObject({ status: 'failed', failure: { sentence: 'It does not answer.' } })
  expect(acts.state.get()).toMatchObject({ status: 'failed', progress: { step: 'storing' }, request: OPEN })
  expect(toasts.list.get()).toEqual([])
})

test('one act runs at a time', async () => {
  const { acts, started } = setUp()
  void acts.run(OPEN)
  expect(await acts.run({ kind: 'rotateChart', chart: '0x02' })).toEqual({ status: 'cancelled' })
  expect(started).toHaveLength(1)
})

test('an act is cancelled until the wallet is asked, and not after', async () => {
  const { acts, given, started, cancel } = setUp()
  const outcome = acts.run(OPEN)
  started[0]!.onProgress({ step: 'asking-wallet' })
  acts.cancel()
  expect(cancel).not.toHaveBeenCalled()
  started[0]!.onProgress({ step: 'retrying' })
  acts.cancel()
  expect(cancel).toHaveBeenCalledExactlyOnceWith(started[0]!.id)
  given.reject(new DOMException('stopped', 'AbortError'))
  expect(await outcome).toEqual({ status: 'cancelled' })
  expect(acts.state.get()).toEqual({ status: 'idle' })
})

test('a lock forgets the act in hand, and what it still says is not heard', async () => {
  const { acts, given, started } = setUp()
  const outcome = acts.run(OPEN)
  expect(acts.abandon()).toBe(true)
  started[0]!.onProgress({ step: 'storing' })
  given.resolve({ chart: '0x02' })
  expect(await outcome).toEqual({ status: 'cancelled' })
  expect(acts.state.get()).toEqual({ status: 'idle' })
  expect(acts.abandon()).toBe(false)
})

test('a change made again on top of another device’s is said', async () => {
  const { acts, given, started, toasts } = setUp()
  const outcome = acts.run({ kind: 'rotateChart', chart: '0x02' })
  expect(acts.state.get()).toMatchObject({ isRetried: false })
  started[0]!.onProgress({ step: 'asking-wallet' })
  started[0]!.onProgress({ step: 'retrying' })
  started[0]!.onProgress({ step: 'storing' })
  expect(acts.state.get()).toMatchObject({ isRetried: true, canCancel: true })
  given.resolve(null)
  await outcome
  expect(toasts.list.get().map(({ text }) => text)).toEqual([
    'The locks are changed.',
    'Another device changed this chart meanwhile; your change was made again on top of it.',
  ])
})

test('who was let in meanwhile is named when a change was made again on top of that', async () => {
  const { acts, given, started, toasts } = setUp()
  const outcome = acts.run({ kind: 'rotateChart', chart: '0x02' })
  started[0]!.onProgress({ step: 'retrying' })
  started[0]!.onProgress({ step: 'retrying', given: LET_IN })
  started[0]!.onProgress({ step: 'storing' })
  expect(acts.state.get()).toMatchObject({ isRetried: true, given: LET_IN })
  given.resolve(null)
  await outcome
  expect(toasts.list.get().map(({ text }) => text)).toContain(
    'Kari let in Dr Second and 0x3333…3333 meanwhile, who can open what is filed from now on too.',
  )
})

test('batches can be stopped in between, and what was done is said to stay', async () => {
  const { acts, given, started, toasts } = setUp()
  const outcome = acts.run({ kind: 'reencryptHistory', chart: '0x02' })
  started[0]!.onProgress({ step: 'confirming', hash: '0x01' })
  expect(acts.state.get()).toMatchObject({ canCancel: false })
  started[0]!.onProgress({ step: 'encrypting' })
  expect(acts.state.get()).toMatchObject({ canCancel: true, hash: null })
  given.reject(new DOMException('stopped', 'AbortError'))
  await outcome
  expect(toasts.list.get()).toMatchObject([
    { text: 'Cancelled. What was re-encrypted stays so; the rest is as it was.' },
  ])
})

test.each([
  [{ kind: 'shareRecord', name: 'Dr Nwosu' }, null, 'Dr Nwosu can read this record now.'],
  [{ kind: 'nameDelegate', name: null }, null, 'This account can act for you now.'],
  [{ kind: 'removeDelegate', name: 'Kari' }, { isKeyed: true }, 'Kari no longer acts for you.'],
  [
    { kind: 'endAllAccess' },
    { isKeyed: false },
    'All access has ended. The locks need changing before anything can be filed.',
  ],
  [
    { kind: 'removeDelegate', name: 'Kari' },
    { isKeyed: false, given: LET_IN },
    'Kari no longer acts for you. Kari let in Dr Second and 0x3333…3333 meanwhile: end that or keep it under Sharing. The locks need changing before anything can be filed.',
  ],
  [
    { kind: 'revokeAccess', name: null },
    { isKeyed: true, given: LET_IN },
    'This access has ended. Kari let in Dr Second and 0x3333…3333 meanwhile: end that or keep it under Sharing.',
  ],
  [{ kind: 'endGiven' }, { isKeyed: true }, 'That access has ended too.'],
  [{ kind: 'endOffer' }, { isKeyed: true }, 'The offer is withdrawn. The chart stays yours.'],
  [{ kind: 'acceptChart' }, null, 'The chart is yours now.'],
] as const)('what %j did is said', async (request, result, text) => {
  const { acts, given, toasts } = setUp()
  given.resolve(result)
  await acts.run(request as never)
  expect(toasts.list.get()).toMatchObject([{ tone: 'done', text }])
})

const GRANT = { kind: 'shareRecord', chart: '0x02', name: null } as unknown as ActRequest & {
  kind: 'shareRecord'
}
const REFUSED = Object.assign(new Error('no'), { code: 4001 })

test.each([
  [
    'the locks that were changed on the way',
    GRANT,
    [
      { step: 'confirming', act: 'rotate' },
      { step: 'done', act: 'rotate' },
      { step: 'asking-wallet', act: 'share' },
    ],
    'You said no in your wallet. The locks were changed already; nothing else was.',
  ],
  [
    'the account that was published on the way',
    { kind: 'acceptChart', chart: '0x02', isIncomplete: false, title: null },
    [
      { step: 'confirming', act: 'publish' },
      { step: 'reading', act: 'accept' },
      { step: 'asking-wallet', act: 'accept' },
    ],
    'You said no in your wallet. Your account lists the chart already; it is not yours before you take it over.',
  ],
  [
    'nothing of what reverted',
    GRANT,
    [
      { step: 'confirming', act: 'share' },
      { step: 'retrying', act: 'share' },
      { step: 'asking-wallet', act: 'share' },
    ],
    'You said no in your wallet. Nothing has changed.',
  ],
] as const)('a second refusal says of %s', async (_, request, steps, text) => {
  const { acts, given, started, toasts } = setUp()
  const outcome = acts.run(request)
  for (const step of steps) started[0]!.onProgress(step)
  given.reject(REFUSED)
  await outcome
  expect(toasts.list.get()).toMatchObject([{ tone: 'declined', text }])
})

test('a failure after a part took effect says so', async () => {
  const { acts, given, started } = setUp()
  const outcome = acts.run(GRANT)
  started[0]!.onProgress({ step: 'confirming', act: 'rotate' })
  started[0]!.onProgress({ step: 'reading', act: 'share' })
  given.reject(Object.assign(new Error('x'), { name: 'StoreUnreachableError', shortMessage: 'It is down.' }))
  await outcome
  expect(acts.state.get()).toMatchObject({
    failure: { sentence: 'It is down. The locks were changed already; nothing else was.' },
  })
})

const RENEWED = { renewed: [], waiting: [], tell: [] }
const HALF = { ...RENEWED, waiting: [{ chart: '0x02', title: null, problem: null }] } as const
const KEPT =
  'Your keys stayed: who had what unlocked it, and kept what was stored, could still open your account.'

test.each([
  [{ kind: 'revokeAccess' }, { isKeyed: true }, 'This access has ended, and the locks are changed.'],
  [{ kind: 'removeUnlocker', renew: false }, null, `It no longer unlocks your account. ${KEPT}`],
  [
    { kind: 'removeUnlocker', renew: true },
    RENEWED,
    'It no longer unlocks your account. Your account has a new key.',
  ],
  [{ kind: 'replaceRecoveryCode', renew: false }, null, `The new recovery code counts from now on. ${KEPT}`],
  [
    { kind: 'replaceRecoveryCode', renew: true },
    HALF,
    'The new recovery code counts from now on. Your account has a new key. Some locks still need changing.',
  ],
  [
    { kind: 'rotateAccountKey' },
    { ...RENEWED, waiting: null },
    'Your account has a new key. Some locks may still need changing.',
  ],
] as const)('what %j did is promised no further than it goes', async (request, result, text) => {
  const { acts, given, toasts } = setUp()
  given.resolve(result)
  await acts.run(request as never)
  expect(toasts.list.get()).toMatchObject([{ tone: 'done', text }])
})
