import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChart,
  addRecords,
  endAllAccess,
  endOffer,
  endShare,
  grantAccess,
  loadChart,
  nameDelegate,
  offerChart,
  openChart,
  prepareAccount,
  publishAccount,
  readRecord,
  reencryptHistory,
  removeDelegate,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
} from '#client'
import type { ChartId, Session, Wallet } from '#client'
import { chartsAbi } from '../chain/abi/charts.ts'
import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import { bytesToHex } from '../crypto/bytes.ts'
import { deriveSectionSeed } from '../crypto/sectionKeys.ts'
import { Adversary, readPlaces, recording } from '../../test/lib/adversary.ts'
import type { SeenBlocks } from '../../test/lib/adversary.ts'
import {
  actsForOwner,
  canRead,
  liveGrant,
  NAMES,
  Possession,
  reads,
  sectionKey,
  sees,
  snapshot,
} from '../../test/lib/chartModel.ts'
import type { ChartModel, ModelGrant, Name } from '../../test/lib/chartModel.ts'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'
import { chartsScope, registrarScope } from './scopes.ts'

const HOUR = 3_600
const GRANTEES: readonly Name[] = ['doctor', 'nurse', 'lab', 'carer', 'doctor', 'nurse', 'heir', 'patient']
const RUNS = 5
/** Drawn in each run, after what each begins with. */
const MIN_STEPS = 9
const MAX_STEPS = 12

/** `FUZZ_TIMES=10` draws ten times as many runs, others each time; the other two play one again that failed. */
const { FUZZ_TIMES = '1', FUZZ_SEED, FUZZ_PATH } = process.env
const times = Number(FUZZ_TIMES)
const seed = FUZZ_SEED === undefined ? (times === 1 ? 0x43686172 : Date.now() % 2 ** 31) : Number(FUZZ_SEED)

let world: World
/** Every block stored for the accounts, and for the chart of this run. */
const seen: SeenBlocks = new Map()
const profiles: SeenBlocks = new Map()
const sessions = new Map<Name, Session[]>()

beforeAll(async () => {
  world = await startWorld()
  for (const name of NAMES) {
    const wallet = inTurn(world.newWallet())
    const context = recording(world.context(), seen)
    const isPatient = name === 'patient' || name === 'heir'
    const draft = await prepareAccount(
      context,
      isPatient ? { wallet, kind: 'patient' } : { wallet, kind: 'practitioner', name },
    )
    const first = await publishAccount(context, { wallet, draft })
    const other = recording(world.context(), seen)
    sessions.set(name, isPatient ? [first, await unlockAccount(other, { wallet })] : [first])
  }
  for (const [cid, bytes] of seen) profiles.set(cid, bytes)
}, 120_000)
afterAll(() => world.stop())

/** Two devices of one account send one after the other, so that each gets a nonce of its own. */
function inTurn(wallet: Wallet): Wallet {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...wallet,
    sendTransaction(transaction) {
      const sent = last.then(() => wallet.sendTransaction(transaction))
      last = sent.catch(() => {})
      return sent
    },
  }
}

/** The real chart, and what is noted on the way. */
type Real = {
  readonly chart: ChartId
  readonly possession: Possession
  readonly adversaries: ReadonlyMap<Name, Adversary>
  readonly trace: string[]
}

/** One thing that somebody does: on the real chart, and in the model. */
type Act = {
  readonly says: string
  /** Whom or what it is about: two at once are about different ones. */
  readonly about: string
  readonly run: (chart: ChartId) => Promise<unknown>
  readonly apply: (model: ChartModel) => void
  /** Somebody loses something, so the epoch rises. */
  readonly rises?: boolean
  readonly isAtOnce?: boolean
}

/** Makes an act of what the model is now; null where there is nothing to do. */
type Plan = (model: ChartModel) => Act | null

const addressOf = (name: Name) => sessions.get(name)![0]!.account
const deviceOf = (name: Name, device: number) => {
  const all = sessions.get(name)!
  return all[device % all.length]!
}

