export { TransactionDialog } from './TransactionDialog.tsx'
export { actTitle } from './actWords.ts'
