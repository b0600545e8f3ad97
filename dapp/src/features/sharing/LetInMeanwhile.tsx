import { UserX } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { formatList } from '../../components/format/formatList.ts'
import { dateOfSeconds, formatDate, formatTime } from '../../components/format/formatDate.ts'
import { formatUntil } from '../../components/format/until.ts'
import type { ChartContents, GivenAccess } from '../../worker/types.ts'
import { labelsOf, nameOfAccount, titleOfRecord } from './grantWords.ts'

export type LetInMeanwhileProps = {
  readonly chart: ChartContents
  readonly isLocked: boolean
  readonly onEnd: () => void
  readonly onKeep: () => void
}

/** What somebody gave unseen who acts for the owner no more: each by name, for the owner to end or keep. */
export function LetInMeanwhile({ chart, isLocked, onEnd, onKeep }: LetInMeanwhileProps) {
  const { grants, shares } = chart.undecided
  if (grants.length + shares.length === 0) return null
  return (
    <section
      role="alert"
      aria-labelledby="let-in-meanwhile"
      className="mb-4 rounded-control border border-madder-line bg-madder-tint px-4 py-3 leading-snug"
    >
      <h2 id="let-in-meanwhile" className="flex gap-2 text-base font-bold">
        <UserX className="mt-[0.1em] text-madder" />
        Somebody who no longer acts for you let others in
      </h2>
      <p className="mt-1">
        You had not seen this when you decided. These accounts get no key to what is filed from now on
        {chart.isKeyed ? '' : ', and nothing can be filed,'} until you end their access or keep it.
      </p>
      <ul className="mt-2 border-t border-madder-line">
        {grants.map((grant) => (
          <li key={grant.grantee} className="border-b border-madder-line py-1.5">
            <Who account={grant.grantee} name={grant.name} publicName={grant.publicName} />{' '}
            {grant.read.length > 0 ? 'reads' : 'adds to'}{' '}
            <bdi>
              {formatList(labelsOf(chart.sections, grant.read.length > 0 ? grant.read : grant.write))}
            </bdi>
            , until {formatUntil(grant.until)}.
            <By giver={grant} />
          </li>
        ))}
        {shares.map((share) => (
          <li key={`${share.number}/${share.reader}`} className="border-b border-madder-line py-1.5">
            <Who account={share.reader} name={share.name} publicName={share.publicName} /> reads one record,{' '}
            <bdi>{titleOfRecord(chart, share.number)}</bdi>, until {formatUntil(share.until)}.
            <By giver={share} />
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button kind="danger-solid" size="small" isDisabled={isLocked} onPress={onEnd}>
          End these too
        </Button>
        <Button size="small" isDisabled={isLocked} onPress={onKeep}>
          Keep them
        </Button>
      </div>
    </section>
  )
}

function Who({
  account,
  name,
  publicName,
}: {
  readonly account: string
  readonly name: string | null
  readonly publicName: string | null
}) {
  return (
    <>
      <bdi className="font-semibold">{nameOfAccount(account, name)}</bdi>
      {name !== null ? (
        <span className="text-ink-2"> ({formatAddress(account)})</span>
      ) : publicName !== null ? (
        <span className="text-ink-2">
          {' '}
          (calls itself <bdi>{publicName}</bdi>)
        </span>
      ) : null}
    </>
  )
}

function By({ giver }: { readonly giver: GivenAccess['grants'][number] | GivenAccess['shares'][number] }) {
  const { by, byName, givenAt } = giver
  const at = givenAt === null ? null : dateOfSeconds(givenAt)
  const who = by === null ? 'by an account that the chain does not tell' : `by ${nameOfAccount(by, byName)}`
  return (
    <span className="block text-sm text-ink-2">
      Given <bdi>{who}</bdi>
      {at === null ? null : `, on ${formatDate(at)} at ${formatTime(at)}`}.
    </span>
  )
}
