import { DoorClosed } from 'lucide-react'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { Empty } from '../../components/Empty.tsx'

export type ChartOverProps = {
  readonly title: string
  /** It was this account's own; else this account acted for its owner. */
  readonly isOwner: boolean
}

/** A chart that was handed over, or whose owner this account no longer acts for. */
export function ChartOver({ title, isOwner }: ChartOverProps) {
  return (
    <Empty
      icon={<DoorClosed />}
      title={isOwner ? 'This chart is no longer yours' : 'You no longer act here'}
      text={
        <>
          {isOwner ? (
            <>
              The chart of <bdi>{title}</bdi> was taken over by the account that you offered it to.
            </>
          ) : (
            <>
              You no longer act in the chart of <bdi>{title}</bdi>: your time is over, its owner ended it, or
              the chart has another owner.
            </>
          )}{' '}
          From now on you can read and file nothing new in it.
        </>
      }
      action={<ButtonLink href="/">Go on</ButtonLink>}
    />
  )
}
