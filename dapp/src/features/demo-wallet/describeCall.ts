import { chartsAbi, registrarAbi } from '#client'
import { type Hex, decodeFunctionData } from 'viem'

export type DescribedCall = {
  readonly title: string
  readonly facts: readonly (readonly [name: string, value: string])[]
}

const TITLES: Record<string, string> = {
  publish: 'Publish your profile?',
  open: 'Open a chart?',
  addRecord: 'File a record?',
  addRecords: 'File these records?',
  grant: 'Give access?',
  revoke: 'End access?',
  rotate: 'Change the locks?',
  reseal: 'Change the chart’s keys?',
  share: 'Share a record, or stop sharing it?',
  nameDelegate: 'Let an account act for you?',
  removeDelegate: 'Remove who acts for you?',
  offer: 'Offer your chart?',
  endOffer: 'Withdraw the offer?',
  accept: 'Take over a chart?',
  endAll: 'End all access?',
  relocate: 'Put re-encrypted records in place?',
}

/** A call of Chartkey's own contracts in words, or null for any other. */
export function describeCall(data: Hex): DescribedCall | null {
  try {
    const abi = [...registrarAbi, ...chartsAbi] as const
    const { functionName, args } = decodeFunctionData({ abi, data })
    const entry = abi.find((item) => item.type === 'function' && item.name === functionName)
    const inputs = entry !== undefined && 'inputs' in entry ? entry.inputs : []
    return {
      title: TITLES[functionName] ?? `Call ${functionName}?`,
      facts: [
        ['Call', functionName],
        ...inputs.map((input, index) => [input.name, show((args as readonly unknown[])[index])] as const),
      ],
    }
  } catch {
    return null
  }
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))
  }
  return String(value)
}
