import { zeroHash } from 'viem'
import type { Address } from 'viem'
import { registrarAbi } from './abi/registrar.ts'
import { read } from './read.ts'
import type { Chain, Pointer } from './types.ts'

/** The digest of an account's profile, or null when it has published none. */
export async function readProfilePointer(
  chain: Chain,
  { account }: { account: Address },
): Promise<Pointer | null> {
  const pointer = await read(() =>
    chain.publicClient.readContract({
      address: chain.config.contracts.registrar,
      abi: registrarAbi,
      functionName: 'profileOf',
      args: [account],
    }),
  )
  return pointer === zeroHash ? null : pointer
}
