import { formatLongUntil } from '../../components/format/until.ts'
import type { ActRequest } from '../../worker/types.ts'

/** What an act is called while it goes on: the title of its dialog, and of the line that brings the dialog back. */
export function actTitle(request: ActRequest): string {
  switch (request.kind) {
    case 'publishAccount':
      return 'Setting up your account'
    case 'openChart':
      return 'Opening your chart'
    case 'addRecords':
      return request.files.length === 1 ? 'Filing the record' : `Filing ${request.files.length} records`
    case 'fileNote':
      return 'Signing and filing the note'
    case 'grantAccess':
      return `Giving access to ${request.name ?? 'this account'}`
    case 'revokeAccess':
      return `Ending access of ${request.name ?? 'this account'}`
    case 'shareRecord':
      return `Sharing a record with ${request.name ?? 'this account'}`
    case 'endShare':
      return `Ending access of ${request.name ?? 'this account'} to a record`
    case 'endGiven':
      return 'Ending what others gave'
    case 'nameDelegate':
      return `Letting ${request.name ?? 'this account'} act for you`
    case 'removeDelegate':
      return `Removing ${request.name ?? 'this account'}`
    case 'offerChart':
      return `Offering this chart to ${request.name ?? 'this account'}`
    case 'endOffer':
      return 'Withdrawing the offer'
    case 'acceptChart':
      return request.title === null ? 'Taking over a chart' : `Taking over the chart of ${request.title}`
    case 'endAllAccess':
      return 'Ending all access'
    case 'reencryptHistory':
      return 'Re-encrypting what was filed before'
    case 'rotateChart':
    case 'renewCharts':
      return 'Changing the locks'
    case 'acceptChangedKey':
      return `Using the new key of ${request.name ?? 'this account'}`
    case 'addUnlocker':
      return 'Adding a way to unlock'
    case 'renameUnlocker':
      return 'Changing a name'
    case 'removeUnlocker':
      return 'Removing a way to unlock'
    case 'replaceRecoveryCode':
      return 'Replacing the recovery code'
    case 'rotateAccountKey':
      return 'Making a new key for your account'
  }
}

/** What the act does besides what its title says; null where the title is enough. */
export function actSentence(request: ActRequest): string | null {
  const { kind } = request
  if (kind === 'nameDelegate')
    return `Can read all of this chart and act for you, until ${formatLongUntil(request.until)}.`
  if (kind === 'offerChart')
    return `Can take the chart over until ${formatLongUntil(request.until)}, and can read all of it from now on.`
  if (kind === 'acceptChart')
    return 'Each of its keys is tried here first. Then the locks change, and all access of others ends.'
  if (kind === 'reencryptHistory')
    return 'Your wallet asks for each record. You can stop in between; what is done stays done.'
  if (kind === 'endOffer' || kind === 'endAllAccess' || kind === 'revokeAccess')
    return 'The locks change in the same step.'
  if (kind === 'endGiven') return 'Your wallet asks for each of them. What has ended stays so.'
  if (kind !== 'removeDelegate') return null
  const count = request.grantees.length + request.shares.length
  if (count === 0) return 'The locks change in the same step.'
  const gave = count === 1 ? 'What they gave to one other ends' : `What they gave to ${count} others ends`
  return `${gave} with it. The locks change in the same step.`
}

/** The other account that an act is about, as the wallet shows it. */
export function accountOf(request: ActRequest): `0x${string}` | null {
  if ('grantee' in request) return request.grantee
  if ('reader' in request) return request.reader
  if ('delegate' in request) return request.delegate
  return 'successor' in request ? request.successor : null
}

/** The act's call on the chain, for Details only. */
export function actCall(request: ActRequest): string {
  switch (request.kind) {
    case 'publishAccount':
      return 'Registrar.publish(previous, profile)'
    case 'openChart':
      return 'Charts.open(n, keyring)'
    case 'addRecords':
      return request.files.length === 1
        ? 'Charts.addRecord(chart, epoch, record)'
        : 'Charts.addRecords(chart, epoch, records)'
    case 'fileNote':
      return 'Charts.addRecord(chart, epoch, record)'
    case 'grantAccess':
      return 'Charts.grant(chart, grantee, permission, update)'
    case 'revokeAccess':
      return 'Charts.revoke(chart, grantee, update)'
    case 'endGiven':
      return 'Charts.revoke(chart, grantee, update) or Charts.share(chart, number, reader, 0, update) for each'
    case 'shareRecord':
    case 'endShare':
      return 'Charts.share(chart, number, reader, until, update)'
    case 'nameDelegate':
      return 'Charts.nameDelegate(chart, delegate, until, update)'
    case 'removeDelegate':
      return 'Charts.removeDelegate(chart, delegate, grantees, shares, update)'
    case 'offerChart':
      return 'Charts.offer(chart, successor, until, update)'
    case 'endOffer':
      return 'Charts.endOffer(chart, update)'
    case 'acceptChart':
      return 'Charts.accept(chart, update)'
    case 'endAllAccess':
      return 'Charts.endAll(chart, update)'
    case 'reencryptHistory':
      return 'Charts.reseal(chart, update), then Charts.relocate(chart, relocations)'
    case 'rotateChart':
    case 'renewCharts':
      return 'Charts.rotate(chart, update)'
    case 'acceptChangedKey':
      return 'Charts.reseal(chart, update)'
    case 'addUnlocker':
    case 'renameUnlocker':
      return 'Registrar.publish(previous, profile)'
    case 'removeUnlocker':
    case 'replaceRecoveryCode':
      return request.renew
        ? 'Registrar.publish(previous, profile), then Charts.rotate(chart, update) for each chart'
        : 'Registrar.publish(previous, profile)'
    case 'rotateAccountKey':
      return 'Registrar.publish(previous, profile), then Charts.rotate(chart, update) for each chart'
  }
}
