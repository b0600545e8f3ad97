import { expect } from 'chai'
import type { ContractTransactionResponse } from 'ethers'

import { digest, mask, permission, record } from './support/builders.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { deploy } from './support/deploy.ts'
import { openedChart } from './support/openedChart.ts'
import { sign, signedUpdate } from './support/typedData.ts'

const { loadFixture, setStorageAt } = networkHelpers

const gasOf = async (sent: Promise<ContractTransactionResponse>) => (await (await sent).wait())!.gasUsed

/** Where the contract keeps its mapping of charts, after what EIP-712 and the nonces keep. */
const CHARTS_SLOT = 4n

/** Sets a chart's record count as if so many had been filed. */
async function withCount(charts: { getAddress: () => Promise<string> }, chart: string, count: bigint) {
  const address = await charts.getAddress()
  const slot = ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(['bytes32', 'uint256'], [chart, CHARTS_SLOT]),
  )
  const word = BigInt(await ethers.provider.getStorage(address, slot))
  const field = ((1n << 24n) - 1n) << 160n
  await setStorageAt(address, slot, ethers.toBeHex((word & ~field) | (count << 160n), 32))
}

describe('gas stays within its limits', () => {
  it('publish: 48k the first time and later', async () => {
    const registrar = await deploy('Registrar')
    const [first, second] = [digest(), digest()]
    expect(await gasOf(registrar.publish(ethers.ZeroHash, first))).to.be.at.most(48_000n)
    expect(await gasOf(registrar.publish(first, second))).to.be.at.most(48_000n)
  })

  it('open: 96k', async () => {
    const { charts, nurse } = await loadFixture(openedChart)
    expect(await gasOf(charts.connect(nurse).open(0, digest()))).to.be.at.most(96_000n)
  })

  it('add: 90k by the owner, by a grantee and as an amendment', async () => {
    const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
    await charts.connect(owner).grant(chart, doctor.address, permission(), await update({ to: digest() }))
    expect(await gasOf(charts.connect(owner).addRecord(chart, 1, record()))).to.be.at.most(90_000n)
    expect(await gasOf(charts.connect(doctor).addRecord(chart, 1, record()))).to.be.at.most(90_000n)
    expect(await gasOf(charts.connect(doctor).addRecord(chart, 1, record({ supersedes: 2 })))).to.be.at.most(
      90_000n,
    )
  })

  it('add in a batch of 100: 54k each, by a grantee and as amendments', async () => {
    const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
    await charts.connect(owner).grant(chart, doctor.address, permission(), await update({ to: digest() }))
    const batch = Array.from({ length: 100 }, () => record())
    expect((await gasOf(charts.connect(doctor).addRecords(chart, 1, batch))) / 100n).to.be.at.most(54_000n)
    const amending = batch.map((_, i) => record({ supersedes: i + 1 }))
    expect((await gasOf(charts.connect(doctor).addRecords(chart, 1, amending))) / 100n).to.be.at.most(54_000n)
  })

  it('grant: 62k with keys, for any set of sections', async () => {
    const { charts, chart, owner, doctor, nurse, update } = await loadFixture(openedChart)
    const all = 2n ** 64n - 1n
    const some = charts
      .connect(owner)
      .grant(chart, doctor.address, permission(), await update({ to: digest() }))
    expect(await gasOf(some)).to.be.at.most(62_000n)
    const every = permission({ read: all, write: all })
    const each = charts.connect(owner).grant(chart, nurse.address, every, await update({ to: digest() }))
    expect(await gasOf(each)).to.be.at.most(62_000n)
  })

  it('revoke: 38k with new keys', async () => {
    const { charts, chart, owner, doctor, update, rekey } = await loadFixture(openedChart)
    await charts.connect(owner).grant(chart, doctor.address, permission(), await update({ to: digest() }))
    expect(await gasOf(charts.connect(owner).revoke(chart, doctor.address, await rekey()))).to.be.at.most(
      38_000n,
    )
  })

  it('check: 6k for a live grantee, without what a transaction itself costs', async () => {
    const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
    const given = permission({ read: mask(3), write: mask(3) })
    await charts.connect(owner).grant(chart, doctor.address, given, await update({ to: digest() }))
    for (const check of [charts.canRead, charts.canWrite]) {
      const data = ethers.getBytes((await check.populateTransaction(chart, doctor.address, 3)).data)
      const base = data.reduce((sum, byte) => sum + (byte === 0 ? 4n : 16n), 21_000n)
      expect((await check.estimateGas(chart, doctor.address, 3)) - base).to.be.at.most(6_000n)
    }
  })

  it('share: 57k', async () => {
    const { charts, chart, owner, doctor, update } = await loadFixture(openedChart)
    await charts.connect(owner).addRecord(chart, 1, record())
    const until = 2n ** 40n - 1n
    const sharing = await update({ to: digest() })
    expect(await gasOf(charts.connect(owner).share(chart, 1, doctor.address, until, sharing))).to.be.at.most(
      57_000n,
    )
  })

  it('relocate: 55k the first time and 34k after', async () => {
    const { charts, chart, owner } = await loadFixture(openedChart)
    const filed = record()
    await charts.connect(owner).addRecord(chart, 1, filed)
    const [second, third] = [digest(), digest()]
    expect(await gasOf(charts.connect(owner).relocate(chart, 1, filed.pointer, second))).to.be.at.most(
      55_000n,
    )
    expect(await gasOf(charts.connect(owner).relocate(chart, 1, second, third))).to.be.at.most(34_000n)
  })

  it('end all: 40k', async () => {
    const { charts, chart, owner, rekey } = await loadFixture(openedChart)
    expect(await gasOf(charts.connect(owner).endAll(chart, await rekey()))).to.be.at.most(40_000n)
  })

  it('signed grant: 95k', async () => {
    const { charts, chart, owner, doctor, relayer, update } = await loadFixture(openedChart)
    const [given, granting] = [permission(), await update({ to: digest() })]
    const signed = await sign(charts, 'Grant', {
      signer: owner,
      message: { chart, grantee: doctor.address, ...given, purpose: 'TREAT', ...signedUpdate(granting) },
    })
    const sent = charts.connect(relayer).grantBySig(chart, doctor.address, given, granting, signed)
    expect(await gasOf(sent)).to.be.at.most(95_000n)
  })

  it('add for another author: 120k', async () => {
    const { charts, chart, owner, doctor, relayer, update } = await loadFixture(openedChart)
    await charts.connect(owner).grant(chart, doctor.address, permission(), await update({ to: digest() }))
    await charts.connect(owner).addRecord(chart, 1, record())
    const filed = record()
    const signed = await sign(charts, 'AddRecords', {
      signer: doctor,
      message: { chart, epoch: 1, records: [filed] },
    })
    expect(await gasOf(charts.connect(relayer).addRecordFor(chart, 1, filed, signed))).to.be.at.most(120_000n)
  })

  it('delegates: 2.6k more, and 28k or 9k more where they set a keyring', async () => {
    const { charts, chart, owner, carer, doctor, nurse, update, rekey } = await loadFixture(openedChart)
    const far = 2n ** 40n - 1n
    await charts.connect(owner).nameDelegate(chart, carer.address, far, await update({ to: digest() }))
    const within = async (
      extra: bigint,
      byOwner: () => Promise<bigint>,
      byDelegate: () => Promise<bigint>,
    ) => {
      const first = await networkHelpers.takeSnapshot()
      const base = await byOwner()
      await first.restore()
      expect((await byDelegate()) - base).to.be.at.most(extra)
    }
    const adding = (by: typeof owner) => async () => gasOf(charts.connect(by).addRecord(chart, 1, record()))
    await within(2_600n + 2_300n, adding(owner), adding(carer))
    const granting = (by: typeof owner, to: typeof owner) => async () =>
      gasOf(charts.connect(by).grant(chart, to.address, permission(), await update({ to: digest() })))
    const rotating = (by: typeof owner) => async () => gasOf(charts.connect(by).rotate(chart, await rekey()))
    await within(28_000n, rotating(owner), rotating(carer))
    await rotating(owner)()
    await within(9_000n, rotating(owner), rotating(carer))
    await within(9_000n, granting(owner, doctor), granting(carer, nurse))
    const leaving = (by: typeof owner) => async () =>
      gasOf(charts.connect(by).grant(chart, nurse.address, permission(), await update()))
    await within(2_600n, leaving(owner), leaving(carer))
  })

  it('is the same, within 1%, in a chart with 10,000 records as with one', async () => {
    const costs = async (count: bigint) => {
      const { charts, chart, owner, doctor, update, rekey } = await loadFixture(openedChart)
      await charts.connect(owner).addRecord(chart, 1, record())
      await withCount(charts, chart, count)
      expect((await charts.chartOf(chart)).count).to.equal(count)
      const granting = await update({ to: digest() })
      return [
        await gasOf(charts.connect(owner).addRecord(chart, 1, record())),
        await gasOf(charts.connect(owner).grant(chart, doctor.address, permission(), granting)),
        await gasOf(charts.connect(owner).revoke(chart, doctor.address, await rekey())),
      ]
    }
    const one = await costs(1n)
    const many = await costs(10_000n)
    for (const [i, before] of one.entries()) expect(Number(many[i]) / Number(before)).to.be.within(0.99, 1.01)
  })
})
