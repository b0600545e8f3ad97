import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'

/** A condition of a Solidity file that is not made of others by `&&` or `||`. It goes one of two ways. */
export interface Branch {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly text: string
  /** What is told, as 64 hexadecimal digits, when it holds, and when it does not: the same but for the last bit. */
  readonly tags: { readonly true: string; readonly false: string }
}

type AstNode = { readonly nodeType: string; readonly src: string; readonly [field: string]: unknown }
type Compiler = { compile(input: string, options: { import: () => { contents: string } }): string }

const solc = createRequire(import.meta.url)('solc') as Compiler

const DECISIONS = new Set([
  'IfStatement',
  'Conditional',
  'ForStatement',
  'WhileStatement',
  'DoWhileStatement',
])
const REQUIRING = new Set(['require', 'assert'])

/**
 * Lists each condition of if, loops, `?:`, `&&`, `||`, `require` and `assert`, in the order of the text. Since `&&` and
 * `||` stop at the first operand that decides, the ways of what they join follow from those of their operands.
 *
 * @param file - the name that the compiler knows the file by, which the tags are made of
 * @throws Error if the compiler cannot parse it
 */
export function listBranches(file: string, content: string): readonly Branch[] {
  const bytes = Buffer.from(content)
  const conditions = new Map<number, AstNode>()
  const add = (node: AstNode) => {
    const inner = strip(node)
    if (isJoined(inner)) for (const side of ['leftExpression', 'rightExpression']) add(inner[side] as AstNode)
    else conditions.set(range(inner).start, inner)
  }
  for (const node of nodesOf(parse(file, content))) {
    if (isJoined(node)) add(node)
    if (DECISIONS.has(node.nodeType) && node['condition']) add(node['condition'] as AstNode)
    if (node.nodeType !== 'FunctionCall' || !REQUIRING.has(String((node['expression'] as AstNode)['name'])))
      continue
    const [claim] = node['arguments'] as AstNode[]
    if (claim) add(claim)
  }
  return [...conditions.values()]
    .map(range)
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }, index) => {
      const before = bytes.subarray(0, start).toString()
      const text = bytes.subarray(start, end).toString()
      const hash = createHash('sha256').update(`${file} ${index}`).digest('hex').slice(0, -1)
      return {
        line: before.split('\n').length,
        start: before.length,
        end: before.length + text.length,
        text,
        tags: { true: `${hash}1`, false: `${hash}0` },
      }
    })
}

/** Returns whether any function of the file has a statement, so that there is something to run. */
export function hasCode(file: string, content: string): boolean {
  return [...nodesOf(parse(file, content))].some(
    ({ nodeType, body }) =>
      nodeType === 'FunctionDefinition' && ((body as AstNode | null)?.['statements'] as [])?.length > 0,
  )
}

/**
 * Lets every branch tell its way by a probe: a function that takes a condition and its tag for false, and returns the
 * condition. The tag comes last, where it weighs least on the stack.
 *
 * @throws Error if the branches are not those of the text, as when another instrumentation changed them
 */
export function probeBranches(branches: readonly Branch[], file: string, content: string, probe: string) {
  const found = listBranches(file, content)
  const words = (all: readonly Branch[]) => all.map(({ text }) => text).join('\n')
  if (words(found) !== words(branches)) throw new Error(`The branches of ${file} were changed.`)
  const edits = found.flatMap(({ start, end, tags }) => [
    { at: start, isEnd: false, text: `${probe}(` },
    { at: end, isEnd: true, text: `, 0x${tags.false})` },
  ])
  // From the end on, so that no edit moves another; where one condition ends as its outer one does, both close.
  return edits
    .toSorted((a, b) => b.at - a.at || Number(a.isEnd) - Number(b.isEnd))
    .reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), content)
}

function parse(file: string, content: string): AstNode {
  const { sources, errors } = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: { [file]: { content } },
        settings: { stopAfter: 'parsing', outputSelection: { [file]: { '': ['ast'] } } },
      }),
      { import: () => ({ contents: '' }) },
    ),
  ) as {
    sources?: Record<string, { ast?: AstNode }>
    errors?: { severity: string; formattedMessage: string }[]
  }
  const error = errors?.find(({ severity }) => severity === 'error')
  const ast = sources?.[file]?.ast
  if (error || !ast) throw new Error(error?.formattedMessage ?? `${file} was not parsed.`)
  return ast
}

function* nodesOf(value: unknown): Generator<AstNode> {
  if (typeof value !== 'object' || value === null) return
  if ('nodeType' in value && 'src' in value) yield value as AstNode
  for (const each of Object.values(value)) yield* nodesOf(each)
}

function isJoined({ nodeType, operator }: AstNode): boolean {
  return nodeType === 'BinaryOperation' && (operator === '&&' || operator === '||')
}

/** Without the parentheses around it. */
function strip(node: AstNode): AstNode {
  const [only, ...rest] = (node.nodeType === 'TupleExpression' ? node['components'] : []) as AstNode[]
  return only && rest.length === 0 ? strip(only) : node
}

function range({ src }: AstNode) {
  const [start = 0, length = 0] = src.split(':').map(Number)
  return { start, end: start + length }
}
