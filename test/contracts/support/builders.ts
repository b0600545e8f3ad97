import { ethers } from './chain.ts'
import { purposes, type PurposeCode } from '../../../client/chain/purposes.ts'

export const DAY = 86_400n

let drawn = 0

/** A digest that nothing else in the run has. */
export const digest = () => ethers.id(`digest ${drawn++}`)

/** One bit for each section. */
export const mask = (...sections: number[]) =>
  sections.reduce((bits, section) => bits | (1n << BigInt(section)), 0n)

export const purpose = (code: PurposeCode) => purposes.find((each) => each.code === code)!.value

export const purposeCode = (value: number) => purposes.find((each) => each.value === value)?.code ?? ''

export type Permission = {
  read: bigint
  write: bigint
  until: bigint
  sinceEpoch: number
  purpose: number
}

/** May read section 3, may write sections 3 and 5, to treat, until the end of uint40 unless told. */
export const permission = (changes: Partial<Permission> = {}): Permission => ({
  read: mask(3),
  write: mask(3, 5),
  until: 2n ** 40n - 1n,
  sinceEpoch: 1,
  purpose: purpose('TREAT'),
  ...changes,
})

export const record = (changes: Partial<{ pointer: string; section: number; supersedes: number }> = {}) => ({
  pointer: digest(),
  section: 3,
  supersedes: 0,
  ...changes,
})

/** The head of a chart without records. */
export const genesisHead = (chainId: bigint, contract: string, chart: string) =>
  ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(
      ['bytes32', 'uint256', 'address', 'bytes32'],
      [ethers.encodeBytes32String('chartkey/1 head'), chainId, contract, chart],
    ),
  )

type Link = {
  number: bigint | number
  pointer: string
  author: string
  section: bigint | number
  supersedes: bigint | number
  epoch: bigint | number
  time: bigint | number
}

/** The head after one more record. */
export const foldHead = (head: string, chart: string, link: Link) =>
  ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(
      ['bytes32', 'bytes32', 'uint24', 'bytes32', 'address', 'uint8', 'uint24', 'uint24', 'uint40'],
      [
        head,
        chart,
        link.number,
        link.pointer,
        link.author,
        link.section,
        link.supersedes,
        link.epoch,
        link.time,
      ],
    ),
  )
