export { ReplaceCard } from './ReplaceCard.tsx'
export { Settings } from './Settings.tsx'
