import type { Address, Hex } from 'viem'
import { readCaller } from './readCaller.ts'
import { readDelegates } from './readDelegates.ts'
import { readHints } from './readLogSet.ts'
import type { Chain, ChartId, Pointer } from './types.ts'

/**
 * The delegate who set a keyring: by the transaction that an event of the keyring is from or, without such an event, as
 * the only delegate that there is.
 *
 * @returns null when that cannot be told.
 */
export async function readKeyringSetter(
  chain: Chain,
  { chart, keyring }: { chart: ChartId; keyring: Pointer },
): Promise<Address | null> {
  for (const event of ['KeyringChanged', 'Granted', 'Revoked'] as const) {
    const fields = ['keyring', 'transactionHash']
    const changes = await readHints(chain, { event, args: { chart }, fields })
    const found = changes.findLast(([set]) => set === keyring)
    if (found !== undefined) return readCaller(chain, { hash: found[1] as Hex })
  }
  const [only, ...others] = await readDelegates(chain, { chart })
  return only !== undefined && others.length === 0 ? only.delegate : null
}
