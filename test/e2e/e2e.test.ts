import { afterAll, beforeAll, beforeEach, describe } from 'vitest'

import { endAll } from '../../scripts/lib/processes.ts'
import { presentActors } from './lib/createActor.ts'
import { startStack, type Stack } from './lib/startStack.ts'
import { badInput } from './parts/badInput.ts'
import { fourSteps } from './parts/fourSteps.ts'
import { noLeaks } from './parts/noLeaks.ts'
import { passkeys } from './parts/passkeys.ts'
import { startCommand } from './parts/startCommand.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack()
})

beforeEach(({ onTestFailed, task }) => {
  onTestFailed(async () => {
    for (const actor of presentActors()) {
      await actor.takeScreenshot(task.name).catch(() => {})
      if (actor.problems.length > 0) console.error(`${actor.name}: ${actor.problems.join('\n')}`)
    }
  })
})

afterAll(async () => {
  for (const actor of presentActors()) await actor.leave()
  await stack?.stop()
  await endAll()
})

describe('the four steps', () => fourSteps(() => stack))
describe('what goes wrong', () => badInput(() => stack))
describe('ways to unlock', () => passkeys(() => stack))
describe('the whole run', () => noLeaks(() => stack))
describe('npm start', startCommand)
