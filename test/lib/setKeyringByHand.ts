import type { ChartId, Session } from '#client'
import { resealCall } from '../../client/chain/calls.ts'
import { readChart } from '../../client/chain/readChart.ts'
import { submit } from '../../client/chain/submit.ts'
import { createKeyring } from '../../client/crypto/keyring.ts'
import type { KeyringContents } from '../../client/crypto/keyring.ts'
import { storeBlocks } from '../../client/flows/storeBlocks.ts'

/**
 * Has an account set whatever keyring it likes within the epoch.
 *
 * @returns the bytes of its root block
 */
export async function setKeyringByHand(
  { context, wallet }: Session,
  chart: ChartId,
  contents: KeyringContents,
): Promise<number> {
  const { keyring, epoch } = (await readChart(context.chain, { chart }))!
  const { pointer, root, blocks } = await createKeyring(contents)
  await storeBlocks(context, { root: root.cid, blocks, place: { chart } })
  const update = { from: keyring, to: pointer, epoch, nextEpoch: epoch }
  await submit(context.chain, wallet!, { call: resealCall(context.chain, { chart, update }) })
  return root.bytes.length
}
