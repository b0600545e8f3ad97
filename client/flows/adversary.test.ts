import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addRecords,
  cidOfPointer,
  grantAccess,
  loadChart,
  openChart,
  revokeAccess,
  rotateChart,
} from '#client'
import type { ChartId, Session } from '#client'
import { readRecords } from '../chain/readRecords.ts'
import type { RecordLinks } from '../chain/types.ts'
import { readHistory } from '../crypto/history.ts'
import { deriveKeyPair, unseal } from '../crypto/hpke.ts'
import type { KeyPair } from '../crypto/hpke.ts'
import { decodeKeyring, ROLES, sealContext } from '../crypto/keyring.ts'
import type { KeyringRoot } from '../crypto/keyring.ts'
import { decodeRecord, openRecord } from '../crypto/record.ts'
import { advanceHistoryChain, sectionBytes } from '../crypto/sectionKeys.ts'
import { openBox } from '../crypto/box.ts'
import { addressBytes, concatBytes, uintBytes } from '../crypto/bytes.ts'
import { chartBytes } from '../crypto/scope.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import { readStoredFiles } from '../../test/lib/leakScan.ts'
import { note, startWorld } from '../../test/lib/startWorld.ts'
import type { World } from '../../test/lib/startWorld.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world.stop())

/** Every key that a reader ever held of a chart: taken from each keyring at the time when it was open to them. */
type Keys = { readonly pairs: KeyPair[]; readonly chains: Uint8Array[]; readonly raw: Uint8Array[] }

/** Notes all that the account holds now. */
async function hoard(session: Session, chart: ChartId, keys: Keys): Promise<void> {
  const contents = await loadChart(session, { chart })
  const { opened, sectionKeys } = session.keys.memory.keyrings.get(chart)!
  if (opened.role !== 'grantee') throw new Error('unreachable')
  for (const { number, seed, chain } of opened.sections) {
    if (seed !== null) keys.pairs.push(await deriveKeyPair(seed))
    if (seed !== null) keys.raw.push(Uint8Array.from(seed))
    if (chain !== null) keys.chains.push(Uint8Array.from(chain))
    for (let epoch = 1; epoch <= contents.epoch; epoch++) {
      const pair = await sectionKeys.find({ section: number, epoch, keyEpoch: epoch })
      if (pair !== null) keys.pairs.push({ ...pair, secretKey: Uint8Array.from(pair.secretKey) })
    }
  }
  for (const { recordKey } of session.keys.memory.records.values()) keys.raw.push(Uint8Array.from(recordKey))
}

/** The records that any of the keys opens, tried one by one whatever the records say. */
async function openedBy(keys: Keys, chart: ChartId, links: readonly RecordLinks[]): Promise<number[]> {
  const { stores } = world.context()
  const numbers: number[] = []
  for (const { number, pointer, section, epoch, author } of links) {
    const bytes = await fetchBlock(stores, cidOfPointer(pointer))
    const scope = { chainId: world.config.chain.id, contract: world.config.contracts.charts }
    const place = { bytes, scope, chart, section, epoch, author }
    let isOpen = false
    for (const pair of keys.pairs) {
      isOpen ||= await succeeds(() => openRecord({ ...place, findKey: async () => pair }))
    }
    const root = decodeRecord(bytes)
    const context = concatBytes(
      chartBytes(scope, chart),
      sectionBytes(section),
      uintBytes(epoch, 4),
      uintBytes(root.keyEpoch, 4),
      addressBytes(author),
      root.body.bytes,
    )
    for (const secret of [...keys.raw, ...keys.chains]) {
      isOpen ||= await succeeds(() => openBox(secret, 'metadata', context, root.metadata))
    }
    if (isOpen) numbers.push(number)
  }
  return numbers
}

