import { encodeFunctionData } from 'viem'
import type { Address } from 'viem'
import { credentialsAbi } from '../chain/abi/credentials.ts'
import type { AttributeName } from '../chain/attributes.ts'
import { bitsOf, readCredentials } from '../chain/readCredentials.ts'
import type { Attestation } from '../chain/readCredentials.ts'
import { submit } from '../chain/submit.ts'
import type { Wallet } from '../chain/types.ts'
import { ProfileUnreadableError } from '../errors/flows.ts'
import { readProfile } from './readProfile.ts'
import type { Context, FlowOptions } from './types.ts'

/** What an authority attests of an account, and what the authority calls itself. */
export type Credential = Attestation & {
  /** Self-asserted; null when it gives none, or its profile cannot be read now. */
  readonly authorityName: string | null
}

/**
 * What accredited authorities attest of an account now. Whoever relies on it trusts the authority, and the deployment's
 * governance that accredited it.
 *
 * @throws ChainUnreachableError, ChainRequestFailedError
 */
export async function credentialsOf(
  context: Context,
  account: Address,
  { signal }: FlowOptions = {},
): Promise<readonly Credential[]> {
  const attested = await readCredentials(context.chain, { account })
  return await Promise.all(
    attested.map(async (attestation) => {
      const options = { account: attestation.authority, ...(signal === undefined ? {} : { signal }) }
      const published = await readProfile(context, options).catch((error: unknown) => {
        if (error instanceof ProfileUnreadableError) return null
        throw error
      })
      return { ...attestation, authorityName: published?.profile.name ?? null }
    }),
  )
}

/** Lets an authority attest attributes, or widens what it may attest. Governance only. Throws as `submit` does. */
export async function accreditAuthority(
  { chain }: Context,
  {
    wallet,
    authority,
    attributes,
  }: { wallet: Wallet; authority: Address; attributes: readonly AttributeName[] },
): Promise<void> {
  const data = encodeFunctionData({
    abi: credentialsAbi,
    functionName: 'accredit',
    args: [authority, bitsOf(attributes)],
  })
  await submit(chain, wallet, { call: { to: chain.config.contracts.credentials, data } })
}

/** Attests attributes of an account until a time in seconds. For an accredited authority. Throws as `submit` does. */
export async function attest(
  { chain }: Context,
  {
    wallet,
    subject,
    attributes,
    until,
  }: { wallet: Wallet; subject: Address; attributes: readonly AttributeName[]; until: number },
): Promise<void> {
  const data = encodeFunctionData({
    abi: credentialsAbi,
    functionName: 'attest',
    args: [subject, bitsOf(attributes), until],
  })
  await submit(chain, wallet, { call: { to: chain.config.contracts.credentials, data } })
}
