export { ConnectDialog } from './ConnectDialog.tsx'
export type { ConnectDialogProps } from './ConnectDialog.tsx'
