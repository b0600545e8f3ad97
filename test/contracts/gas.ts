import { expect } from 'chai'

import { CODE_LIMIT, FLAT_WITHIN, LIMITS, type Measure } from '../../bench/limits.ts'
import { measureGas, type GasReport } from '../../bench/measureGas.ts'

describe('gas stays within its limits', () => {
  let report: GasReport

  before(async function () {
    this.timeout(300_000)
    report = await measureGas()
  })

  for (const [name, limit] of Object.entries(LIMITS) as [Measure, number][]) {
    it(`${name}: ${limit.toLocaleString('en')}`, () => {
      expect(report.gas[name]).to.be.greaterThan(0).and.at.most(limit)
    })
  }

  it('is the same, within 1%, in a chart with 10,000 records as with one', () => {
    expect(report.many).to.equal(10_000)
    expect(report.growth.map(({ call }) => call)).to.deep.equal(['add', 'grant', 'revoke'])
    for (const { call, one, many } of report.growth) {
      expect(many / one, call).to.be.within(1 - FLAT_WITHIN, 1 + FLAT_WITHIN)
    }
  })

  it('leaves room in the code that a contract may have', () => {
    expect(report.code.map(({ contract }) => contract)).to.include('Charts')
    for (const { contract, bytes } of report.code) expect(bytes, contract).to.be.at.most(CODE_LIMIT)
  })
})