/** The owner on either device, or who acts for it. */
function manager(model: ChartModel, by: number): { name: Name; session: Session; until: number } {
  const delegates = NAMES.filter((name) => name !== model.owner && actsForOwner(model, name))
  const all = [model.owner, model.owner, ...delegates]
  const index = by % all.length
  const name = all[index]!
  const until = index < 2 ? Infinity : model.delegates.get(name)!
  return { name, session: deviceOf(name, index), until }
}

function owner({ owner: name }: ChartModel, by: number) {
  return { name, session: deviceOf(name, by) }
}

/** Those whom `name` may give access: one of them, by its place. */
function anyoneBut(model: ChartModel, name: Name, index: number): Name {
  const all = GRANTEES.filter((each) => each !== model.owner && each !== name)
  return all[index % all.length]!
}

/** The first of these for which there is something to do. */
const firstOf =
  (...plans: readonly Plan[]): Plan =>
  (model) => {
    for (const plan of plans) {
      const act = plan(model)
      if (act !== null) return act
    }
    return null
  }

const pick = <T>(items: readonly T[], index: number): T | null =>
  items.length === 0 ? null : items[index % items.length]!

let documents = 0

const file =
  (by: number, sectionIndex: number, isGrantee = false): Plan =>
  (model) => {
    let section = model.sections[sectionIndex]!
    let { name, session } = manager(model, by)
    let byManager = true
    if (isGrantee) {
      const writers = NAMES.filter(
        (each) =>
          each !== model.owner &&
          !actsForOwner(model, each) &&
          (liveGrant(model, each)?.write.length ?? 0) > 0,
      )
      const writer = pick(writers, by)
      if (writer === null) return null
      section = pick(liveGrant(model, writer)!.write, sectionIndex)!
      name = writer
      session = deviceOf(writer, by)
      byManager = false
    }
    const title = `Document ${++documents}`
    const text = `${title}: a note of its own.`
    return {
      says: `${name} files in ${section}`,
      about: title,
      run: (chart) => addRecords(session, { chart, section, files: [note(title)] }),
      apply: ({ records }) =>
        void records.push({ number: records.length + 1, section, author: name, byManager, text, epoch: 0 }),
    }
  }

type History = 'all' | 'from-now' | 'since'

const grant =
  (
    by: number,
    to: number | Name,
    readIndexes: readonly number[],
    writeIndexes: readonly number[],
    hours: number,
    history: History,
  ): Plan =>
  (model) => {
    const { name, session, until: latest } = manager(model, by)
    const grantee = typeof to === 'number' ? anyoneBut(model, name, to) : to
    if (grantee === model.owner || grantee === name) return null
    const read = readIndexes.map((index) => model.sections[index]!)
    const write = writeIndexes.map((index) => model.sections[index]!)
    const until = Math.min(model.time + hours * HOUR, latest)
    const epoch = Math.max(1, model.epoch - 1)
    const from: ModelGrant['from'] =
      history === 'all'
        ? { epoch: 1 }
        : history === 'since'
          ? { epoch }
          : { epoch: null, after: model.records.length }
    const given = { read, write, until, from }
    const before = model.grants.get(grantee)
    return {
      says: `${name} grants ${grantee} ${read.join(',')} / ${write.join(',')} for ${hours} h, ${history}`,
      about: grantee,
      rises: before !== undefined && before.read.some((section) => !read.includes(section)),
      run: (chart) =>
        grantAccess(session, {
          chart,
          grantee: addressOf(grantee),
          read,
          write,
          until,
          purpose: 'TREAT',
          history: history === 'since' ? { since: epoch } : history,
        }),
      apply: ({ grants }) => void grants.set(grantee, given),
    }
  }

/** Takes a section from somebody who has several, or gives a longer time. */
const regrant =
  (by: number, which: number, narrows: boolean): Plan =>
  (model) => {
    const { name } = manager(model, by)
    const grantee = pick(
      [...model.grants.keys()].filter(
        (each) =>
          each !== name && each !== model.owner && (!narrows || model.grants.get(each)!.read.length > 1),
      ),
      which,
    )
    if (grantee === null) return null
    const { read, write } = model.grants.get(grantee)!
    const indexesOf = (numbers: readonly number[]) => numbers.map((number) => model.sections.indexOf(number))
    const kept = narrows ? indexesOf(read).slice(1) : indexesOf(read)
    if (kept.length === 0 && write.length === 0) return null
    return grant(by, grantee, kept, indexesOf(write), narrows ? 3 : 30, 'all')(model)
  }

