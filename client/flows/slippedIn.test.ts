import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  AccessGivenMeanwhileError,
  addRecords,
  endGiven,
  endOffer,
  grantAccess,
  loadChart,
  nameDelegate,
  offerChart,
  removeDelegate,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
} from '#client'
import type { ChartId, GivenAccess, GrantAccessParameters, Progress, Session } from '#client'
import { readGrant } from '../chain/readGrant.ts'
import { grantByChainAlone } from '../../test/lib/grantByChainAlone.ts'
import { note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const HOUR = 3_600
const inHours = (hours: number) => Math.floor(Date.now() / 1000) + hours * HOUR

type Grant = Omit<GrantAccessParameters, 'grantee' | 'onProgress' | 'signal'>

async function setUp() {
  const { patient, chart } = await world.newPatient(['Heart', 'Mind'])
  const carer = await world.newAccount('patient')
  const second = await world.newAccount('practitioner', 'Dr Second')
  const { sections } = await loadChart(patient, { chart })
  const [heart, mind] = ['Heart', 'Mind'].map((label) => sections.find((s) => s.label === label)!.number)
  const [number] = await addRecords(patient, { chart, section: heart!, files: [note('Before')] })
  await nameDelegate(patient, { chart, delegate: carer.account, until: inHours(12), name: 'Kari' })
  const grant: Grant = { chart, read: [heart!], write: [heart!], until: inHours(2), purpose: 'TREAT' }
  return { patient, chart, carer, second, heart: heart!, mind: mind!, number: number!, grant }
}

/** The same account, whose wallet is slow: something happens once before its transaction is sent. */
function late(session: Session, happen: () => Promise<unknown>): Session {
  let isOver = false
  const wallet = withGate(session.wallet!, async (act) => {
    if (act !== 'send' || isOver) return
    isOver = true
    await happen()
  })
  return { ...session, wallet }
}

const removalOf = (chart: ChartId, { account }: Session) => ({
  chart,
  delegate: account,
  grantees: [],
  shares: [],
})

const grantOf = ({ context }: Session, chart: ChartId, { account }: Session) =>
  readGrant(context.chain, { chart, grantee: account })

/** What a reader makes of the records; nothing where the chart is not open to it at all. */
const readBy = (session: Session, chart: ChartId) =>
  loadChart(session, { chart }).then(
    ({ records }) => records.map(({ state }) => state as string),
    () => [],
  )

function givenOf(problem: Error | null): GivenAccess {
  expect(problem).toBeInstanceOf(AccessGivenMeanwhileError)
  return (problem as AccessGivenMeanwhileError).given
}

const WAYS = {
  'with a new keyring': (carer: Session, second: Session, grant: Grant) =>
    grantAccess(carer, { ...grant, grantee: second.account }),
  'with the keyring put back as it was': (carer: Session, second: Session, { chart, ...terms }: Grant) =>
    grantByChainAlone(carer, chart, { ...terms, sinceEpoch: 1, grantee: second.account }),
}

test.each(Object.entries(WAYS))(
  'what a delegate gave %s before its removal was mined is told and ended, and opens nothing filed since',
  async (way, give) => {
    const { patient, chart, carer, second, heart, grant } = await setUp()
    const slow = late(patient, () => give(carer, second, grant))
    const { isKeyed, problem } = await removeDelegate(slow, removalOf(chart, carer))

    // Keys that were filed with the removal are sealed to nobody unseen; where they could not be, there are none.
    expect(isKeyed).toBe(way === 'with the keyring put back as it was')
    const { grants, shares } = givenOf(problem)
    expect(shares).toEqual([])
    expect(grants).toMatchObject([
      { grantee: second.account, publicName: 'Dr Second', by: carer.account, byName: 'Kari', read: [heart] },
    ])
    expect(grants[0]!.givenAt).toBeGreaterThan(Date.now() / 1000 - HOUR)
    expect((await loadChart(patient, { chart })).undecided.grants).toMatchObject([
      { grantee: second.account, by: carer.account },
    ])

    const grantees = grants.map(({ grantee }) => grantee)
    expect(await endGiven(patient, { chart, grantees, shares })).toEqual({ isKeyed: true, problem: null })
    await addRecords(patient, { chart, section: heart, files: [note('Since')] })
    expect(await grantOf(patient, chart, second)).toBeNull()
    expect(await readBy(second, chart)).toEqual([])
    const { undecided, records } = await loadChart(patient, { chart })
    expect(undecided).toEqual({ grants: [], shares: [] })
    expect(records.map(({ state }) => state)).toEqual(['readable', 'readable'])
  },
)

/** What the owner sees on another device, after a removal that something came before. */
async function removedLate(way: keyof typeof WAYS) {
  const cast = await setUp()
  const { patient, chart, carer, second, grant } = cast
  const slow = late(patient, () => WAYS[way](carer, second, grant))
  await removeDelegate(slow, removalOf(chart, carer))
  return { ...cast, tablet: await unlockAccount(world.context(), { wallet: patient.wallet! }) }
}

/** The owner keeps what it is asked about, and is not asked again. */
async function keep(tablet: Session, second: Session, chart: ChartId, heart: number): Promise<string[]> {
  const { undecided } = await loadChart(tablet, { chart })
  expect(undecided.grants).toMatchObject([{ grantee: second.account }])
  await rotateChart(tablet, { chart, keep: undecided })
  const none = { grants: [], shares: [] }
  expect(await loadChart(tablet, { chart })).toMatchObject({ isKeyed: true, undecided: none })
  await addRecords(tablet, { chart, section: heart, files: [note('Once kept')] })
  return readBy(second, chart)
}

test('a chart that a removal left without keys gets none before the owner has decided, from no device', async () => {
  const { chart, tablet, second, heart, grant } = await removedLate('with a new keyring')
  const doctor = await world.newAccount('practitioner', 'Dr Other')
  const acts = [
    () => addRecords(tablet, { chart, section: heart, files: [note('Since')] }),
    () => rotateChart(tablet, { chart }),
    () => grantAccess(tablet, { ...grant, grantee: doctor.account }),
    () => nameDelegate(tablet, { chart, delegate: doctor.account, until: inHours(1) }),
  ]
  for (const act of acts) await expect(act()).rejects.toBeInstanceOf(AccessGivenMeanwhileError)
  expect((await loadChart(tablet, { chart })).isKeyed).toBe(false)
  expect(await keep(tablet, second, chart, heart)).toEqual(['readable', 'readable'])
})

test('an access that no keyring knows gets no keys by later rotations before the owner has decided', async () => {
  const { chart, tablet, second, heart } = await removedLate('with the keyring put back as it was')
  await addRecords(tablet, { chart, section: heart, files: [note('Since')] })
  await rotateChart(tablet, { chart })
  expect(await readBy(second, chart)).not.toContain('readable')
  expect(await keep(tablet, second, chart, heart)).toEqual(['readable', 'readable', 'readable'])
})

test('an access that a delegate made longer and wider before its removal is told, though the owner gave it', async () => {
  const { patient, chart, carer, second, heart, mind, grant } = await setUp()
  await grantAccess(patient, { ...grant, grantee: second.account, name: 'The second' })
  const wider = { ...grant, read: [heart, mind], until: inHours(10) }
  const slow = late(patient, () => grantAccess(carer, { ...wider, grantee: second.account }))
  const { isKeyed, problem } = await removeDelegate(slow, removalOf(chart, carer))
  expect(isKeyed).toBe(false)
  const given = givenOf(problem)
  expect(given.grants).toMatchObject([{ grantee: second.account, name: 'The second', until: wider.until }])
  expect(problem?.message).toContain('Unseen by you, access was given to The second.')

  await endGiven(patient, { chart, grantees: [second.account], shares: [] })
  await addRecords(patient, { chart, section: mind, files: [note('Since')] })
  expect(await readBy(second, chart)).toEqual([])
})

test('a record that a delegate shared before its removal is told and ended', async () => {
  const { patient, chart, carer, second, number } = await setUp()
  const share = { chart, number, reader: second.account, until: inHours(2) }
  const slow = late(patient, () => shareRecord(carer, share))
  const { isKeyed, problem } = await removeDelegate(slow, removalOf(chart, carer))
  expect(isKeyed).toBe(false)
  const { grants, shares } = givenOf(problem)
  expect(grants).toEqual([])
  expect(shares).toMatchObject([{ reader: second.account, number, by: carer.account }])
  await expect(rotateChart(patient, { chart })).rejects.toBeInstanceOf(AccessGivenMeanwhileError)

  expect(await endGiven(patient, { chart, grantees: [], shares })).toEqual({ isKeyed: true, problem: null })
  expect(await readBy(second, chart)).toEqual([])
  expect((await loadChart(patient, { chart })).isKeyed).toBe(true)
})

test('what was shown when the owner decided stays, and what came after that is told', async () => {
  const { patient, chart, carer, second, heart, grant } = await setUp()
  const shown = await world.newAccount('practitioner', 'Dr Shown')
  await grantAccess(carer, { ...grant, grantee: shown.account })
  const seen = await loadChart(patient, { chart })
  // Given while the owner read what it was asked, and so before anything began.
  await grantAccess(carer, { ...grant, grantee: second.account })
  const ended = await removeDelegate(patient, { ...removalOf(chart, carer), seen })
  expect(ended.isKeyed).toBe(true)
  expect(givenOf(ended.problem).grants.map(({ grantee }) => grantee)).toEqual([second.account])

  await addRecords(patient, { chart, section: heart, files: [note('Since')] })
  expect(await readBy(shown, chart)).toEqual(['readable', 'readable'])
  expect(await readBy(second, chart)).not.toContain('readable')
})

test.each(['access', 'offer'] as const)(
  'when an %s ends, what a delegate gave meanwhile is told before any keys are sealed to it',
  async (what) => {
    const { patient, chart, carer, second, grant } = await setUp()
    const doctor = await world.newAccount('practitioner', 'Dr Given')
    const isOffer = what === 'offer'
    const give = isOffer
      ? () => offerChart(patient, { chart, successor: doctor.account, until: inHours(2) })
      : () => grantAccess(patient, { ...grant, grantee: doctor.account })
    await give()
    const slow = late(patient, () => grantAccess(carer, { ...grant, grantee: second.account }))
    const { isKeyed, problem } = await (isOffer
      ? endOffer(slow, { chart })
      : revokeAccess(slow, { chart, grantee: doctor.account }))
    expect(isKeyed).toBe(false)
    expect(givenOf(problem).grants).toMatchObject([{ grantee: second.account, by: carer.account }])
    expect(await readBy(doctor, chart)).toEqual([])
  },
)

test.each(['grant', 'rotation'] as const)(
  'a %s that is made again on top of what a delegate gave says who was let in',
  async (what) => {
    const { patient, chart, carer, second, grant } = await setUp()
    const slow = late(patient, () => grantAccess(carer, { ...grant, grantee: second.account }))
    const seen: Progress[] = []
    const options = { onProgress: (progress: Progress) => void seen.push(progress) }
    const doctor = await world.newAccount('practitioner', 'Dr Given')
    await (what === 'grant'
      ? grantAccess(slow, { ...grant, grantee: doctor.account, ...options })
      : rotateChart(slow, { chart, ...options }))
    const told = seen.filter(({ given }) => given !== undefined)
    const letIn = { grantee: second.account, by: carer.account, byName: 'Kari' }
    expect(told).toMatchObject([{ step: 'retrying', given: { grants: [letIn] } }])
    expect(await readBy(second, chart)).toEqual(['readable'])
  },
)

test('what a delegate gave since the owner last looked is told by the next change of the keys, once', async () => {
  const { patient, chart, carer, second, grant } = await setUp()
  await grantAccess(carer, { ...grant, grantee: second.account })
  const seen: Progress[] = []
  const options = { onProgress: (progress: Progress) => void seen.push(progress) }
  await rotateChart(patient, { chart, ...options })
  await rotateChart(patient, { chart, ...options })
  const told = seen.flatMap(({ given }) => given?.grants ?? [])
  expect(told).toMatchObject([{ grantee: second.account, by: carer.account }])
})
