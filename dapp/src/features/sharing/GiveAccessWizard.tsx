import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { Steps } from '../../components/Steps.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { useFocusHeading } from '../../components/useFocusHeading.ts'
import { useAct } from '../../hooks/useAct.ts'
import type { ChartContents } from '../../worker/types.ts'
import { emptyForm, formOfGrant, requestOfForm } from './giveAccessForm.ts'
import { limitOf } from './limitOf.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { ReadBackStep } from './ReadBackStep.tsx'
import { SectionsStep } from './SectionsStep.tsx'
import { WhoStep } from './WhoStep.tsx'
import { WhyStep } from './WhyStep.tsx'

const STEPS = ['Who', 'Which sections', 'Why and until when', 'Read it back'] as const

/** Gives access, or changes one: the account comes with the visit, never with the address of the page. */
export function GiveAccessWizard({ chart, me }: { readonly chart: ChartContents; readonly me: string }) {
  const { run, dismiss, state } = useAct()
  const [, navigate] = useLocation()
  const grantee = (useHistoryState() as { grantee?: string } | null)?.grantee
  const existing = chart.grants.find((grant) => grant.grantee === grantee)
  const [form, setForm] = useState<GiveAccessForm>(() =>
    existing === undefined ? emptyForm(new Date()) : formOfGrant(existing, new Date()),
  )
  const [step, setShownStep] = useState(existing === undefined ? 0 : 3)
  const who =
    form.name.trim() !== ''
      ? form.name.trim()
      : form.grantee === null
        ? 'This account'
        : formatAddress(form.grantee)
  const replaced = chart.grants.find((grant) => grant.grantee.toLowerCase() === form.grantee?.toLowerCase())
  const limit = limitOf(chart)
  useFocusHeading(step)
  const back = `/chart/${chart.id}/sharing`

  useEffect(() => {
    if (state.status !== 'done' || state.request.kind !== 'grantAccess') return
    dismiss()
    navigate(back, { replace: true })
  }, [state, dismiss, navigate, back])

  function setStep(next: number) {
    setShownStep(next)
    window.scrollTo(0, 0)
  }
  function next(part: Partial<GiveAccessForm>) {
    setForm({ ...form, ...part })
    setStep(step + 1)
  }
  function onGive() {
    const request = requestOfForm(form, chart)
    if (request !== null) void run(request)
  }

  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-4">
        <Steps name="Give access" steps={STEPS} current={step} />
        <ButtonLink href={back} kind="quiet">
          Cancel
        </ButtonLink>
      </div>
      <div className={step === 3 ? undefined : 'max-w-176'}>
        {step === 0 ? (
          <WhoStep form={form} chart={chart} me={me} isFixed={existing !== undefined} onNext={next} />
        ) : step === 1 ? (
          <SectionsStep form={form} chart={chart} who={who} onBack={() => setStep(0)} onNext={next} />
        ) : step === 2 ? (
          <WhyStep form={form} chart={chart} limit={limit} onBack={() => setStep(1)} onNext={next} />
        ) : (
          <ReadBackStep
            form={form}
            chart={chart}
            who={who}
            existing={replaced}
            onStep={setStep}
            onGive={onGive}
          />
        )}
      </div>
    </>
  )
}
