/** Who is who in the model; each is an account. */
export const NAMES = ['patient', 'heir', 'carer', 'uncle', 'doctor', 'nurse', 'lab', 'stranger'] as const
export type Name = (typeof NAMES)[number]

export type ModelRecord = {
  readonly number: number
  readonly section: number
  readonly author: Name
  /** Filed by the owner or a delegate, who renew the keys first where somebody's access has expired. */
  readonly byManager: boolean
  readonly text: string
  /** As the chain says. */
  epoch: number
}

export type ModelGrant = {
  readonly read: readonly number[]
  readonly write: readonly number[]
  readonly until: number
  /**
   * The history: records of an epoch and later. From now on, those after a number: the epoch is that of the chart once the
   * chain has the grant, null until then.
   */
  readonly from: { readonly epoch: number } | { readonly epoch: number | null; readonly after: number }
}

/** What a chart should be, in plain words: no keys and no keyrings, only who was given what until when. */
export type ChartModel = {
  owner: Name
  /** As the chain says; the model asks only that it rises where somebody loses something. */
  epoch: number
  /** Seconds: of the newest block. */
  time: number
  readonly sections: readonly number[]
  readonly records: ModelRecord[]
  readonly grants: Map<Name, ModelGrant>
  readonly delegates: Map<Name, number>
  /** By `number name`. */
  readonly shares: Map<string, { readonly number: number; readonly reader: Name; readonly until: number }>
  offer: { readonly successor: Name; readonly until: number } | null
}

export function snapshot(model: ChartModel): ChartModel {
  const { records, grants, delegates, shares } = model
  return {
    ...model,
    records: [...records],
    grants: new Map(grants),
    delegates: new Map(delegates),
    shares: new Map(shares),
  }
}

export function actsForOwner(model: ChartModel, name: Name): boolean {
  return (model.delegates.get(name) ?? 0) > model.time
}

export function liveGrant(model: ChartModel, name: Name): ModelGrant | null {
  const grant = model.grants.get(name)
  return grant !== undefined && grant.until > model.time ? grant : null
}

/** What the contract should answer of a section. */
export function canRead(model: ChartModel, name: Name, section: number): boolean {
  if (model.owner === name || actsForOwner(model, name)) return true
  return liveGrant(model, name)?.read.includes(section) ?? false
}

/** Whether the client should open a record to an account now. */
export function reads(model: ChartModel, name: Name, record: ModelRecord): boolean {
  if (model.owner === name || actsForOwner(model, name)) return true
  const share = model.shares.get(`${record.number} ${name}`)
  if (share !== undefined && share.until > model.time) return true
  const grant = liveGrant(model, name)
  if (grant === null || !grant.read.includes(record.section)) return false
  const { from } = grant
  return 'after' in from ? record.number > from.after : record.epoch >= from.epoch
}

/** Whether an account may have anything of the chart shown. */
export function sees(model: ChartModel, name: Name): boolean {
  if (model.owner === name || actsForOwner(model, name) || liveGrant(model, name) !== null) return true
  return [...model.shares.values()].some(({ reader, until }) => reader === name && until > model.time)
}

/** Whether the whole chart is sealed to an account now: a successor holds its keys before it owns it. */
function holdsAll(model: ChartModel, name: Name): boolean {
  const { offer, owner, time } = model
  const isSuccessor = offer !== null && offer.successor === name && offer.until > time
  return owner === name || actsForOwner(model, name) || isSuccessor
}

/** Whether keys of a record are sealed to an account now. */
function holdsKeys(model: ChartModel, name: Name, record: ModelRecord): boolean {
  return holdsAll(model, name) || reads(model, name, record)
}

/** The section keys that are sealed to an account while the chart is at `epoch`. */
function sectionKeys(model: ChartModel, name: Name, epoch: number): string[] {
  const grant = liveGrant(model, name)
  const whole = holdsAll(model, name)
  const [sections, from] = whole ? [model.sections, 1] : [grant?.read ?? [], grant?.from.epoch ?? epoch]
  const epochs = Array.from({ length: epoch }, (_, index) => index + 1).filter((each) => each >= from)
  return sections.flatMap((section) => epochs.map((each) => sectionKey(section, each)))
}