const revoke =
  (by: number, which: number): Plan =>
  (model) => {
    const { name, session } = manager(model, by)
    const grantee = pick([...model.grants.keys()], which)
    if (grantee === null) return null
    return {
      says: `${name} revokes ${grantee}`,
      about: grantee,
      rises: true,
      run: (chart) => revokeAccess(session, { chart, grantee: addressOf(grantee) }),
      apply: ({ grants }) => void grants.delete(grantee),
    }
  }

const share =
  (by: number, to: number, which: number, hours: number): Plan =>
  (model) => {
    const { name, session, until: latest } = manager(model, by)
    const record = pick(model.records, which)
    if (record === null) return null
    const reader = anyoneBut(model, name, to)
    const { number } = record
    const until = Math.min(model.time + hours * HOUR, latest)
    return {
      says: `${name} shares ${number} with ${reader} for ${hours} h`,
      about: `${number} ${reader}`,
      run: (chart) => shareRecord(session, { chart, number, reader: addressOf(reader), until }),
      apply: ({ shares }) => void shares.set(`${number} ${reader}`, { number, reader, until }),
    }
  }

const unshare =
  (by: number, which: number): Plan =>
  (model) => {
    const { name, session } = manager(model, by)
    const shared = pick([...model.shares.values()], which)
    if (shared === null) return null
    const { number, reader } = shared
    return {
      says: `${name} ends the share of ${number} with ${reader}`,
      about: `${number} ${reader}`,
      run: (chart) => endShare(session, { chart, number, reader: addressOf(reader) }),
      apply: ({ shares }) => void shares.delete(`${number} ${reader}`),
    }
  }

const nameTo =
  (by: number, to: number | Name, hours: number): Plan =>
  (model) => {
    const { name, session } = owner(model, by)
    const delegates = (['carer', 'uncle', 'doctor'] as const).filter((each) => each !== model.owner)
    const delegate = typeof to === 'number' ? pick(delegates, to)! : to
    const until = model.time + hours * HOUR
    return {
      says: `${name} names ${delegate} for ${hours} h`,
      about: delegate,
      run: (chart) => nameDelegate(session, { chart, delegate: addressOf(delegate), until }),
      apply: ({ delegates }) => void delegates.set(delegate, until),
    }
  }

const remove =
  (by: number, which: number): Plan =>
  (model) => {
    const { name, session } = owner(model, by)
    const delegate = pick([...model.delegates.keys()], which)
    if (delegate === null) return null
    return {
      says: `${name} removes ${delegate}`,
      about: delegate,
      rises: true,
      run: (chart) =>
        removeDelegate(session, { chart, delegate: addressOf(delegate), grantees: [], shares: [] }),
      apply: ({ delegates }) => void delegates.delete(delegate),
    }
  }

const offer =
  (by: number, to: number, hours: number): Plan =>
  (model) => {
    const { name, session } = owner(model, by)
    const successors = (['heir', 'patient', 'nurse'] as const).filter((each) => each !== model.owner)
    const successor = pick(successors, to)!
    const until = model.time + hours * HOUR
    return {
      says: `${name} offers to ${successor} for ${hours} h`,
      about: 'offer',
      rises: model.offer !== null && model.offer.successor !== successor,
      run: (chart) => offerChart(session, { chart, successor: addressOf(successor), until }),
      apply: (after) => void (after.offer = { successor, until }),
    }
  }

const withdraw =
  (by: number): Plan =>
  (model) => {
    const { name, session } = owner(model, by)
    if (model.offer === null) return null
    return {
      says: `${name} withdraws the offer`,
      about: 'offer',
      rises: true,
      run: (chart) => endOffer(session, { chart }),
      apply: (after) => void (after.offer = null),
    }
  }

