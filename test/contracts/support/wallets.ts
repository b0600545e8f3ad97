import { ethers, networkHelpers } from './chain.ts'

const MAGIC = '1626ba7e'

/** Contract wallets as bytecode: what they answer to EIP-1271's question. */
export const CODE = {
  /** Takes any signature for its own. */
  lying: `0x63${MAGIC}60e01b5f5260205ff3`,
  /** Says something else. */
  refusing: '0x63deadbeef60e01b5f5260205ff3',
  /** Answers with four bytes where a word is due. */
  terse: `0x63${MAGIC}60e01b5f5260045ff3`,
  /** Answers with the magic value among other bits. */
  dirty: `0x63${MAGIC}60e01b6001175f5260205ff3`,
  reverting: '0x5f5ffd',
  empty: '0x00',
} as const

/** A wallet that takes signatures of one digest, and of nothing else. */
export const approving = (digest: string) => `0x7f${digest.slice(2)}6004351463${MAGIC}0260e01b5f5260205ff3`

/** Puts a wallet at an address of its own, or at the one given. */
export async function deployWallet(code: string, address = ethers.Wallet.createRandom().address) {
  await networkHelpers.setCode(address, code)
  return address
}
