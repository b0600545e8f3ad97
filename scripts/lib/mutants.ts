import { createHash } from 'node:crypto'

/** One small change to one place of one file, which some test must notice. */
export type Mutant = {
  /** Stays the same while the line and what is made of it do. */
  readonly id: string
  readonly file: string
  readonly operator: string
  readonly line: number
  readonly before: string
  readonly after: string
  /** The whole file with the change made. */
  readonly content: string
}

type Change = { readonly at: number; readonly length: number; readonly text: string }
type Operator = { readonly name: string; readonly find: (code: string) => readonly Change[] }

const swap = (name: string, pattern: RegExp, text: (match: RegExpMatchArray) => string): Operator => ({
  name,
  find: (code) =>
    [...code.matchAll(pattern)].map((match) => ({
      at: match.index,
      length: match[0].length,
      text: text(match),
    })),
})

const COMPARISONS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '==': '!=',
  '!=': '==',
}

const OPERATORS: readonly Operator[] = [
  { name: 'negate a condition', find: negateConditions },
  { name: 'remove a check', find: removeChecks },
  swap('move a comparison', / (<=|>=|==|!=|<|>) (?!\s*=)/g, ([, sign = '']) => ` ${COMPARISONS[sign]} `),
  swap('swap and with or', / (&&|\|\|)(?=\s)/g, ([, sign]) => (sign === '&&' ? ' ||' : ' &&')),
  swap('delete a statement', /(?<=\n) +(?:_\w+|emit \w+|delete \w+)\b[^;{}]*;(?=\n)/g, () => ''),
  swap('delete an assignment', /(?<=\n) +[a-zA-Z_.[\]]+ (?:[+|&-]?=) [^;{}]*;(?=\n)/g, () => ''),
  swap('move a number by one', / ([+-]) 1\b/g, ([, sign]) => (sign === '+' ? ' + 2' : ' - 0')),
  swap('swap plus with minus', / ([+-]) (?=\w)/g, ([, sign]) => (sign === '+' ? ' - ' : ' + ')),
  swap('swap bits', / ([|&]) (?=[~\w(])/g, ([, sign]) => (sign === '|' ? ' & ' : ' | ')),
  swap('drop a complement', /~(?=\w)/g, () => ''),
  swap('turn a flag', /\b(true|false)\b/g, ([, flag]) => (flag === 'true' ? 'false' : 'true')),
  swap('change a constant', /\b(63|64|24 hours|1 <<)(?=[^\d])/g, ([, text = '']) =>
    text === '1 <<' ? '2 <<' : text === '24 hours' ? '25 hours' : String(Number(text) - 1),
  ),
  swap('answer nothing', /(?<=\breturn )(?!0;|;)[\w.[\]()]+(?= > | != | == )/g, () => '0'),
]

/**
 * Every change that the operators know of, in an order that follows from the text alone, with the operators and the
 * files spread evenly over any beginning of it.
 */
export function listMutants(files: Readonly<Record<string, string>>): readonly Mutant[] {
  const groups = new Map<string, Mutant[]>()
  for (const [file, content] of Object.entries(files)) {
    const code = blank(content)
    for (const { name, find } of OPERATORS) {
      const mutants = find(code).map((change) => mutate(file, content, name, change))
      const group = groups.get(`${file} ${name}`) ?? []
      groups.set(`${file} ${name}`, [...group, ...mutants])
    }
  }
  const ranked = [...groups.values()].flatMap((group) =>
    group.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((mutant, rank) => ({ mutant, rank })),
  )
  const seen = new Set<string>()
  return ranked
    .toSorted((a, b) => a.rank - b.rank || (a.mutant.id < b.mutant.id ? -1 : 1))
    .map(({ mutant }) => mutant)
    .filter(({ id }) => !seen.has(id) && seen.add(id))
}

function mutate(file: string, content: string, operator: string, { at, length, text }: Change): Mutant {
  const changed = content.slice(0, at) + text + content.slice(at + length)
  const start = content.lastIndexOf('\n', at) + 1
  const cut = (whole: string, end: number) => {
    const close = whole.indexOf('\n', end)
    return whole.slice(start, close === -1 ? whole.length : close).trim()
  }
  const before = cut(content, at + length)
  const after = cut(changed, at + text.length)
  const same = content.slice(0, start).split(before).length
  const id = createHash('sha256')
    .update([file, operator, before, after, same, at - start].join('\n'))
    .digest('hex')
    .slice(0, 8)
  return {
    id,
    file,
    operator,
    line: content.slice(0, at).split('\n').length,
    before,
    after,
    content: changed,
  }
}

/** The text with comments, strings, imports and `using` blanked out, every place where it was. */
function blank(content: string): string {
  return content.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|^(?:import|using|pragma) [\s\S]*?;/gm,
    (part) => part.replaceAll(/[^\n]/g, ' '),
  )
}

function negateConditions(code: string): readonly Change[] {
  return [...code.matchAll(/\bif \(/g)].map(({ index }) => {
    const open = index + 3
    const close = closing(code, open)
    return { at: open, length: close - open + 1, text: `(!${code.slice(open, close + 1)})` }
  })
}

/** `if (...) revert ...;`, alone or in braces. */
function removeChecks(code: string): readonly Change[] {
  return [...code.matchAll(/\bif \(/g)].flatMap(({ index }) => {
    const close = closing(code, index + 3)
    const rest = /^\s*(?:revert [^;]*;|\{\s*revert [^;]*;\s*\})/.exec(code.slice(close + 1))
    return rest === null ? [] : [{ at: index, length: close + 1 - index + rest[0].length, text: '' }]
  })
}

function closing(code: string, open: number): number {
  let depth = 0
  for (let i = open; i < code.length; i++) {
    if (code[i] === '(') depth++
    if (code[i] === ')' && --depth === 0) return i
  }
  return open
}
