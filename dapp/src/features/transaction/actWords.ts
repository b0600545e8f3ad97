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
    case 'grantAccess':
      return `Giving access to ${request.name ?? 'this account'}`
    case 'revokeAccess':
      return `Ending access of ${request.name ?? 'this account'}`
    case 'rotateChart':
      return 'Changing the locks'
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
    case 'grantAccess':
      return 'Charts.grant(chart, grantee, permission, update)'
    case 'revokeAccess':
      return 'Charts.revoke(chart, grantee, update)'
    case 'rotateChart':
      return 'Charts.rotate(chart, update)'
  }
}
