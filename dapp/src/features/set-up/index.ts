export { Points } from './Points.tsx'
export { readCard } from './readCard.ts'
export { RecoveryStep } from './RecoveryStep.tsx'
export { SetUpWizard } from './SetUpWizard.tsx'
