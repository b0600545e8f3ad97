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
  /** The history: records of an epoch and later, or those after a number. */
  readonly from: { readonly epoch: number } | { readonly after: number }
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
  return 'epoch' in from ? record.epoch >= from.epoch : record.number > from.after
}

/** Whether an account may have anything of the chart shown. */
export function sees(model: ChartModel, name: Name): boolean {
  if (model.owner === name || actsForOwner(model, name) || liveGrant(model, name) !== null) return true
  return [...model.shares.values()].some(({ reader, until }) => reader === name && until > model.time)
}

/** Whether keys of a record are sealed to an account now: a successor holds them before it owns the chart. */
function holdsKeys(model: ChartModel, name: Name, record: ModelRecord): boolean {
  const { offer, time } = model
  return reads(model, name, record) || (offer !== null && offer.successor === name && offer.until > time)
}

/**
 * Which records each account can open with all keys that it was ever given: `must` at least, and never more than `may`.
 *
 * Access that ended reaches no record filed in a later epoch. Within the epoch in which it expired, it reaches what others
 * than the owner and delegates file, for only these can renew the keys.
 */
export class Possession {
  readonly #must = new Map<Name, Set<number>>()
  readonly #may = new Map<Name, Set<number>>()
  readonly #past: ChartModel[] = []

  /** What a step made of the chart. */
  follow(before: ChartModel, after: ChartModel): void {
    this.#past.push(before)
    for (const name of NAMES) {
      const must = setOf(this.#must, name)
      const may = setOf(this.#may, name)
      for (const record of after.records) {
        const { number, epoch, byManager } = record
        if (holdsKeys(after, name, record)) {
          must.add(number)
          may.add(number)
        }
        const held = byManager ? [before] : this.#past
        if (held.some((then) => epoch <= then.epoch && holdsKeys(then, name, record))) may.add(number)
      }
    }
  }

  /** What is wrong with the records that an account opens, or null. */
  problem(name: Name, opened: readonly number[]): string | null {
    const [must, may] = [setOf(this.#must, name), setOf(this.#may, name)]
    const tooMany = opened.filter((number) => !may.has(number))
    if (tooMany.length > 0) return `${name} has keys for ${tooMany.join(', ')}`
    const tooFew = [...must].filter((number) => !opened.includes(number))
    return tooFew.length > 0 ? `${name} lacks keys for ${tooFew.join(', ')}` : null
  }
}

function setOf(sets: Map<Name, Set<number>>, name: Name): Set<number> {
  let set = sets.get(name)
  if (set === undefined) sets.set(name, (set = new Set()))
  return set
}
