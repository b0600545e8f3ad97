import { Details, Facts } from '../../components/Details.tsx'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useChainHead } from '../../hooks/useChainHead.ts'
import { useConfig } from '../../hooks/useConfig.ts'
import type { SessionInfo } from '../../worker/types.ts'

/** Chain, contracts and account, whole. */
export function DeploymentDetails({ session }: { readonly session: SessionInfo }) {
  const { chain, contracts, storesRequired, stores } = useConfig()
  const head = useChainHead()
  const state = useAccountState(session.account).data
  return (
    <Details>
      <Facts
        facts={[
          ['Account', session.account],
          ...(state === undefined || state === 'none' ? [] : [['Profile', state.profile] as const]),
          ['Chain', `${chain.name} (${chain.id})`],
          ['Node', chain.rpcUrl],
          [
            'Newest block',
            head.isReachable ? (head.blockNumber?.toString() ?? 'not read yet') : 'the node does not answer',
          ],
          ['Registrar', contracts.registrar],
          ['Credentials', contracts.credentials],
          ['Charts', contracts.charts],
          ['Confirmations', String(chain.confirmations)],
          ['Stores that must confirm', `${storesRequired} of ${stores.length}`],
        ]}
      />
    </Details>
  )
}