/** How many seals and history lists of keyrings open to the keys, under any account and role. */
async function sealsOpenedBy(keys: Keys, keyrings: readonly KeyringRoot[], accounts: readonly Session[]) {
  const { stores } = world.context()
  let opened = 0
  for (const root of keyrings) {
    for (const { sealed } of root.seals) {
      for (const { account } of accounts) {
        for (const role of ROLES) {
          for (const pair of keys.pairs) {
            if (await succeeds(() => unseal(pair, 'keyringSeal', sealContext(root, account, role), sealed)))
              opened++
          }
        }
      }
    }
    for (const { number: section, history } of root.sections) {
      for (const chain of [...keys.chains, ...keys.raw]) {
        for (let since = 1; since < root.epoch; since++) {
          for (let steps = 0; steps < 4; steps++) {
            const isOpen = await succeeds(async () => {
              const seeds = await readHistory({
                chartScope: root,
                section,
                epoch: root.epoch,
                since,
                chain: advanceHistoryChain(Uint8Array.from(chain), steps),
                head: history,
                fetchBlock: (cid) => fetchBlock(stores, cid),
              })
              if (seeds.length === 0) throw new Error('nothing')
            })
            if (isOpen) opened++
          }
        }
      }
    }
  }
  return opened
}

async function succeeds(work: () => unknown): Promise<boolean> {
  try {
    await work()
    return true
  } catch {
    return false
  }
}

/** Every keyring of the chart among all blocks that the store ever kept. */
async function keyringsInStore(chart: ChartId): Promise<KeyringRoot[]> {
  const files = await readStoredFiles(path.join(world.store.directory, 'blocks'))
  const scope = { chainId: world.config.chain.id, contract: world.config.contracts.charts }
  return files.flatMap(({ bytes }) => {
    try {
      return [decodeKeyring(bytes, { scope, chart })]
    } catch {
      return []
    }
  })
}

test('a revoked doctor opens nothing filed since, with every key ever held, every block and the whole chain', async () => {
  const patient = await world.newAccount()
  const chart = await openChart(patient, { title: 'Chart', sections: ['Heart', 'Mind'] })
  const { sections } = await loadChart(patient, { chart })
  const [heart, mind] = ['Heart', 'Mind'].map((label) => sections.find((s) => s.label === label)!.number)
  const doctor = await world.newAccount('practitioner', 'Dr Revoked')
  const colleague = await world.newAccount('practitioner', 'Dr Stays')
  const until = Math.floor(Date.now() / 1000) + 86_400
  const grant = { chart, until, purpose: 'TREAT', write: [heart!] } as const
  const file = (session: Session, section: number, name: string) =>
    addRecords(session, { chart, section, files: [note(name)] })

  const keys: Keys = { pairs: [...doctor.keys.pairs], chains: [], raw: [] }
  await file(patient, heart!, 'One')
  await file(patient, mind!, 'Two')
  await rotateChart(patient, { chart })
  await grantAccess(patient, { ...grant, grantee: doctor.account, read: [heart!] })
  await grantAccess(patient, { ...grant, grantee: colleague.account, read: [heart!, mind!] })
  await file(doctor, heart!, 'Three')
  await hoard(doctor, chart, keys)
  await rotateChart(patient, { chart })
  await file(patient, heart!, 'Four')
  await hoard(doctor, chart, keys)

  // The tools work: what lay open to the doctor opens, and nothing else does.
  const linksOf = async () => readRecords(patient.context.chain, { chart, to: 100 })
  expect(await openedBy(keys, chart, await linksOf())).toEqual([1, 3, 4])
  expect(await openedBy({ ...keys, pairs: [] }, chart, await linksOf())).toEqual([1, 3, 4])
  const before = await keyringsInStore(chart)
  expect(await sealsOpenedBy(keys, before, [doctor])).toBeGreaterThan(0)

  await revokeAccess(patient, { chart, grantee: doctor.account })
  await file(patient, heart!, 'Five')
  await file(colleague, heart!, 'Six')
  await rotateChart(patient, { chart })
  await file(patient, heart!, 'Seven')
  await file(patient, mind!, 'Eight')

  expect(await openedBy(keys, chart, await linksOf())).toEqual([1, 3, 4])
  const epochsBefore = new Set(before.map(({ epoch }) => epoch))
  const after = (await keyringsInStore(chart)).filter(({ epoch }) => !epochsBefore.has(epoch))
  expect(new Set(after.map(({ epoch }) => epoch))).toEqual(new Set([4, 5]))
  expect(await sealsOpenedBy(keys, after, [doctor, colleague, patient])).toBe(0)

  // Those who may read lose nothing by it.
  expect((await loadChart(colleague, { chart })).records.every(({ state }) => state === 'readable')).toBe(
    true,
  )
}, 120_000)
