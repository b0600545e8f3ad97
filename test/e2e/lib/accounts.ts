import { bytesToHex, type Hex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

import { LOCAL_MNEMONIC } from '../../../scripts/lib/startChain.ts'

/** The private key of one of the accounts that the local chain is born with. */
export function localKey(index: number): Hex {
  return bytesToHex(mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: index }).getHdKey().privateKey!)
}
