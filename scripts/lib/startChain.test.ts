import { createServer } from 'node:net'
import { expect, it } from 'vitest'

import { startChain } from './startChain.ts'

it('starts two chains on two ports and ends them', async () => {
  const first = await startChain()
  const second = await startChain({ port: first.port })
  expect(second.port).not.toBe(first.port)
  await Promise.all([first.stop(), second.stop()])
  await expect(fetch(first.rpcUrl)).rejects.toThrow()
  for (const pid of [first.pid, second.pid]) expect(() => process.kill(pid, 0)).toThrow()
})

it('takes the port asked for when it is free', async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  const chain = await startChain({ port })
  expect(chain.port).toBe(port)
  await chain.stop()
})
