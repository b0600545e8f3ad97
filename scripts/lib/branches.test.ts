import { expect, test } from 'vitest'

import { hasCode, listBranches, probeBranches } from './branches.ts'

const FILE = 'contracts/Sample.sol'
const inFunction = (body: string) => `// § 1
pragma solidity ^0.8.34;
import {Other} from "./Other.sol";
function sample(bool a, bool b, uint256 n) pure returns (uint256) {
${body}
}
`
const conditions = (body: string) => listBranches(FILE, inFunction(body)).map(({ text }) => text)

test('lists the conditions of if, loops and choices', () => {
  expect(conditions('if (a) return 1; else if (b) return 2; return n == 0 ? 3 : 4;')).toEqual([
    'a',
    'b',
    'n == 0',
  ])
  expect(conditions('for (uint256 i = 0; i < n; ++i) { if (a) break; } for (;;) { return 1; }')).toEqual([
    'i < n',
    'a',
  ])
  expect(conditions('while (n > 1) --n; do { --n; } while (n > 3); return n;')).toEqual(['n > 1', 'n > 3'])
})

test('takes joined conditions apart, wherever they are', () => {
  expect(conditions('if ((a && !b) || n > 2) return 1; return 0;')).toEqual(['a', '!b', 'n > 2'])
  expect(conditions('bool c = a || (b && n > 2); return c ? 1 : 0;')).toEqual(['a', 'b', 'n > 2', 'c'])
  expect(conditions('return (a || b ? n : 0);')).toEqual(['a', 'b'])
})

test('lists what must hold', () => {
  expect(conditions('require(a && b, "no"); assert(n > 0); return 0;')).toEqual(['a', 'b', 'n > 0'])
  expect(conditions('return sample(a, b, n);')).toEqual([])
})

test('counts characters and lines, not bytes', () => {
  const content = inFunction('// größer\nif (n > 2) return 1; return 0;')
  const [branch] = listBranches(FILE, content)
  expect(branch!.line).toBe(6)
  expect(content.slice(branch!.start, branch!.end)).toBe('n > 2')
})

test('gives each branch and way a tag of its own', () => {
  const content = inFunction('if (a) return 1; if (a) return 2; return 0;')
  const tags = [FILE, 'contracts/Another.sol'].flatMap((file) =>
    listBranches(file, content).flatMap(({ tags }) => [tags.true, tags.false]),
  )
  expect(new Set(tags).size).toBe(8)
  for (const tag of tags) expect(tag).toMatch(/^[0-9a-f]{64}$/)
})

test('probes each branch where another instrumentation added statements', () => {
  const content = inFunction('if ((a && b) || n > 2) return n == 3 ? 1 : 2; return 0;')
  const branches = listBranches(FILE, content)
  const probed = probeBranches(branches, FILE, content.replace('return 0', 'hit(5); return 0'), 'p')
  const [a, b, c, d] = branches.map(({ tags }) => `0x${tags.false}`)
  expect(probed).toBe(
    inFunction(
      `if ((p(a, ${a}) && p(b, ${b})) || p(n > 2, ${c})) return p(n == 3, ${d}) ? 1 : 2; hit(5); return 0;`,
    ),
  )
  expect(() => probeBranches(branches, FILE, content.replace('a &&', 'b &&'), 'p')).toThrow(
    'The branches of contracts/Sample.sol were changed.',
  )
})

test('knows what has nothing to run', () => {
  expect(hasCode(FILE, inFunction('return 1;'))).toBe(true)
  expect(hasCode(FILE, 'pragma solidity ^0.8.34;\ncontract Empty { constructor() {} }')).toBe(false)
  expect(hasCode(FILE, 'pragma solidity ^0.8.34;\ninterface I { function f() external; }')).toBe(false)
})

test('says what it cannot parse', () => {
  expect(() => listBranches(FILE, 'contract {')).toThrow('ParserError')
})
