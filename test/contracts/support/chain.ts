import { network } from 'hardhat'

export const { ethers, networkHelpers, provider } = await network.create()

/** The time of the newest block, in seconds. */
export const now = async () => BigInt(await networkHelpers.time.latest())
