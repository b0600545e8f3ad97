import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockSession, rotateChart } from '#client'
import type { Session } from '#client'
import { startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

test('locking wipes the secrets of keyrings that others took the place of, too', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const held = [secretsOf(patient, chart)]
  await rotateChart(patient, { chart })
  held.push(secretsOf(patient, chart))
  await rotateChart(patient, { chart })
  held.push(secretsOf(patient, chart))
  expect(held.map((secrets) => secrets.length)).toEqual([1, 2, 3])
  lockSession(patient)
  expect(held.flat().filter((secret) => secret.some((byte) => byte !== 0))).toEqual([])
})

function secretsOf({ keys }: Session, chart: `0x${string}`): Uint8Array[] {
  const { opened } = keys.memory.keyrings.get(chart)!
  if (opened.role === 'grantee') throw new Error('unreachable')
  return [opened.contents.secret, ...opened.contents.earlier.map(({ secret }) => secret)]
}
