import { beforeEach, expect, test, vi } from 'vitest'
import { createPageStorage } from './createPageStorage.ts'

beforeEach(() => localStorage.clear())

test('values are kept, listed and removed, apart from what others keep', async () => {
  localStorage.setItem('other', '1')
  const storage = createPageStorage()
  await storage.set('a', '1')
  await storage.set('b', '2')
  expect(await storage.get('a')).toBe('1')
  expect((await storage.keys()).toSorted()).toEqual(['a', 'b'])
  await storage.remove('a')
  expect(await storage.get('a')).toBeNull()
  expect(await storage.keys()).toEqual(['b'])
  expect(localStorage.getItem('other')).toBe('1')
})

test('a full storage forgets and does not fail', async () => {
  const storage = createPageStorage()
  await storage.set('a', '1')
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await storage.set('a', '2')
  full.mockRestore()
  expect(await storage.get('a')).toBeNull()
})
