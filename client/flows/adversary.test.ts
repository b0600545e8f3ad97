import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChart,
  addRecords,
  endAllAccess,
  endGiven,
  endOffer,
  grantAccess,
  loadChart,
  makeRecoveryCode,
  nameDelegate,
  offerChart,
  openChart,
  parseRecoveryCode,
  prepareAccount,
  publishAccount,
  reencryptHistory,
  removeDelegate,
  replaceRecoveryCode,
  revokeAccess,
  rotateChart,
  shareRecord,
} from '#client'
import type { AccountKind, ChartId, Session } from '#client'
import { Adversary, readPlaces, recording, wordsOf } from '../../test/lib/adversary.ts'
import type { SeenBlocks } from '../../test/lib/adversary.ts'
import { readPublicChain } from '../../test/lib/leakScan.ts'
import { note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'
import { chartsScope, registrarScope } from './scopes.ts'

const HOUR = 3_600

let world: World
/** Every block that anybody ever stored. */
const seen: SeenBlocks = new Map()
const recoveryCodes = new Map<Session, string>()

beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

async function newAccount(kind: AccountKind, name?: string): Promise<Session> {
  const context = recording(world.context(), seen)
  const wallet = world.newWallet()
  const draft = await prepareAccount(context, { wallet, kind, ...(name === undefined ? {} : { name }) })
  const session = await publishAccount(context, { wallet, draft })
  recoveryCodes.set(session, draft.recoveryCode)
  return session
}

async function inHours(hours: number): Promise<number> {
  const { timestamp } = await world.rpc<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false)
  return Math.max(Number(timestamp), Math.floor(Date.now() / 1000)) + hours * HOUR
}

type Cast = {
  readonly patient: Session
  readonly other: Session
  readonly chart: ChartId
  readonly heart: number
  readonly mind: number
}

type Story = {
  /** Gives the other account something. The records 1 (heart) and 2 (mind) were filed before, in two epochs. */
  readonly give: (cast: Cast) => Promise<unknown>
  /** Whose keys the adversary holds. */
  readonly who?: 'patient' | 'other'
  /** The adversary holds a recovery code of the patient and no key. */
  readonly byRecoveryCode?: true
  /** Ends it. The session that owns the chart from then on is what it gives, or the patient's. */
  readonly end: (cast: Cast) => Promise<Session | void>
  /** The records that opened before the end: 3 (heart) and 4 (mind) were filed while it lasted. */
  readonly before: readonly number[]
  /** The records that open after the end, when 5 (heart) and 6 (mind) were filed, in two epochs. */
  readonly after: readonly number[]
}

const grantOf = async ({ chart, other }: Cast, read: number[]) => {
  const until = await inHours(12)
  return { chart, grantee: other.account, read, write: read, until, purpose: 'TREAT' } as const
}

const stories: Record<string, Story> = {
  'a revoked doctor': {
    give: async (cast) => grantAccess(cast.patient, await grantOf(cast, [cast.heart])),
    end: async ({ patient, chart, other }) => {
      await revokeAccess(patient, { chart, grantee: other.account })
    },
    before: [1, 3],
    after: [1, 3],
  },
  'a doctor whose access expired': {
    give: async (cast) =>
      grantAccess(cast.patient, {
        ...(await grantOf(cast, [cast.heart, cast.mind])),
        until: await inHours(1),
        history: 'from-now',
      }),
    end: () => world.later(2 * HOUR),
    before: [3, 4],
    after: [3, 4],
  },
  'a reader whose access was narrowed': {
    give: async (cast) => grantAccess(cast.patient, await grantOf(cast, [cast.heart, cast.mind])),
    end: async (cast) => grantAccess(cast.patient, await grantOf(cast, [cast.heart])),
    before: [1, 2, 3, 4],
    after: [1, 2, 3, 4, 5],
  },
  'a removed delegate': {
    give: async ({ patient, chart, other }) =>
      nameDelegate(patient, { chart, delegate: other.account, until: await inHours(12) }),
    end: async ({ patient, chart, other }) => {
      await removeDelegate(patient, { chart, delegate: other.account, grantees: [], shares: [] })
    },
    before: [1, 2, 3, 4],
    after: [1, 2, 3, 4],
  },
  'an account that a delegate let in before its removal was mined': {
    give: async () => {},
    end: async (cast) => {
      const { patient, chart, other } = cast
      const carer = await newAccount('patient')
      await nameDelegate(patient, { chart, delegate: carer.account, until: await inHours(24) })
      const slip = await grantOf(cast, [cast.heart])
      const wallet = withGate(patient.wallet!, async (act) => {
        if (act === 'send') await grantAccess(carer, slip)
      })
      const removal = { chart, delegate: carer.account, grantees: [], shares: [] }
      expect(await removeDelegate({ ...patient, wallet }, removal)).toMatchObject({ isKeyed: false })
      await endGiven(patient, { chart, grantees: [other.account], shares: [] })
    },
    before: [],
    after: [1, 3],
  },
  'a delegate when every access was ended': {
    give: async ({ patient, chart, other }) =>
      nameDelegate(patient, { chart, delegate: other.account, until: await inHours(12) }),
    end: async ({ patient, chart }) => {
      await endAllAccess(patient, { chart })
    },
    before: [1, 2, 3, 4],
    after: [1, 2, 3, 4],
  },
  'a former owner': {
    who: 'patient',
    give: async ({ patient, chart, other }) =>
      offerChart(patient, { chart, successor: other.account, until: await inHours(12) }),
    end: ({ other, chart }) => acceptChart(other, { chart }),
    before: [1, 2, 3, 4],
    after: [1, 2, 3, 4],
  },
  'a successor whose offer was withdrawn': {
    give: async ({ patient, chart, other }) =>
      offerChart(patient, { chart, successor: other.account, until: await inHours(12) }),
    end: async ({ patient, chart }) => {
      await endOffer(patient, { chart })
    },
    before: [1, 2, 3, 4],
    after: [1, 2, 3, 4],
  },
  'the reader of a share that expired': {
    give: async ({ patient, chart, other }) =>
      shareRecord(patient, { chart, number: 2, reader: other.account, until: await inHours(1) }),
    end: () => world.later(2 * HOUR),
    before: [2],
    after: [2],
  },
  'who kept an old vault and a removed recovery code': {
    byRecoveryCode: true,
    give: async () => {},
    end: async ({ patient }) => {
      const { unlocker } = await makeRecoveryCode(patient)
      return (await replaceRecoveryCode(patient, { unlocker, renew: true })).session
    },
    before: [1, 2, 3, 4],
    after: [1, 2, 3, 4],
  },
}

