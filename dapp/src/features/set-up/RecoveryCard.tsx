import { QrCode } from '../../components/QrCode.tsx'
import { formatLongDate } from '../../components/format/formatDate.ts'
import type { ChartkeyConfig } from '../../worker/types.ts'

export type RecoveryCardProps = {
  readonly account: string
  /** Groups of four, joined by hyphens. */
  readonly code: string
  readonly made: Date
  readonly config: Pick<ChartkeyConfig, 'chain' | 'contracts' | 'stores'>
}

/** The card to print or copy by hand. White in both themes, and alone on the printed page. */
export function RecoveryCard({ account, code, made, config }: RecoveryCardProps) {
  const facts = [
    ['Account', account],
    ['Chain', `${config.chain.name} (${config.chain.id})`],
    ['Contract', config.contracts.charts],
    ['Stores', config.stores.map((store) => store.gatewayUrl).join(', ')],
  ] as const
  return (
    <section aria-label="Recovery card" className="recovery-card overflow-hidden rounded-control">
      <p className="flex flex-wrap justify-between gap-x-4 bg-[#efdca9] px-5 py-2 text-[#2e2510]">
        <b>Chartkey recovery card</b>
        <span>made {formatLongDate(made)}</span>
      </p>
      <div className="grid gap-x-6 gap-y-4 px-5 pt-5 pb-4 sm:grid-cols-[minmax(0,1fr)_auto]">
        <ol
          className="grid grid-cols-[repeat(2,auto)] content-between justify-start gap-x-6 gap-y-1.5 sm:grid-cols-[repeat(3,auto)] sm:justify-between sm:gap-x-4"
          dir="ltr"
        >
          {code.split('-').map((group, index) => (
            <li key={index} className="flex items-baseline gap-2">
              <small className="w-2.5 text-end text-xs text-[#586860]" aria-hidden="true">
                {index + 1}
              </small>
              <span className="font-mono text-[1.625rem] leading-tight font-semibold tracking-wider">
                {group}
              </span>
            </li>
          ))}
        </ol>
        <QrCode
          text={cardText(account, code)}
          label="The account and the recovery code as a QR code"
          className="size-33"
        />
        <dl className="col-span-full grid grid-cols-[auto_minmax(0,1fr)] gap-x-3.5 text-xs">
          {facts.map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-[#43534a]">{term}</dt>
              <dd className="font-mono wrap-anywhere" dir="ltr">
                {value}
              </dd>
            </div>
          ))}
        </dl>
        <p className="col-span-full border-t border-[#d5ded0] pt-2.5 text-xs text-[#43534a]">
          To use it: open Chartkey and choose “I have a recovery card”. Whoever holds this card can read the
          chart.
        </p>
      </div>
    </section>
  )
}

/** What the QR code holds, and what the unlock page takes when it is pasted. */
export function cardText(account: string, code: string): string {
  return `chartkey:recovery?account=${account}&code=${code}`
}
