import { isHex } from 'viem'
import type { Hex } from 'viem'

export const KEY_NAME = 'CHARTKEY_PRIVATE_KEY'

/**
 * The private key of the command line's account: from the environment, else from Hardhat's keystore, which asks for its
 * password.
 *
 * @throws with a sentence that says where to put a key; never with the key
 */
export async function readPrivateKey(): Promise<Hex> {
  const value = process.env[KEY_NAME] ?? (await fromKeystore())
  if (value === null || value.trim() === '') {
    throw new Error(
      `No key was given. Set ${KEY_NAME} in the environment, or run \`npx hardhat keystore set ${KEY_NAME}\`.`,
    )
  }
  const trimmed = value.trim()
  const key = trimmed.startsWith('0x') ? trimmed : `0x${trimmed}`
  if (!isHex(key) || key.length !== 66) throw new Error(`${KEY_NAME} is not a private key of 64 hex digits.`)
  return key
}

async function fromKeystore(): Promise<string | null> {
  const { default: hre } = await import('hardhat')
  const variable = { _type: 'ConfigurationVariable', name: KEY_NAME } as const
  const missing = new Error('The keystore has no such key.')
  try {
    return await hre.hooks.runHandlerChain('configurationVariables', 'fetchValue', [variable], async () => {
      throw missing
    })
  } catch (error) {
    if (error === missing) return null
    throw error
  }
}
