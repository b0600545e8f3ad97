import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChangedKey,
  addRecords,
  grantAccess,
  keyFingerprint,
  loadChart,
  readKeyChange,
  rotateAccountKey,
  shareRecord,
} from '#client'
import type { Session } from '#client'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

const fingerprintOf = (session: Session) => keyFingerprint(session.keys.pairs[0].publicKey)

test('the key that a chart is sealed to stands beside the one that is published now', async () => {
  const { patient, chart } = await world.newPatient(['Heart'])
  const section = (await loadChart(patient, { chart })).sections[0]!.number
  await addRecords(patient, { chart, section, files: [note('Before')] })
  const doctor = await world.newAccount('practitioner', 'Dr Robbed')
  const { account } = doctor
  const { timestamp } = await world.rpc<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false)
  const until = Number(timestamp) + 86_400
  await expect(readKeyChange(patient, { chart, account })).rejects.toMatchObject({
    name: 'GrantMissingError',
  })
  const access = { chart, grantee: account, read: [section], write: [], until, purpose: 'TREAT' } as const
  await grantAccess(patient, access)
  const first = fingerprintOf(doctor)
  const same = { isChanged: false, known: [first], published: first, profile: doctor.keys.profile }
  expect(await readKeyChange(patient, { chart, account })).toEqual(same)
  await expect(readKeyChange(doctor, { chart, account })).rejects.toMatchObject({ name: 'NotOwnerError' })

  const { session } = await rotateAccountKey(doctor)
  const second = fingerprintOf(session)
  const changed = { isChanged: true, known: [first], published: second, profile: session.keys.profile }
  expect(await readKeyChange(patient, { chart, account })).toEqual(changed)
  // What is shared since is sealed to the key that is known, until the new one is taken.
  await shareRecord(patient, { chart, number: 1, reader: account, until })
  expect(await readKeyChange(patient, { chart, account })).toEqual(changed)
  await acceptChangedKey(patient, { chart, grantee: account, profile: changed.profile })
  expect(await readKeyChange(patient, { chart, account })).toEqual({
    ...changed,
    isChanged: false,
    known: [second],
  })
})
