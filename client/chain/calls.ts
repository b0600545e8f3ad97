import { encodeFunctionData } from 'viem'
import type { Address, Hex } from 'viem'
import { chartsAbi } from './abi/charts.ts'
import { registrarAbi } from './abi/registrar.ts'
import { purposes } from './purposes.ts'
import { sectionsToBits } from './sections.ts'
import type { Chain, ChartId, GrantState, KeyringUpdate, Pointer, ShareId } from './types.ts'

/** A call to one of the contracts, ready to be sent. */
export type Call = { readonly to: Address; readonly data: Hex }

export function publishCall(chain: Chain, { previous, profile }: { previous: Hex; profile: Pointer }): Call {
  return {
    to: chain.config.contracts.registrar,
    data: encodeFunctionData({ abi: registrarAbi, functionName: 'publish', args: [previous, profile] }),
  }
}

export function openCall(chain: Chain, { n, keyring }: { n: number; keyring: Pointer }): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({ abi: chartsAbi, functionName: 'open', args: [BigInt(n), keyring] }),
  }
}

export type RecordToFile = {
  readonly pointer: Pointer
  readonly section: number
  readonly supersedes: number
}

/** One record by `addRecord`; several by `addRecords`, all or none. */
export function addCall(
  chain: Chain,
  { chart, epoch, records }: { chart: ChartId; epoch: number; records: readonly RecordToFile[] },
): Call {
  const [first, ...others] = records
  return {
    to: chain.config.contracts.charts,
    data:
      first !== undefined && others.length === 0
        ? encodeFunctionData({ abi: chartsAbi, functionName: 'addRecord', args: [chart, epoch, first] })
        : encodeFunctionData({ abi: chartsAbi, functionName: 'addRecords', args: [chart, epoch, records] }),
  }
}

export function grantCall(
  chain: Chain,
  { chart, grant, update }: { chart: ChartId; grant: GrantState; update: KeyringUpdate },
): Call {
  const permission = {
    read: sectionsToBits(grant.read),
    write: sectionsToBits(grant.write),
    until: grant.until,
    sinceEpoch: grant.sinceEpoch,
    purpose: purposes.find(({ code }) => code === grant.purpose)?.value ?? 0,
  }
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({
      abi: chartsAbi,
      functionName: 'grant',
      args: [chart, grant.grantee, permission, update],
    }),
  }
}

export function revokeCall(
  chain: Chain,
  { chart, grantee, update }: { chart: ChartId; grantee: Address; update: KeyringUpdate },
): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({ abi: chartsAbi, functionName: 'revoke', args: [chart, grantee, update] }),
  }
}

export function rotateCall(chain: Chain, { chart, update }: { chart: ChartId; update: KeyringUpdate }): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({ abi: chartsAbi, functionName: 'rotate', args: [chart, update] }),
  }
}

export function resealCall(chain: Chain, { chart, update }: { chart: ChartId; update: KeyringUpdate }): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({ abi: chartsAbi, functionName: 'reseal', args: [chart, update] }),
  }
}

/** What a call that sets a chart's keyring is about. */
type ChartUpdate = { readonly chart: ChartId; readonly update: KeyringUpdate }

export function nameDelegateCall(
  chain: Chain,
  { chart, delegate, until, update }: ChartUpdate & { delegate: Address; until: number },
): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({
      abi: chartsAbi,
      functionName: 'nameDelegate',
      args: [chart, delegate, until, update],
    }),
  }
}

/** Ends a delegation and, with it, these grants and shares. */
export function removeDelegateCall(
  chain: Chain,
  {
    chart,
    delegate,
    grantees,
    shares,
    update,
  }: ChartUpdate & { delegate: Address; grantees: readonly Address[]; shares: readonly ShareId[] },
): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({
      abi: chartsAbi,
      functionName: 'removeDelegate',
      args: [chart, delegate, grantees, shares, update],
    }),
  }
}

/** `until` 0 ends a share. */
export function shareCall(
  chain: Chain,
  { chart, number, reader, until, update }: ChartUpdate & ShareId & { until: number },
): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({
      abi: chartsAbi,
      functionName: 'share',
      args: [chart, number, reader, until, update],
    }),
  }
}

export function offerCall(
  chain: Chain,
  { chart, successor, until, update }: ChartUpdate & { successor: Address; until: number },
): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({
      abi: chartsAbi,
      functionName: 'offer',
      args: [chart, successor, until, update],
    }),
  }
}

export function endOfferCall(chain: Chain, { chart, update }: ChartUpdate): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({ abi: chartsAbi, functionName: 'endOffer', args: [chart, update] }),
  }
}

export function acceptCall(chain: Chain, { chart, update }: ChartUpdate): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({ abi: chartsAbi, functionName: 'accept', args: [chart, update] }),
  }
}

export function endAllCall(chain: Chain, { chart, update }: ChartUpdate): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({ abi: chartsAbi, functionName: 'endAll', args: [chart, update] }),
  }
}

export function relocateCall(
  chain: Chain,
  { chart, number, from, to }: { chart: ChartId; number: number; from: Pointer; to: Pointer },
): Call {
  return {
    to: chain.config.contracts.charts,
    data: encodeFunctionData({
      abi: chartsAbi,
      functionName: 'relocate',
      args: [chart, number, from, to],
    }),
  }
}
