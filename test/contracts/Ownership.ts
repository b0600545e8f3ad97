import { expect } from 'chai'

import { digest, genesisHead } from './support/builders.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { openedChart } from './support/openedChart.ts'

const { loadFixture } = networkHelpers

describe('Ownership', () => {
  describe('open', () => {
    it('opens a chart in epoch 1 and tenure 1, keyed, empty, with the genesis head', async () => {
      const { charts, chart, owner, keyring } = await loadFixture(openedChart)
      const { chainId } = await ethers.provider.getNetwork()
      expect(await charts.chartOf(chart)).to.deep.equal([
        owner.address,
        0n,
        1n,
        1n,
        true,
        keyring,
        genesisHead(chainId, await charts.getAddress(), chart),
      ])
    })

    it('emits ChartOpened', async () => {
      const { charts, nurse } = await loadFixture(openedChart)
      const keyring = digest()
      await expect(charts.connect(nurse).open(7, keyring))
        .to.emit(charts, 'ChartOpened')
        .withArgs(await charts.chartIdOf(nurse.address, 7), nurse.address, keyring)
    })

    it('reverts with ChartsAlreadyOpen on a second chart of the same n, and lets another n through', async () => {
      const { charts, chart, owner, keyring } = await loadFixture(openedChart)
      await expect(charts.connect(owner).open(0, digest()))
        .to.be.revertedWithCustomError(charts, 'ChartsAlreadyOpen')
        .withArgs(chart)
      expect((await charts.chartOf(chart)).keyring).to.equal(keyring)
      await charts.connect(owner).open(1, digest())
      expect((await charts.chartOf(await charts.chartIdOf(owner.address, 1))).owner).to.equal(owner.address)
    })

    it('reverts with ChartsEmptyKeyring without a keyring', async () => {
      const { charts, nurse } = await loadFixture(openedChart)
      await expect(charts.connect(nurse).open(0, ethers.ZeroHash))
        .to.be.revertedWithCustomError(charts, 'ChartsEmptyKeyring')
        .withArgs(await charts.chartIdOf(nurse.address, 0))
    })

    it('takes no ether', async () => {
      const { charts, owner } = await loadFixture(openedChart)
      const to = await charts.getAddress()
      await expect(owner.sendTransaction({ to, value: 1n })).to.be.revert(ethers)
      await expect(
        owner.sendTransaction({
          to,
          value: 1n,
          data: charts.interface.encodeFunctionData('open', [2, digest()]),
        }),
      ).to.be.revert(ethers)
    })
  })

  describe('chartIdOf', () => {
    it('is the hash of the opener and its count', async () => {
      const { charts, owner } = await loadFixture(openedChart)
      const encoded = ethers.AbiCoder.defaultAbiCoder().encode(['address', 'uint256'], [owner.address, 41n])
      expect(await charts.chartIdOf(owner.address, 41)).to.equal(ethers.keccak256(encoded))
    })
  })

  describe('chartOf', () => {
    it('is all zero for a chart that was never opened', async () => {
      const { charts } = await loadFixture(openedChart)
      expect(await charts.chartOf(digest())).to.deep.equal([
        ethers.ZeroAddress,
        0n,
        0n,
        0n,
        false,
        ethers.ZeroHash,
        ethers.ZeroHash,
      ])
    })
  })
})
