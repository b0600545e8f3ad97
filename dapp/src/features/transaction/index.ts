export { TransactionDialog } from './TransactionDialog.tsx'
export { actTitle } from './actWords.ts'
export { sentTitle } from './sentTitle.ts'
