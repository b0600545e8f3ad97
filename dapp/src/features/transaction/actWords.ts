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
