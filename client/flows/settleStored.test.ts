import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addRecords, loadChart, resumePending, rotateChart, unlockAccount } from '#client'
import { memoryStorage, note, startWorld, withGate } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const DAY = 86_400_000

test('what a page stored and closed on before its wallet sent it is given up, once nothing can come of it', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const heart = (await loadChart(patient, { chart })).sections[0]!.number
  const storage = memoryStorage()
  const noted = async () => (await storage.keys()).filter((key) => key.startsWith('chartkey/leftovers/'))
  const before = await world.pins()
  const kept: string[] = []
  const acts = [
    (session: typeof patient) => addRecords(session, { chart, section: heart, files: [note('Lost')] }),
    (session: typeof patient) => rotateChart(session, { chart }),
  ]
  for (const act of acts) {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const wallet = withGate(patient.wallet!, (asked) => {
      if (asked === 'sign') return
      resolve()
      return new Promise<never>(() => {})
    })
    const session = await unlockAccount(world.context({}, { storage }), { wallet })
    void act(session).catch(() => {})
    await closed
    kept.push(...(await noted()))
  }
  expect(new Set(kept).size).toBe(2)
  expect(await world.pins()).toHaveLength(before.length + 2)

  // A tab that is still open may be at work on them.
  await resumePending(world.context({}, { storage }))
  expect(await world.pins()).toHaveLength(before.length + 2)
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * DAY)
  try {
    await resumePending(world.context({}, { storage }))
  } finally {
    clock.mockRestore()
  }
  expect(await world.pins()).toEqual(before)
  expect(await noted()).toEqual([])

  // What was filed leaves no note, and stays.
  const session = await unlockAccount(world.context({}, { storage }), { wallet: patient.wallet! })
  await addRecords(session, { chart, section: heart, files: [note('Filed')] })
  await rotateChart(session, { chart })
  expect(await noted()).toEqual([])
}, 120_000)
