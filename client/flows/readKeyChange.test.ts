import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  acceptChangedKey,
  addRecords,
  grantAccess,
  keyFingerprint,
  loadChart,
  nameDelegate,
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
  const same = {
    isChanged: false,
    isUnconfirmed: false,
    known: [first],
    published: first,
    profile: doctor.keys.profile,
  }
  expect(await readKeyChange(patient, { chart, account })).toEqual(same)
  await expect(readKeyChange(doctor, { chart, account })).rejects.toMatchObject({ name: 'NotOwnerError' })

  const { session } = await rotateAccountKey(doctor)
  const second = fingerprintOf(session)
  const changed = {
    isChanged: true,
    isUnconfirmed: false,
    known: [first],
    published: second,
    profile: session.keys.profile,
  }
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

  // Who acts for the owner takes the next one: to the owner it stays unconfirmed.
  const carer = await world.newAccount('practitioner', 'Carer')
  await nameDelegate(patient, { chart, delegate: carer.account, until })
  const again = await rotateAccountKey(session)
  const { profile } = again.session.keys
  await acceptChangedKey(carer, { chart, grantee: account, profile })
  const third = { isChanged: false, known: [fingerprintOf(again.session)], profile }
  expect(await readKeyChange(carer, { chart, account })).toMatchObject({ ...third, isUnconfirmed: false })
  expect(await readKeyChange(patient, { chart, account })).toMatchObject({ ...third, isUnconfirmed: true })
  await acceptChangedKey(patient, { chart, grantee: account, profile })
  expect(await readKeyChange(patient, { chart, account })).toMatchObject({ ...third, isUnconfirmed: false })
})
