import {
  type PasskeyPrf,
  type Session,
  SessionLockedError,
  type Unlocker,
  type Wallet,
  addUnlocker,
  listChartsToRenew,
  listPeopleToTell,
  listUnlockers,
  makeRecoveryCode,
  makeUnlocker,
  removeUnlocker,
  renameUnlocker,
  renewCharts,
  replaceRecoveryCode,
  rotateAccountKey,
} from '#client'
import type { Address } from 'viem'
import type { AccountRequest, ActResult, OnProgress, PageWallet, WorkerApi } from './types.ts'

type Parts = Pick<
  WorkerApi,
  | 'listUnlockers'
  | 'listChartsToRenew'
  | 'listPeopleToTell'
  | 'preparePasskey'
  | 'prepareWallet'
  | 'prepareRecoveryCode'
>

export type UnlockerApi = {
  readonly parts: Parts
  perform(
    request: AccountRequest,
    options: { onProgress: OnProgress; signal: AbortSignal },
  ): Promise<ActResult>
}

export type UnlockerApiParameters = {
  readonly requireSession: () => Session
  /** Puts a session with changed keys in place of the one before. */
  readonly adopt: (session: Session) => void
  readonly walletOf: (account: Address, wallet: PageWallet) => Wallet
}

/** The worker's surface over the flows that change the account itself. What was prepared never leaves the worker. */
export function createUnlockerApi({ requireSession, adopt, walletOf }: UnlockerApiParameters): UnlockerApi {
  let made: Unlocker | null = null

  function takeMade(isRecovery: boolean): Unlocker {
    if (made === null || (made.kind === 'recovery') !== isRecovery) throw new SessionLockedError()
    return made
  }

  return {
    parts: {
      listUnlockers: () => listUnlockers(requireSession()),
      listChartsToRenew: () => listChartsToRenew(requireSession()),
      listPeopleToTell: () => listPeopleToTell(requireSession()),
      async preparePasskey(prf, { credentialId }) {
        made = null
        made = await makeUnlocker(requireSession(), { kind: 'passkey', prf: prfOf(prf), credentialId })
      },
      async prepareWallet(pageWallet, { account, kind }) {
        made = null
        made = await makeUnlocker(
          requireSession(),
          kind === 'wallet'
            ? { kind, wallet: walletOf(account, pageWallet) }
            : { kind, wallet: encryptionOf(pageWallet) },
        )
      },
      async prepareRecoveryCode() {
        made = null
        const { recoveryCode, unlocker } = await makeRecoveryCode(requireSession())
        made = unlocker
        return recoveryCode
      },
    },
    async perform(request, options) {
      const session = requireSession()
      switch (request.kind) {
        case 'addUnlocker':
          adopt(await addUnlocker(session, { unlocker: takeMade(false), name: request.name, ...options }))
          made = null
          return null
        case 'renameUnlocker':
          adopt(await renameUnlocker(session, { id: request.id, name: request.name, ...options }))
          return null
        case 'removeUnlocker': {
          const { id, renew } = request
          const change = await removeUnlocker(session, { id, renew, ...options })
          adopt(change.session)
          return change.renewal
        }
        case 'replaceRecoveryCode': {
          const parameters = { unlocker: takeMade(true), renew: request.renew, ...options }
          const change = await replaceRecoveryCode(session, parameters)
          made = null
          adopt(change.session)
          return change.renewal
        }
        case 'rotateAccountKey': {
          const change = await rotateAccountKey(session, options)
          adopt(change.session)
          return change.renewal
        }
        case 'renewCharts': {
          const renewal = await renewCharts(session, options)
          options.onProgress({ step: 'done', act: 'rotate' })
          return renewal
        }
      }
    },
  }
}

/** A proxied function is awaited; what it gives is plain bytes. */
export function prfOf(prf: PasskeyPrf): PasskeyPrf {
  return (credentialId, salt) => prf(credentialId, salt)
}

/** comlink's proxies answer every property; the client gets an object with just what is needed. */
export function encryptionOf(wallet: PageWallet) {
  return {
    getEncryptionPublicKey: () => wallet.getEncryptionPublicKey(),
    decrypt: (ciphertext: `0x${string}`) => wallet.decrypt(ciphertext),
  }
}
