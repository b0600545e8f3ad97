import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { expect } from 'chai'
import type { BaseContract, FunctionFragment } from 'ethers'

import { attributes } from '../../client/chain/attributes.ts'
import { purposes } from '../../client/chain/purposes.ts'
import { soliditySources } from '../../scripts/lib/soliditySources.ts'
import { digest, mask, permission, purposeCode, record, type Permission } from './support/builders.ts'
import { ethers, networkHelpers, now } from './support/chain.ts'
import { deploy } from './support/deploy.ts'
import { openedChart } from './support/openedChart.ts'
import {
  shareSubject,
  sign,
  signedUpdate,
  typeHash,
  TYPES,
  zeroPad,
  type Action,
} from './support/typedData.ts'

const { loadFixture } = networkHelpers

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

/** A part of the page, from its heading to the next one. */
const part = (title: string) => page.split(`### ${title}\n`)[1]!.split(/^##/m)[0]!

/** The rows of the first table in a text, without the code marks of a cell that is code alone. */
const rowsOf = (text: string) => {
  const [, , ...rows] = (/(?:^\|.*\n)+/m.exec(text)?.[0] ?? '').trim().split('\n')
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
  )
}

const codes = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, code]) => code!)

const functionsOf = (contract: BaseContract) =>
  [...new Set(contract.interface.fragments.filter(({ type }) => type === 'function'))].map(
    (each) => each as FunctionFragment,
  )
const namesOf = (functions: readonly FunctionFragment[]) =>
  [...new Set(functions.map(({ name }) => name))].toSorted()

const ROLES = ['owner', 'delegate', 'grantee', 'successor', 'responder', 'anyone'] as const
type Role = (typeof ROLES)[number]

/** What refuses somebody for who it is. */
const REFUSALS = [
  'ChartsNotOwner',
  'ChartsCannotWrite',
  'ChartsNotSuccessor',
  'ChartsNotResponder',
  'ChartsCannotRead',
]

/** A chart with somebody in every role, and a call that everybody who may make it can make. */
async function peopledChart() {
  const fixture = await openedChart()
  const { charts, credentials, chart, owner, doctor, nurse, stranger, carer, successor, governance } = fixture
  const { relayer, update, rekey } = fixture
  const until = (await now()) + 1_000_000n
  const own = charts.connect(owner)
  await own.grant(chart, doctor.address, permission(), await update({ to: digest() }))
  await own.nameDelegate(chart, carer.address, 2n ** 40n - 1n, await rekey())
  await own.offer(chart, successor.address, until, await update({ to: digest() }))
  await own.setEmergency(chart, mask(3), await update())
  await own.askReceipts(chart, true)
  await credentials.connect(governance).accredit(relayer.address, 1n << 7n)
  await credentials.connect(relayer).attest(nurse.address, 1n << 7n, until)
  await charts.connect(nurse).breakGlass(chart, relayer.address, (await now()) + 3_600n, digest())
  const filed = record()
  await own.addRecord(chart, 2, filed)
  await own.share(chart, 1, governance.address, until, await update())
  await charts.connect(carer).reseal(chart, await update({ to: digest() }))

  const people = { owner, delegate: carer, grantee: doctor, successor, responder: nurse, anyone: stranger }
  const epoch = 2
  const key = await charts.nonceKey(ethers.ZeroHash, ethers.ZeroHash, ethers.ZeroHash)
  const calls: Record<string, unknown[]> = {
    open: [7, digest()],
    rotate: [chart, await rekey()],
    reseal: [chart, await update({ to: digest() })],
    grant: [chart, relayer.address, permission(), await update()],
    grantMany: [chart, [{ grantee: relayer.address, permission: permission() }], await update()],
    revoke: [chart, doctor.address, await rekey()],
    share: [chart, 1, relayer.address, until, await update()],
    addRecord: [chart, epoch, record()],
    addRecords: [chart, epoch, [record(), record()]],
    nameDelegate: [chart, relayer.address, until, await update()],
    removeDelegate: [chart, carer.address, [], [], await rekey()],
    offer: [chart, successor.address, until, await update()],
    endOffer: [chart, await rekey()],
    endAll: [chart, await rekey()],
    relocate: [chart, 1, filed.pointer, digest()],
    setEmergency: [chart, mask(3), await update()],
    askReceipts: [chart, false],
    accept: [chart, await rekey()],
    breakGlass: [chart, relayer.address, (await now()) + 3_600n, digest()],
    leaveReceipt: [chart, mask(3), 0],
    cancelSignature: [key, 0],
  }
  /** A call that does something else with other arguments, which asks for the same right. */
  const others: Record<string, unknown[]> = {
    share: [chart, 1, governance.address, 0n, await update()],
    setEmergency: [chart, 0n, await rekey()],
  }
  return { ...fixture, people, calls, others, until }
}

