import { encodeAbiParameters, keccak256 } from 'viem'
import { expect, it } from 'vitest'
import { DOCTOR, OWNER, buildChart, buildRecord } from '../../../testing/buildChart.ts'
import { formerOwner, nameFormerOwner } from './nameFormerOwner.ts'

const FORMER = '0x1111111111111111111111111111111111111111'
const idOf = (opener: `0x${string}`, n: bigint) =>
  keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [opener, n]))

const records = [
  buildRecord(1, 'Letter', { author: FORMER }),
  buildRecord(2, 'Note', { author: DOCTOR }),
  buildRecord(3, 'Own', { author: OWNER }),
]

it('knows who opened a chart that is another’s now', () => {
  expect(formerOwner(buildChart({ id: idOf(FORMER, 3n), records }))).toBe(FORMER)
})

it('takes no other author for the former owner', () => {
  expect(formerOwner(buildChart({ id: idOf(OWNER.toLowerCase() as `0x${string}`, 0n), records }))).toBe(null)
  expect(formerOwner(buildChart({ id: idOf(FORMER, 0n), records: records.slice(1) }))).toBe(null)
})

it('leaves the former owner the name that the chart has for it', () => {
  const named = buildRecord(1, 'Letter', { author: FORMER, authorName: 'Mother' })
  expect(formerOwner(buildChart({ id: idOf(FORMER, 0n), records: [named] }))).toBe(null)
})

it('says whose record it was, by a name for which somebody vouches or by the account', () => {
  const chart = buildChart({ id: idOf(FORMER, 0n), records })
  const names = (publicName: string | null) =>
    nameFormerOwner(chart, { account: FORMER, publicName }).records.map(({ authorName }) => authorName)
  expect(names(null)).toEqual(['The former owner (0x1111…1111)', null, null])
  expect(names('Dr Amara Nwosu')).toEqual(['Dr Amara Nwosu', null, null])
})
