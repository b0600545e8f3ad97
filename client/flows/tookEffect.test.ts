import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addRecords,
  endAllAccess,
  endShare,
  grantAccess,
  loadChart,
  lockSession,
  openChart,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
} from '#client'
import type { ChartId, FlowOptions, Session } from '#client'
import { readGrant } from '../chain/readGrant.ts'
import { readShare } from '../chain/readShare.ts'
import { startProxy } from '../../test/lib/startProxy.ts'
import { note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600

/** Calls back once the transaction was mined, before the flow hears of it. */
const onMined = (then: () => void): Required<Pick<FlowOptions, 'onProgress'>> => ({
  onProgress: ({ step }) => {
    if (step === 'confirming') then()
  },
})

async function withReader() {
  const { patient, chart } = await world.newPatient(['Heart'])
  const doctor = await world.newAccount('practitioner', 'Dr Given')
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  const [number] = await addRecords(patient, { chart, section: heart, files: [note('Letter')] })
  const grant = { chart, read: [heart], write: [heart], until: inAnHour(), purpose: 'TREAT' } as const
  await grantAccess(patient, { ...grant, grantee: doctor.account })
  await shareRecord(patient, { chart, number: number!, reader: doctor.account, until: inAnHour() })
  return { patient, chart, doctor, number: number!, grant }
}

/** The same account behind a chain that stops answering when told to. */
async function withFailingChain(patient: Session) {
  const proxy = await startProxy(world.chain.rpcUrl)
  const chain = { ...world.config.chain, rpcUrl: proxy.url }
  const session = await unlockAccount(world.context({ chain }), { wallet: patient.wallet! })
  return { session, proxy, cut: onMined(() => void (proxy.isDown = true)) }
}

/** Another device renews the keys while the wallet is asked, so that those of the ending do not fit. */
function raced(session: Session, tablet: Session, chart: ChartId): Session {
  let isRaced = false
  const wallet = withGate(session.wallet!, async () => {
    if (!isRaced) await rotateChart(tablet, { chart })
    isRaced = true
  })
  return { ...session, wallet }
}

const grantOf = ({ context }: Session, chart: ChartId, { account }: Session) =>
  readGrant(context.chain, { chart, grantee: account })

test('an access that ended is told as ended where the chain does not answer any more', async () => {
  const { patient, chart, doctor } = await withReader()
  const { session, proxy, cut } = await withFailingChain(patient)
  const ended = await revokeAccess(session, { chart, grantee: doctor.account, ...cut })
  expect(ended).toEqual({ isKeyed: true, problem: null })
  expect(await grantOf(patient, chart, doctor)).toBeNull()
  expect(await loadChart(patient, { chart })).toMatchObject({ epoch: 2, isKeyed: true })
  await proxy.stop()
})

test('an access that ended without new keys is told as ended where the chain does not answer any more', async () => {
  const { patient, chart, doctor } = await withReader()
  const { session, proxy, cut } = await withFailingChain(patient)
  const ended = await revokeAccess(raced(session, patient, chart), { chart, grantee: doctor.account, ...cut })
  expect(ended).toMatchObject({ isKeyed: false, problem: { name: 'ChainUnreachableError' } })
  expect(await grantOf(patient, chart, doctor)).toBeNull()
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: false })
  await rotateChart(patient, { chart })
  await proxy.stop()
})

test('a share that ended is told as ended where the chain does not answer any more', async () => {
  const { patient, chart, doctor, number } = await withReader()
  const pins = (await world.pins()).length
  const { session, proxy, cut } = await withFailingChain(patient)
  const ended = await endShare(session, { chart, number, reader: doctor.account, ...cut })
  expect(ended).toEqual({ isSealRemoved: false })
  expect(await readShare(patient.context.chain, { chart, number, reader: doctor.account })).toBeNull()
  // The chain may name the keyring that was stored for it: nothing is given up.
  expect((await world.pins()).length).toBe(pins + 1)
  expect(await loadChart(patient, { chart })).toMatchObject({ isKeyed: true, shares: [] })
  await proxy.stop()
})

test.each([
  [
    'a revocation',
    (session: Session, { chart, doctor, cut }: Ended) =>
      revokeAccess(session, { chart, grantee: doctor.account, ...cut }),
  ],
  [
    'the end of all access',
    (session: Session, { chart, cut }: Ended) => endAllAccess(session, { chart, ...cut }),
  ],
] as const)('%s that was mined is told as done although the session was locked meanwhile', async (_, end) => {
  const { patient, chart, doctor } = await withReader()
  const session = await unlockAccount(world.context(), { wallet: patient.wallet! })
  const cut = onMined(() => lockSession(session))
  expect(await end(session, { chart, doctor, cut })).toEqual({ isKeyed: true, problem: null })
  expect(session.keys.memory.keyrings.size).toBe(0)
  expect(await loadChart(patient, { chart })).toMatchObject({ grants: [], isKeyed: true })
})

type Ended = { readonly chart: ChartId; readonly doctor: Session; readonly cut: FlowOptions }

test('an ending that was mined is told as done although it was aborted meanwhile', async () => {
  const { patient, chart, doctor } = await withReader()
  const controller = new AbortController()
  const cut = { ...onMined(() => controller.abort()), signal: controller.signal }
  const tablet = await unlockAccount(world.context(), { wallet: patient.wallet! })
  const ended = await revokeAccess(raced(patient, tablet, chart), {
    chart,
    grantee: doctor.account,
    ...cut,
  })
  expect(ended.isKeyed).toBe(false)
  expect(ended.problem).not.toBeNull()
  expect(await grantOf(patient, chart, doctor)).toBeNull()
})

test('what gives or opens is told as done although the session was locked meanwhile', async () => {
  const { patient, chart, number } = await withReader()
  const { account: reader } = await world.newAccount()
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  const until = inAnHour()
  const rights = { read: [heart], write: [], until, purpose: 'TREAT' } as const
  const acts: ((session: Session, cut: FlowOptions) => Promise<unknown>)[] = [
    (session, cut) => grantAccess(session, { chart, grantee: reader, ...rights, ...cut }),
    (session, cut) => shareRecord(session, { chart, number, reader, until, ...cut }),
    (session, cut) => rotateChart(session, { chart, ...cut }),
    (session, cut) => openChart(session, { title: 'Another', sections: ['One'], ...cut }),
  ]
  for (const act of acts) {
    const session = await unlockAccount(world.context(), { wallet: patient.wallet! })
    await act(
      session,
      onMined(() => lockSession(session)),
    )
    expect(session.keys.memory.keyrings.size).toBe(0)
  }
  const shown = await loadChart(patient, { chart })
  expect(shown).toMatchObject({ epoch: 2, isKeyed: true, shares: [{}, { reader, isKeyMissing: false }] })
  expect(shown.grants).toMatchObject([{}, { grantee: reader, isKeyMissing: false }])
})

test('what was mined is told as done although this device cannot keep notes', async () => {
  const { patient } = await withReader()
  const full = () => Promise.reject(new Error('The disk is full.'))
  const journal = { add: full, remove: full, list: async () => [] }
  const session = { ...patient, context: { ...patient.context, journal } }
  const chart = await openChart(session, { title: 'Another', sections: ['One'] })
  expect(await loadChart(patient, { chart })).toMatchObject({ title: 'Another' })
})
