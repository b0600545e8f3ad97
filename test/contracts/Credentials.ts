import type { HardhatEthersSigner as Signer } from '@nomicfoundation/hardhat-ethers/types'
import { expect } from 'chai'

import { attributes, type AttributeName } from '../../client/chain/attributes.ts'
import { DAY } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { deploy } from './support/deploy.ts'

const { loadFixture, time } = networkHelpers

type Five<T> = [T, T, T, T, T]

const attribute = (name: AttributeName) => attributes.find((each) => each.name === name)!.value
const set = (...names: AttributeName[]) =>
  names.reduce((bits, name) => bits | (1n << BigInt(attribute(name))), 0n)
const ALL = set(...attributes.map(({ name }) => name))

async function deployed() {
  const [governance, college, hospital, doctor, stranger] = (await ethers.getSigners()) as Five<Signer>
  const credentials = await deploy('Credentials', [governance])
  return { credentials: credentials.connect(governance), governance, college, hospital, doctor, stranger }
}

async function attested() {
  const fixture = await deployed()
  const { credentials, college, doctor } = fixture
  const until = (await now()) + 365n * DAY
  await credentials.accredit(college, set('PHYSICIAN', 'NURSE', 'EMERGENCY'))
  await credentials.connect(college).attest(doctor, set('PHYSICIAN', 'EMERGENCY'), until)
  return { ...fixture, until }
}

