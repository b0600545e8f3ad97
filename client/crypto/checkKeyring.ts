import type { Address, Hex } from 'viem'
import { isAddressEqual } from 'viem'
import { BaseError } from '../errors/BaseError.ts'
import { KeyringInvalidError } from '../errors/crypto.ts'
import { compareBytes, equalBytes, wipe } from './bytes.ts'
import { historySeeds, readHistory } from './history.ts'
import type { FetchBlock } from './history.ts'
import type { KeyPair } from './hpke.ts'
import { compareRelocations, keyringTag } from './keyring.ts'
import type { KeyringContents, ManagerRole, Role } from './keyring.ts'
import { openKeyring } from './openKeyring.ts'
import type { OwnerKeyring } from './openKeyring.ts'
import type { Scope } from './scope.ts'
import { deriveHistoryChain } from './sectionKeys.ts'

/** A reader that the chain says has access now. */
export type ExpectedReader = {
  readonly account: Address
  readonly role: Role
  readonly read: readonly number[]
  readonly write: readonly number[]
  readonly since: number
}

/**
 * An owner's, delegate's or successor's check of a keyring that it did not make, whole: public keys follow from the
 * secret and did not change within the epoch; earlier secrets, labels, relocations and title are kept; every history
 * entry opens to the seed that follows from its epoch's secret; the seals are for these readers and no one else. That
 * a seal or a share for another reader holds the right keys cannot be checked: what is sealed to them opens for them
 * alone. A share that the chain does not name goes with the next keyring.
 *
 * @throws what `openKeyring` and `fetchBlock` throw
 * @throws KeyringInvalidError naming the first thing that is wrong.
 */
export async function checkKeyring({
  known,
  readers,
  fetchBlock,
  ...parameters
}: {
  readonly bytes: Uint8Array
  readonly scope: Scope
  readonly chart: Hex
  readonly epoch: number
  readonly account: Address
  readonly role: ManagerRole
  readonly pairs: readonly KeyPair[]
  /** The last keyring that was checked or made by this reader; null when there is none. */
  readonly known: KeyringContents | null
  /** Owner, delegates, successor and grantees whose access lives, from the chain. */
  readonly readers: readonly ExpectedReader[]
  readonly fetchBlock: FetchBlock
}): Promise<OwnerKeyring> {
  const opened = await openKeyring(parameters)
  const { root, contents } = opened
  if (known !== null) checkAgainst(known, contents)
  checkReaders(opened, readers)
  for (const { number, history } of root.sections) {
    await checkHistory(contents, number, history, fetchBlock)
  }
  return opened
}

/**
 * The readers, of the chart or of a share, whose public key is another than in the keyring known before: to be shown to
 * the owner, and confirmed. Not those whom it did not know.
 */
export function changedKeys(
  known: Pick<KeyringContents, 'readers' | 'shares'>,
  { readers, shares }: Pick<KeyringContents, 'readers' | 'shares'>,
): Address[] {
  const before = [...known.readers, ...known.shares]
  const changed = [...readers, ...shares].filter(({ account, publicKey }) => {
    const theirs = before.filter((reader) => isAddressEqual(reader.account, account))
    return theirs.length > 0 && !theirs.some((reader) => equalBytes(reader.publicKey, publicKey))
  })
  return [...new Set(changed.map(({ account }) => account))]
}

function checkAgainst(known: KeyringContents, contents: KeyringContents): void {
  if (contents.epoch < known.epoch) throw new KeyringInvalidError('it is older than the one known')
  const secrets = [...contents.earlier, { epoch: contents.epoch, secret: contents.secret }]
  const knownSecrets = [...known.earlier, { epoch: known.epoch, secret: known.secret }]
  for (const { epoch, secret } of knownSecrets) {
    const found = secrets.find((entry) => entry.epoch === epoch)
    if (found === undefined || !equalBytes(found.secret, secret)) {
      throw new KeyringInvalidError(`the secret of epoch ${epoch} is missing or another`)
    }
  }
  const stranger = secrets.find(
    ({ epoch }) => epoch <= known.epoch && !knownSecrets.some((entry) => entry.epoch === epoch),
  )
  if (stranger !== undefined) {
    throw new KeyringInvalidError(`it has a secret of epoch ${stranger.epoch}, which had none`)
  }
  if (contents.title !== known.title) throw new KeyringInvalidError('the title changed')
  for (const { number, label } of known.sections) {
    const found = contents.sections.find((section) => section.number === number)
    if (found === undefined) throw new KeyringInvalidError('a section is missing')
    if (found.label !== label) throw new KeyringInvalidError('a section’s label changed')
  }
  for (const relocation of known.relocations) {
    if (!contents.relocations.some((entry) => compareRelocations(entry, relocation) === 0)) {
      throw new KeyringInvalidError('a relocation is missing')
    }
  }
}

function checkReaders({ root, contents }: OwnerKeyring, expected: readonly ExpectedReader[]): void {
  for (const reader of expected) {
    const found = contents.readers.find(({ account }) => isAddressEqual(account, reader.account))
    if (found === undefined) throw new KeyringInvalidError('a reader is missing')
    const isSame =
      found.role === reader.role &&
      sameNumbers(found.read, reader.read) &&
      sameNumbers(found.write, reader.write) &&
      (reader.role !== 'grantee' || found.since === reader.since)
    if (!isSame) throw new KeyringInvalidError('a reader has other rights than the chain says')
  }
  if (contents.readers.length !== expected.length) {
    throw new KeyringInvalidError('it has a reader whose access ended')
  }
  const tags = contents.readers.map(({ account }) => keyringTag(contents, account)).toSorted(compareBytes)
  const isSame =
    tags.length === root.seals.length && tags.every((tag, index) => equalBytes(tag, root.seals[index]!.tag))
  if (!isSame) throw new KeyringInvalidError('its seals are not for the readers that it names')
}

async function checkHistory(
  contents: KeyringContents,
  section: number,
  head: OwnerKeyring['root']['sections'][number]['history'],
  fetchBlock: FetchBlock,
): Promise<void> {
  const { secret, epoch, earlier } = contents
  let seeds
  try {
    seeds = await readHistory({
      chartScope: contents,
      section,
      epoch,
      since: 1,
      chain: deriveHistoryChain(secret, contents, section, epoch, 1),
      head,
      fetchBlock,
    })
  } catch (cause) {
    if (!(cause instanceof BaseError) || !HISTORY_FAULTS.has(cause.name)) throw cause
    throw new KeyringInvalidError('the history of a section does not open', { cause })
  }
  const expected = earlier.toReversed().flatMap((entry) => historySeeds(contents, section, entry.epoch))
  const order = (a: { epoch: number; keyEpoch: number }, b: { epoch: number; keyEpoch: number }) =>
    b.epoch - a.epoch || a.keyEpoch - b.keyEpoch
  seeds.sort(order)
  expected.sort(order)
  const isSame =
    seeds.length === expected.length &&
    seeds.every((seed, index) => {
      const other = expected[index]!
      return order(seed, other) === 0 && equalBytes(seed.seed, other.seed)
    })
  wipe(...seeds.map(({ seed }) => seed), ...expected.map(({ seed }) => seed))
  if (!isSame) throw new KeyringInvalidError('the history of a section does not follow from its secrets')
}

const HISTORY_FAULTS = new Set(['ObjectMalformedError', 'ObjectTooLargeError', 'DecryptionFailedError'])

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number) => b.includes(number))
}
