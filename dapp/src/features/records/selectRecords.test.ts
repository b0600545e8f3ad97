import { expect, it } from 'vitest'
import { DOCTOR, OWNER, buildChart, buildRecord } from '../../../testing/buildChart.ts'
import { groupByMonth, selectRecords } from './selectRecords.ts'

const CHART = buildChart({
  records: [
    buildRecord(1, 'Visit note'),
    buildRecord(2, 'Blood test', { section: 7, author: DOCTOR, authorName: 'Dr Amara Nwosu' }),
    buildRecord(3, 'Hidden', { state: 'no-access', details: null }),
    buildRecord(4, 'Unreadable', { state: 'unreadable', details: null }),
  ],
})
const found = (section: number | null, words: string) =>
  selectRecords(CHART, { section, words }, OWNER).map((record) => record.number)

it('lists the newest first, with what cannot be opened and without what is not there for the reader', () => {
  expect(found(null, '')).toEqual([4, 2, 1])
})

it('finds by section, and by words in title, section and author', () => {
  expect(found(7, '')).toEqual([2])
  expect(found(null, 'NOTE visit')).toEqual([1])
  expect(found(null, 'nwosu lab')).toEqual([2])
  expect(found(null, 'you')).toEqual([4, 1])
  expect(found(null, 'knee')).toEqual([])
})

it('cuts by the month of filing', () => {
  const records = [
    buildRecord(3, 'c'),
    buildRecord(2, 'b'),
    buildRecord(1, 'a', { filedAt: new Date(2026, 8, 30).getTime() / 1000 }),
  ]
  expect(groupByMonth(records).map((group) => [group.month, group.records.length])).toEqual([
    ['October 2026', 2],
    ['September 2026', 1],
  ])
})

it('lists the newest version of what was corrected, as far as the reader can see', () => {
  const records = [
    buildRecord(1, 'Dose'),
    buildRecord(2, 'Letter'),
    buildRecord(3, 'Dose', { supersedes: 1 }),
    buildRecord(4, 'Dose', { supersedes: 1 }),
    buildRecord(5, 'Letter', { supersedes: 2, state: 'no-access', details: null }),
  ]
  const listed = (some: readonly (typeof records)[number][]) =>
    selectRecords(buildChart({ records: some }), { section: null, words: '' }, OWNER).map(
      ({ number }) => number,
    )
  expect(listed(records)).toEqual([4, 2])
  expect(listed(records.slice(2))).toEqual([4, 3])
})
