import type { Failure, FailureCure } from './types.ts'

/** What an error means to a person. Whether they said no in the wallet is asked before anything else. */
export type ErrorReading =
  | { readonly kind: 'rejected' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure }

type Link = { readonly name?: string; readonly code?: unknown; readonly shortMessage?: string; readonly details?: string }

/** The sentence, by the error's name, where the page says it otherwise than the client; and the way out. */
const READINGS: Record<string, { readonly sentence?: string; readonly cure: FailureCure }> = {
  ChainUnreachableError: { cure: 'try-again' },
  StoreUnreachableError: { sentence: 'The store does not answer. Nothing was filed.', cure: 'carry-on' },
  BlockNotFoundError: { cure: 'try-another-store' },
  BlockTamperedError: {
    sentence:
      'This record is not what was filed. What the store sent does not match the chain, so it is not shown.',
    cure: 'try-another-store',
  },
  WrongNetworkError: { cure: 'switch-network' },
  WalletNotDeterministicError: {
    sentence:
      'Your wallet gave two different signatures. It cannot be used as a way to unlock; choose another wallet.',
    cure: 'change-input',
  },
  TransactionRevertedError: { cure: 'try-again' },
  TransactionDroppedError: { cure: 'try-again' },
  InsufficientFundsError: { cure: 'try-again' },
  RecoveryCodeInvalidError: { cure: 'change-input' },
  LockedError: { cure: 'unlock' },
  WorkerStoppedError: { cure: 'reload' },
  ConfigMissingError: { cure: 'reload' },
  ConfigInvalidError: { cure: 'reload' },
}

/** Wallets' and libraries' own errors, by their EIP-1193 or JSON-RPC code. */
const CODES: Record<number, { readonly sentence: string; readonly cure: FailureCure }> = {
  [-32002]: { sentence: 'Your wallet is already asking you something. Open it and answer there first.', cure: 'try-again' },
  4100: { sentence: 'Your wallet does not offer this account here. Allow it in your wallet, then try again.', cure: 'try-again' },
  4200: { sentence: 'Your wallet cannot do this. Use another wallet.', cure: 'change-input' },
  4900: { sentence: 'Your wallet is not connected to any network. Check its connection, then try again.', cure: 'try-again' },
  4901: { sentence: 'Your wallet is not connected to this network. Switch it, then try again.', cure: 'switch-network' },
  4902: { sentence: 'Your wallet does not know this network. Add it in your wallet, then try again.', cure: 'switch-network' },
}

const UNKNOWN = 'Something failed that Chartkey does not know. Nothing more was done. Try again.'

/** Reads any throwable: one readable union for the whole page. */
export function readError(error: unknown): ErrorReading {
  if (isUserRejection(error)) return { kind: 'rejected' }
  const chain = causes(error)
  if (chain.some((link) => link.name === 'AbortError' || link.name === 'AbortedError')) return { kind: 'cancelled' }

  const named = chain.find((link) => link.name !== undefined && Object.hasOwn(READINGS, link.name))
  const spoken = chain.find(isSpoken)
  const coded = chain.find((link) => typeof link.code === 'number' && Object.hasOwn(CODES, link.code))
  const reading = named === undefined ? undefined : READINGS[named.name!]
  const byCode = coded === undefined ? undefined : CODES[coded.code as number]
  const isClients = named !== undefined || spoken !== undefined
  return {
    kind: 'failed',
    failure: {
      name: (named ?? spoken ?? chain[0])?.name ?? 'UnknownError',
      sentence: reading?.sentence ?? named?.shortMessage ?? spoken?.shortMessage ?? byCode?.sentence ?? UNKNOWN,
      details: detailsOf(chain),
      cure: reading?.cure ?? (isClients ? 'try-again' : (byCode?.cure ?? 'try-again')),
    },
  }
}

/** The person said no: EIP-1193's 4001 anywhere in the chain of causes. */
export function isUserRejection(error: unknown): boolean {
  return causes(error).some(
    (link) => link.code === 4001 || link.name === 'UserRejectedError' || link.name === 'UserRejectedRequestError',
  )
}

/** The client's errors speak for themselves; those of viem and wagmi speak to programmers. */
function isSpoken(link: Link): boolean {
  return typeof link.shortMessage === 'string' && link.shortMessage !== '' && !('version' in link) && !('docsPath' in link)
}

function causes(error: unknown): readonly Link[] {
  const chain: Link[] = []
  let link = error
  while (typeof link === 'object' && link !== null && chain.length < 10 && !chain.includes(link as Link)) {
    chain.push(link as Link)
    link = (link as { cause?: unknown }).cause
  }
  return chain
}

function detailsOf(chain: readonly Link[]): string | null {
  const details = chain.map((link) => link.details).find((text) => typeof text === 'string' && text !== '')
  const names = chain.map((link) => link.name).filter((name) => name !== undefined)
  const text = [names.join(' < '), details].filter((part) => part !== undefined && part !== '').join(': ')
  return text === '' ? null : text
}