function voidAll(model: ChartModel): void {
  model.grants.clear()
  model.delegates.clear()
  model.shares.clear()
  model.offer = null
}

const accept =
  (by: number): Plan =>
  (model) => {
    if (model.offer === null || model.offer.until <= model.time) return null
    const { successor } = model.offer
    const all = sessions.get(successor)!
    const device = by % all.length
    return {
      says: `${successor} accepts`,
      about: 'offer',
      rises: true,
      run: async (chart) => void (all[device] = await acceptChart(all[device]!, { chart })),
      apply(after) {
        voidAll(after)
        after.owner = successor
      },
    }
  }

const endEverything =
  (by: number): Plan =>
  (model) => {
    const { name, session } = owner(model, by)
    return {
      says: `${name} ends every access`,
      about: 'all',
      rises: true,
      run: (chart) => endAllAccess(session, { chart }),
      apply: voidAll,
    }
  }

const rotate =
  (by: number): Plan =>
  (model) => {
    const { name, session } = manager(model, by)
    return {
      says: `${name} rotates`,
      about: 'keys',
      rises: true,
      run: (chart) => rotateChart(session, { chart }),
      apply: () => {},
    }
  }

const reencrypt =
  (by: number): Plan =>
  (model) => {
    const { name, session } = owner(model, by)
    if (model.records.length === 0) return null
    return {
      says: `${name} encrypts the history anew`,
      about: 'history',
      run: async (chart) =>
        expect(await reencryptHistory(session, { chart })).toMatchObject({ remaining: 0, failed: [] }),
      apply: () => {},
    }
  }

/** Time passes until the next access that anybody has ends, or a few hours where none does. */
const lapse: Plan = ({ time, grants, delegates, shares, offer }) => {
  const ends = [...[...grants.values(), ...shares.values()].map(({ until }) => until), ...delegates.values()]
  const next = Math.min(...[...ends, offer?.until ?? 0].filter((until) => until > time), time + 24 * HOUR)
  const seconds = next - time + 60
  return {
    says: `${seconds} s pass`,
    about: 'time',
    run: () => world.later(seconds),
    apply: () => {},
  }
}

/** The owner or a delegate files where somebody could read whose access has expired. */
const fileAfterLapse =
  (by: number, which: number): Plan =>
  (model) => {
    const expired = [...model.grants.values()].filter(({ until }) => until <= model.time)
    const section = pick(
      expired.flatMap(({ read }) => read),
      which,
    )
    return file(by, section === null ? which % model.sections.length : model.sections.indexOf(section))(model)
  }

/** Two at once, on two devices of the owner or by the owner and a delegate: neither is lost. */
const together =
  (first: (by: number) => Plan, second: (by: number) => Plan, by: number): Plan =>
  (model) => {
    const [one, other] = [first(0)(model), second(1 + (by % 2))(model)]
    if (one === null || other === null || one.about === other.about) return one
    return {
      says: `at once: ${one.says}; ${other.says}`,
      about: 'both',
      isAtOnce: true,
      rises: one.rises === true || other.rises === true,
      run: (chart) => Promise.all([one.run(chart), other.run(chart)]),
      apply(after) {
        one.apply(after)
        other.apply(after)
      },
    }
  }

class Command implements fc.AsyncCommand<ChartModel, Real> {
  readonly #plan: Plan
  readonly #label: string

  constructor(label: string, plan: Plan) {
    this.#label = label
    this.#plan = plan
  }

  check(model: Readonly<ChartModel>): boolean {
    return this.#plan(model) !== null
  }

  async run(model: ChartModel, real: Real): Promise<void> {
    await perform(this.#plan(model)!, model, real)
  }

  toString(): string {
    return this.#label
  }
}

async function perform(act: Act, model: ChartModel, real: Real, isCompared = true): Promise<void> {
  const before = snapshot(model)
  real.trace.push(act.says)
  try {
    await act.run(real.chart)
    act.apply(model)
    await follow(model, before, real, act.isAtOnce === true)
    if (isCompared) await compare(model, real)
    if (act.rises === true && model.epoch <= before.epoch) throw new Error('The epoch did not rise.')
  } catch (error) {
    throw new Error(`After: ${real.trace.join('. ')}.`, { cause: error })
  }
}

const byNumber = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)