/** Everything of now: all blocks ever stored, and the whole chain. */
async function assault(
  adversary: Adversary,
  reader: Session,
  { chart, patient, other }: Cast,
): Promise<number[]> {
  adversary.see(seen)
  const { pieces } = await readPublicChain(world.chain.rpcUrl)
  adversary.seeChain({
    accounts: [patient.account, other.account],
    records: await readPlaces(reader, chart),
    words: wordsOf(pieces),
  })
  await adversary.work()
  return adversary.opened()
}

test.each(Object.entries(stories))(
  '%s opens nothing filed since, with every key ever held, every block and the whole chain',
  async (_, { give, end, who = 'other', byRecoveryCode, before, after }) => {
    seen.clear()
    const patient = await newAccount('patient')
    const other = await newAccount('practitioner', 'Dr Other')
    const chart = await openChart(patient, { title: 'Chart', sections: ['Heart', 'Mind'] })
    const { sections } = await loadChart(patient, { chart })
    const [heart, mind] = ['Heart', 'Mind'].map((label) => sections.find((s) => s.label === label)!.number)
    const cast: Cast = { patient, other, chart, heart: heart!, mind: mind! }
    const file = (session: Session, section: number | undefined, name: string) =>
      addRecords(session, { chart, section: section!, files: [note(name)] })

    await file(patient, heart, 'One')
    await rotateChart(patient, { chart })
    await file(patient, mind, 'Two')
    await give(cast)
    await file(patient, heart, 'Three')
    await rotateChart(patient, { chart })
    await file(patient, mind, 'Four')

    const { context } = patient
    const scopes = { scope: chartsScope(context), registrar: registrarScope(context) }
    const adversary = new Adversary({ ...scopes, chart, isThorough: true })
    if (byRecoveryCode) adversary.hold('unlocker', parseRecoveryCode(recoveryCodes.get(patient)!))
    else {
      const villain = { patient, other }[who]
      await loadChart(villain, { chart }).catch(() => {})
      adversary.holdSession(villain)
    }
    // It is able: what lay open to it opens, to the last word.
    expect(await assault(adversary, patient, cast)).toEqual(before)
    for (const number of before) {
      expect(adversary.textsOf(number)[0]).toBe(
        `${['One', 'Two', 'Three', 'Four'][number - 1]}: a note of its own.`,
      )
    }
    const openBefore = new Set(adversary.openedBlocks())
    const stored = new Set(seen.keys())

    const owner = (await end(cast)) ?? patient
    await file(owner, heart, 'Five')
    await rotateChart(owner, { chart })
    await file(owner, mind, 'Six')
    expect(await reencryptHistory(owner, { chart })).toMatchObject({ remaining: 0, failed: [] })

    expect(await assault(adversary, owner, cast)).toEqual(after)
    // Nor does any other block that was stored since, but to who still may read some of it.
    const since = [...adversary.openedBlocks()].filter((cid) => !openBefore.has(cid) && !stored.has(cid))
    expect(since.length > 0).toBe(after.length > before.length)
    // Who owns the chart reads all of it.
    const { records } = await loadChart(owner, { chart })
    expect(records.map(({ state }) => state)).toEqual(Array(6).fill('readable'))
  },
  180_000,
)
