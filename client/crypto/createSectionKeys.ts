import { wipe } from './bytes.ts'
import { historySeeds, readHistory } from './history.ts'
import type { FetchBlock, HistorySeed } from './history.ts'
import { deriveKeyPair } from './hpke.ts'
import type { KeyPair } from './hpke.ts'
import type { OpenedKeyring } from './openKeyring.ts'

/** Finds section keys for records. Keys are kept until `wipe`; afterwards it finds none. */
export type SectionKeys = {
  /**
   * The key pair for records of a section, filed in `epoch` and encrypted under `keyEpoch`'s key.
   *
   * @returns null when the reader was not given it.
   * @throws what reading the history throws.
   */
  find(key: { section: number; epoch: number; keyEpoch: number }): Promise<KeyPair | null>
  wipe(): void
}

/** The section keys that an opened keyring gives. History is fetched when a record of an earlier epoch needs it. */
export function createSectionKeys(keyring: OpenedKeyring, fetchBlock: FetchBlock): SectionKeys {
  const histories = new Map<number, Promise<HistorySeed[]>>()
  const pairs = new Map<string, Promise<KeyPair>>()
  const { root } = keyring
  let isWiped = false

  const seedsOf = async (section: number, epoch: number): Promise<readonly HistorySeed[]> => {
    if (keyring.role !== 'grantee') {
      const { contents } = keyring
      const isKnown = epoch === root.epoch || contents.earlier.some((entry) => entry.epoch === epoch)
      const hasSection = contents.sections.some(({ number }) => number === section)
      return isKnown && hasSection ? historySeeds(contents, section, epoch) : []
    }
    const granted = keyring.sections.find(({ number }) => number === section)
    if (granted === undefined || granted.seed === null) return []
    if (epoch === root.epoch) return [{ epoch, keyEpoch: epoch, seed: granted.seed }]
    if (granted.chain === null || epoch < keyring.since) return []
    let history = histories.get(section)
    if (history === undefined) {
      history = readHistory({
        chartScope: root,
        section,
        epoch: root.epoch,
        since: keyring.since,
        chain: granted.chain,
        head: root.sections.find(({ number }) => number === section)!.history,
        fetchBlock,
      })
      histories.set(section, history)
      history.catch(() => histories.delete(section))
    }
    return (await history).filter((seed) => seed.epoch === epoch)
  }

  return {
    async find({ section, epoch, keyEpoch }) {
      const id = `${section} ${epoch} ${keyEpoch}`
      const cached = pairs.get(id)
      if (cached !== undefined) return cached
      const seeds = await seedsOf(section, epoch)
      const found = seeds.find((seed) => seed.keyEpoch === keyEpoch)
      const isKept = found !== undefined && !isWiped
      const pair = isKept ? (pairs.get(id) ?? deriveKeyPair(found.seed)) : null
      if (pair !== null) pairs.set(id, pair)
      // Whoever has the chart secret derives seeds for this alone; the key pair has a copy.
      if (keyring.role !== 'grantee') wipe(...seeds.map(({ seed }) => seed))
      return pair
    },
    wipe() {
      isWiped = true
      for (const history of histories.values()) {
        history.then((seeds) => wipe(...seeds.map(({ seed }) => seed))).catch(() => {})
      }
      for (const pair of pairs.values()) pair.then(({ secretKey }) => wipe(secretKey)).catch(() => {})
      histories.clear()
      pairs.clear()
    },
  }
}