/** Tries a call and returns the name of what refuses it, null if nothing does. */
async function refusal(contract: BaseContract, name: string, args: unknown[]): Promise<string | null> {
  try {
    await contract.getFunction(name).staticCall(...args)
    return null
  } catch (error) {
    const { data } = error as { data?: unknown }
    return (typeof data === 'string' && contract.interface.parseError(data)?.name) || String(error)
  }
}

describe('docs/protocol.md', () => {
  const rights = part('Who may do what')
  const [, byCall = '', bySignature = ''] = /By call([\s\S]*)By signature([\s\S]*)/.exec(rights)!

  describe('who may do what', () => {
    it('names each function of each contract, once', async () => {
      const { charts, credentials } = await loadFixture(openedChart)
      const registrar = await deploy('Registrar')
      const [ofCharts = '', ofRegistrar = '', ofCredentials = ''] = rights.split(
        /^In `(?:Registrar|Credentials)`:$/m,
      )
      for (const [contract, text] of [
        [charts, ofCharts],
        [registrar, ofRegistrar],
        [credentials, ofCredentials],
      ] as const) {
        const calls = text.split('By signature').flatMap((each) => rowsOf(each).map(([call]) => call!))
        const reads = codes(/^(?:Every read|Its reads).*$/m.exec(text)![0])
        expect([...calls, ...reads].toSorted()).to.deep.equal(namesOf(functionsOf(contract)))
        const isRead = ({ name, stateMutability }: FunctionFragment) =>
          stateMutability !== 'nonpayable' && name !== 'renounceOwnership'
        expect(reads.toSorted()).to.deep.equal(namesOf(functionsOf(contract).filter(isRead)))
      }
    })

    for (const [call = '', ...cells] of rowsOf(byCall)) {
      const may = ROLES.filter((_, i) => cells[i] === 'yes')
      it(`${call}: ${may.join(', ')}`, async () => {
        const { charts, people, calls, others } = await loadFixture(peopledChart)
        expect(cells.slice(0, 6).every((cell) => cell === 'yes' || cell === '')).to.equal(true)
        for (const role of ROLES) {
          for (const args of [calls[call]!, others[call] ?? calls[call]!]) {
            const refused = await refusal(charts.connect(people[role]), call, args)
            if (may.includes(role)) expect(refused, role).to.equal(null)
            else expect(refused, role).to.be.oneOf(REFUSALS)
          }
        }
      })
    }

    const nonces = new Map(
      rowsOf(part('Signed calls')).map(([action = '', chart = '', subject = '']) => [
        action,
        { chart, subject },
      ]),
    )
    for (const [call = '', , type = '', signers = ''] of rowsOf(bySignature)) {
      const [action] = codes(type.includes('`') ? type : `\`${type}\``) as [Action]
      const may = signers === 'anyone' ? ROLES : (signers.split(', ') as Role[])
      it(`${call}, signed: ${may.join(', ')}; the nonce is counted as said`, async () => {
        const {
          charts,
          chart: id,
          doctor,
          people,
          calls,
          others,
          until,
          relayer,
        } = await loadFixture(peopledChart)
        const name = { addRecordFor: 'addRecord', addRecordsFor: 'addRecords' }[call] ?? lower(action)
        const trials = [calls[name]!, others[name] ?? calls[name]!]
        for (const [role, args] of ROLES.flatMap((role) => trials.map((args) => [role, args] as const))) {
          const signer = people[role]
          const chart = action === 'Open' ? await charts.chartIdOf(signer.address, 7) : id
          const last = args.at(-1) as Parameters<typeof signedUpdate>[0]
          const given = (part: Permission) => ({ ...part, purpose: purposeCode(part.purpose) })
          const message = {
            Publish: {},
            Open: { n: args[0], keyring: args[1] },
            Grant: { chart, grantee: args[1], ...given(permission()), ...signedUpdate(last) },
            Revoke: {
              chart,
              grantee: doctor.address,
              ...given(permission()),
              grantEpoch: 1,
              ...signedUpdate(last),
            },
            Rotate: { chart, ...signedUpdate(last) },
            Share: {
              chart,
              number: args[1],
              reader: args[2],
              replacedUntil: args[3] === 0n ? until : 0n,
              until: args[3],
              ...signedUpdate(last),
            },
            AddRecords: { chart, epoch: args[1], records: [args[2]].flat() },
          }[action]
          const signed = await sign(charts, action, { signer, message })
          const submitted = charts.connect(relayer)
          const refused = await refusal(submitted, call, [...args, signed])
          if (!may.includes(role)) {
            expect(refused, role).to.be.oneOf(REFUSALS)
            continue
          }
          expect(refused, role).to.equal(null)
          const { subject: said } = nonces.get(action)!
          const subject =
            said === 'the grantee, as a number'
              ? zeroPad(String(args[1]))
              : said === 'keccak256(abi.encode(number, reader))'
                ? shareSubject(1, String(args[2]))
                : ethers.ZeroHash
          if (subject === ethers.ZeroHash) expect(said).to.equal('zero')
          expect(nonces.get(action)!.chart).to.equal(action === 'Open' ? 'the chart to open' : 'the chart')
          const key = await charts.nonceKey(chart, typeHash(action), subject)
          const before = await ethers.provider.send('evm_snapshot', [])
          await submitted.getFunction(call)(...args, signed)
          expect(await charts['nonces(address,uint192)'](signer.address, key)).to.equal((key << 64n) + 1n)
          await ethers.provider.send('evm_revert', [before])
        }
      })
    }

    it('publishBySig: the nonce is counted as said', async () => {
      const registrar = await deploy('Registrar')
      const [signer] = await ethers.getSigners()
      const message = { previous: ethers.ZeroHash, profile: digest() }
      const signed = await sign(registrar, 'Publish', { signer: signer!, message })
      await registrar.publishBySig(message.previous, message.profile, signed)
      expect(nonces.get('Publish')).to.deep.equal({ chart: 'zero', subject: 'zero' })
      const key = await registrar.nonceKey(ethers.ZeroHash, typeHash('Publish'), ethers.ZeroHash)
      expect(await registrar['nonces(address,uint192)'](signer!, key)).to.equal((key << 64n) + 1n)
    })
  })

  it('lists each call that takes an update of the keyring', async () => {
    const { charts } = await loadFixture(openedChart)
    const listed = rowsOf(part('Updates of a keyring')).flatMap(([calls = '']) =>
      calls.includes('`') ? codes(calls) : [calls],
    )
    const taking = functionsOf(charts).filter(
      ({ name, inputs }) => !name.endsWith('BySig') && inputs.some((input) => input.name === 'update'),
    )
    expect([...new Set(listed)].toSorted()).to.deep.equal(namesOf(taking))
  })

  it('has the types of the typed data', () => {
    const listed = [...part('Signed calls').matchAll(/^ {4}(\w+\(.*)$/gm)].map(([, type]) => type!)
    const solidity = readFileSync(new URL('../../contracts/signing/TypedData.sol', import.meta.url), 'utf8')
    const hashed = [...solidity.matchAll(/_TYPEHASH = keccak256\(\s*(?:\/\/.*\s*)?"([^"]+)"/g)].map(
      ([, type]) => type!,
    )
    expect(listed).to.deep.equal(hashed.filter((type) => !type.startsWith('Record(')))
    const signed = (Object.keys(TYPES) as Action[]).map((action) =>
      ethers.TypedDataEncoder.from(TYPES[action] as never).encodeType(action),
    )
    expect(listed).to.deep.equal(signed)
    expect([...rowsOf(part('Signed calls'))].map(([action]) => action)).to.deep.equal(Object.keys(TYPES))
  })

  describe('storage', () => {
    const tables = new Map(
      [...part('Storage').matchAll(/^\*\*`([\w.]+)`\*\*.*\n\n((?:\|.*\n)+)/gm)].map(
        ([, name = '', text = '']) => [name, rowsOf(text)],
      ),
    )

    it('is laid out as the compiler says', async () => {
      const layouts = await compileLayouts()
      const structs: Record<string, unknown[]> = {}
      for (const [contract, { storage, types }] of Object.entries(layouts)) {
        const slots = storage.map(({ slot, label, type }) => [slot, label, types[type]!.label])
        expect(tables.get(contract), contract).to.deep.equal(slots)
        for (const { label, members } of Object.values(types)) {
          if (members === undefined) continue
          structs[label.replace('struct ', '')] = members.map(({ slot, offset, label, type }) => {
            const size = Number(types[type]!.numberOfBytes)
            const end = Math.min(8 * (offset + size), 256)
            return [slot, `${8 * offset}–${end - 1}`, label, types[type]!.label]
          })
        }
      }
      delete structs['GrantSlot']
      for (const [name, members] of Object.entries(structs)) {
        const rows = tables.get(name)?.map((row) => row.slice(0, 4))
        if (name === 'Chart') for (const row of members as string[][]) row[1] = '0–255'
        expect(rows, name).to.deep.equal(members)
      }
      const known = [...Object.keys(layouts), ...Object.keys(structs), 'ChartState', 'GrantSlot']
      expect([...tables.keys()].toSorted()).to.deep.equal(known.toSorted())
    })

    it('packs words as said', async () => {
      const { charts, chart, owner, doctor } = await loadFixture(peopledChart)
      const encode = (types: string[], values: unknown[]) =>
        BigInt(ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(types, values)))
      const slotOf = (table: string, field: string) => {
        const row = tables.get(table)!.find((cells) => cells.includes(field))!
        return BigInt(row[0]!)
      }
      const fieldsOf = async (table: string, slot: bigint) => {
        const word = BigInt(await ethers.provider.getStorage(await charts.getAddress(), slot))
        return Object.fromEntries(
          tables.get(table)!.map(([bits = '', field = '']) => {
            const [first = 0, last = 0] = bits.split('–').map(Number)
            return [field, (word >> BigInt(first)) & ((1n << BigInt(last - first + 1)) - 1n)]
          }),
        )
      }
      const base = encode(['bytes32', 'uint256'], [chart, slotOf('Charts', '_charts')])
      expect(await fieldsOf('ChartState', base + slotOf('Chart', 'state'))).to.deep.equal({
        owner: BigInt(owner.address),
        count: 1n,
        epoch: 2n,
        tenure: 1n,
        keyed: 1n,
        delegated: 1n,
        receipts: 1n,
      })
      const grant = encode(
        ['uint256', 'uint256'],
        [(1n << 160n) + BigInt(doctor.address), base + slotOf('Chart', 'grants')],
      )
      const { purpose, sinceEpoch, ...rest } = permission()
      expect(await fieldsOf('GrantSlot', grant)).to.deep.equal({
        ...rest,
        sinceEpoch: BigInt(sinceEpoch),
        purpose: BigInt(purpose),
        epoch: 1n,
      })
    })
  })

  it('lists each event of each contract', async () => {
    const { charts, credentials } = await loadFixture(openedChart)
    const contracts = { Charts: charts, Registrar: await deploy('Registrar'), Credentials: credentials }
    const declared = Object.entries(contracts).flatMap(
      ([
        name,
        {
          interface: { fragments },
        },
      ]) =>
        fragments
          .filter(({ type }) => type === 'event')
          .map((fragment) => `${name} ${(fragment as FunctionFragment).name}`),
    )
    const listed = rowsOf(part('Events')).flatMap(([event, where = '']) =>
      (where.includes('`') ? codes(where) : [where]).map((name) => `${name} ${event}`),
    )
    expect(listed.toSorted()).to.deep.equal(declared.toSorted())
  })

  it('lists attributes and purposes in the order that never changes', () => {
    const [, first = '', second = ''] = /^([\s\S]*)A purpose is([\s\S]*)$/.exec(
      part('Attributes and purposes'),
    )!
    expect(rowsOf(first)).to.deep.equal(
      attributes.map(({ value, name, meaning }) => [`${value}`, name, meaning]),
    )
    expect(rowsOf(second)).to.deep.equal(
      purposes.map(({ value, code, display }) => [`${value}`, code, display]),
    )
  })
})

const lower = (action: string) => `${action[0]!.toLowerCase()}${action.slice(1)}`

type Member = { slot: string; offset: number; label: string; type: string }
type Layout = {
  storage: Member[]
  types: Record<string, { label: string; numberOfBytes: string; members?: Member[] }>
}

/** The storage layout of each contract, as the compiler tells it. */
async function compileLayouts(): Promise<Record<string, Layout>> {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }
  const files = ['contracts/Charts.sol', 'contracts/Registrar.sol', 'contracts/Credentials.sol']
  const { contracts } = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: await soliditySources(files),
        settings: { outputSelection: { '*': { '*': ['storageLayout'] } } },
      }),
    ),
  ) as { contracts: Record<string, Record<string, { storageLayout: Layout }>> }
  return Object.fromEntries(
    files.map((file) => {
      const name = file.slice('contracts/'.length, -'.sol'.length)
      return [name, contracts[file]![name]!.storageLayout]
    }),
  )
}
