import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'

import { endAll, PROJECT_ROOT } from '../../../scripts/lib/processes.ts'
import { presentActors } from './createActor.ts'
import { startStack, type Stack, type StartStackOptions } from './startStack.ts'

/** Starts everything before a file's tests and ends it after them; keeps a picture of each page when one fails. */
export function useStack(options: StartStackOptions = {}): () => Stack {
  let stack: Stack | undefined

  beforeAll(async () => {
    await rm(path.join(PROJECT_ROOT, 'test-results'), { recursive: true, force: true })
    stack = await startStack(options)
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

  return () => stack!
}
