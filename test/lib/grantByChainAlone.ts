import type { ChartId, Pointer, Session } from '#client'
import { grantCall, resealCall } from '../../client/chain/calls.ts'
import { readChart } from '../../client/chain/readChart.ts'
import { submit } from '../../client/chain/submit.ts'
import type { GrantState } from '../../client/chain/types.ts'

const ANOTHER_KEYRING: Pointer = `0x${'11'.repeat(32)}`

/** Gives access and puts the keyring back as it was, without a seal for the grantee, as a client of another make may. */
export async function grantByChainAlone(giver: Session, chart: ChartId, grant: GrantState): Promise<void> {
  const { chain } = giver.context
  const { keyring, epoch } = (await readChart(chain, { chart }))!
  const there = { from: keyring, to: ANOTHER_KEYRING, epoch, nextEpoch: epoch }
  const back = { from: ANOTHER_KEYRING, to: keyring, epoch, nextEpoch: epoch }
  await submit(chain, giver.wallet!, { call: grantCall(chain, { chart, grant, update: there }) })
  await submit(chain, giver.wallet!, { call: resealCall(chain, { chart, update: back }) })
}
