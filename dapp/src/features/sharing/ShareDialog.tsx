import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { dayOfUntil, formatLongUntil, untilOfDay } from '../../components/format/until.ts'
import type { ChartContents, ShareRecordRequest, ShareSummary } from '../../worker/types.ts'
import { PersonPicker, usePicked } from './PersonPicker.tsx'
import { UntilField } from './UntilField.tsx'
import { SHORT_PRESETS, dayProblem } from './giveAccessForm.ts'
import { nameOfAccount, titleOfRecord } from './grantWords.ts'
import { knownPeople } from './knownPeople.ts'
import { limitOf } from './limitOf.ts'

export type ShareDialogProps = {
  readonly chart: ChartContents
  readonly number: number
  readonly me: string
  /** A sharing that is being changed: with whom stays as it is. */
  readonly share?: ShareSummary | undefined
  readonly onShare: (request: ShareRecordRequest) => void
  readonly onClose: () => void
}

/** Opens one record to one account until a day, and nothing else. The sentence is read back before it is sent. */
export function ShareDialog({ chart, number, me, share, onShare, onClose }: ShareDialogProps) {
  const [now] = useState(() => new Date())
  const [text, setText] = useState<string>(share?.reader ?? '')
  const [name, setName] = useState(share?.name ?? '')
  const [day, setDay] = useState(
    share === undefined || share.isExpired ? SHORT_PRESETS[2].day(now) : dayOfUntil(share.until),
  )
  const [isTried, setTried] = useState(false)
  const { account } = usePicked(text, me)
  const limit = limitOf(chart)
  const isDayWrong = dayProblem(day, now, limit) !== undefined
  const title = titleOfRecord(chart, number)
  const who = account === null ? null : nameOfAccount(account, name.trim() === '' ? null : name.trim())
  const isReading =
    account !== null &&
    chart.grants.some(
      (grant) =>
        !grant.isExpired &&
        grant.grantee.toLowerCase() === account.toLowerCase() &&
        grant.read.includes(chart.records.find((record) => record.number === number)?.section ?? -1),
    )

  return (
    <Dialog title="Share this record" isOpen onClose={onClose}>
      <form
        className="mt-1"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (account === null || isDayWrong) return
          onShare({
            kind: 'shareRecord',
            chart: chart.id,
            number,
            reader: account,
            name: name.trim() === '' ? null : name.trim(),
            until: untilOfDay(day),
          })
        }}
      >
        <p className="mb-4 text-sm text-ink-2">
          Only <bdi className="font-semibold text-ink">{title}</bdi>, with one account, until a day that you
          choose.
        </p>
        <PersonPicker
          me={me}
          text={text}
          onText={setText}
          name={name}
          onName={setName}
          isFixed={share !== undefined}
          known={knownPeople(chart)}
          isTried={isTried}
        />
        <div className="mt-4">
          <UntilField label="Last day" day={day} onDay={setDay} presets={SHORT_PRESETS} limit={limit} />
        </div>
        {who === null || isDayWrong ? null : (
          <p className="mt-5 border-t border-line pt-4 text-lg leading-snug" aria-live="polite">
            <b className="font-semibold text-pen">
              <bdi>{who}</bdi>
            </b>{' '}
            can read one record,{' '}
            <b className="font-semibold text-pen">
              <bdi>{title}</bdi>
            </b>
            , until <b className="font-semibold text-pen">{formatLongUntil(untilOfDay(day))}</b>.
          </p>
        )}
        <p className="mt-3 text-sm text-ink-2">
          {isReading ? 'That account reads the section of this record already. ' : null}
          Nothing else of your chart opens by this, and nothing can be added. You can end it on any day; what
          was read by then cannot be taken back. Anyone can see on the chain that a record of this number is
          shared between these two accounts, and until when.
        </p>
        <DialogActions>
          <Button kind="primary" type="submit" isDisabled={account === null || isDayWrong}>
            {share === undefined || share.isExpired ? 'Share it' : 'Change it'}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