/** Takes over from the chain what only it knows: the epoch, the time, and which of two came first. */
async function follow(
  model: ChartModel,
  before: ChartModel,
  { chart, possession }: Real,
  isAtOnce: boolean,
): Promise<void> {
  const [reader] = sessions.get(model.owner)!
  const { chain } = reader!.context
  const state = (await readChart(chain, { chart }))!
  const places = await readPlaces(reader!, chart)
  model.epoch = state.epoch
  model.time = (await readBlock(chain)).time
  for (const [name, grant] of model.grants) {
    if (grant.from.epoch !== null) continue
    model.grants.set(name, { ...grant, from: { ...grant.from, epoch: model.epoch } })
  }
  expect(state.owner.toLowerCase()).toBe(addressOf(model.owner).toLowerCase())
  expect(state.keyed).toBe(true)
  expect(places).toHaveLength(model.records.length)

  // Of two filed at once, the chain says which came first, and the owner which is which.
  const { records: owners } = await loadChart(reader!, { chart })
  for (const { number, section, author, epoch } of places) {
    const title = owners[number - 1]!.details!.title.replace('.txt', '')
    const index = model.records.findIndex((record) => record.text.startsWith(`${title}:`))
    if (index === -1) throw new Error(`Nobody filed ${number}, ${title}.`)
    const [record] = model.records.splice(index, 1)
    expect([section, author]).toEqual([record!.section, addressOf(record!.author)])
    model.records.splice(number - 1, 0, { ...record!, number, epoch })
  }
  possession.follow(before, model, isAtOnce)
}

/** The keys of every section and epoch, by the secrets that the owner has. */
function readSeeds({ keys, context }: Session, chart: ChartId): Map<string, Uint8Array> {
  const { opened } = keys.memory.keyrings.get(chart)!
  if (opened.role === 'grantee') throw new Error('It is not the owner’s.')
  const { contents } = opened
  const secrets = [...contents.earlier, contents]
  expect(new Set(secrets.map(({ secret }) => bytesToHex(secret))).size, 'secrets').toBe(secrets.length)
  const place = { scope: chartsScope(context), chart }
  return new Map(
    secrets.flatMap(({ epoch, secret }) =>
      contents.sections.map(({ number }) => [
        sectionKey(number, epoch),
        deriveSectionSeed(secret, place, number, epoch),
      ]),
    ),
  )
}

/** Looks at the chart as everybody, and compares what they see with what they should. */
async function compare(model: ChartModel, real: Real): Promise<void> {
  const { chart, possession, adversaries } = real
  const [reader] = sessions.get(model.owner)!
  const { chain, config } = reader!.context
  const places = await readPlaces(reader!, chart)

  await Promise.all(
    NAMES.flatMap((name) =>
      model.sections.map(async (section) => {
        const answer = await chain.publicClient.readContract({
          address: config.contracts.charts,
          abi: chartsAbi,
          functionName: 'canRead',
          args: [chart, addressOf(name), section],
        })
        expect(answer, `canRead of ${name} in ${section}`).toBe(canRead(model, name, section))
      }),
    ),
  )

  for (const name of NAMES) {
    for (const [device, session] of sessions.get(name)!.entries()) {
      const where = `${name} on device ${device + 1}`
      const contents = await loadChart(session, { chart }).catch((error: Error) => error.name)
      if (!sees(model, name)) {
        expect(contents, where).toBe('NoAccessError')
        continue
      }
      if (typeof contents === 'string') throw new Error(`${where}: ${contents}`)
      const readable = contents.records.filter((record) => record.state === 'readable')
      expect(
        readable.map(({ number }) => number),
        where,
      ).toEqual(
        byNumber(model.records.filter((record) => reads(model, name, record)).map(({ number }) => number)),
      )
      expect(contents.records.filter((r) => r.state !== 'readable' && r.state !== 'no-access')).toEqual([])
    }
    const newest = model.records.at(-1)
    if (newest !== undefined) {
      const session = sessions.get(name)![0]!
      const opened = await readRecord(session, { chart, number: newest.number }).catch(() => null)
      const text = opened === null ? null : await opened.body.text()
      expect(text, `${name} opens ${newest.number}`).toBe(reads(model, name, newest) ? newest.text : null)
    }
  }

  const seeds = readSeeds(reader!, chart)
  for (const [name, adversary] of adversaries) {
    adversary.see(seen)
    adversary.seeChain({ accounts: NAMES.map(addressOf), records: places })
    await adversary.work()
    const known = [...seeds.keys()]
    const keys = known.filter((key) => adversary.holdsSeed(seeds.get(key)!))
    expect(possession.problem(name, { records: adversary.opened(), known, keys })).toBeNull()
  }
}

