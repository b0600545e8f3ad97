import type { Address, Hex } from 'viem'
import { credentialsAbi } from './abi/credentials.ts'
import { attributes as table } from './attributes.ts'
import type { AttributeName } from './attributes.ts'
import { read } from './read.ts'
import { readBlock } from './readBlock.ts'
import { readHints } from './readLogSet.ts'
import type { Chain } from './types.ts'

/** What one authority attests of an account now. */
export type Attestation = {
  readonly authority: Address
  readonly attributes: readonly AttributeName[]
  /** Seconds; it holds while the block time is below it. */
  readonly until: number
}

/**
 * What accredited authorities attest of an account, as one block has it: events say which authorities to ask about, the
 * contract what they attest. Nothing where the node gives no logs, as nothing where nobody attests.
 */
export async function readCredentials(
  chain: Chain,
  { account }: { account: Address },
): Promise<readonly Attestation[]> {
  const named = await readHints(chain, {
    event: 'Attested',
    args: { subject: account },
    fields: ['authority'],
  })
  const block = await readBlock(chain)
  const found = await Promise.all(
    (named as [Hex][]).map(async ([authority]) => {
      const [bits, until] = await read(() =>
        chain.publicClient.readContract({
          address: chain.config.contracts.credentials,
          abi: credentialsAbi,
          functionName: 'attestationOf',
          args: [authority, account],
          blockNumber: block.number,
        }),
      )
      return { authority, attributes: namesOf(bits), until }
    }),
  )
  return found.filter(({ attributes, until }) => attributes.length > 0 && until > block.time)
}

/** A set of attributes as the contract packs it. */
export function bitsOf(names: readonly AttributeName[]): bigint {
  return names.reduce(
    (bits, name) => bits | (1n << BigInt(table.find((one) => one.name === name)!.value)),
    0n,
  )
}

function namesOf(bits: bigint): readonly AttributeName[] {
  return table.filter(({ value }) => ((bits >> BigInt(value)) & 1n) === 1n).map(({ name }) => name)
}
