// Runs before `npm start` and `npm test`, under whatever Node there is and with nothing installed: brings node_modules
// to what package-lock.json says, which includes the Node 24 that the scripts after this one use.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const MINIMUM_NODE = 20
const LOCK_LIMIT_MS = 10 * 60_000

/**
 * Says why `installed` (node_modules/.package-lock.json) is not what `lock` (package-lock.json) asks for.
 * Optional packages may be missing, except those that this machine cannot do without.
 *
 * @returns {string | null} the first difference; null when there is none
 */
export function findDifference(lock, installed, machine) {
  if (!installed) return 'nothing is installed'
  for (const [name, wanted] of Object.entries(lock.packages)) {
    if (name === '') continue
    const found = installed.packages[name]
    if (!found) {
      if (wanted.optional && !isNeeded(name, wanted, machine)) continue
      return `${name} is missing`
    }
    if (found.version !== wanted.version) return `${name} is ${found.version} and not ${wanted.version}`
    if (wanted.integrity && found.integrity && found.integrity !== wanted.integrity) return `${name} differs`
  }
  return null
}

function isNeeded(name, entry, machine) {
  return (
    /^node_modules\/(node-(bin-)?(linux|win|darwin)-|@nomicfoundation\/edr-)/.test(name) &&
    fits(entry.os, machine.os) &&
    fits(entry.cpu, machine.cpu) &&
    fits(entry.libc, machine.libc)
  )
}

function fits(allowed, actual) {
  return allowed === undefined || actual === null || [allowed].flat().includes(actual)
}

function describeMachine() {
  const isGlibc = () => Boolean(process.report.getReport().header.glibcVersionRuntime)
  return {
    os: process.platform,
    cpu: process.arch,
    libc: process.platform !== 'linux' ? null : isGlibc() ? 'glibc' : 'musl',
  }
}

function readJson(...parts) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, ...parts), 'utf8'))
  } catch {
    return null
  }
}

function currentDifference() {
  const lock = readJson('package-lock.json')
  if (!lock)
    fail('package-lock.json is missing or damaged. Restore it with `git checkout package-lock.json`.')
  return findDifference(lock, readJson('node_modules', '.package-lock.json'), describeMachine())
}

function install() {
  const npm = process.env.npm_execpath
  if (!npm || !/npm-cli\.[cm]?js$/.test(npm)) {
    fail('The packages are not installed. Run this with npm: `npm start` or `npm test`.')
  }
  console.log('Installing what Chartkey needs. This takes about a minute and happens once.')
  // Windows cannot delete the node.exe that is running, so there `npm ci` only serves the first time.
  const canReplaceNode =
    process.platform !== 'win32' || !process.execPath.startsWith(path.join(ROOT, 'node_modules'))
  const args = [
    canReplaceNode ? 'ci' : 'install',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ]
  // No package here needs an install script, and the Node that npm runs on is not the one that Chartkey runs on.
  args.push('--ignore-scripts', '--engine-strict=false', '--loglevel=error')
  const { status, error } = spawnSync(process.env.npm_node_execpath || process.execPath, [npm, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error || status !== 0) {
    fail('npm could not install the packages; what it says stands above. Check the network and try again.')
  }
}

/** Two starts at once must not install into one folder. */
function underLock(work) {
  const directory = path.join(ROOT, '.chartkey', 'installing')
  mkdirSync(path.dirname(directory), { recursive: true })
  const started = Date.now()
  for (;;) {
    try {
      mkdirSync(directory)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const isStale = existsSync(directory) && Date.now() - statSync(directory).mtimeMs > LOCK_LIMIT_MS
      if (isStale) rmdirSync(directory)
      else if (Date.now() - started > LOCK_LIMIT_MS)
        fail(`Another install holds ${directory}. Remove it and try again.`)
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
  }
  const release = () => existsSync(directory) && rmdirSync(directory)
  process.once('exit', release)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  work()
  release()
}

function fail(sentence) {
  console.error(`\n${sentence}\n`)
  process.exit(1)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (Number(process.versions.node.split('.')[0]) < MINIMUM_NODE) {
    fail(
      `Chartkey needs Node ${MINIMUM_NODE} or newer to install itself, and this is ${process.version}. Get one from https://nodejs.org.`,
    )
  }
  if (currentDifference() !== null) {
    underLock(() => {
      if (currentDifference() !== null) install()
    })
    const difference = currentDifference()
    if (difference !== null) fail(`npm finished, and still ${difference}. Delete node_modules and try again.`)
  }
}