async function start(): Promise<{ model: ChartModel; real: Real }> {
  const [patient] = sessions.get('patient')!
  seen.clear()
  for (const [cid, bytes] of profiles) seen.set(cid, bytes)
  const chart = await openChart(patient!, { title: 'Chart', sections: ['Heart', 'Mind', 'Eyes'] })
  const { sections } = await loadChart(patient!, { chart })
  const { context } = patient!
  const adversaries = new Map(
    NAMES.map((name) => {
      const scopes = { scope: chartsScope(context), registrar: registrarScope(context) }
      const adversary = new Adversary({ ...scopes, chart, isThorough: false })
      adversary.holdAccount(sessions.get(name)![0]!)
      return [name, adversary]
    }),
  )
  return {
    model: {
      owner: 'patient',
      epoch: 1,
      time: (await readBlock(context.chain)).time,
      sections: sections.map(({ number }) => number),
      records: [],
      grants: new Map(),
      delegates: new Map(),
      shares: new Map(),
      offer: null,
    },
    real: { chart, possession: new Possession(), adversaries, trace: [] },
  }
}

/**
 * What each run begins with, so that most of what is drawn has something to act on: documents in two sections, filed at
 * once; access with all of the history, from now on, and for an hour; a delegate; in every second run an offer.
 */
async function begin(prepared: { model: ChartModel; real: Real }, isOffered: boolean): Promise<void> {
  const { model, real } = prepared
  const plans = [
    together(
      (actor) => file(actor, 0),
      (actor) => file(actor, 1),
      0,
    ),
    together(
      (actor) => grant(actor, 'doctor', [0, 1], [0], 24, 'all'),
      (actor) => grant(actor, 'lab', [1], [], 1, 'all'),
      0,
    ),
    grant(1, 'nurse', [0, 2], [2], 24, 'from-now'),
    nameTo(0, 'carer', 24),
    ...(isOffered ? [offer(1, 0, 3)] : []),
  ]
  for (const plan of plans) await perform(plan(model)!, model, real, plan === plans.at(-1))
}

const by = fc.nat(3)
const which = fc.nat(7)
const hours = fc.constantFrom(1, 3, 24)
const section = fc.nat(2)
const some = (minLength: number) => fc.uniqueArray(section, { minLength, maxLength: 3 })
const history = fc.constantFrom<History[]>('all', 'from-now', 'since')

/** Acts that two devices may do at once, by who does them. */
const atOnce = fc.oneof(
  section.map((s) => (actor: number) => file(actor, s)),
  fc.tuple(which, some(1), hours).map(
    ([to, read, h]) =>
      (actor: number) =>
        grant(actor, to, read, [], h, 'all'),
  ),
  fc.tuple(which, which, hours).map(
    ([to, number, h]) =>
      (actor: number) =>
        share(actor, to, number, h),
  ),
  which.map((w) => (actor: number) => firstOf(revoke(actor, w), file(actor, w % 3))),
)

const make =
  <T extends readonly unknown[]>(label: string, plan: (...args: T) => Plan) =>
  (args: T) => [
    new Command(`${label}(${args.map((arg) => JSON.stringify(arg) ?? '…').join(', ')})`, plan(...args)),
  ]

