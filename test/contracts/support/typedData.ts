import type { HardhatEthersSigner as Signer } from '@nomicfoundation/hardhat-ethers/types'

import { ethers } from './chain.ts'

const KEYRING = [
  { name: 'fromKeyring', type: 'bytes32' },
  { name: 'toKeyring', type: 'bytes32' },
  { name: 'epoch', type: 'uint24' },
  { name: 'nextEpoch', type: 'uint24' },
]

const PERMISSION = [
  { name: 'read', type: 'uint64' },
  { name: 'write', type: 'uint64' },
  { name: 'until', type: 'uint40' },
  { name: 'sinceEpoch', type: 'uint24' },
  { name: 'purpose', type: 'string' },
]

const signed = (...fields: { name: string; type: string }[]) => [
  { name: 'signer', type: 'address' },
  ...fields,
  { name: 'nonce', type: 'uint64' },
  { name: 'deadline', type: 'uint256' },
]

const chart = { name: 'chart', type: 'bytes32' }

/** What accounts sign, by primary type. */
export const TYPES = {
  Publish: { Publish: signed({ name: 'previous', type: 'bytes32' }, { name: 'profile', type: 'bytes32' }) },
  Open: { Open: signed({ name: 'n', type: 'uint256' }, { name: 'keyring', type: 'bytes32' }) },
  Grant: { Grant: signed(chart, { name: 'grantee', type: 'address' }, ...PERMISSION, ...KEYRING) },
  Revoke: {
    Revoke: signed(
      chart,
      { name: 'grantee', type: 'address' },
      ...PERMISSION,
      { name: 'grantEpoch', type: 'uint24' },
      ...KEYRING,
    ),
  },
  Rotate: { Rotate: signed(chart, ...KEYRING) },
  Share: {
    Share: signed(
      chart,
      { name: 'number', type: 'uint24' },
      { name: 'reader', type: 'address' },
      { name: 'until', type: 'uint40' },
      ...KEYRING,
    ),
  },
  AddRecords: {
    AddRecords: signed(chart, { name: 'epoch', type: 'uint24' }, { name: 'records', type: 'Record[]' }),
    Record: [
      { name: 'pointer', type: 'bytes32' },
      { name: 'section', type: 'uint8' },
      { name: 'supersedes', type: 'uint24' },
    ],
  },
} as const

export type Action = keyof typeof TYPES

/** The hash of the action's type, which is part of the key that its nonces are counted under. */
export const typeHash = (action: Action) => {
  const types = TYPES[action] as Record<string, { name: string; type: string }[]>
  return ethers.id(ethers.TypedDataEncoder.from(types).encodeType(action))
}

export const zeroPad = (account: string) => ethers.zeroPadValue(account, 32)

export const shareSubject = (number: bigint | number, reader: string) =>
  ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(['uint24', 'address'], [number, reader]))

/** The domain of everything that is signed for one contract. */
export const domainOf = async (contract: { getAddress: () => Promise<string> }) => ({
  name: 'Chartkey',
  version: '1',
  chainId: (await ethers.provider.getNetwork()).chainId,
  verifyingContract: await contract.getAddress(),
})

export const FAR = 2n ** 40n

type SignParameters = {
  signer: Signer
  /** The account that the signature is for, when it is not the signer's own. */
  account?: string
  message: Record<string, unknown>
  nonce?: bigint
  deadline?: bigint
  domain?: Partial<Awaited<ReturnType<typeof domainOf>>>
}

/** Signs an action, and returns what is submitted with the call. */
export async function sign(
  contract: { getAddress: () => Promise<string> },
  action: Action,
  { signer, account = signer.address, message, nonce = 0n, deadline = FAR, domain = {} }: SignParameters,
) {
  const types = TYPES[action] as Record<string, { name: string; type: string }[]>
  const value = { signer: account, ...message, nonce, deadline }
  const signature = await signer.signTypedData({ ...(await domainOf(contract)), ...domain }, types, value)
  return { signer: account, nonce, deadline, signature }
}

type Update = { from: string; to: string; epoch: bigint; nextEpoch: bigint }

/** An update's fields as they are signed. */
export const signedUpdate = ({ from, to, epoch, nextEpoch }: Update) => ({
  fromKeyring: from,
  toKeyring: to,
  epoch,
  nextEpoch,
})
