import { expect } from 'chai'

import { digest } from './support/builders.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { deploy } from './support/deploy.ts'

const { ZeroHash } = ethers

async function deployed() {
  const [patient, stranger] = await ethers.getSigners()
  return { registrar: await deploy('Registrar'), patient: patient!, stranger: stranger! }
}

describe('Registrar', () => {
  describe('publish', () => {
    it('stores the first profile of the caller and says so', async () => {
      const { registrar, patient, stranger } = await networkHelpers.loadFixture(deployed)
      const profile = digest()
      await expect(registrar.connect(patient).publish(ZeroHash, profile))
        .to.emit(registrar, 'ProfilePublished')
        .withArgs(patient.address, ZeroHash, profile)
      expect(await registrar.profileOf(patient.address)).to.equal(profile)
      expect(await registrar.profileOf(stranger.address)).to.equal(ZeroHash)
    })

    it('replaces the profile that the caller has seen', async () => {
      const { registrar, patient } = await networkHelpers.loadFixture(deployed)
      const [first, second] = [digest(), digest()]
      await registrar.connect(patient).publish(ZeroHash, first)
      await expect(registrar.connect(patient).publish(first, second))
        .to.emit(registrar, 'ProfilePublished')
        .withArgs(patient.address, first, second)
      expect(await registrar.profileOf(patient.address)).to.equal(second)
    })

    it('reverts with RegistrarStaleProfile when another device was faster, first or later', async () => {
      const { registrar, patient } = await networkHelpers.loadFixture(deployed)
      const [first, second, third] = [digest(), digest(), digest()]
      await expect(registrar.connect(patient).publish(first, second))
        .to.be.revertedWithCustomError(registrar, 'RegistrarStaleProfile')
        .withArgs(patient.address, first, ZeroHash)
      await registrar.connect(patient).publish(ZeroHash, first)
      await expect(registrar.connect(patient).publish(ZeroHash, second))
        .to.be.revertedWithCustomError(registrar, 'RegistrarStaleProfile')
        .withArgs(patient.address, ZeroHash, first)
      await registrar.connect(patient).publish(first, second)
      await expect(registrar.connect(patient).publish(first, third))
        .to.be.revertedWithCustomError(registrar, 'RegistrarStaleProfile')
        .withArgs(patient.address, first, second)
      expect(await registrar.profileOf(patient.address)).to.equal(second)
    })

    it('reverts with RegistrarEmptyProfile on a zero digest, even in place of a profile', async () => {
      const { registrar, patient } = await networkHelpers.loadFixture(deployed)
      const first = digest()
      await expect(registrar.connect(patient).publish(ZeroHash, ZeroHash)).to.be.revertedWithCustomError(
        registrar,
        'RegistrarEmptyProfile',
      )
      await registrar.connect(patient).publish(ZeroHash, first)
      await expect(registrar.connect(patient).publish(first, ZeroHash)).to.be.revertedWithCustomError(
        registrar,
        'RegistrarEmptyProfile',
      )
    })
  })
})
