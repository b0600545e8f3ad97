import hre from 'hardhat'

import { CODE_LIMIT, FLAT_WITHIN, LIMITS } from './limits.ts'
import type { Measure } from './limits.ts'
import { measureGas } from './measureGas.ts'
import type { GasReport } from './measureGas.ts'
import { PEER_GAS, PEER_GRANT_HUNDRED, PEER_SOURCES, PEERS } from './peers.ts'
import { count, table, verdict } from './table.ts'

/**
 * Measures what the contracts' calls cost, beside what peers' cost.
 *
 * @returns whether every call is within its limit
 */
export async function benchGas({ json }: { readonly json: boolean }): Promise<boolean> {
  await hre.tasks.getTask('build').run({ quiet: true, noTests: true })
  const report = await measureGas()
  const exceeded = exceedances(report)
  console.log(
    json
      ? JSON.stringify({ ...report, limits: LIMITS, codeLimit: CODE_LIMIT, exceeded }, null, 2)
      : format(report, exceeded),
  )
  return exceeded.length === 0
}

/** One sentence for each limit that is passed. */
export function exceedances({ gas, growth, many, code }: GasReport): readonly string[] {
  return [
    ...measures()
      .filter((name) => !(gas[name] <= LIMITS[name]))
      .map((name) => `${name}: ${count(gas[name])} gas, the limit is ${count(LIMITS[name])}`),
    ...growth
      .filter(({ one, many }) => Math.abs(many / one - 1) > FLAT_WITHIN)
      .map(
        (row) => `${row.call}: ${count(row.one)} gas with 1 record, ${count(row.many)} with ${count(many)}`,
      ),
    ...code
      .filter(({ bytes }) => bytes > CODE_LIMIT)
      .map(({ contract, bytes }) => `${contract}: ${count(bytes)} bytes, the limit is ${count(CODE_LIMIT)}`),
  ]
}

function format({ gas, growth, many, code }: GasReport, exceeded: readonly string[]): string {
  const rows = measures().map((name) => [
    name,
    count(gas[name]),
    count(LIMITS[name]),
    ...(PEER_GAS[name] ?? PEERS.map(() => '')),
  ])
  const hundred = [
    'grant 100 records (the same grant)',
    count(gas.grant),
    count(LIMITS.grant),
    ...PEER_GRANT_HUNDRED,
  ]
  const after = rows.findIndex(([name]) => name === 'grant') + 1
  return [
    table([['gas', 'Chartkey', 'limit', ...PEERS], ...rows.toSpliced(after, 0, hundred)]),
    'A check is counted without a transaction’s own cost. Where a row says “beyond”, it is what a delegate’s call costs more.',
    PEER_SOURCES,
    table([
      ['gas by size of the chart', '1 record', `${count(many)} records`, 'change'],
      ...growth.map(({ call, one, many }) => [
        call,
        count(one),
        count(many),
        `${(100 * (many / one - 1)).toFixed(2)}%`,
      ]),
    ]),
    table([
      ['code (EIP-170)', 'bytes', 'room left'],
      ...code.map(({ contract, bytes }) => [contract, count(bytes), count(CODE_LIMIT - bytes)]),
    ]),
    verdict(exceeded),
  ].join('\n\n')
}

function measures(): Measure[] {
  return Object.keys(LIMITS) as Measure[]
}
