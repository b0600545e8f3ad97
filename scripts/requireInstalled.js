// Loaded ahead of every script in TypeScript (`node --import`), in plain JavaScript so that an old Node can say why it
// cannot go on: npm skips scripts/bootstrap.js under `ignore-scripts`, and some systems have no packaged Node 24.
import { existsSync } from 'node:fs'

const isInstalled = existsSync(new URL('../node_modules/.package-lock.json', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)

if (!isInstalled) {
  stop(
    process.env.npm_config_ignore_scripts
      ? 'npm is set to ignore-scripts, which skips the install. Run `npm ci --include=dev`, then this again.'
      : 'The packages are not installed. Run `npm ci --include=dev`, then this again.',
  )
} else if (major < 22 || (major === 22 && minor < 19)) {
  stop(
    `Chartkey runs on Node 24, which npm could not bring for this system (${process.platform} ${process.arch}), ` +
      `and this is ${process.version}. Install Node 24 from https://nodejs.org and try again.`,
  )
}

function stop(sentence) {
  console.error(`\n${sentence}\n`)
  process.exit(1)
}