describe('Credentials', () => {
  describe('accredit', () => {
    it('lets an authority attest attributes, and widens that', async () => {
      const { credentials, college } = await loadFixture(deployed)
      expect(await credentials.authorityOf(college)).to.equal(0n)
      await expect(credentials.accredit(college, set('NURSE')))
        .to.emit(credentials, 'AuthorityAccredited')
        .withArgs(college.address, set('NURSE'))
      await credentials.accredit(college, ALL)
      expect(await credentials.authorityOf(college)).to.equal(ALL)
    })

    it('reverts with CredentialsNarrows rather than keeping what was attested for later', async () => {
      const { credentials, college } = await loadFixture(attested)
      await expect(credentials.accredit(college, set('PHYSICIAN', 'NURSE', 'PAYER')))
        .to.be.revertedWithCustomError(credentials, 'CredentialsNarrows')
        .withArgs(college.address, set('PHYSICIAN', 'NURSE', 'PAYER'), set('PHYSICIAN', 'NURSE', 'EMERGENCY'))
    })

    it('reverts with CredentialsInvalidAttributes on none, and on what the table does not have', async () => {
      const { credentials, college } = await loadFixture(deployed)
      for (const invalid of [0n, ALL + 1n, 1n << 63n]) {
        await expect(credentials.accredit(college, invalid))
          .to.be.revertedWithCustomError(credentials, 'CredentialsInvalidAttributes')
          .withArgs(invalid)
      }
    })

    it('is for governance alone', async () => {
      const { credentials, college, stranger } = await loadFixture(deployed)
      await expect(credentials.connect(stranger).accredit(college, ALL))
        .to.be.revertedWithCustomError(credentials, 'OwnableUnauthorizedAccount')
        .withArgs(stranger.address)
    })
  })

  describe('removeAuthority', () => {
    it('ends all that the authority attested, and accrediting it anew revives none of it', async () => {
      const { credentials, college, doctor, until } = await loadFixture(attested)
      await expect(credentials.removeAuthority(college))
        .to.emit(credentials, 'AuthorityRemoved')
        .withArgs(college.address)
      expect(await credentials.authorityOf(college)).to.equal(0n)
      expect(await credentials.attestationOf(college, doctor)).to.deep.equal([0n, 0n])
      await credentials.accredit(college, ALL)
      expect(await credentials.holds(doctor, attribute('PHYSICIAN'), college)).to.equal(false)
      expect(await credentials.attestationOf(college, doctor)).to.deep.equal([0n, 0n])
      await credentials.connect(college).attest(doctor, set('PAYER'), until)
      expect(await credentials.holds(doctor, attribute('PAYER'), college)).to.equal(true)
      expect(await credentials.holds(doctor, attribute('PHYSICIAN'), college)).to.equal(false)
    })

    it('reverts with CredentialsNotAuthority when there is none to remove', async () => {
      const { credentials, college, stranger } = await loadFixture(attested)
      await credentials.removeAuthority(college)
      for (const account of [college, stranger]) {
        await expect(credentials.removeAuthority(account))
          .to.be.revertedWithCustomError(credentials, 'CredentialsNotAuthority')
          .withArgs(account.address)
      }
    })

    it('is for governance alone', async () => {
      const { credentials, college } = await loadFixture(attested)
      await expect(credentials.connect(college).removeAuthority(college))
        .to.be.revertedWithCustomError(credentials, 'OwnableUnauthorizedAccount')
        .withArgs(college.address)
    })
  })

  describe('attest', () => {
    it('holds for the account, the attributes and the authority, until its time', async () => {
      const { credentials, college, hospital, doctor, stranger, until } = await loadFixture(attested)
      expect(await credentials.attestationOf(college, doctor)).to.deep.equal([
        set('PHYSICIAN', 'EMERGENCY'),
        until,
      ])
      for (const { name, value } of attributes) {
        const expected = name === 'PHYSICIAN' || name === 'EMERGENCY'
        expect(await credentials.holds(doctor, value, college)).to.equal(expected)
        expect(await credentials.holds(doctor, value, hospital)).to.equal(false)
        expect(await credentials.holds(stranger, value, college)).to.equal(false)
      }
      await time.increaseTo(until - 1n)
      expect(await credentials.holds(doctor, attribute('PHYSICIAN'), college)).to.equal(true)
      await time.increaseTo(until)
      expect(await credentials.holds(doctor, attribute('PHYSICIAN'), college)).to.equal(false)
    })

    it('takes the place of what the authority attested before', async () => {
      const { credentials, college, doctor, until } = await loadFixture(attested)
      await expect(credentials.connect(college).attest(doctor, set('NURSE'), until + 1n))
        .to.emit(credentials, 'Attested')
        .withArgs(college.address, doctor.address, set('NURSE'), until + 1n)
      expect(await credentials.attestationOf(college, doctor)).to.deep.equal([set('NURSE'), until + 1n])
    })

    it('reverts with CredentialsNotAuthority for anyone else: nobody attests itself', async () => {
      const { credentials, college, doctor, until } = await loadFixture(attested)
      await expect(credentials.connect(doctor).attest(doctor, set('NURSE'), until))
        .to.be.revertedWithCustomError(credentials, 'CredentialsNotAuthority')
        .withArgs(doctor.address)
      await credentials.removeAuthority(college)
      await expect(credentials.connect(college).attest(doctor, set('NURSE'), until))
        .to.be.revertedWithCustomError(credentials, 'CredentialsNotAuthority')
        .withArgs(college.address)
    })

    it('reverts with CredentialsNotAccredited or CredentialsInvalidAttributes beyond its accreditation', async () => {
      const { credentials, college, doctor, until } = await loadFixture(attested)
      await expect(credentials.connect(college).attest(doctor, set('NURSE', 'PAYER'), until))
        .to.be.revertedWithCustomError(credentials, 'CredentialsNotAccredited')
        .withArgs(college.address, set('NURSE', 'PAYER'), set('PHYSICIAN', 'NURSE', 'EMERGENCY'))
      await expect(credentials.connect(college).attest(doctor, 0n, until))
        .to.be.revertedWithCustomError(credentials, 'CredentialsInvalidAttributes')
        .withArgs(0n)
    })

    it('reverts with CredentialsExpired when it would have ended already', async () => {
      const { credentials, college, doctor } = await loadFixture(attested)
      const mined = (await now()) + 10n
      await time.setNextBlockTimestamp(mined)
      await expect(credentials.connect(college).attest(doctor, set('NURSE'), mined))
        .to.be.revertedWithCustomError(credentials, 'CredentialsExpired')
        .withArgs(mined, mined)
      await time.setNextBlockTimestamp(mined + 10n)
      await credentials.connect(college).attest(doctor, set('NURSE'), mined + 11n)
    })
  })

  describe('withdraw', () => {
    it('ends what the authority attested of the account', async () => {
      const { credentials, college, doctor } = await loadFixture(attested)
      await expect(credentials.connect(college).withdraw(doctor))
        .to.emit(credentials, 'Withdrawn')
        .withArgs(college.address, doctor.address)
      expect(await credentials.holds(doctor, attribute('PHYSICIAN'), college)).to.equal(false)
      expect(await credentials.attestationOf(college, doctor)).to.deep.equal([0n, 0n])
    })

    it('reverts with CredentialsNothingAttested for anyone else, and the second time', async () => {
      const { credentials, college, hospital, doctor } = await loadFixture(attested)
      await expect(credentials.connect(hospital).withdraw(doctor))
        .to.be.revertedWithCustomError(credentials, 'CredentialsNothingAttested')
        .withArgs(hospital.address, doctor.address)
      await credentials.connect(college).withdraw(doctor)
      await expect(credentials.connect(college).withdraw(doctor))
        .to.be.revertedWithCustomError(credentials, 'CredentialsNothingAttested')
        .withArgs(college.address, doctor.address)
    })
  })

  describe('governance', () => {
    it('changes hands in two steps', async () => {
      const { credentials, governance, hospital } = await loadFixture(deployed)
      await credentials.transferOwnership(hospital)
      expect(await credentials.owner()).to.equal(governance.address)
      await credentials.connect(hospital).acceptOwnership()
      expect(await credentials.owner()).to.equal(hospital.address)
    })

    it('cannot be given up, by governance or anyone else', async () => {
      const { credentials, stranger } = await loadFixture(deployed)
      await expect(credentials.renounceOwnership()).to.be.revertedWithCustomError(
        credentials,
        'CredentialsNeedGovernance',
      )
      await expect(credentials.connect(stranger).renounceOwnership())
        .to.be.revertedWithCustomError(credentials, 'OwnableUnauthorizedAccount')
        .withArgs(stranger.address)
    })
  })
})
