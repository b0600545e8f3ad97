// Mends what npm writes into package-lock.json, so that one `npm ci` installs everything on Node 20 and later:
// npm skips optional packages whose `engines` exclude the Node that runs it, and Hardhat's native parts and the packaged
// Chromium ask for Node 22, although the project's own Node 24, installed by that same run, is what loads them; and the
// Node binaries for Linux are built for glibc, which their authors did not say. pdfjs-dist draws in Node by a native canvas
// that browsers have no use for, and some of whose packages npm finds no entry for, whereupon `npm ci` refuses the whole.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Applies all edits to a parsed lockfile, in place.
 *
 * @returns {string[]} the entries that needed one; empty when the file was right
 */
export function fixLock(lock) {
  const mended = []
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (/^node_modules\/(@nomicfoundation\/edr-|@sparticuz\/chromium$)/.test(path) && entry.engines) {
      delete entry.engines
      mended.push(path)
    }
    if (path === 'node_modules/pdfjs-dist' && entry.optionalDependencies) {
      delete entry.optionalDependencies
      mended.push(path)
    }
    if (path.startsWith('node_modules/@napi-rs/canvas')) {
      delete lock.packages[path]
      mended.push(path)
    }
    if (path.startsWith('node_modules/node-linux-') && !entry.libc) {
      lock.packages[path] = insertAfter(entry, 'cpu', 'libc', ['glibc'])
      mended.push(path)
    }
  }
  return mended
}

function insertAfter(object, key, name, value) {
  return Object.fromEntries(
    Object.entries(object).flatMap((entry) => (entry[0] === key ? [entry, [name, value]] : [entry])),
  )
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const path = new URL('../package-lock.json', import.meta.url)
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const mended = fixLock(lock)
  if (mended.length > 0) writeFileSync(path, JSON.stringify(lock, null, 2) + '\n')
  console.log(
    mended.length > 0
      ? `Mended ${mended.length} entries of package-lock.json`
      : 'package-lock.json needs nothing',
  )
}
