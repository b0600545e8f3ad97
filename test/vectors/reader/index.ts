export { fetchBlock, rootCid, type Store } from './blocks.ts'
export { checkHead, foldHead, type Link as HeadLink } from './head.ts'
export { openAsGrantee, openAsOwner, openShare, readKeyring, type Role, type SectionKey } from './keyring.ts'
export { readNote } from './note.ts'
export { openVault, readProfile } from './profile.ts'
export { readChart } from './readChart.ts'
export { readRecord, readShared } from './record.ts'
export { type Check, Refused } from './refuse.ts'
export {
  passkeySalt,
  readEncryptedSecret,
  readPasskeySecret,
  readRecoveryCode,
  readWalletSecret,
  unlockerSalt,
  type UnlockerKind,
} from './unlockers.ts'
