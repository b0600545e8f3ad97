import { CarWriter } from '@ipld/car'
import * as dagCbor from '@ipld/dag-cbor'
import { create } from 'kubo-rpc-client'
import type { KuboRPCClient } from 'kubo-rpc-client'
import type { CID } from 'multiformats/cid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dagCborBlock, rawBlock } from './blocks.ts'
import type { Block } from '../../client/ipfs/types.ts'
import { collect, seededBytes } from './bytes.ts'

type Running = { readonly rpcUrl: string; stop(): Promise<void> }

/** What an unmodified kubo-rpc-client may expect of a store, whichever program it is. */
export function rpcSuite(name: string, start: () => Promise<Running>): void {
  describe(`Kubo RPC of ${name}, by kubo-rpc-client`, () => {
    let store: Running
    let client: KuboRPCClient

    beforeAll(async () => {
      store = await start()
      client = create({ url: store.rpcUrl })
    })

    afterAll(() => store?.stop())

    const blockOf = (text: string) => rawBlock(new TextEncoder().encode(text))
    const linking = (value: object) => dagCborBlock(dagCbor.encode(value))
    const pinned = async (options: object = {}) =>
      (await all(client.pin.ls(options))).map(({ cid, type }) => `${cid.toString()} ${type}`)

    async function car(roots: readonly CID[], blocks: readonly Block[]): Promise<Uint8Array> {
      const { writer, out } = CarWriter.create([...roots])
      const bytes = collect(out)
      for (const block of blocks) await writer.put({ cid: block.cid, bytes: block.bytes })
      await writer.close()
      return bytes
    }

    it('says who it is', async () => {
      expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+/)
      const { id, publicKey, agentVersion } = await client.id()
      expect(id.toString()).toMatch(/^12D3KooW/)
      expect(publicKey).not.toBe('')
      expect(agentVersion).toMatch(/^(kubo|chartkey)\//)
    })

    it('puts, gets and measures a block of each codec, and names it as every IPFS does', async () => {
      const bytes = new TextEncoder().encode('a block')
      const raw = await client.block.put(bytes)
      expect(raw.toString()).toBe((await rawBlock(bytes)).cid.toString())
      expect(await client.block.get(raw)).toEqual(bytes)
      expect(await client.block.stat(raw)).toEqual({ cid: raw, size: 7 })

      const object = await linking({ to: raw })
      expect((await client.block.put(object.bytes, { format: 'dag-cbor' })).toString()).toBe(
        object.cid.toString(),
      )
      expect(await client.block.get(object.cid)).toEqual(object.bytes)
    })

    it('says in Kubo’s words that a block is not there', async () => {
      const { cid } = await blockOf('never stored')
      const words = `block was not found locally (offline): ipld: could not find ${cid.toString()}`
      await expect(client.block.get(cid)).rejects.toThrow(words)
      await expect(client.block.stat(cid)).rejects.toThrow(words)
      await expect(client.pin.add(cid)).rejects.toThrow(/could not find/)
    })

    it('refuses a path that is none', async () => {
      await expect(client.block.get('nonsense' as never)).rejects.toThrow(/invalid/)
    })

    it('adds a file in the profile unixfs-v1-2025 and gives it back, whole and in part', async () => {
      const size = 3 * 1024 * 1024 + 17
      const { cid, size: stored } = await client.add(seededBytes(size), { cidVersion: 1 })
      expect(cid.toString()).toBe('bafybeigejzsn2ntu3wsjpb6arqlb4cs44tpnvkqgswvmvys72uour4qjtm')
      expect(stored).toBeGreaterThan(size)
      const whole = await collect(seededBytes(size))
      expect(Buffer.compare(await collect(client.cat(cid)), whole)).toBe(0)
      const part = await collect(client.cat(cid, { offset: 1024 * 1024 - 3, length: 10 }))
      expect(part).toEqual(whole.slice(1024 * 1024 - 3, 1024 * 1024 + 7))
      expect(await pinned({ paths: cid })).toEqual([`${cid.toString()} recursive`])
    })

    it('adds files in a directory and reads one by its path', async () => {
      const added = await all(
        client.addAll(
          [
            { path: 'folder/a.txt', content: 'one' },
            { path: 'folder/b.txt', content: 'two' },
          ],
          { cidVersion: 1 },
        ),
      )
      expect(added.map(({ path }) => path)).toEqual(['folder/a.txt', 'folder/b.txt', 'folder'])
      const folder = added.at(-1)!.cid
      expect(new TextDecoder().decode(await collect(client.cat(`/ipfs/${folder.toString()}/b.txt`)))).toBe(
        'two',
      )
      await expect(collect(client.cat(folder))).rejects.toThrow('this dag node is a directory')
    })

    it('only names a file when asked to', async () => {
      const { cid } = await client.add('not to be kept', { cidVersion: 1, onlyHash: true })
      expect(cid.toString()).toBe((await blockOf('not to be kept')).cid.toString())
      await expect(client.block.get(cid)).rejects.toThrow(/could not find/)
    })

    it('imports a CAR and pins its roots', async () => {
      const leaf = await blockOf('leaf of a car')
      const root = await linking({ leaf: leaf.cid })
      const answers = await all(client.dag.import([await car([root.cid], [root, leaf])]))
      expect(answers.map(({ root: { cid, pinErrorMsg } }) => [cid.toString(), pinErrorMsg])).toEqual([
        [root.cid.toString(), ''],
      ])
      expect(await client.block.get(leaf.cid)).toEqual(leaf.bytes)
      expect(await pinned({ paths: root.cid })).toEqual([`${root.cid.toString()} recursive`])
      expect(await pinned({ paths: leaf.cid })).toEqual([
        `${leaf.cid.toString()} indirect through ${root.cid.toString()}`,
      ])
    })

    it('imports a DAG in several CARs, pinned by the last', async () => {
      const leaf = await blockOf('leaf that comes first')
      const root = await linking({ leaf: leaf.cid, last: true })
      expect(await all(client.dag.import([await car([leaf.cid], [leaf])], { pinRoots: false }))).toEqual([])
      const [answer] = await all(client.dag.import([await car([root.cid], [root])]))
      expect(answer?.root.pinErrorMsg).toBe('')
    })

    it('says which root it did not pin when a block of the DAG is missing', async () => {
      const leaf = await blockOf('leaf that never comes')
      const root = await linking({ leaf: leaf.cid })
      const [answer] = await all(client.dag.import([await car([root.cid], [root])]))
      expect(answer?.root.cid.toString()).toBe(root.cid.toString())
      expect(answer?.root.pinErrorMsg).toMatch(/could not find/)
      await expect(pinned({ paths: root.cid })).rejects.toThrow(/is not pinned/)
    })

    it('refuses a CAR that is cut off, changed or none', async () => {
      const block = await blockOf('block of a bad car')
      const good = await car([block.cid], [block])
      const changed = Uint8Array.from(good)
      changed[changed.length - 1]! ^= 1
      await expect(all(client.dag.import([good.subarray(0, good.length - 3)]))).rejects.toThrow(
        /import failed|EOF/,
      )
      await expect(all(client.dag.import([changed]))).rejects.toThrow(/mismatch in content integrity/)
      await expect(all(client.dag.import([new TextEncoder().encode('not a CAR')]))).rejects.toThrow()
      await expect(client.block.get(block.cid)).rejects.toThrow(/could not find/)
    })

    it('refuses a block of more than 2 MiB', async () => {
      const block = await rawBlock(new Uint8Array(2 * 1024 * 1024 + 1))
      await expect(client.block.put(block.bytes)).rejects.toThrow(/over 2MiB/)
      await expect(all(client.dag.import([await car([block.cid], [block])]))).rejects.toThrow()
    })

    it('pins directly and recursively, lists, and unpins', async () => {
      const leaf = await blockOf('leaf to pin')
      const root = await linking({ leaf: leaf.cid })
      await all(client.dag.import([await car([root.cid], [root, leaf])], { pinRoots: false }))

      expect((await client.pin.add(leaf.cid, { recursive: false })).toString()).toBe(leaf.cid.toString())
      expect(await pinned({ type: 'direct' })).toContain(`${leaf.cid.toString()} direct`)
      expect((await client.pin.add(root.cid, { name: 'a name' })).toString()).toBe(root.cid.toString())
      expect(await pinned({ type: 'recursive' })).toContain(`${root.cid.toString()} recursive`)
      expect(await all(client.pin.ls({ name: 'a name' }))).toMatchObject([
        { name: 'a name', type: 'recursive' },
      ])

      expect((await client.pin.rm(root.cid)).toString()).toBe(root.cid.toString())
      await expect(client.pin.rm(root.cid)).rejects.toThrow('not pinned or pinned indirectly')
      await client.pin.rm(leaf.cid)
      await expect(pinned({ paths: leaf.cid })).rejects.toThrow(/is not pinned/)
    })

    it('collects what no pin reaches, and nothing else', async () => {
      const kept = await blockOf('kept leaf')
      const root = await linking({ kept: kept.cid })
      const direct = await blockOf('kept directly')
      const loose = await blockOf('loose')
      await all(client.dag.import([await car([root.cid], [root, kept])]))
      await client.block.put(direct.bytes)
      await client.pin.add(direct.cid, { recursive: false })
      await client.block.put(loose.bytes)

      const removed = (await all(client.repo.gc())).map(({ err, cid }) => err ?? cid?.toString())
      expect(removed).toContain(loose.cid.toString())
      await expect(client.block.get(loose.cid)).rejects.toThrow(/could not find/)
      for (const { cid, bytes } of [kept, root, direct]) expect(await client.block.get(cid)).toEqual(bytes)
    })
  })
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
