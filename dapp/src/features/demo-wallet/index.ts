export { PracticeWalletSheet } from './PracticeWalletSheet.tsx'
export { startPracticeWallet } from './startPracticeWallet.ts'
export type { PracticeWallet } from './startPracticeWallet.ts'
