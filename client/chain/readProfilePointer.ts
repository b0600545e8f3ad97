import { zeroHash } from 'viem'
import type { Address } from 'viem'
import { registrarAbi } from './abi/registrar.ts'
import { read } from './read.ts'
import type { Chain, Pointer } from './types.ts'

/** The digest of an account's profile, or null when it has published none: now, or at a block. */
export async function readProfilePointer(
  chain: Chain,
  { account, blockNumber }: { account: Address; blockNumber?: bigint },
): Promise<Pointer | null> {
  const pointer = await read(() =>
    chain.publicClient.readContract({
      address: chain.config.contracts.registrar,
      abi: registrarAbi,
      functionName: 'profileOf',
      args: [account],
      ...(blockNumber === undefined ? {} : { blockNumber }),
    }),
  )
  return pointer === zeroHash ? null : pointer
}
