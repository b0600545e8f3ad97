import type { HardhatEthersSigner as Signer } from '@nomicfoundation/hardhat-ethers/types'

import { ethers } from './chain.ts'
import { TYPES, type Action } from './signedTypes.ts'

export { TYPES, type Action }

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
