export { Points } from './Points.tsx'
export { readCard } from './readCard.ts'
export { SetUpWizard } from './SetUpWizard.tsx'
