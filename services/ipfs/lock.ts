export type Lock = {
  /** Runs beside other shared holders, never beside an exclusive one. */
  shared<T>(work: () => Promise<T>): Promise<T>
  /** Runs alone. Those that ask later wait, so that it comes to its turn. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
}

/** A lock of many writers of blocks and one collector of garbage, first come, first served. */
export function createLock(): Lock {
  let holders = 0
  const queue: { isExclusive: boolean; start: () => void }[] = []

  function advance() {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      if (next.isExclusive ? holders !== 0 : holders < 0) return
      queue.shift()
      holders = next.isExclusive ? -1 : holders + 1
      next.start()
    }
  }

  async function run<T>(isExclusive: boolean, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      queue.push({ isExclusive, start })
      advance()
    })
    try {
      return await work()
    } finally {
      holders = isExclusive ? 0 : holders - 1
      advance()
    }
  }

  return {
    shared: (work) => run(false, work),
    exclusive: (work) => run(true, work),
  }
}
