import { asList, asObject, asText, conceptCodes, conceptText, dateText, narrativeText } from './read.ts'
import { itemOf } from './itemOf.ts'
import type { Resolve } from './itemOf.ts'
import { resultsOf } from './resultsOf.ts'
import type { Item, Part, Resource, Result, Summary } from './types.ts'

/** A Bundle of ten thousand entries is a machine's, not a person's: what is past this is in the original data alone. */
const MAX_RESOURCES = 5000

/** Rows of a page: references can repeat the same few resources in every section. */
const MAX_ROWS = 5000

/**
 * What following references may cost in a whole document: one for each, and one more for each thousand characters that
 * it leads to. Sections that all point to the same long report would otherwise grow without end.
 */
const MAX_FOLLOWED = 50_000

/** LOINC codes of the sections of an International Patient Summary. */
const SECTION_KINDS: Record<string, Part['kind'] | undefined> = {
  '48765-2': 'allergies',
  '11450-4': 'problems',
  '10160-0': 'medications',
  '11369-6': 'immunizations',
  '30954-2': 'results',
  '8716-3': 'results',
}

const TYPE_PARTS: readonly {
  readonly kind: Part['kind']
  readonly title: string
  readonly types: readonly string[]
}[] = [
  { kind: 'allergies', title: 'Allergies', types: ['AllergyIntolerance'] },
  { kind: 'problems', title: 'Problems', types: ['Condition'] },
  {
    kind: 'medications',
    title: 'Medications',
    types: ['MedicationStatement', 'MedicationRequest', 'MedicationAdministration', 'MedicationDispense'],
  },
  { kind: 'immunizations', title: 'Vaccinations', types: ['Immunization'] },
  { kind: 'results', title: 'Results', types: ['DiagnosticReport', 'Observation'] },
  { kind: 'other', title: 'Procedures', types: ['Procedure'] },
  { kind: 'other', title: 'Visits', types: ['Encounter'] },
  { kind: 'other', title: 'Devices', types: ['DeviceUseStatement', 'Device'] },
  {
    kind: 'other',
    title: 'Other',
    types: [
      'CarePlan',
      'ClinicalImpression',
      'DocumentReference',
      'ServiceRequest',
      'FamilyMemberHistory',
      'Consent',
      'Flag',
    ],
  },
]

/**
 * Reads a FHIR R4 Bundle or a single resource as a person would: a document by its own sections, anything else by kind.
 * Null when it is no FHIR. What is not understood is left to the original data.
 */
export function summarize(json: unknown): Summary | null {
  const root = asResource(json)
  if (root === null) return null
  const entries = root.resourceType === 'Bundle' ? bundleEntries(root) : [{ fullUrl: null, resource: root }]
  const resources = entries.map((entry) => entry.resource)
  const resolve = resolver(entries)
  const composition = resources.find((resource) => resource.resourceType === 'Composition')
  const patient = resources.find((resource) => resource.resourceType === 'Patient')
  const parts =
    composition === undefined ? partsByType(resources, resolve) : partsByComposition(composition, resolve)
  return {
    title:
      composition === undefined ? null : (asText(composition['title']) ?? conceptText(composition['type'])),
    date: dateText(composition?.['date'], root['timestamp']),
    patient: patient === undefined ? null : { name: nameOf(patient), born: asText(patient['birthDate']) },
    parts: withinRows(
      parts.filter((part) => part.items.length > 0 || part.results.length > 0 || part.text !== null),
    ),
  }
}

/** The first rows of all parts; the rest is in the original data. */
function withinRows(parts: readonly Part[]): readonly Part[] {
  let left = MAX_ROWS
  const take = <T>(rows: readonly T[]): readonly T[] => {
    const taken = rows.slice(0, left)
    left -= taken.length
    return taken
  }
  return parts
    .slice(0, MAX_ROWS)
    .map((part) => ({ ...part, items: take(part.items), results: take(part.results) }))
}

type Entry = { readonly fullUrl: string | null; readonly resource: Resource }

function asResource(value: unknown): Resource | null {
  const object = asObject(value)
  return object !== null && typeof object['resourceType'] === 'string' ? (object as Resource) : null
}

function bundleEntries(bundle: Resource): readonly Entry[] {
  return asList(bundle['entry'])
    .slice(0, MAX_RESOURCES)
    .flatMap((value) => {
      const entry = asObject(value)
      const resource = asResource(entry?.['resource'])
      return resource === null ? [] : [{ fullUrl: asText(entry?.['fullUrl']), resource }]
    })
}

function resolver(entries: readonly Entry[]): Resolve {
  const byUrl = new Map<string, Resource>()
  const contained = new Map<Resource, Map<string, Resource>>()
  const costs = new Map<Resource, number>()
  let left = MAX_FOLLOWED
  const follow = (resource: Resource | undefined): Resource | null => {
    if (resource === undefined || left <= 0) return null
    const cost = costs.get(resource) ?? 1 + Math.floor(JSON.stringify(resource).length / 1000)
    costs.set(resource, cost)
    left -= cost
    return resource
  }
  for (const { fullUrl, resource } of entries) {
    if (fullUrl !== null) byUrl.set(fullUrl, resource)
    if (resource.id !== undefined) {
      byUrl.set(`${resource.resourceType}/${resource.id}`, resource)
      byUrl.set(`urn:uuid:${resource.id}`, resource)
    }
  }
  return (reference, from) => {
    const url = asText(asObject(reference)?.['reference'])
    if (url === null) return null
    if (url.startsWith('#')) {
      const inner = contained.get(from) ?? containedBy(from)
      contained.set(from, inner)
      return follow(inner.get(url.slice(1)))
    }
    return follow(byUrl.get(url) ?? byUrl.get(url.split('/').slice(-2).join('/')))
  }
}

