import { BadgeCheck, TriangleAlert } from 'lucide-react'
import { Banner } from '../../components/Banner.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { formatUntil } from '../../components/format/until.ts'
import { useCredentials } from '../../hooks/useCredentials.ts'
import { authorityWords, credentialWords } from './credentialWords.ts'

export type VouchedProps = { readonly account: `0x${string}`; readonly publicName: string | null }

/** Who vouches for an account that is about to be let in, or that nobody does. */
export function Vouched({ account, publicName }: VouchedProps) {
  const { data: credentials = [], isLoading } = useCredentials(account)
  if (isLoading) return null
  const self =
    publicName === null ? (
      'It gives no name of itself.'
    ) : (
      <>
        It calls itself “<bdi>{publicName}</bdi>”.
      </>
    )
  if (credentials.length === 0) {
    return (
      <Banner tone="warn" icon={<TriangleAlert />} lead="Nobody vouches for this account.">
        Let it in only if you know whose it is. {self}
      </Banner>
    )
  }
  return (
    <div className="flex items-start gap-2 text-sm text-ink-2">
      <BadgeCheck className="mt-[0.1em] flex-none text-spruce" />
      <div>
        {credentials.map((credential) => (
          <p key={credential.authority}>
            {credentialWords([credential], null)?.what}: attested by{' '}
            <bdi className="font-semibold text-ink">{authorityWords(credential)}</bdi> until{' '}
            {formatUntil(credential.until)}.
          </p>
        ))}
        <p>{self}</p>
        <Details>
          <Facts facts={credentials.map((credential) => ['Attested by', credential.authority] as const)} />
        </Details>
      </div>
    </div>
  )
}