/** What a section key is called here. */
export function sectionKey(section: number, epoch: number): string {
  return `${section} of ${epoch}`
}

/** What an account makes of all keys that it was ever given, by an adversary's count. */
export type Held = {
  /** Numbers of records that open. */
  readonly records: readonly number[]
  /** Section keys of the chart, and those of them that the account has, named by `sectionKey`. */
  readonly known: readonly string[]
  readonly keys: readonly string[]
}

/**
 * Which section keys each account has and which records it opens with all that it was ever given: `must` at least, and
 * never more than `may`. The two are the same but for two acts at once, where the chain decides what came first: who
 * loses something by one of them may have been given it once more by the other, in an epoch before the last.
 *
 * Access that ended reaches nothing of a later epoch. Within the epoch in which it expired, it reaches what others than
 * the owner and delegates file, for only these can renew the keys.
 */
export class Possession {
  readonly #must = new Map<Name, Set<string>>()
  readonly #may = new Map<Name, Set<string>>()
  /** Records whose keys, or whose section's, were sealed to an account that had access when they were there. */
  readonly #mustOpen = new Map<Name, Set<number>>()
  readonly #mayOpen = new Map<Name, Set<number>>()
  #records: readonly ModelRecord[] = []

  /** What a step made of the chart. */
  follow(before: ChartModel, after: ChartModel, isAtOnce: boolean): void {
    const last = isAtOnce ? Math.max(before.epoch, after.epoch - 1) : before.epoch
    this.#records = [...after.records]
    for (const name of NAMES) {
      const given = sectionKeys(after, name, after.epoch)
      for (const key of given) setOf(this.#must, name).add(key)
      for (const key of [...given, ...sectionKeys(before, name, last)]) setOf(this.#may, name).add(key)
      for (const record of after.records) {
        const { number, epoch } = record
        const isHeld = holdsKeys(after, name, record)
        if (isHeld) setOf(this.#mustOpen, name).add(number)
        if (isHeld || (epoch <= last && holdsKeys(before, name, record))) {
          setOf(this.#mayOpen, name).add(number)
        }
      }
    }
  }

  /** What is wrong with what an account holds, or null. */
  problem(name: Name, { records, known, keys }: Held): string | null {
    const [must, may] = [setOf(this.#must, name), setOf(this.#may, name)]
    const surplus = keys.filter((key) => !may.has(key))
    if (surplus.length > 0) return `${name} has the section keys ${surplus.join(', ')}`
    const missing = known.filter((key) => must.has(key) && !keys.includes(key))
    if (missing.length > 0) return `${name} lacks the section keys ${missing.join(', ')}`

    const mayOpen = ({ number, section, epoch, byManager }: ModelRecord) =>
      setOf(this.#mayOpen, name).has(number) || (!byManager && may.has(sectionKey(section, epoch)))
    const mustOpen = ({ number, section, epoch }: ModelRecord) =>
      setOf(this.#mustOpen, name).has(number) || must.has(sectionKey(section, epoch))
    const isOpen = ({ number }: ModelRecord) => records.includes(number)
    const list = (all: readonly ModelRecord[]) => all.map(({ number }) => number).join(', ')
    const tooMany = this.#records.filter((record) => isOpen(record) && !mayOpen(record))
    if (tooMany.length > 0) return `${name} has keys for ${list(tooMany)}`
    const tooFew = this.#records.filter((record) => !isOpen(record) && mustOpen(record))
    return tooFew.length > 0 ? `${name} lacks keys for ${list(tooFew)}` : null
  }
}

function setOf<T>(sets: Map<Name, Set<T>>, name: Name): Set<T> {
  let set = sets.get(name)
  if (set === undefined) sets.set(name, (set = new Set()))
  return set
}
