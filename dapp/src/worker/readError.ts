import type { Failure, FailureCure } from './types.ts'

/** What an error means to a person. Whether they said no in the wallet is asked before anything else. */
export type ErrorReading =
  | { readonly kind: 'rejected' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure }

type Link = {
  readonly name?: string
  readonly code?: unknown
  readonly shortMessage?: string
  readonly details?: string
}

type Reading = {
  /** Where the page says it otherwise than the client does. */
  readonly sentence?: string
  readonly cure: FailureCure
}

const READINGS: Record<string, Reading> = {
  BytesNotConfirmedError: { cure: 'carry-on' },
  BlockNotFoundError: { cure: 'try-another-store' },
  BlockTamperedError: {
    sentence:
      'This record is not what was filed. What the store sent does not match the chain, so it is not shown.',
    cure: 'try-another-store',
  },
  WrongNetworkError: { cure: 'switch-network' },
  WrongAccountError: { cure: 'try-again' },
  WalletNotDeterministicError: {
    sentence:
      'Your wallet gave two different signatures. It cannot be used as a way to unlock; choose another wallet.',
    cure: 'change-input',
  },
  WalletSignatureInvalidError: { cure: 'change-input' },
  RecoveryCodeInvalidError: { cure: 'change-input' },
  FileEmptyError: { cure: 'change-input' },
  FileTooLargeError: { cure: 'change-input' },
  FileTypeUnknownError: { cure: 'change-input' },
  FilesMissingError: { cure: 'change-input' },
  TooManyFilesError: { cure: 'change-input' },
  TitleTakenError: { cure: 'change-input' },
  DateInvalidError: { cure: 'change-input' },
  NameInvalidError: { cure: 'change-input' },
  SectionNameTakenError: { cure: 'change-input' },
  SectionsInvalidError: { cure: 'change-input' },
  PermissionInvalidError: { cure: 'change-input' },
  ProfileMissingError: {
    sentence:
      'This person has not set up Chartkey yet, so there is no key to give. Send them the address of this page first.',
    cure: 'change-input',
  },
  SessionLockedError: { sentence: 'This tab was locked meanwhile. Unlock it to go on.', cure: 'unlock' },
  WorkerStoppedError: { cure: 'reload' },
  ConfigMissingError: { cure: 'reload' },
  ConfigInvalidError: { cure: 'reload' },
  DeploymentMissingError: { cure: 'reload' },
}

/** Wallets' and libraries' own errors, by their EIP-1193 or JSON-RPC code. */
const CODES: Record<number, Required<Reading>> = {
  [-32002]: {
    sentence: 'Your wallet is already asking you something. Open it and answer there first.',
    cure: 'try-again',
  },
  4100: {
    sentence: 'Your wallet does not offer this account here. Allow it in your wallet, then try again.',
    cure: 'try-again',
  },
  4200: { sentence: 'Your wallet cannot do this. Use another wallet.', cure: 'change-input' },
  4900: {
    sentence: 'Your wallet is not connected to any network. Check its connection, then try again.',
    cure: 'try-again',
  },
  4901: {
    sentence: 'Your wallet is not connected to this network. Switch it, then try again.',
    cure: 'switch-network',
  },
  4902: {
    sentence: 'Your wallet does not know this network. Add it in your wallet, then try again.',
    cure: 'switch-network',
  },
}

const UNKNOWN = 'Something failed that Chartkey does not know. Nothing more was done. Try again.'

/** Reads any throwable: one readable union for the whole page. The outermost error that can speak for itself is heard. */
export function readError(error: unknown): ErrorReading {
  if (isUserRejection(error)) return { kind: 'rejected' }
  const chain = causesOf(error)
  if (chain.some((link) => link.name === 'AbortError' || link.name === 'AbortedError'))
    return { kind: 'cancelled' }

  const speaker = chain.find((link) => readingOf(link) !== null || isSpoken(link))
  const coded = chain.map(codeReadingOf).find((found) => found !== null) ?? null
  const reading = speaker === undefined ? coded : readingOf(speaker)
  return {
    kind: 'failed',
    failure: {
      name: speaker?.name ?? chain[0]?.name ?? 'UnknownError',
      sentence: reading?.sentence ?? speaker?.shortMessage ?? UNKNOWN,
      details: detailsOf(chain),
      cure: reading?.cure ?? 'try-again',
    },
  }
}

/** The person said no: EIP-1193's 4001 anywhere in the chain of causes. */
export function isUserRejection(error: unknown): boolean {
  return causesOf(error).some(
    (link) =>
      link.code === 4001 || link.name === 'UserRejectedError' || link.name === 'UserRejectedRequestError',
  )
}

function readingOf({ name }: Link): Reading | null {
  return name !== undefined && Object.hasOwn(READINGS, name) ? READINGS[name]! : null
}

function codeReadingOf({ code }: Link): Reading | null {
  return typeof code === 'number' && Object.hasOwn(CODES, code) ? CODES[code]! : null
}

/** The client's errors speak to people; those of viem and wagmi, which carry a version, to programmers. */
function isSpoken(link: Link): boolean {
  return typeof link.shortMessage === 'string' && link.shortMessage !== '' && !('version' in link)
}

function causesOf(error: unknown): readonly Link[] {
  const chain: Link[] = []
  let link = error
  while (typeof link === 'object' && link !== null && chain.length < 20 && !chain.includes(link)) {
    chain.push(link)
    link = (link as { cause?: unknown }).cause
  }
  return chain
}

function detailsOf(chain: readonly Link[]): string | null {
  const names = chain.map((link) => link.name).filter((name) => name !== undefined)
  const details = chain.map((link) => link.details).find((text) => typeof text === 'string' && text !== '')
  const text = [names.join(' < '), details].filter((part) => part !== undefined && part !== '').join(': ')
  return text === '' ? null : text
}
