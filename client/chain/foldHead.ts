import { encodeAbiParameters, keccak256, stringToHex } from 'viem'
import type { Address, Hex } from 'viem'
import type { ChartId, RecordLinks } from './types.ts'

const HEAD_LABEL = stringToHex('chartkey/1 head', { size: 32 })

/** The head of a chart without records: it binds the fold to one chart of one contract on one chain. */
export function genesisHead({
  chainId,
  contract,
  chart,
}: {
  chainId: number
  contract: Address
  chart: ChartId
}): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }, { type: 'bytes32' }],
      [HEAD_LABEL, BigInt(chainId), contract, chart],
    ),
  )
}

/** Folds records, in their order, onto the head before them, as the contract does. */
export function foldHead({
  head,
  chart,
  records,
}: {
  head: Hex
  chart: ChartId
  records: readonly RecordLinks[]
}): Hex {
  return records.reduce(
    (previous, record) =>
      keccak256(
        encodeAbiParameters(
          [
            { type: 'bytes32' },
            { type: 'bytes32' },
            { type: 'uint24' },
            { type: 'bytes32' },
            { type: 'address' },
            { type: 'uint8' },
            { type: 'uint24' },
            { type: 'uint24' },
            { type: 'uint40' },
          ],
          [
            previous,
            chart,
            record.number,
            record.original,
            record.author,
            record.section,
            record.supersedes,
            record.epoch,
            record.time,
          ],
        ),
      ),
    head,
  )
}
