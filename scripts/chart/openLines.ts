import { read } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { promisify } from 'node:util'
import { CommandError } from './errors.ts'

export type Lines = {
  /** The next line without its end, or null when there is none. */
  next(prompt: { readonly question: string; readonly isHidden: boolean }): Promise<string | null>
  close(): void
}

/** Far more than any answer has. */
const MAX_LINE = 4096

/** Reads line by line what someone types at a terminal, or what comes from a pipe or file: never further than asked. */
export function openLines(fd: number): Lines {
  return fd === 0 && process.stdin.isTTY
    ? typedLines()
    : pipedLines(fd === 0 ? standardInput() : descriptor(fd))
}

/** At a terminal, where what is hidden is not echoed. */
function typedLines(): Lines {
  return {
    next: ({ question, isHidden }) =>
      new Promise((resolve) => {
        process.stderr.write(question)
        const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
        const typed = createInterface({
          input: process.stdin,
          output: isHidden ? silent : process.stderr,
          terminal: true,
          historySize: 0,
        })
        typed.once('SIGINT', () => {
          typed.close()
          process.kill(process.pid, 'SIGINT')
        })
        typed.once('close', () => {
          if (isHidden) process.stderr.write('\n')
          resolve(null)
        })
        typed.once('line', (line) => {
          resolve(line)
          typed.close()
        })
      }),
    close: () => process.stdin.pause(),
  }
}

type Source = { read(): Promise<Uint8Array | null>; close(): void }

function pipedLines(source: Source): Lines {
  let rest = Buffer.alloc(0)
  let isEnded = false
  return {
    async next({ question }) {
      if (question !== '') process.stderr.write(`${question.trimEnd()}\n`)
      for (;;) {
        const end = rest.indexOf('\n')
        if (end >= 0 || (isEnded && rest.length > 0)) {
          const line = end < 0 ? rest : rest.subarray(0, end)
          rest = end < 0 ? Buffer.alloc(0) : rest.subarray(end + 1)
          return line.toString('utf8').replace(/\r$/, '')
        }
        if (isEnded) return null
        if (rest.length > MAX_LINE) throw new CommandError('What came in is far longer than an answer.')
        const chunk = await source.read()
        if (chunk === null) isEnded = true
        else rest = Buffer.concat([rest, chunk])
      }
    },
    close: () => source.close(),
  }
}

function standardInput(): Source {
  const chunks = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  return {
    async read() {
      const { done, value } = await chunks.next()
      return done === true ? null : value
    },
    close: () => process.stdin.destroy(),
  }
}

function descriptor(fd: number): Source {
  const buffer = Buffer.alloc(MAX_LINE)
  return {
    async read() {
      const { bytesRead } = await promisify(read)(fd, buffer, 0, buffer.length, null).catch(() => {
        throw new CommandError(`Nothing can be read from file descriptor ${fd}. Open it, as in 3< card.txt.`)
      })
      return bytesRead === 0 ? null : Buffer.from(buffer.subarray(0, bytesRead))
    },
    close: () => {},
  }
}
