import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeFunctionData } from 'viem'
import { accreditAuthority, attest, credentialsOf } from '#client'
import type { Session } from '#client'
import { credentialsAbi } from '../chain/abi/credentials.ts'
import { submit } from '../chain/submit.ts'
import { startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
let chamber: Session
let doctor: Session
const until = Math.floor(Date.now() / 1000) + 30 * 86_400

beforeAll(async () => {
  world = await startWorld()
  chamber = await world.newAccount('organization', 'Nordvik Medical Chamber')
  doctor = await world.newAccount('practitioner', 'Dr Amara Nwosu')
}, 120_000)
afterAll(() => world.stop())

const known = () => credentialsOf(world.context(), doctor.account)

test('nobody vouches for an account until an accredited authority does', async () => {
  expect(await known()).toEqual([])
  const attesting = {
    wallet: chamber.wallet!,
    subject: doctor.account,
    attributes: ['PHYSICIAN'],
    until,
  } as const
  await expect(attest(world.context(), attesting)).rejects.toMatchObject({ name: 'TransactionRevertedError' })
  await accreditAuthority(world.context(), {
    wallet: world.governance,
    authority: chamber.account,
    attributes: ['PHYSICIAN', 'EMERGENCY'],
  })
  await attest(world.context(), attesting)
  expect(await known()).toEqual([
    {
      authority: chamber.account,
      authorityName: 'Nordvik Medical Chamber',
      attributes: ['PHYSICIAN'],
      until,
    },
  ])
})

test('the newest attestation of an authority counts, of each authority one', async () => {
  await attest(world.context(), {
    wallet: chamber.wallet!,
    subject: doctor.account,
    attributes: ['PHYSICIAN', 'EMERGENCY'],
    until: until + 1,
  })
  const nameless = world.newWallet()
  await accreditAuthority(world.context(), {
    wallet: world.governance,
    authority: nameless.account,
    attributes: ['NURSE'],
  })
  await attest(world.context(), { wallet: nameless, subject: doctor.account, attributes: ['NURSE'], until })
  expect(await known()).toMatchObject([
    { authority: chamber.account, attributes: ['PHYSICIAN', 'EMERGENCY'], until: until + 1 },
    { authority: nameless.account, authorityName: null, attributes: ['NURSE'] },
  ])
  const { chain } = world.context()
  const data = encodeFunctionData({
    abi: credentialsAbi,
    functionName: 'withdraw',
    args: [doctor.account],
  })
  await submit(chain, nameless, { call: { to: chain.config.contracts.credentials, data } })
  expect(await known()).toHaveLength(1)
})

test('an attestation that has ended is none', async () => {
  await world.later(31 * 86_400)
  expect(await known()).toEqual([])
})
