import type { Address } from 'viem'
import type { Wallet } from '../chain/types.ts'
import { wipe } from '../crypto/bytes.ts'
import { passkeyUnlockSecrets, PRF_SALTS } from '../crypto/passkeyUnlock.ts'
import type { PasskeyPrf } from '../crypto/passkeyUnlock.ts'
import { isUnlockedBy, unlockerSalt } from '../crypto/vault.ts'
import type { Vault } from '../crypto/vault.ts'
import { signUnlockOnce } from './signUnlock.ts'
import type { FlowOptions } from './types.ts'

/**
 * The secret by which a wallet unlocks one of the vault's slots, or null. It signs once for each that it is asked about,
 * the newest first; there is hardly ever more than one.
 *
 * @throws UserRejectedError, WalletSignatureInvalidError
 */
export async function askWallet(
  wallet: Wallet,
  { salt, unlockers }: Vault,
  options: FlowOptions,
): Promise<Uint8Array | null> {
  const { account } = wallet
  for (const slot of unlockers.toReversed()) {
    if (slot.kind !== 'wallet') continue
    const about = unlockerSalt({ account, salt, id: slot.id })
    const secret = await signUnlockOnce(wallet, { salt: about, ...options })
    if (await isUnlockedBy(slot, { account, salt, secret })) return secret
    wipe(secret)
  }
  return null
}

/**
 * The secret by which a passkey unlocks one of the vault's slots, or null. It is asked about two at a time, the newest
 * first; who chose a passkey does not choose again.
 *
 * @throws PasskeyUnsupportedError, and what `prf` throws
 */
export async function askPasskey(
  prf: PasskeyPrf,
  { salt, unlockers }: Vault,
  { account }: { account: Address },
): Promise<Uint8Array | null> {
  const slots = unlockers.filter(({ kind }) => kind === 'passkey').toReversed()
  const salts = slots.map(({ id }) => unlockerSalt({ account, salt, id }))
  for await (const { index, secret } of askPrf(prf, { account, salts })) {
    if (await isUnlockedBy(slots[index]!, { account, salt, secret })) return Uint8Array.from(secret)
  }
  return null
}

/**
 * The secret of a passkey for a new unlocker with this id; null when the passkey unlocks one of the vault's slots.
 *
 * @throws PasskeyUnsupportedError, and what `prf` throws
 */
export async function askNewPasskey(
  prf: PasskeyPrf,
  { salt, unlockers }: Vault,
  { account, id, credentialId }: { account: Address; id: Uint8Array; credentialId: Uint8Array },
): Promise<Uint8Array | null> {
  const slots = unlockers.filter(({ kind }) => kind === 'passkey')
  const salts = [{ id }, ...slots].map((slot) => unlockerSalt({ account, salt, id: slot.id }))
  let made: Uint8Array | null = null
  for await (const { index, secret } of askPrf(prf, { account, salts, credentialId })) {
    if (index === 0) made = Uint8Array.from(secret)
    else if (await isUnlockedBy(slots[index - 1]!, { account, salt, secret })) {
      if (made !== null) wipe(made)
      return null
    }
  }
  return made
}

/** The passkey's secret for each salt in turn; it is wiped when the next one is asked for. */
async function* askPrf(
  prf: PasskeyPrf,
  {
    account,
    salts,
    credentialId = null,
  }: { account: Address; salts: readonly Uint8Array[]; credentialId?: Uint8Array | null },
): AsyncGenerator<{ index: number; secret: Uint8Array }, void> {
  let chosen = credentialId
  for (let from = 0; from < salts.length;) {
    const asked = salts.slice(from, from + PRF_SALTS)
    const answer = await passkeyUnlockSecrets({ account, salts: asked, prf, credentialId: chosen })
    chosen = answer.credentialId
    try {
      for (const [at, secret] of answer.secrets.entries()) yield { index: from + at, secret }
    } finally {
      wipe(...answer.secrets)
    }
    from += answer.secrets.length
  }
}
