import path from 'node:path'
import { parseArgs } from 'node:util'

import { CONFIG_FILE } from './lib/deployApart.ts'
import { endAll, onEnd, PROJECT_ROOT } from './lib/processes.ts'
import { startDemo } from './lib/startDemo.ts'

const USAGE = `npm start -- [--port 3000] [--no-seed]
  --port     where the page is served, when that port is free
  --no-seed  starts without the practice people's records`

const PORTS = { page: 3000, chain: 8545, store: 5001 }

try {
  await start()
} catch (error) {
  await stopBy(`Chartkey could not start.\n${error instanceof Error ? error.message : String(error)}`)
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
  const { url, configFile, chain, store } = await startDemo({
    ports: { ...PORTS, ...(values.port === undefined ? {} : { page: parsePort(values.port) }) },
    isEmpty: values.seed === false,
    onStep: (sentence, seconds) => console.log(`  ${sentence} (${seconds.toFixed(1)} s)`),
  })
  let isEnding = false
  onEnd(() => {
    isEnding = true
  })
  void chain.exited.then((code) => {
    if (!isEnding) void stopBy(`The chain ended by itself with code ${code}.`)
  })

  console.log(`
Chartkey is ready after ${((performance.now() - started) / 1_000).toFixed(0)} s. Open

    ${url}

  chain  ${chain.rpcUrl}, number ${chain.chainId}; it forgets everything when this ends
  store  ${store.rpcUrl}, its blocks in ${path.relative(PROJECT_ROOT, store.directory)} until this ends
  ${terminalLine(configFile)}
  Ctrl-C ends all of it.
`)
}

function terminalLine(configFile: string): string {
  const option = configFile === CONFIG_FILE ? '' : ` --config ${path.relative(PROJECT_ROOT, configFile)}`
  return `shell  npm run chart -- COMMAND${option}`
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`"${text}" is not a port.`)
  return port
}

async function stopBy(sentence: string): Promise<void> {
  console.error(`\n${sentence}`)
  await endAll()
  process.exit(1)
}
