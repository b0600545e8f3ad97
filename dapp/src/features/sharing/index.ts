export { AcceptKeyDialog } from './AcceptKeyDialog.tsx'
export { AccessList } from './AccessList.tsx'
export { ActForYou } from './ActForYou.tsx'
export { ActingFor } from './ActingFor.tsx'
export { GiveAccessWizard } from './GiveAccessWizard.tsx'
export { LetInMeanwhile } from './LetInMeanwhile.tsx'
export { HandOver } from './HandOver.tsx'
export { OffersToMe } from './OffersToMe.tsx'
export { RecordReaders, ShareButton } from './RecordSharing.tsx'
export { ReencryptPanel } from './ReencryptPanel.tsx'
export { RemoveDelegate } from './RemoveDelegate.tsx'
export { SectionAccess } from './SectionAccess.tsx'
export { SharedWithMe } from './SharedWithMe.tsx'
export { SharingDialogs } from './SharingDialogs.tsx'
export type { SharingAsked } from './SharingDialogs.tsx'
export {
  countOthers,
  firstExpired,
  labelsOf,
  nameOfAccount,
  nameOfGrantee,
  referencesTo,
  sharingLine,
} from './grantWords.ts'
