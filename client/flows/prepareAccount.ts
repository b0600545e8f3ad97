import { zeroHash } from 'viem'
import { readProfilePointer } from '../chain/readProfilePointer.ts'
import { requireNetwork } from '../chain/submit.ts'
import type { Wallet } from '../chain/types.ts'
import { createRoot, deriveAccountKeyPair } from '../crypto/accountKey.ts'
import { wipe } from '../crypto/bytes.ts'
import { encodeProfile, MAX_NAME } from '../crypto/profile.ts'
import { textProblem } from '../crypto/object.ts'
import { createRecoveryCode, parseRecoveryCode } from '../crypto/recoveryCode.ts'
import { createUnlockerId, createVault, createVaultSalt, unlockerSalt } from '../crypto/vault.ts'
import { AccountExistsError, NameInvalidError } from '../errors/flows.ts'
import { registrarScope } from './scopes.ts'
import { signUnlock } from './signUnlock.ts'
import type { AccountDraft, AccountKind, Context, FlowOptions } from './types.ts'

export type PrepareAccountParameters = FlowOptions & {
  readonly wallet: Wallet
  readonly kind: AccountKind
  /** Public and self-asserted. Needed for practitioners and organisations, refused for patients. */
  readonly name?: string
}

/**
 * Makes a new account in memory: root secret, account key, a vault with two unlockers (a recovery code and the
 * wallet's signature, asked twice) and its profile. Nothing is stored or filed; `publishAccount` does that.
 *
 * @throws NameInvalidError, AccountExistsError, WrongNetworkError before the wallet is asked
 * @throws UserRejectedError, WalletNotDeterministicError, WalletSignatureInvalidError
 */
export async function prepareAccount(
  context: Context,
  { wallet, kind, name, ...options }: PrepareAccountParameters,
): Promise<AccountDraft> {
  const publicName = checkName(kind, name)
  const { account } = wallet
  if ((await readProfilePointer(context.chain, { account })) !== null) throw new AccountExistsError()
  await requireNetwork(context.chain, wallet)

  const scope = registrarScope(context)
  const salt = createVaultSalt()
  const id = createUnlockerId()
  const walletSecret = await signUnlock(wallet, { salt: unlockerSalt({ account, salt, id }), ...options })
  const recoveryCode = createRecoveryCode()
  const recoverySecret = parseRecoveryCode(recoveryCode)
  const root = createRoot()
  const vault = await createVault({
    scope,
    account,
    salt,
    root,
    unlockers: [
      { kind: 'recovery', secret: recoverySecret, name: 'Recovery code' },
      { id, kind: 'wallet', secret: walletSecret, name: 'Wallet' },
    ],
    createdAt: Math.floor(Date.now() / 1000),
  })
  wipe(walletSecret, recoverySecret)
  const pair = await deriveAccountKeyPair(root, 0)
  wipe(pair.secretKey)
  const profile = encodeProfile({
    account,
    kind,
    name: publicName,
    publicKey: pair.publicKey,
    stores: context.config.stores.map(({ gatewayUrl }) => gatewayUrl),
    vault,
  })
  return {
    account,
    kind,
    name: publicName,
    recoveryCode,
    root,
    profile: { pointer: profile.pointer, bytes: profile.bytes },
    previous: zeroHash,
  }
}

function checkName(kind: AccountKind, name: string | undefined): string | null {
  const trimmed = name?.trim().normalize() ?? ''
  if (kind === 'patient') {
    if (trimmed !== '')
      throw new NameInvalidError('a profile is public, and a patient’s never carries a name')
    return null
  }
  const problem = textProblem(trimmed, MAX_NAME, 1)
  if (problem !== null) throw new NameInvalidError(`it ${problem}`)
  return trimmed
}