function containedBy(resource: Resource): Map<string, Resource> {
  const byId = new Map<string, Resource>()
  for (const value of asList(resource.contained)) {
    const inner = asResource(value)
    if (typeof inner?.id === 'string' && !byId.has(inner.id)) byId.set(inner.id, inner)
  }
  return byId
}

function partsByComposition(composition: Resource, resolve: Resolve): readonly Part[] {
  const parts: Part[] = []
  const seen = new Set<unknown>()
  const walk = (sections: readonly unknown[], depth: number) => {
    for (const value of sections) {
      const section = asObject(value)
      if (section === null || depth > 4 || seen.has(section)) continue
      seen.add(section)
      const members = asList(section['entry']).flatMap((reference) => resolve(reference, composition) ?? [])
      const kind =
        conceptCodes(section['code'])
          .map((code) => SECTION_KINDS[code])
          .find((one) => one !== undefined) ?? 'other'
      const part = partOf(
        kind,
        asText(section['title']) ?? conceptText(section['code']) ?? 'Section',
        members,
        resolve,
      )
      const isBare = part.items.length === 0 && part.results.length === 0
      parts.push(
        isBare
          ? { ...part, text: narrativeText(section['text']) ?? conceptText(section['emptyReason']) }
          : part,
      )
      walk(asList(section['section']), depth + 1)
    }
  }
  walk(asList(composition['section']), 0)
  return parts
}

function partsByType(resources: readonly Resource[], resolve: Resolve): readonly Part[] {
  const parts = TYPE_PARTS.map(({ kind, title, types }) =>
    partOf(
      kind,
      title,
      resources.filter((resource) => types.includes(resource.resourceType)),
      resolve,
    ),
  )
  const isBare = parts.every((part) => part.items.length === 0 && part.results.length === 0)
  const only = resources.length === 1 ? resources[0] : undefined
  if (!isBare || only === undefined) return parts
  return [
    { kind: 'other', title: only.resourceType, items: [], results: [], text: narrativeText(only['text']) },
  ]
}

function partOf(kind: Part['kind'], title: string, members: readonly Resource[], resolve: Resolve): Part {
  const results: Result[] = []
  const told = new Set<Resource>()
  const tell = (resource: Resource, group: string | null, depth: number) => {
    if (told.has(resource) || depth > 4) return
    told.add(resource)
    if (resource.resourceType === 'Observation') results.push(...resultsOf(resource, group))
    const inner = resource.resourceType === 'DiagnosticReport' ? resource['result'] : resource['hasMember']
    const name = conceptText(resource['code'])
    for (const reference of asList(inner)) {
      const member = resolve(reference, resource)
      if (member !== null) tell(member, name ?? group, depth + 1)
    }
  }
  for (const report of members) if (report.resourceType === 'DiagnosticReport') tell(report, null, 0)
  for (const member of members)
    if (member.resourceType === 'Observation' && member['hasMember'] !== undefined) tell(member, null, 0)
  for (const member of members) if (member.resourceType === 'Observation') tell(member, null, 0)
  const items = members.flatMap((member) => itemOf(member, resolve) ?? [])
  return {
    kind,
    title,
    items: distinct(byDate(items), itemKey),
    results: groupTogether(byDate(distinct(results, resultKey))),
    text: null,
  }
}

/** Machines often say the same twice, alone and in a report: a person needs it once. */
function distinct<T>(rows: readonly T[], key: (row: T) => string): readonly T[] {
  return [...Map.groupBy(rows, key).values()].flatMap((same) => same[0] ?? [])
}

const itemKey = (item: Item) => JSON.stringify(item)
const resultKey = ({ name, value, unit, date }: Result) => JSON.stringify([name, value, unit, date])

/** Newest first; what has no date keeps its place after those that have. */
function byDate<T extends { readonly date: string | null }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => (b.date ?? '').localeCompare(a.date ?? ''))
}

/** Rows of one panel stay together, in the place of its newest. */
function groupTogether(results: readonly Result[]): readonly Result[] {
  const key = (result: Result, index: number) =>
    result.group === null ? String(index) : `${result.group} ${result.date?.slice(0, 10) ?? ''}`
  const groups = Map.groupBy(
    results.map((result, index) => ({ result, key: key(result, index) })),
    (one) => one.key,
  )
  return [...groups.values()].flatMap((group) => group.map((one) => one.result))
}

function nameOf(patient: Resource): string {
  const names = asList(patient['name']).map(asObject)
  const name = names.find((one) => one?.['use'] === 'official') ?? names[0]
  const text = asText(name?.['text'])
  if (text !== null) return text
  const given = asList(name?.['given']).flatMap((part) => asText(part) ?? [])
  return [...given, asText(name?.['family']) ?? ''].join(' ').trim() || 'No name given'
}
