/**
 * What the tests' helpers start in Node, as a page sees it: functions become questions to the process that started the
 * page, and so do the properties of what they give, which can change meanwhile.
 */

/** Something in Node: what it is called there, its plain values, and its methods. */
export type Handle = {
  readonly $handle: number
  readonly values: Readonly<Record<string, unknown>>
  readonly methods: readonly string[]
}

export type Question =
  | { readonly call: string; readonly args: readonly unknown[]; readonly handle?: number }
  | { readonly get: string; readonly handle: number }
  | { readonly set: string; readonly value: unknown; readonly handle: number }

export type Answer = { readonly value: unknown } | { readonly error: string }

const PATH = '/remote'

/** A function of a test helper, run in Node. */
export function remoteFunction(name: string): (...args: readonly unknown[]) => Promise<unknown> {
  return (...args) => ask({ call: name, args })
}

async function ask(question: Question): Promise<unknown> {
  const response = await fetch(PATH, { method: 'POST', body: JSON.stringify(question) })
  return valueOf((await response.json()) as Answer)
}

/** Waits for the answer, as reading a property must. */
function askNow(question: Question): unknown {
  const request = new XMLHttpRequest()
  request.open('POST', PATH, false)
  request.send(JSON.stringify(question))
  return valueOf(JSON.parse(request.responseText) as Answer)
}

function valueOf(answer: Answer): unknown {
  if ('error' in answer) throw new Error(answer.error)
  return revive(answer.value)
}

function revive(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isHandle(value)) return objectOf(value)
  if ('$bytes' in value) return Uint8Array.from(atob(value.$bytes as string), (digit) => digit.charCodeAt(0))
  if (Array.isArray(value)) return value.map(revive)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revive(inner)]))
}

function isHandle(value: unknown): value is Handle {
  return typeof value === 'object' && value !== null && '$handle' in value
}

function objectOf({ $handle: handle, values, methods }: Handle): object {
  const made = {}
  for (const [name, value] of Object.entries(values)) {
    const inner = isHandle(value) ? objectOf(value) : null
    Object.defineProperty(made, name, {
      enumerable: true,
      get: () => inner ?? askNow({ get: name, handle }),
      set(changed: unknown) {
        askNow({ set: name, value: changed, handle })
      },
    })
  }
  for (const name of methods) {
    const run = (...args: readonly unknown[]) => ask({ call: name, args, handle })
    Object.defineProperty(made, name, { enumerable: true, value: run })
  }
  return made
}
