import path from 'node:path'
import { parseArgs } from 'node:util'

import { buildDapp } from './lib/buildDapp.ts'
import { createRunFolder } from './lib/createRunFolder.ts'
import { deployApart } from './lib/deployApart.ts'
import { freePort } from './lib/freePort.ts'
import { endAll, onEnd, PROJECT_ROOT } from './lib/processes.ts'
import { startChain } from './lib/startChain.ts'
import { startSite } from './lib/startSite.ts'
import { startStore } from './lib/startStore.ts'
import { seed } from './seed.ts'

const USAGE = `npm start -- [--port 3000] [--no-seed]
  --port     where the page is served, when that port is free
  --no-seed  starts without the practice people's records`

const PORTS = { page: 3000, chain: 8545, store: 5001 }

try {
  await start()
} catch (error) {
  console.error(`\nChartkey could not start.\n${error instanceof Error ? error.message : String(error)}`)
  await endAll()
  process.exit(1)
}

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, seed: { type: 'boolean' }, help: { type: 'boolean' } },
    allowNegative: true,
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const started = performance.now()
  console.log('Starting Chartkey: a chain, a store and the page, all on this computer.')

  const folder = await createRunFolder()
  const port = await freePort(values.port === undefined ? PORTS.page : parsePort(values.port))
  const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  const building = step('the page is built', buildDapp())
  // Whoever awaits it reports its failure; until then it must not count as unhandled.
  building.catch(() => {})
  const chain = await step('the chain answers', startChain({ port: PORTS.chain }))
  void chain.exited.then((code) => stopBy(`The chain ended by itself with code ${code}.`))
  const store = await startStore({ directory: path.join(folder, 'ipfs'), origins, port: PORTS.store })
  // The command line follows the first of several starts.
  const isDefault = chain.port === PORTS.chain
  const config = await step(
    'the contracts are deployed',
    deployApart({ rpcUrl: chain.rpcUrl, store, isDefault }),
  )
  if (values.seed !== false) await step('the practice people are in', seed(config))
  const site = await startSite({ directory: await building, config, port })
  onEnd(() => site.stop())

  console.log(`
Chartkey is ready after ${((performance.now() - started) / 1_000).toFixed(0)} s. Open

    ${site.url}

  chain  ${chain.rpcUrl}, number ${chain.chainId}; it forgets everything when this ends
  store  ${store.rpcUrl}, its blocks in ${path.relative(PROJECT_ROOT, store.directory)} until this ends
  Ctrl-C ends all of it.
`)
}

async function step<T>(sentence: string, work: Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work
  console.log(`  ${sentence} (${((performance.now() - started) / 1_000).toFixed(1)} s)`)
  return result
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`"${text}" is not a port.`)
  return port
}

let isStopping = false

function stopBy(sentence: string): void {
  if (isStopping) return
  isStopping = true
  console.error(`\n${sentence}`)
  void endAll().finally(() => process.exit(1))
}
