import { describe } from 'vitest'

import { useStack } from './lib/useStack.ts'
import { badInput } from './parts/badInput.ts'
import { fourSteps } from './parts/fourSteps.ts'
import { noLeaks } from './parts/noLeaks.ts'
import { passkeys } from './parts/passkeys.ts'
import { sharing } from './parts/sharing.ts'
import { signedNotes } from './parts/signedNotes.ts'
import { startCommand } from './parts/startCommand.ts'

const stack = useStack()

describe('the four steps', () => {
  fourSteps(stack)
})
describe('what goes wrong', () => {
  badInput(stack)
})
describe('ways to unlock', () => {
  passkeys(stack)
})
describe('signed notes', () => {
  signedNotes(stack)
})
describe('sharing, acting for somebody, and handing over', () => {
  sharing(stack)
})
describe('the whole run', () => {
  noLeaks(stack)
})
describe('npm start', () => {
  startCommand()
})
