import { expect, it } from 'vitest'
import { createLock } from './lock.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

it('lets shared holders in together, the exclusive one alone, each in its turn', async () => {
  const lock = createLock()
  const events: string[] = []
  const gates = new Map<string, () => void>()
  const hold = (name: string) => async () => {
    events.push(`${name} in`)
    await new Promise<void>((resolve) => gates.set(name, resolve))
    events.push(`${name} out`)
  }
  const work = [
    lock.shared(hold('a')),
    lock.shared(hold('b')),
    lock.exclusive(hold('gc')),
    lock.shared(hold('c')),
  ]
  await turn()
  expect(events).toEqual(['a in', 'b in'])
  gates.get('a')!()
  await turn()
  expect(events).toEqual(['a in', 'b in', 'a out'])
  gates.get('b')!()
  await turn()
  expect(events.slice(3)).toEqual(['b out', 'gc in'])
  gates.get('gc')!()
  await turn()
  expect(events.slice(5)).toEqual(['gc out', 'c in'])
  gates.get('c')!()
  await Promise.all(work)
})

it('is free again after a failure', async () => {
  const lock = createLock()
  await expect(lock.exclusive(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  await expect(lock.shared(() => Promise.reject(new Error('failed too')))).rejects.toThrow('failed too')
  expect(await lock.exclusive(async () => 'alone')).toBe('alone')
})