const filing = fc.tuple(by, section).map(make('file', (b: number, s: number) => file(b, s)))
const granting = fc.tuple(by, which, some(1), some(0), hours, history).map(make('grant', grant))
const narrowing = fc
  .tuple(by, which)
  .map(
    make('narrow', (b: number, w: number) =>
      firstOf(regrant(b, w, true), grant(b, w, [0, 1], [], 24, 'all')),
    ),
  )
const lapsing = fc
  .tuple(by, which)
  .map(([b, w]) => [
    new Command('lapse()', lapse),
    new Command(`fileAfterLapse(${b}, ${w})`, fileAfterLapse(b, w)),
  ])

/** What may be drawn, each with how often. Where there is nothing to do, something else is done in its place. */
const commands = fc.oneof(
  { weight: 4, arbitrary: filing },
  { weight: 4, arbitrary: granting },
  { weight: 4, arbitrary: fc.tuple(atOnce, atOnce, by).map(make('together', together)) },
  { weight: 3, arbitrary: narrowing },
  { weight: 3, arbitrary: lapsing },
  {
    weight: 2,
    arbitrary: fc
      .tuple(by, section)
      .map(
        make('fileAsWriter', (b: number, s: number) =>
          firstOf(file(b, s, true), grant(b, s, [s], [s], 3, 'all')),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(by, which)
      .map(
        make('extend', (b: number, w: number) =>
          firstOf(regrant(b, w, false), grant(b, w, [2], [], 3, 'all')),
        ),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(by, which)
      .map(make('revoke', (b: number, w: number) => firstOf(revoke(b, w), file(b, w % 3)))),
  },
  { weight: 2, arbitrary: fc.tuple(by, which, which, hours).map(make('share', share)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(by, which)
      .map(make('unshare', (b: number, w: number) => firstOf(unshare(b, w), share(b, w, w, 3)))),
  },
  { weight: 1, arbitrary: fc.tuple(by, which, hours).map(make('name', nameTo)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(by, which)
      .map(make('remove', (b: number, w: number) => firstOf(remove(b, w), nameTo(b, w, 3)))),
  },
  { weight: 1, arbitrary: fc.tuple(by, which, hours).map(make('offer', offer)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(by, which)
      .map(make('withdraw', (b: number, w: number) => firstOf(withdraw(b), offer(b, w, 3)))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(by, which)
      .map(make('accept', (b: number, w: number) => firstOf(accept(b), offer(b, w, 3)))),
  },
  { weight: 1, arbitrary: fc.tuple(by).map(make('endAll', endEverything)) },
  { weight: 1, arbitrary: fc.tuple(by).map(make('rotate', rotate)) },
  { weight: 1, arbitrary: fc.tuple(by).map(make('reencrypt', reencrypt)) },
)

test(
  'whatever they do one after another or at once, each opens what the model says and holds no key beyond',
  async () => {
    let [begun, drawn, done, runs] = [0, 0, 0, 0]
    const started = Date.now()
    await fc.assert(
      fc.asyncProperty(
        fc.array(commands, { minLength: MIN_STEPS, maxLength: MAX_STEPS, size: 'max' }),
        fc.boolean(),
        async (chosen, isOffered) => {
          const prepared = await start()
          runs++
          await begin(prepared, isOffered)
          const { trace } = prepared.real
          begun += trace.length
          drawn += chosen.flat().length
          done -= trace.length
          await fc.asyncModelRun(async () => prepared, chosen.flat())
          done += trace.length
        },
      ),
      {
        seed,
        numRuns: RUNS * times,
        // A failure is made smaller for as long as this lasts.
        interruptAfterTimeLimit: 600_000 * times,
        ...(FUZZ_PATH === undefined ? {} : { path: FUZZ_PATH }),
      },
    )
    const seconds = Math.round((Date.now() - started) / 1_000)
    process.stdout.write(
      `${begun} steps to begin with, and ${done} of ${drawn} drawn, in ${runs} runs with seed ${seed}: ${seconds} s\n`,
    )
    expect(done).toBeGreaterThan(drawn * 0.9)
  },
  900_000 * times,
)
