import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const node = (name: string, include: string[]) => ({ test: { name, environment: 'node', include } })

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // Files wait for their chain and store now and then: two at a time are worth it on two cores too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // The same files run in Chromium by `npm test -- chromium`, but for those that test/chromium/clientTests.ts names.
      node('client', ['client/**/*.test.ts']),
      node('services', ['services/**/*.test.ts']),
      node('scripts', [
        'scripts/**/*.test.ts',
        'test/vectors/**/*.test.ts',
        'test/lib/**/*.test.ts',
        'test/chromium/**/*.test.ts',
      ]),
      { test: { name: 'dapp', environment: 'jsdom', include: ['dapp/**/*.test.{ts,tsx}'] } },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/e2e.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'interop',
          environment: 'node',
          include: ['test/interop/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
