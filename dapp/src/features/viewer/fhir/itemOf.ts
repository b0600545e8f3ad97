import {
  asList,
  asNumber,
  asObject,
  asText,
  conceptCodes,
  conceptText,
  dateText,
  isAbsence,
  narrativeText,
  quantityText,
  referenceText,
} from './read.ts'
import type { Item, Resource } from './types.ts'

export type Resolve = (reference: unknown, from: Resource) => Resource | null

/** A resource as one line: its name, what else is known, and its date. Null for what is no line by itself. */
export function itemOf(resource: Resource, resolve: Resolve): Item | null {
  const line = lineOf(resource, resolve)
  if (line === null) return null
  const notes = line.notes.filter(
    (note): note is string => note !== null && note !== '' && note !== line.name,
  )
  return {
    name: line.name,
    notes: [...new Set(notes)],
    date: line.date ?? null,
    isSerious: line.isSerious ?? false,
  }
}

type Line = {
  readonly name: string
  readonly notes: readonly (string | null)[]
  readonly date?: string | null
  readonly isSerious?: boolean
}

function lineOf(resource: Resource, resolve: Resolve): Line | null {
  const comments = asList(resource['note']).map((note) => asText(asObject(note)?.['text']))
  switch (resource.resourceType) {
    case 'AllergyIntolerance': {
      const reactions = asList(resource['reaction']).flatMap((reaction) =>
        asList(asObject(reaction)?.['manifestation']).map(
          (one) => conceptText(one) ?? conceptText(asObject(one)?.['concept']),
        ),
      )
      const isNone = isAbsence(resource['code'])
      return {
        name: conceptText(resource['code']) ?? 'Allergy',
        notes: [
          ...reactions,
          status(resource['clinicalStatus'], 'active'),
          isHigh(resource) ? 'high risk' : null,
          ...comments,
        ],
        date: dateText(resource['onsetDateTime'], resource['onsetPeriod'], resource['recordedDate']),
        isSerious: !isNone && conceptCodes(resource['clinicalStatus']).every((code) => code === 'active'),
      }
    }
    case 'Condition':
      return {
        name: conceptText(resource['code']) ?? 'Problem',
        notes: [
          conceptText(resource['severity']),
          status(resource['clinicalStatus'], 'active'),
          ...asList(resource['bodySite']).map(conceptText),
          ...comments,
        ],
        date: dateText(resource['onsetDateTime'], resource['onsetPeriod'], resource['recordedDate']),
      }
    case 'MedicationStatement':
    case 'MedicationRequest':
    case 'MedicationAdministration':
    case 'MedicationDispense': {
      const reference =
        asObject(asObject(resource['medication'])?.['reference']) ?? resource['medicationReference']
      const medication = resolve(reference, resource)
      const name =
        conceptText(resource['medicationCodeableConcept']) ??
        conceptText(asObject(resource['medication'])?.['concept']) ??
        (medication === null ? null : conceptText(medication['code'])) ??
        referenceText(reference)
      const doses = asList(resource['dosage'] ?? resource['dosageInstruction']).map(doseText)
      const state = asText(resource['status'])
      return {
        name: name ?? 'Medicine',
        notes: [
          ...doses,
          state === 'active' || state === 'unknown' || state === 'recorded' ? null : state,
          ...comments,
        ],
        date: dateText(
          resource['effectivePeriod'],
          resource['effectiveDateTime'],
          resource['authoredOn'],
          resource['dateAsserted'],
        ),
      }
    }
    case 'Immunization': {
      const doses = asList(resource['protocolApplied']).map((one) => {
        const dose = asObject(one)
        const number =
          asNumber(dose?.['doseNumberPositiveInt']) ??
          asText(dose?.['doseNumberString'] ?? dose?.['doseNumber'])
        return number === null ? null : `dose ${number}`
      })
      return {
        name: conceptText(resource['vaccineCode']) ?? 'Vaccine',
        notes: [...doses, resource['status'] === 'not-done' ? 'not given' : null, ...comments],
        date: dateText(resource['occurrenceDateTime'], resource['occurrenceString']),
      }
    }
    case 'Procedure':
      return {
        name: conceptText(resource['code']) ?? 'Procedure',
        notes: [
          ...asList(resource['bodySite']).map(conceptText),
          conceptText(resource['outcome']),
          ...comments,
        ],
        date: dateText(
          resource['performedDateTime'],
          resource['performedPeriod'],
          resource['occurrenceDateTime'],
          resource['occurrencePeriod'],
        ),
      }
    case 'Encounter':
      return {
        name:
          asList(resource['type'])
            .map(conceptText)
            .find((text) => text !== null) ??
          asText(asObject(resource['class'])?.['display']) ??
          'Visit',
        notes: [
          ...asList(resource['reasonCode']).map(conceptText),
          referenceText(resource['serviceProvider']),
        ],
        date: dateText(resource['period'], resource['actualPeriod']),
      }
    case 'Device':
    case 'DeviceUseStatement': {
      const device = resource.resourceType === 'Device' ? resource : resolve(resource['device'], resource)
      return {
        name:
          (device === null
            ? null
            : (conceptText(device['type']) ?? asText(asObject(asList(device['deviceName'])[0])?.['name']))) ??
          'Device',
        notes: comments,
        date: dateText(resource['timingDateTime'], resource['timingPeriod']),
      }
    }
    case 'CarePlan':
    case 'ClinicalImpression':
    case 'DocumentReference':
    case 'ServiceRequest':
    case 'FamilyMemberHistory':
    case 'Consent':
    case 'Flag':
      return {
        name:
          asText(resource['title']) ??
          conceptText(resource['code']) ??
          conceptText(resource['type']) ??
          conceptText(resource['relationship']) ??
          asText(resource['description']) ??
          resource.resourceType,
        notes: [
          asText(resource['description']),
          asText(resource['summary']),
          narrativeText(resource['text']),
          ...comments,
        ],
        date: dateText(resource['date'], resource['period'], resource['authoredOn'], resource['created']),
      }
    default:
      return null
  }
}

/** A status worth saying: another than the usual one. */
function status(value: unknown, usual: string): string | null {
  const codes = conceptCodes(value)
  return codes.length === 0 || codes.includes(usual) ? null : (codes[0] ?? null)
}

function isHigh(resource: Resource): boolean {
  return resource['criticality'] === 'high'
}

function doseText(value: unknown): string | null {
  const dosage = asObject(value)
  if (dosage === null) return null
  const text = asText(dosage['text'])
  if (text !== null) return text
  const rate = asObject(asList(dosage['doseAndRate'])[0])
  const dose = quantityText(rate?.['doseQuantity'])
  const repeat = asObject(asObject(dosage['timing'])?.['repeat'])
  const frequency = Number(repeat?.['frequency'] ?? Number.NaN)
  const unit = UNITS[asText(repeat?.['periodUnit']) ?? '']
  const period = Number(repeat?.['period'] ?? 1)
  const often =
    unit === undefined || !Number.isFinite(frequency)
      ? conceptText(asObject(dosage['timing'])?.['code'])
      : `${frequency === 1 ? 'once' : `${frequency} times`} ${period === 1 ? `a ${unit}` : `in ${period} ${unit}s`}`
  const parts = [
    dose === null ? null : `${dose.value} ${dose.unit ?? ''}`.trim(),
    often,
    conceptText(dosage['route']),
  ]
  return parts.filter((part) => part !== null).join(', ') || null
}

const UNITS: Record<string, string | undefined> = { h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' }
