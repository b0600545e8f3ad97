import { SetUpWizard } from '../features/set-up/index.ts'

export function SetUpPage() {
  return <SetUpWizard />
}
