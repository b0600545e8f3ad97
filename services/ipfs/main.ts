import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createNode } from './createNode.ts'

const USAGE = `node services/ipfs/main.ts --directory DIR [--host 127.0.0.1] [--port 5001] [--origin URL]...
  [--public-url URL] [--tls-key FILE --tls-cert FILE] [--max-body-bytes N] [--grace-seconds N]
  The RPC's bearer token is read from CHARTKEY_STORE_TOKEN.`

try {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      origin: { type: 'string', multiple: true },
      'public-url': { type: 'string' },
      'tls-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      'max-body-bytes': { type: 'string' },
      'grace-seconds': { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true || values.directory === undefined) {
    process.stderr.write(`${USAGE}\n`)
    process.exit(values.help === true ? 0 : 2)
  }
  const token = process.env.CHARTKEY_STORE_TOKEN
  const node = await createNode({
    directory: values.directory,
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.port === undefined ? {} : { port: natural(values.port, '--port') }),
    origins: values.origin ?? [],
    ...(token === undefined || token === '' ? {} : { token }),
    ...(values['public-url'] === undefined ? {} : { publicUrl: values['public-url'] }),
    ...(values['tls-key'] === undefined || values['tls-cert'] === undefined
      ? {}
      : {
          tls: {
            key: await readFile(values['tls-key'], 'utf8'),
            cert: await readFile(values['tls-cert'], 'utf8'),
          },
        }),
    ...(values['max-body-bytes'] === undefined
      ? {}
      : { maxBodyBytes: natural(values['max-body-bytes'], '--max-body-bytes') }),
    ...(values['grace-seconds'] === undefined
      ? {}
      : { graceSeconds: natural(values['grace-seconds'], '--grace-seconds') }),
  })
  process.stdout.write(`${JSON.stringify({ rpcUrl: node.rpcUrl, gatewayUrl: node.gatewayUrl })}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void node.close().then(() => process.exit(0)))
  }
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exit(1)
}

function natural(text: string, name: string): number {
  const value = Number(text)
  if (text === '' || !Number.isSafeInteger(value) || value < 0)
    throw new Error(`${name} is not a natural number.`)
  return value
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'The store failed.'
}
