export { RecordViewer } from './RecordViewer.tsx'
