import { DeploymentMissingError } from '../errors/chain.ts'
import { read } from './read.ts'
import type { Chain } from './types.ts'

/**
 * Checks that the node holds the chain and the contracts which the configuration names.
 *
 * @throws DeploymentMissingError for another chain id, no contract, or another deploy block (a restarted local chain)
 * @throws ChainUnreachableError
 */
export async function checkDeployment(chain: Chain): Promise<void> {
  const { publicClient, config } = chain
  const id = await read(() => publicClient.getChainId())
  if (id !== config.chain.id)
    throw new DeploymentMissingError(`its chain id is ${id}, not ${config.chain.id}`)
  const codes = await Promise.all(
    [config.contracts.registrar, config.contracts.charts].map((address) =>
      read(() => publicClient.getCode({ address })),
    ),
  )
  if (codes.some((code) => code === undefined)) {
    throw new DeploymentMissingError('there is no contract at one of the addresses')
  }
  const block = await publicClient
    .getBlock({ blockNumber: BigInt(config.contracts.deployBlock) })
    .catch(() => null)
  if (block !== null && block.hash !== config.contracts.deployBlockHash) {
    throw new DeploymentMissingError('the chain was started anew since')
  }
}
